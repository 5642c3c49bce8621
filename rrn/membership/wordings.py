"""The sentences that members agree to, each with its version: an individual on joining, an organisation for the logo."""

from __future__ import annotations

from rrn.accounts.wordings import NEWS, Wording

MEMBERSHIP = Wording(
    "membership",
    "2026-11",
    "The network may keep what I tell it here to run my membership. That can say something about my health or my family.",
)
LISTING = Wording("listing", "2026-11", "Show my name and role on the public list of individual members.")
ACTION_LISTING = Wording("action_listing", "2026-11", "Show my action and what I say about it in public.")
ROSTER_NAMING = Wording(
    "roster_naming",
    "2026-11",
    "The network may show on its website my name, my role in the group, what I come as, and the interests that I chose to show.",
)

ALL = (MEMBERSHIP, LISTING, NEWS, ACTION_LISTING)

# Accepted for an organisation and kept with its licence, not among anybody's consents.
LOGO_LICENCE = Wording("logo_licence", "2026-11", "I accept this licence for my organisation.")
LOGO_LICENCE_TERMS = (
    (
        "Where",
        "On your organisation’s own website. Not on letters, vehicles, certificates, products or anybody else’s pages.",
    ),
    (
        "How",
        "As we supply it: whole, unchanged, and leading to the page that says what it means. The live image itself "
        "follows. It carries the dates of your membership and shows how it stands on the day somebody looks.",
    ),
    (
        "What it means",
        "Your organisation is a member and has published an action plan. The network reviewed the plan, not your "
        "practice. The logo does not certify your services, and it certifies no training.",
    ),
    (
        "When it ends",
        "With the membership. Then take it down. We may pause it, with a reason, for example while a report is missing.",
    ),
    ("Who it is for", "The organisation. Nobody who works there, and no individual member, receives a logo."),
)

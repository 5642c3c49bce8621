"""The sentences that an individual agrees to when she joins; each has its version."""

from __future__ import annotations

from rrn.accounts.wordings import Wording

MEMBERSHIP = Wording(
    "membership",
    "2026-11",
    "The network may keep what I tell it here to run my membership. That can say something about my health or my family.",
)
LISTING = Wording("listing", "2026-11", "Show my name and role on the public list of individual members.")
NEWS = Wording("news", "2026-11", "Send me the network’s news by mail. I can stop it at any time.")
ACTION_LISTING = Wording("action_listing", "2026-11", "Show my action and what I say about it in public.")

ALL = (MEMBERSHIP, LISTING, NEWS, ACTION_LISTING)

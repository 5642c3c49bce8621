"""The site's own pages that nobody writes in the editor, in the house's search, and the words that visitors ask with.

A visitor says "cost" where the page says "free". Such words stand here, by the address of the page that answers; a page
is found by them and shows none of them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fixed:
    """One page: its title and lead as it prints them (a test compares), and other words for what it is about."""

    address: str
    title: str
    lead: str
    asked: str

    @property
    def key(self) -> str:
        return self.address.strip("/").replace("/", "-")


FIXED = (
    Fixed(
        "/figures/",
        "Figures",
        "Every number is counted today from recorded dates. Each says what it counts and what it leaves out.",
        "statistics numbers how many members plans data dashboard totals impact 2014 pledge",
    ),
    Fixed(
        "/figures/actions/",
        "Actions promised",
        "Whether an action is new is what the organisation says of it.",
        "commitments actions promises practice strategy seclusion time out PRN as needed",
    ),
    Fixed(
        "/figures/moved/",
        "Moved from the 2014 pledge",
        "These organisations signed the network’s first pledge, have told us that it was theirs, and agreed to be named.",
        "2014 pledge pledgers signatories signed claimed",
    ),
    Fixed(
        "/members/",
        "Organisations and their plans",
        "What each has promised, by when, and for how long.",
        "members directory register list find a school hospital care provider near me action plans who is a member",
    ),
    Fixed(
        "/members/map/",
        "Organisations by place",
        "Nations, and the regions of England.",
        "map of members near me local area region nation where",
    ),
    Fixed(
        "/members/moving/",
        "Moving from the 2014 pledge",
        "These organisations signed the network’s first pledge and agreed to be named. They have not become members yet.",
        "2014 pledge pledgers signatories signed old pledge",
    ),
    Fixed(
        "/members/people/",
        "People who are members",
        "Individual members who chose to be named here.",
        "individual members names supporters",
    ),
    Fixed(
        "/data/",
        "Open data",
        "What organisations have promised to do about restraint, as files you can use.",
        "csv json download downloads dataset spreadsheet excel open data licence schema",
    ),
    Fixed(
        "/api/v1/",
        "The API",
        "The register for programs, as JSON. Free to read, without a key.",
        "api developers json rest openapi open data download documentation",
    ),
    Fixed("/account/login/", "Sign in", "", "login log in log on logon sign in signin my account password code passkey"),
)

# The editor's pages, by address.
ASKED_FOR = {
    "/join/": "how to join sign up signup register apply become a member cost costs price fee fees charge subscription pay free",
    "/join/questions/": "faq questions answers help joining grace deadline overdue late renew renewal end of membership",
    "/join/what-makes-a-good-plan/": "action plan example template how to write",
    "/about/benefits/": "benefits perks advantages what members get membership logo why join cost price fee free",
    "/about/how-membership-changed/": "2014 pledge pledgers old pledge signed pledging 2019 still a member transition",
    "/about/": "definition restraint seclusion time out segregation restrictive practice mission aims",
    "/accessibility/": "welsh cymraeg language wcag screen reader large print",
    "/contact/": "telephone phone email address speak to somebody",
    "/terms/": "terms conditions appeal look at it again decision hidden removed",
    "/privacy/": "gdpr data protection personal data erase delete",
    "/help-now/": (
        "help help now emergency abuse abused harm self harm hurt injured neglect safeguarding whistleblowing report a concern"
        " worried scared afraid unsafe danger crisis suicide suicidal police ambulance helpline 999 urgent bullying assault"
    ),
    "/help-now/england/": "help safeguarding council social services England",
    "/help-now/northern-ireland/": "help safeguarding trust social services Northern Ireland",
    "/help-now/scotland/": "help safeguarding council social services Scotland",
    "/help-now/wales/": "help safeguarding council social services Wales",
}
IN_WELSH = "Cymraeg Welsh yn Gymraeg"

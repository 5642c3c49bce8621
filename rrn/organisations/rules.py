"""What a register number looks like, whose mail domain proves nothing, and how a seat may change. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.text import slugify

from rrn.core.time import add_years

INVITATION_LASTS = timedelta(days=30)


class Scheme(TextChoices):
    """The registers we know, by their org-id.guide code where there is one (DOMAIN.md 3)."""

    NHS_ODS = "GB-NHS", "NHS organisation code (ODS)"
    CQC = "CQC", "Care Quality Commission"
    SCHOOL_URN = "GB-EDU", "School URN"
    UKPRN = "GB-UKPRN", "UK provider reference number (UKPRN)"
    CHARITY_ENGLAND_WALES = "GB-CHC", "Charity, England and Wales"
    CHARITY_SCOTLAND = "GB-SC", "Charity, Scotland"
    CHARITY_NORTHERN_IRELAND = "GB-NIC", "Charity, Northern Ireland"
    COMPANIES_HOUSE = "GB-COH", "Companies House"
    CARE_INSPECTORATE = "CARE-INSPECTORATE", "Care Inspectorate, Scotland"
    CIW = "CIW", "Care Inspectorate Wales"
    RQIA = "RQIA", "RQIA, Northern Ireland"
    ESTYN = "ESTYN", "Estyn, Wales"
    OTHER = "OTHER", "Another register"


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a number of one register looks like. A pattern catches typing errors and nothing else.

    `only_warns`: the number is kept even when it looks odd, and the words are shown as a question.
    """

    shape: re.Pattern[str]
    words: str
    only_warns: bool = False


PATTERNS: dict[Scheme, Pattern] = {
    Scheme.NHS_ODS: Pattern(
        re.compile(r"[A-Z0-9]{3,10}"), "An ODS code has 3 to 10 letters and digits, such as RX1."
    ),
    Scheme.CQC: Pattern(
        re.compile(r"1-\d{6,12}|[A-Z][A-Z0-9]{2}([A-Z0-9]{2})?"),
        "A CQC number starts with 1- and has 6 to 12 digits, such as 1-101234567. An NHS trust's is its ODS code.",
    ),
    Scheme.SCHOOL_URN: Pattern(re.compile(r"\d{5,6}"), "A school's URN has 5 or 6 digits, such as 100000."),
    Scheme.UKPRN: Pattern(
        re.compile(r"[1-9]\d{7}"), "A UKPRN has 8 digits and does not start with 0, such as 10000001."
    ),
    Scheme.CHARITY_ENGLAND_WALES: Pattern(
        re.compile(r"\d{6,7}(-\d{1,3})?"),
        "A charity number in England and Wales has 6 or 7 digits, such as 1000000. A linked charity adds a dash and a number.",
    ),
    Scheme.CHARITY_SCOTLAND: Pattern(
        re.compile(r"SC\d{6}"), "A Scottish charity number is SC and 6 digits, such as SC000001."
    ),
    Scheme.CHARITY_NORTHERN_IRELAND: Pattern(
        re.compile(r"1\d{5}"),
        "A charity number in Northern Ireland has 6 digits and starts with 1, such as NIC100001.",
    ),
    Scheme.COMPANIES_HOUSE: Pattern(
        re.compile(r"\d{8}|(?:[A-Z]{2}|R0)\d{6}|[A-Z]{2}\d{5}[A-Z]"),
        "A company number has 8 characters: 8 digits, or 2 letters and 6 digits, such as 01234567 or SC123456.",
    ),
    Scheme.CARE_INSPECTORATE: Pattern(
        re.compile(r"CS\d{10}"),
        "A Care Inspectorate number is usually CS and 10 digits. Is this one right?",
        only_warns=True,
    ),
}

# "SC" and six digits is the shape of a Scottish charity's and of a Scottish company's number alike.
SAME_SHAPE = {
    Scheme.CHARITY_SCOTLAND: Scheme.COMPANIES_HOUSE,
    Scheme.COMPANIES_HOUSE: Scheme.CHARITY_SCOTLAND,
}


def normalise(scheme: Scheme, value: str) -> str:
    """Upper case, no spaces; and what each register leaves out or pads."""
    text = re.sub(r"\s+", "", value).upper().replace("–", "-").replace("‑", "-")
    if scheme == Scheme.CHARITY_NORTHERN_IRELAND:
        text = text.removeprefix("NIC")
    if scheme == Scheme.COMPANIES_HOUSE:
        letters = re.match(r"[A-Z]{0,2}", text)
        prefix = letters.group() if letters else ""
        digits = text[len(prefix) :]
        if digits.isdigit():
            text = prefix + digits.zfill(8 - len(prefix))
    return text


@dataclass(frozen=True, slots=True)
class Reading:
    """How a typed number reads: what we keep, and what there is to say about it."""

    normalised: str
    problem: str = ""
    question: str = ""


def read_number(scheme: Scheme, value: str) -> Reading:
    """Normalise first, then look at the shape; free-text registers are kept as they are."""
    text = normalise(scheme, value)
    if not text:
        return Reading("", problem="Enter the number, or remove this register.")
    pattern = PATTERNS.get(scheme)
    if pattern is None:
        return Reading(text)
    if pattern.shape.fullmatch(text):
        if scheme in SAME_SHAPE and re.fullmatch(r"SC\d{6}", text):
            return Reading(
                text,
                question=f"This could also be a number of {SAME_SHAPE[scheme].label}. Is it the right register?",
            )
        return Reading(text)
    if pattern.only_warns:
        return Reading(text, question=pattern.words)
    return Reading(text, problem=pattern.words)


# Everybody's mail: an address here says nothing about where its holder belongs. Each name covers what stands under it.
SHARED_MAIL_DOMAINS = frozenset(
    [
        "nhs.net",
        "nhs.uk",
        "nhs.scot",
        "wales.nhs.uk",
        "hscni.net",
        "gov.uk",
        "gov.scot",
        "gov.wales",
        "llyw.cymru",
        "nidirect.gov.uk",
        "sch.uk",
        "glow.scot",
        "glowmail.org.uk",
        "hwbcymru.net",
        "hwbmail.net",
        "c2ken.net",
        "lgfl.net",
        "lgflmail.org",
        "swgfl.org.uk",
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "outlook.co.uk",
        "hotmail.com",
        "hotmail.co.uk",
        "live.com",
        "live.co.uk",
        "msn.com",
        "yahoo.com",
        "yahoo.co.uk",
        "ymail.com",
        "icloud.com",
        "me.com",
        "mac.com",
        "aol.com",
        "aol.co.uk",
        "proton.me",
        "protonmail.com",
        "gmx.com",
        "gmx.co.uk",
        "mail.com",
        "zoho.com",
        "fastmail.com",
        "btinternet.com",
        "btopenworld.com",
        "sky.com",
        "talktalk.net",
        "talk21.com",
        "virginmedia.com",
        "ntlworld.com",
        "blueyonder.co.uk",
        "tiscali.co.uk",
        "plus.com",
        "plusnet.com",
    ]
)


def is_shared_mail_domain(domain: str) -> bool:
    """Whether a mail domain is shared by people who do not belong together."""
    parts = domain.casefold().strip(".").split(".")
    return any(".".join(parts[start:]) in SHARED_MAIL_DOMAINS for start in range(len(parts)))


# Pages that stand where an organisation's page would.
NOT_SLUGS = frozenset({"map", "moving", "people"})


def slug_of(name: str, taken: set[str]) -> str:
    """A readable address for a name, with a number after it where something else has it already."""
    base = slugify(name)[:70].strip("-") or "organisation"
    slug, number = base, 2
    while slug in taken or slug in NOT_SLUGS:
        slug, number = f"{base}-{number}", number + 1
    return slug


INTEREST_LASTS_YEARS = 2


@dataclass(frozen=True, slots=True)
class SeatHeld:
    """A seat somebody holds or held in the organisation."""

    ended_on: date | None


def has_interest(seats: Iterable[SeatHeld], declared: Iterable[date | None], day: date) -> bool:
    """Whether somebody may not judge this organisation: a seat now or within 24 months, or an interest declared.

    `declared` holds the day each declared interest ended, None while it stands; it fades like a seat.
    """
    ends = [seat.ended_on for seat in seats] + list(declared)
    return any(end is None or day <= add_years(end, INTEREST_LASTS_YEARS) for end in ends)

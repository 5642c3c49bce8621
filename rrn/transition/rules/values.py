"""Single values of the pledge file: read, tidied, compared. Nothing is guessed; what cannot be read is refused."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from functools import lru_cache
from urllib.parse import urlsplit

from rrn.core.time import LONDON
from rrn.core.vocabulary import Nation, Sector

# --- text ---------------------------------------------------------------------------------------

# Characters that change what a reader sees without being seen: directions, tags, invisible spaces.
_HIDDEN = re.compile(
    "[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f\x00-\x08\x0e-\x1f\x7f]"
)
DAMAGED = "\ufffd"


def tidy(text: str) -> str:
    """Trim, join broken lines and repeated blanks, and compose letters; nothing else is changed."""
    if text.isascii():
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFC", text).split())


def has_hidden_characters(text: str) -> bool:
    return not (text.isascii() and text.isprintable()) and _HIDDEN.search(text) is not None


# --- addresses ----------------------------------------------------------------------------------

_LOCAL = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ADDRESS = re.compile(rf"{_LOCAL}@(?:{_LABEL}\.)+[a-z][a-z0-9-]{{0,61}}[a-z0-9]")
LONGEST_ADDRESS = 254
LONGEST_LOCAL_PART = 64


def normal_address(text: str) -> str:
    """Trimmed and case-folded; what stands after a plus counts. Two addresses are one only if these are equal."""
    return text.strip().casefold()


def is_address(normal: str) -> bool:
    """Whether this can be an address that mail reaches: plain letters, one @, a public domain."""
    return (
        len(normal) <= LONGEST_ADDRESS
        and _ADDRESS.fullmatch(normal) is not None
        and normal.index("@") <= LONGEST_LOCAL_PART
    )


# --- dates --------------------------------------------------------------------------------------

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH_OF = {name[:length]: n for n, name in enumerate(_MONTHS, 1) for length in (3, len(name))} | {"sept": 9}
_CLOCK = r"(?:[T ,]+(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:\.\d{1,6})?)?\s*(?P<half>[ap]\.?m\.?)?)?"
_OFFSET = r"\s*(?:Z|[+-]\d{2}:?\d{2})?"
_DATES = tuple(
    re.compile(pattern + _CLOCK + _OFFSET, re.ASCII | re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})",
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -](?P<word>[a-z]{3,9})\.?,?[ -](?P<year>\d{4})",
        r"(?P<word>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})",
    )
)


@lru_cache(maxsize=4096)
def moment_of(text: str) -> datetime | None:
    """Read a date as a moment in London; numeric dates are day first. None where it cannot be read.

    A stated offset is left aside: the day is the one that was written down.
    """
    for pattern in _DATES:
        if found := pattern.fullmatch(text):
            return _moment(found)
    return None


def _moment(found: re.Match[str]) -> datetime | None:
    part = found.groupdict()
    month = _MONTH_OF.get(part["word"].lower()) if part.get("word") else int(part["month"])
    hour = int(part["h"] or 0)
    if part["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if part["half"].lower().startswith("p") else 0)
    try:
        day = date(int(part["year"]), month or 0, int(part["day"]))
        clock = time(hour, int(part["m"] or 0), int(part["s"] or 0))
    except ValueError:
        return None
    return datetime.combine(day, clock, tzinfo=LONDON)


# --- websites -----------------------------------------------------------------------------------

# A page on one of these says nothing of who somebody is: two such pages are two organisations.
SHARED_HOSTS = frozenset(
    (
        "facebook.com", "m.facebook.com", "twitter.com", "x.com", "linkedin.com", "uk.linkedin.com",
        "instagram.com", "youtube.com", "sites.google.com", "google.com", "google.co.uk", "wordpress.com",
        "wix.com", "blogspot.com", "linktr.ee", "nhs.uk", "gov.uk", "gov.scot", "gov.wales", "hscni.net",
        "cqc.org.uk",
    )
)  # fmt: skip
_HOST = re.compile(rf"(?:{_LABEL}\.)+[a-z][a-z0-9-]{{0,61}}[a-z0-9]")


@lru_cache(maxsize=4096)
def host_of(website: str) -> str:
    """The host a website stands on, without www.; empty where there is none that tells organisations apart."""
    text = website.strip().lower()
    if not text or any(sign.isspace() for sign in text):
        return ""
    if "://" not in text:
        text = "//" + text.removeprefix("//")
    try:
        host = (urlsplit(text).hostname or "").rstrip(".")
        host = host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return ""
    host = host.removeprefix("www.")
    if not _HOST.fullmatch(host) or host in SHARED_HOSTS or len(host) > 253:
        return ""
    return host


# --- organisations' names -----------------------------------------------------------------------

_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u0060\u00b4]")
_NOT_WORD = re.compile(r"[^\w]+|_", re.UNICODE)
_NHS_FT = re.compile(r"\bnhs (?:foundation trust|ft)\b")
_LIMITED = re.compile(r"\blimited\b")


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """A name as it is compared: without case, punctuation, "The", and the two ways of & and Limited and NHS FT.

    Letters are left as they are: look-alike letters of another alphabet make another name.
    """
    text = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ")
    text = _NOT_WORD.sub(" ", _APOSTROPHES.sub("", text)).strip()
    text = _NHS_FT.sub("nhs ft", _LIMITED.sub("ltd", text))
    words = text.split()
    while len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(words)


# --- words that become codes --------------------------------------------------------------------

_SECTORS = {label.casefold(): code for code, label in ((s.value, str(s.label)) for s in Sector)} | {
    "adult social care": Sector.SOCIAL_CARE_ADULTS.value,
    "children's social care": Sector.SOCIAL_CARE_CHILDREN.value,
    "charity": Sector.CHARITY_OR_ADVOCACY.value,
    "advocacy": Sector.CHARITY_OR_ADVOCACY.value,
    "training": Sector.TRAINING_PROVIDER.value,
    "healthcare": Sector.HEALTH.value,
}
_OTHER_COUNTRIES = (
    "australia", "austria", "belgium", "canada", "denmark", "eire", "finland", "france", "germany", "guernsey",
    "iceland", "india", "ireland", "isle of man", "italy", "jersey", "malta", "netherlands", "new zealand",
    "norway", "portugal", "republic of ireland", "south africa", "spain", "sweden", "switzerland",
    "the netherlands", "united states", "united states of america", "usa",
)  # fmt: skip
_NATIONS = {str(nation.label).casefold(): nation.value for nation in Nation} | dict.fromkeys(
    _OTHER_COUNTRIES, Nation.OTHER_COUNTRY.value
)


def sector_of(words: str) -> str:
    """The sector's code, or nothing where the words could mean more than one ("Social care")."""
    return _SECTORS.get(words.casefold(), "")


def nation_of(words: str) -> str:
    """The nation's code, or nothing where the words don't say ("United Kingdom")."""
    return _NATIONS.get(words.casefold(), "")


_LISTING = {
    "yes": "yes",
    "y": "yes",
    "true": "yes",
    "1": "yes",
    "no": "no",
    "n": "no",
    "false": "no",
    "0": "no",
}


def listing_of(words: str) -> str:
    """The answer to "happy to be listed": yes, no, or unknown where nothing clear was chosen."""
    return _LISTING.get(words.casefold(), "unknown")

"""A row of the file becomes a typed pledge, or is refused with the reason a person can act on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from . import values

PLEDGE_BEGAN = date(2014, 6, 1)


class Kind(StrEnum):
    INDIVIDUAL = "individual"
    ORGANISATION = "organisation"


class Reason(StrEnum):
    """Why a row is refused: the words that the preview and the file of refused rows show."""

    NO_ADDRESS = "no address"
    NOT_AN_ADDRESS = "not an address"
    NO_ORGANISATION_NAME = "no organisation name"
    NO_NAME = "no name"
    UNKNOWN_TYPE = "unknown pledge type"
    NO_DATE = "no date"
    NOT_A_DATE = "not a date"
    IN_THE_FUTURE = "date in the future"
    BEFORE_THE_PLEDGE = "date before the pledge began"
    NOT_AGREED = "did not make the pledge"
    TOO_FEW_CELLS = "fewer cells than the first row"
    TOO_MANY_CELLS = "more cells than the first row"
    TOO_LONG = "a value is too long"
    HIDDEN_CHARACTERS = "hidden characters"
    DAMAGED_LETTERS = "damaged letters"
    NOT_TEXT = "not text"
    ENTRY_USED_TWICE = "entry number of another row"
    ERASED = "erased at this person's request"


@dataclass(frozen=True, slots=True)
class PledgeRow:
    """One row, read: what somebody said when they took the pledge."""

    number: int
    fingerprint: bytes
    entry: str
    kind: Kind
    made_at: datetime
    first_name: str
    last_name: str
    address: str
    job_title: str
    organisation: str
    website: str
    host: str
    sector: str
    sector_words: str
    nation: str
    nation_words: str
    staff_words: str
    listing: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that is left out, why, and the column it is about."""

    number: int
    reason: Reason
    about: str
    cells: tuple[str, ...]
    entry: str = ""


LONGEST: dict[str, int] = {
    "entry": 40,
    "date": 60,
    "type": 60,
    "first_name": 100,
    "last_name": 100,
    "address": 500,
    "job_title": 150,
    "organisation": 200,
    "website": 300,
    "sector": 150,
    "nation": 100,
    "staff": 100,
    "agrees": 2000,
    "listing": 60,
}
NO_ANSWERS = tuple(LONGEST)
TYPES = {
    "individual": Kind.INDIVIDUAL,
    "organisation": Kind.ORGANISATION,
    "organization": Kind.ORGANISATION,
}
_DISAGREES = frozenset({"no", "n", "false", "0", "i do not agree", "i don't agree"})
_NUMBERS_ARE_FINE = frozenset({"entry", "staff", "listing", "agrees"})


_ENTRY_NUMBER = re.compile(r"[A-Za-z]{0,4}[-#]?[0-9]{1,20}")


class _Refused(Exception):
    def __init__(self, reason: Reason, about: str = "") -> None:
        super().__init__(reason)
        self.reason, self.about = reason, about


class RowReader:
    """Reads rows of one file: knows its columns, the day, and the words it has seen before."""

    def __init__(self, fields: Sequence[str], *, today: date) -> None:
        self._fields = tuple(fields)
        self._today = today
        self._known: dict[str, str] = {}

    def read(self, raw: Sequence[Any]) -> PledgeRow | Refusal:
        """Type one row: [number, how its width differs, cells …]."""
        number, differs, cells = int(raw[0]), raw[1], raw[2:]
        try:
            if differs:
                raise _Refused(Reason.TOO_FEW_CELLS if differs < 0 else Reason.TOO_MANY_CELLS)
            said = dict.fromkeys(NO_ANSWERS, "")
            for field, cell in zip(self._fields, cells, strict=True):
                said[field] = self._text(field, cell)
            return self._typed(number, said)
        except _Refused as no:
            shown = tuple(_as_shown(cell) for cell in cells)
            return Refusal(number, no.reason, no.about, shown, self._entry(shown))

    def _entry(self, shown: tuple[str, ...]) -> str:
        """The entry number of a refused row, if it is a number: of such a row nothing else is kept."""
        said = dict(zip(self._fields, shown, strict=False)).get("entry", "").strip()
        return said if _ENTRY_NUMBER.fullmatch(said) else ""

    def _text(self, field: str, cell: Any) -> str:
        """A cell as tidy text; a date may be a date, a number only where numbers belong."""
        if cell is None or cell == "":
            return ""
        if isinstance(cell, dict):
            if field == "date" and "date" in cell:
                return str(cell["date"])
            raise _Refused(Reason.NOT_A_DATE if field == "date" else Reason.NOT_TEXT, field)
        if isinstance(cell, int | float):
            if field not in _NUMBERS_ARE_FINE:
                raise _Refused(Reason.NOT_A_DATE if field == "date" else Reason.NOT_TEXT, field)
            cell = str(int(cell)) if float(cell).is_integer() else str(cell)
        if values.has_hidden_characters(cell):
            raise _Refused(Reason.NOT_AN_ADDRESS if field == "address" else Reason.HIDDEN_CHARACTERS, field)
        if values.DAMAGED in cell:
            raise _Refused(Reason.DAMAGED_LETTERS, field)
        text = cell.strip() if field == "address" else values.tidy(cell)
        if len(text) > LONGEST[field]:
            raise _Refused(Reason.TOO_LONG, field)
        return text

    def _typed(self, number: int, said: dict[str, str]) -> PledgeRow:
        kind = TYPES.get(said["type"].casefold())
        if kind is None:
            raise _Refused(Reason.UNKNOWN_TYPE, "type")
        address = values.normal_address(said["address"])
        if not address:
            raise _Refused(Reason.NO_ADDRESS, "address")
        if not values.is_address(address):
            raise _Refused(Reason.NOT_AN_ADDRESS, "address")
        if kind is Kind.ORGANISATION and not values.name_key(said["organisation"]):
            raise _Refused(Reason.NO_ORGANISATION_NAME, "organisation")
        if kind is Kind.INDIVIDUAL and not (said["first_name"] or said["last_name"]):
            raise _Refused(Reason.NO_NAME, "last_name")
        made_at = self._moment(said["date"])
        if said["agrees"].casefold() in _DISAGREES:
            raise _Refused(Reason.NOT_AGREED, "agrees")
        keep = self._keep
        return PledgeRow(
            number=number,
            fingerprint=fingerprint_of(said, address),
            entry=said["entry"],
            kind=kind,
            made_at=made_at,
            first_name=keep(said["first_name"]),
            last_name=keep(said["last_name"]),
            address=address,
            job_title=keep(said["job_title"]),
            organisation=keep(said["organisation"]),
            website=said["website"],
            host=values.host_of(said["website"]) if said["website"] else "",
            sector=values.sector_of(said["sector"]),
            sector_words=keep(said["sector"]),
            nation=values.nation_of(said["nation"]),
            nation_words=keep(said["nation"]),
            staff_words=keep(said["staff"]),
            listing=values.listing_of(said["listing"]),
        )

    def _moment(self, text: str) -> datetime:
        if not text:
            raise _Refused(Reason.NO_DATE, "date")
        made_at = values.moment_of(text)
        if made_at is None:
            raise _Refused(Reason.NOT_A_DATE, "date")
        if made_at.date() > self._today:
            raise _Refused(Reason.IN_THE_FUTURE, "date")
        if made_at.date() < PLEDGE_BEGAN:
            raise _Refused(Reason.BEFORE_THE_PLEDGE, "date")
        return made_at

    def _keep(self, text: str) -> str:
        """The same words once in memory, however many rows say them."""
        return self._known.setdefault(text, text)


def fingerprint_of(said: dict[str, str], address: str) -> bytes:
    """What a row says, as sixteen bytes: the same row is known again in whatever file it comes."""
    # The separator can't stand in a value: hidden characters have been refused.
    parts = [address if field == "address" else said[field] for field in LONGEST if field != "date"]
    moment = values.moment_of(said["date"])
    parts.append(moment.isoformat() if moment else "")
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).digest()


def _as_shown(cell: Any) -> str:
    """A refused cell as the report gives it back, cut where it is absurdly long."""
    if cell is None:
        return ""
    if isinstance(cell, dict):
        cell = next(iter(cell.values()))
    return str(cell)[:300]

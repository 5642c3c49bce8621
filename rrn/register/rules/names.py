"""Names, places and codes as the register's rows hold them. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language

from rrn.core.vocabulary import PRACTICE_STANDS_UNDER, Nation, PracticeType, Sector

PRACTICES: tuple[str, ...] = tuple(PracticeType.values)


def sort_key(name: str) -> str:
    """Where a name stands in the list: capitals and accents make no difference, nor does what is no letter or digit."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    kept = (letter if letter.isalnum() else " " for letter in plain.casefold() if letter not in "'’")
    return " ".join("".join(kept).split())[:300]


def place_in_words(organisation: Any) -> str:
    """Health, Barrow Bridge, England."""
    parts = (_label(Sector, organisation.sector), organisation.place, _label(Nation, organisation.nation))
    return ", ".join(part for part in parts if part)


def _label(of: type[Sector] | type[Nation], code: str) -> str:
    return _labels(of, get_language() or "").get(code, "")


@lru_cache
def _labels(of: type[Sector] | type[Nation], language: str) -> dict[str, str]:
    """A list asks for the same few words many times."""
    return {code: str(label) for code, label in of.choices}


def first_line(words: Mapping[str, Any]) -> str:
    """The plan in one line: the first of its summary, else its first action."""
    lines = [line.strip() for line in words.get("summary", "").splitlines() if line.strip()]
    if lines:
        return lines[0]
    return words["actions"][0]["what"] if words["actions"] else ""


def with_parents(codes: Iterable[str]) -> set[str]:
    """Seclusion and long-term segregation are environmental too."""
    known = {code for code in codes if code in PRACTICES}
    return known | {PRACTICE_STANDS_UNDER[PracticeType(code)].value for code in known if code in PRACTICE_STANDS_UNDER}


def practice_bits(codes: Iterable[str]) -> int:
    return sum(1 << PRACTICES.index(code) for code in with_parents(codes))


def strategy_bits(codes: Iterable[int | None]) -> int:
    """Bit 0 is strategy 1."""
    return sum(1 << code - 1 for code in set(codes) if code)

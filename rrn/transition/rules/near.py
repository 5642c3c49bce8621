"""Pledges that look like one and were not merged: listed for staff, who know or can ask."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from .matching import Existing, Record
from .rows import Kind
from .values import name_key

MOST_NAMED = 10
FEW_ENOUGH_TO_COMPARE_LETTERS = 20_000
LONG_ENOUGH_TO_DIFFER_BY_A_LETTER = 10

# Letters of other alphabets that look like Latin ones.
_LOOK_ALIKE = str.maketrans("аеорсухіјѕһԁԛԝлмнткгьαεικνορτυχγ", "aeopcyxijshdqwnmhtkrbaeiknoptuxy")
_LEGAL_FORMS = frozenset(
    ("ltd", "plc", "cic", "llp", "cio", "limited", "inc", "co", "company", "the", "and", "of", "uk", "group")
)
_NOT_LETTER = re.compile(r"[^a-z0-9]+")

SAME_NAME_OTHER_MAILBOX = "same name, and one of the addresses is in another name"
SAME_NAME = "same name at different addresses"
SAME_BUT_FOR_TAG = "addresses that differ only after a plus or by dots"
LIKE_NAMES = "names that look alike"
_ORDER = (SAME_NAME_OTHER_MAILBOX, SAME_BUT_FOR_TAG, LIKE_NAMES, SAME_NAME)


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """Pledges that may be one: who (at most ten of them), how many, and what makes them look alike."""

    kind: Kind
    why: str
    who: tuple[str, ...]
    count: int


def fold(text: str) -> str:
    """Without case, accents and look-alike letters: for finding near ones, never for deciding."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LOOK_ALIKE))
        return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return text.casefold()


def possible_duplicates(records: Iterable[Record], existing: Existing) -> list[PossibleDuplicate]:
    """Every group of which at least one pledge is new; the most telling first."""
    records = list(records)
    found = [*_people(records, existing), *_organisations(records, existing)]
    return sorted(found, key=lambda near: (_ORDER.index(near.why), near.kind, near.who))


# --- people -------------------------------------------------------------------------------------


class _Gathered:
    """Keys under which more than one label stands; one alone costs little."""

    def __init__(self) -> None:
        self._single: dict[str, tuple[str, bool]] = {}
        self._several: dict[str, dict[str, bool]] = {}

    def note(self, key: str, label: str, *, new: bool) -> None:
        first = self._single.setdefault(key, (label, new))
        if first[0] != label:
            self._several.setdefault(key, dict([first]))[label] = new

    def with_a_new_one(self) -> Iterable[tuple[str, dict[str, bool]]]:
        return ((key, labels) for key, labels in self._several.items() if any(labels.values()))


def _people(records: list[Record], existing: Existing) -> Iterable[PossibleDuplicate]:
    people = [(name, address, False) for name, address in existing.names_of_people]
    for record in records:
        if record.kind is Kind.INDIVIDUAL:
            first = record.first
            people.append((f"{first.first_name} {first.last_name}", first.address, record.existing is None))

    names, mailboxes = _Gathered(), _Gathered()
    for name, address, new in people:
        if key := _NOT_LETTER.sub(" ", fold(name)).strip() or name.casefold().strip():
            names.note(key, address, new=new)
        local, _, domain = address.partition("@")
        mailboxes.note(f"{local.partition('+')[0].replace('.', '')}@{domain}", address, new=new)
    for key, addresses in names.with_a_new_one():
        telling = len(addresses) <= MOST_NAMED and any(in_another_name(key, one) for one in addresses)
        yield _group(Kind.INDIVIDUAL, SAME_NAME_OTHER_MAILBOX if telling else SAME_NAME, addresses)
    for _, addresses in mailboxes.with_a_new_one():
        yield _group(Kind.INDIVIDUAL, SAME_BUT_FOR_TAG, addresses)


def in_another_name(name: str, address: str) -> bool:
    """Whether an address looks like somebody else's: it has none of the name's words in it."""
    local = _NOT_LETTER.sub("", fold(address.partition("@")[0]))
    words = [word for word in _NOT_LETTER.sub(" ", fold(name)).split() if len(word) > 1]
    return bool(words) and not any(word in local for word in words)


# --- organisations ------------------------------------------------------------------------------


def _organisations(records: list[Record], existing: Existing) -> Iterable[PossibleDuplicate]:
    keys: dict[str, dict[str, bool]] = {}
    for known in existing.organisations:
        for name in known.names:
            keys.setdefault(near_key(name), {})[_called(name, known.host)] = False
    for record in records:
        if record.kind is Kind.ORGANISATION:
            host = next((row.host for row in record.rows if row.host), "")
            for name in {row.organisation for row in record.rows}:
                label = _called(record.first.organisation, host)
                keys.setdefault(near_key(name), {})[label] = record.existing is None
    for labels in keys.values():
        if len(labels) > 1 and any(labels.values()):
            yield _group(Kind.ORGANISATION, LIKE_NAMES, labels)
    if len(keys) <= FEW_ENOUGH_TO_COMPARE_LETTERS:
        for one, other in a_letter_apart(keys):
            labels = {**keys[one], **keys[other]}
            if len(labels) > 1 and any(labels.values()):
                yield _group(Kind.ORGANISATION, LIKE_NAMES, labels)


def near_key(name: str) -> str:
    """What is left of a name without legal form, small words, blanks, accents and look-alike letters."""
    words = _NOT_LETTER.sub(" ", fold(name_key(name))).split()
    telling = [word for word in words if word not in _LEGAL_FORMS]
    return "".join(telling or words) or name_key(name)


def a_letter_apart(keys: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of long names that one letter more, less or other makes equal; another digit is another place."""
    by_rest: dict[str, list[str]] = {}
    for key in keys:
        if len(key) >= LONG_ENOUGH_TO_DIFFER_BY_A_LETTER:
            by_rest.setdefault(key, []).append(key)
            for rest in {key[:i] + key[i + 1 :] for i in range(len(key)) if not key[i].isdigit()}:
                by_rest.setdefault(rest, []).append(key)
    pairs = set()
    for near in by_rest.values():
        first = min(near)
        pairs.update((first, other) for other in near if other != first)
    return sorted(pair for pair in pairs if _one_edit(*pair))


def _one_edit(one: str, other: str) -> bool:
    """Deleting a letter from each may also mean two that swapped places: that counts, distant ones don't."""
    if abs(len(one) - len(other)) == 1:
        return True
    differs = [i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    return len(one) == len(other) and len(differs) in (1, 2) and differs[-1] - differs[0] <= 1


def _called(name: str, host: str) -> str:
    return f"{name} ({host})" if host else name


def _group(kind: Kind, why: str, who: dict[str, bool]) -> PossibleDuplicate:
    names = sorted(who)
    return PossibleDuplicate(kind, why, tuple(names[:MOST_NAMED]), len(names))

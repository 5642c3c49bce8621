"""Pledges that look like one and were not merged: listed for staff, who know or can ask."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
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


def _several(
    labelled: Callable[[], Iterable[tuple[str, str, bool]]],
) -> Iterator[tuple[str, dict[str, bool]]]:
    """Keys under which more than one label stands, at least one of them new.

    Goes through (key, label, new) twice and first remembers only the keys' hashes: nearly all stand alone.
    """
    seen: set[int] = set()
    twice: set[int] = set()
    for key, _, _ in labelled():
        said = hash(key)
        (twice if said in seen else seen).add(said)
    del seen
    gathered: dict[str, dict[str, bool]] = {}
    for key, label, new in labelled():
        if hash(key) in twice:
            gathered.setdefault(key, {})[label] = new
    for key, labels in gathered.items():
        if len(labels) > 1 and any(labels.values()):
            yield key, labels


def _people(records: list[Record], existing: Existing) -> Iterator[PossibleDuplicate]:
    def people() -> Iterator[tuple[str, str, bool]]:
        for name, address in existing.names_of_people():
            yield name, address, False
        for record in records:
            if record.kind is Kind.INDIVIDUAL and record.existing is None:
                first = record.first
                yield f"{first.first_name} {first.last_name}", first.address, True

    def by_name() -> Iterator[tuple[str, str, bool]]:
        for name, address, new in people():
            if key := _NOT_LETTER.sub(" ", fold(name)).strip() or name.casefold().strip():
                yield key, address, new

    def by_mailbox() -> Iterator[tuple[str, str, bool]]:
        for _, address, new in people():
            local, _, domain = address.partition("@")
            yield f"{local.partition('+')[0].replace('.', '')}@{domain}", address, new

    for key, addresses in _several(by_name):
        telling = len(addresses) <= MOST_NAMED and any(in_another_name(key, one) for one in addresses)
        yield _group(Kind.INDIVIDUAL, SAME_NAME_OTHER_MAILBOX if telling else SAME_NAME, addresses)
    for _, addresses in _several(by_mailbox):
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
    pairs: set[tuple[str, str]] = set()
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

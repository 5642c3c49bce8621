"""Pledges that look like one and were not merged: listed for staff, who know or can ask."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from .matching import Existing, Record
from .rows import Kind, PledgeRow
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


# What the file has to do with a pledge: nothing, it names one that is there, or it brings it.
THERE, NAMED, NEW = range(3)

# Who a pledge is: a person's address, the number of an organisation that is there, or -1, -2 … for the
# first, the second … record that the file leads to.
Member = str | int

# A person's name and address, and what the file has to do with her pledge; what she is gathered by, of the first two.
Labelled = tuple[str, str, int]
KeyOf = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """Pledges that may be one: who (at most ten of them), how many, and what makes them look alike.

    `members` are the same pledges as `who`, in the same order; `new` says that the file brings at least one.
    """

    kind: Kind
    why: str
    who: tuple[str, ...]
    count: int
    members: tuple[Member, ...] = ()
    new: bool = True


def fold(text: str) -> str:
    """Without case, accents and look-alike letters: for finding near ones, never for deciding."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LOOK_ALIKE))
        return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return text.casefold()


def possible_duplicates(
    records: Iterable[Record], existing: Existing, known: Iterable[tuple[PledgeRow, int]] = ()
) -> list[PossibleDuplicate]:
    """Every group of which the file brings or names at least one pledge; the most telling first.

    `known` are rows that were brought in before: a second look at a file lists what its first look listed.
    """
    records, known = list(records), list(known)
    found = [*_people(records, existing, known), *_organisations(records, existing, known)]
    return sorted(found, key=lambda near: (_ORDER.index(near.why), near.kind, near.who))


# --- people -------------------------------------------------------------------------------------


def _twice_said(hashes: array[int]) -> set[int]:
    """Those that stand there more than once."""
    in_order = sorted(hashes)
    return {one for one, other in pairwise(in_order) if one == other}


def _several(people: Callable[[], Iterable[Labelled]], *keys_of: KeyOf) -> list[dict[str, dict[str, int]]]:
    """For each kind of key those under which more than one address stands, at least one of them named by the file.

    Goes through the people twice, whatever the kinds, and first remembers only the keys' hashes, eight bytes each:
    nearly all stand alone.
    """
    hashes = [array("q") for _ in keys_of]
    for name, address, _ in people():
        for key_of, said in zip(keys_of, hashes, strict=True):
            if key := key_of(name, address):
                said.append(hash(key))
    twice = []
    while hashes:
        twice.append(_twice_said(hashes.pop(0)))
    gathered: list[dict[str, dict[str, int]]] = [{} for _ in keys_of]
    for name, address, state in people():
        for key_of, said_twice, found in zip(keys_of, twice, gathered, strict=True):
            key = key_of(name, address)
            if key and hash(key) in said_twice:
                found.setdefault(key, {})[address] = state
    return [
        {key: labels for key, labels in found.items() if len(labels) > 1 and any(labels.values())} for found in gathered
    ]


def _by_name(name: str, _: str) -> str:
    return _NOT_LETTER.sub(" ", fold(name)).strip() or name.casefold().strip()


def _by_mailbox(_: str, address: str) -> str:
    local, _, domain = address.partition("@")
    return f"{local.partition('+')[0].replace('.', '')}@{domain}"


def _people(
    records: list[Record], existing: Existing, known: list[tuple[PledgeRow, int]]
) -> Iterator[PossibleDuplicate]:
    named = {row.address for row, _ in known if row.kind is Kind.INDIVIDUAL}
    named.update(
        record.first.address
        for record in records
        if record.kind is Kind.INDIVIDUAL and record.existing is not None
    )

    def people() -> Iterator[Labelled]:
        for name, address in existing.names_of_people():
            yield name, address, NAMED if address in named else THERE
        for record in records:
            if record.kind is Kind.INDIVIDUAL and record.existing is None:
                first = record.first
                yield f"{first.first_name} {first.last_name}", first.address, NEW

    same_name, same_mailbox = _several(people, _by_name, _by_mailbox)
    for key, addresses in same_name.items():
        telling = len(addresses) <= MOST_NAMED and any(in_another_name(key, one) for one in addresses)
        yield _persons(SAME_NAME_OTHER_MAILBOX if telling else SAME_NAME, addresses)
    for addresses in same_mailbox.values():
        yield _persons(SAME_BUT_FOR_TAG, addresses)


def _persons(why: str, addresses: dict[str, int]) -> PossibleDuplicate:
    return _group(Kind.INDIVIDUAL, why, {address: (address, state) for address, state in addresses.items()})


def in_another_name(name: str, address: str) -> bool:
    """Whether an address looks like somebody else's: it has none of the name's words in it."""
    local = _NOT_LETTER.sub("", fold(address.partition("@")[0]))
    words = [word for word in _NOT_LETTER.sub(" ", fold(name)).split() if len(word) > 1]
    return bool(words) and not any(word in local for word in words)


# --- organisations ------------------------------------------------------------------------------


def _organisations(
    records: list[Record], existing: Existing, known: list[tuple[PledgeRow, int]]
) -> Iterable[PossibleDuplicate]:
    keys = _organisations_by_key(records, existing, {pledge for _, pledge in known})
    alike = list(keys.values())
    if len(keys) <= FEW_ENOUGH_TO_COMPARE_LETTERS:
        alike += [{**keys[one], **keys[other]} for one, other in a_letter_apart(keys)]
    for pledges in alike:
        if len(pledges) > 1 and any(state for _, state in pledges.values()):
            yield _group(Kind.ORGANISATION, LIKE_NAMES, pledges)


def _organisations_by_key(
    records: list[Record], existing: Existing, named: set[int]
) -> dict[str, dict[Member, tuple[str, int]]]:
    """Near key → which pledges have such a name: one pledge under two names is still one."""
    keys: dict[str, dict[Member, tuple[str, int]]] = {}
    growing = {record.existing for record in records if record.existing is not None}
    for there in existing.organisations:
        state = NAMED if there.id in named or there.id in growing else THERE
        for name in there.names:
            keys.setdefault(near_key(name), {}).setdefault(there.id, (_called(name, there.host), state))
    for place, record in enumerate(records):
        if record.kind is not Kind.ORGANISATION:
            continue
        host = next((row.host for row in record.rows if row.host), "")
        pledge = -1 - place if record.existing is None else record.existing
        state = NEW if record.existing is None else NAMED
        for name in {row.organisation for row in record.rows}:
            said = (_called(record.first.organisation, host), state)
            keys.setdefault(near_key(name), {}).setdefault(pledge, said)
    return keys


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


def _group(kind: Kind, why: str, pledges: Mapping[Any, tuple[str, int]]) -> PossibleDuplicate:
    """`pledges`: who each is → what it is called and what the file has to do with it."""
    shown = sorted((called, member) for member, (called, _) in pledges.items())[:MOST_NAMED]
    return PossibleDuplicate(
        kind,
        why,
        tuple(called for called, _ in shown),
        len(pledges),
        tuple(member for _, member in shown),
        any(state == NEW for _, state in pledges.values()),
    )

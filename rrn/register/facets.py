"""The directory in memory: which organisations fit which filters, counted exactly.

Each process holds every listing's place in the order of names, and for each option of each filter one long number whose
bit i says whether the listing in place i fits it. "Any of these within a filter, all of the filters together" is then
`|` and `&`, a count is `bit_count()`. It is read once; after that one query a request says whether rows changed, and only
those are read. A new London day is applied without reading: the coming month's changes of status are kept.
"""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from rrn.core.prepared import Prepared
from rrn.core.vocabulary import Nation, Region, Sector, Strategy
from rrn.register.ledger import edition_now, is_newer
from rrn.register.models import Listing
from rrn.register.places import NOT_SAID
from rrn.register.rules import PRACTICES, Group, groups_of, read_answers

HORIZON = 31
A_PAGE = 25
MOST_ONE_BY_ONE = 200
MOST_COUNTED = 500

OPTIONS: dict[str, tuple[str, ...]] = {
    "sector": tuple(Sector.values),
    "nation": tuple(Nation.values),
    "region": (*Region.values, NOT_SAID),
    "strategy": tuple(str(code) for code in Strategy.values),
    "practice": PRACTICES,
    "status": tuple(Group.values),
}
_COLUMNS = ("pk", "sort_key", "sector", "nation", "region", "strategies", "practices", "spans")
Choices = Mapping[str, Sequence[str]]


def _key(sort_key: str, pk: int) -> str:
    """One text a listing, in the order of (sort_key, pk)."""
    return f"{sort_key}\x00{pk:012}"


def _place_among(options: tuple[str, ...], value: str) -> int:
    """0 is none of them."""
    return options.index(value) + 1 if value in options else 0


def _single(codes: bytes, code: int) -> int:
    """The bits of those places that hold this code; the first place is the lowest bit."""
    return _bits(codes, bytes(49 if each == code else 48 for each in range(256)))


def _flagged(codes: bytes, flag: int) -> int:
    return _bits(codes, bytes(49 if each >> flag & 1 else 48 for each in range(256)))


def _bits(codes: bytes, table: bytes) -> int:
    """Places as text of 0 and 1, read as one number: some milliseconds for hundreds of thousands."""
    return int(codes[::-1].translate(table), 2) if codes else 0


@lru_cache(maxsize=20_000)
def _schedule(spans: str, day: date) -> tuple[int, tuple[tuple[date, int], ...]]:
    """The code of the group on the day, and those of the days until the horizon."""
    codes = [(on, _place_among(OPTIONS["status"], group or "")) for on, group in groups_of(read_answers(spans))]
    place = bisect_right(codes, day, key=lambda each: each[0])
    until = day + timedelta(days=HORIZON)
    return (codes[place - 1][1] if place else 0), tuple(each for each in codes[place:] if each[0] <= until)


@dataclass(slots=True)
class Index:
    """One edition of the directory on one day. Never changed once others can see it."""

    edition: tuple[str, int]
    day: date
    read_on: date
    keys: list[str]
    ids: array[int]
    bits: dict[tuple[str, str], int]
    coming: dict[date, dict[str, int]] = field(default_factory=dict)
    _places: array[int] | None = None
    _counted: dict[tuple[tuple[str, ...], ...], dict[str, dict[str, int]]] = field(default_factory=dict)

    # -- answers ------------------------------------------------------------------------------------------------------

    def of(self, name: str, options: Iterable[str]) -> int:
        found = 0
        for option in options:
            found |= self.bits.get((name, option), 0)
        return found

    def everything(self) -> int:
        return (1 << len(self.ids)) - 1

    def narrowed(self, choices: Choices, among: int | None = None) -> dict[str, int]:
        """For each filter, what fits all the *other* filters; under "" what fits all of them."""
        chosen = {name: self.of(name, options) for name, options in choices.items() if options}
        found: dict[str, int] = {}
        for left_out in ("", *OPTIONS):
            fitting = self.everything() if among is None else among
            for name, bits in chosen.items():
                if name != left_out:
                    fitting &= bits
            found[left_out] = fitting
        return found

    def fitting(self, choices: Choices, among: int | None = None) -> int:
        found = self.everything() if among is None else among
        for name, options in choices.items():
            if options:
                found &= self.of(name, options)
        return found

    def counts(self, choices: Choices, among: int | None = None) -> dict[str, dict[str, int]]:
        """For each option how many it would show, the other filters staying as they are.

        Counted once for a question of filters alone: this edition on this day never changes.
        """
        key = tuple(sorted((name, *options) for name, options in choices.items() if options)) if among is None else None
        if key is not None and (known := self._counted.get(key)) is not None:
            return known
        narrowed = self.narrowed(choices, among)
        found = {
            name: {option: (narrowed[name] & self.bits.get((name, option), 0)).bit_count() for option in options}
            for name, options in OPTIONS.items()
        }
        if key is not None:
            if len(self._counted) >= MOST_COUNTED:
                self._counted.clear()
            self._counted[key] = found
        return found

    def these(self, ids: Iterable[int]) -> int:
        """The bits of organisations given by their numbers."""
        places, found = self.places(), bytearray(len(self.ids) // 8 + 1)
        for pk in ids:
            place = places[pk] if pk < len(places) else -1
            if place >= 0:
                found[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(found, "little")

    def is_among(self, bits: int) -> Callable[[int], bool]:
        """Whether an organisation, by its number, is among these: for some hundred questions about the same bits."""
        places, octets = self.places(), bits.to_bytes(len(self.ids) // 8 + 1, "little")

        def fits(pk: int) -> bool:
            place = places[pk] if pk < len(places) else -1
            return place >= 0 and bool(octets[place >> 3] >> (place & 7) & 1)

        return fits

    def places(self) -> array[int]:
        """By an organisation's number its place, −1 for none; made when it is first asked for."""
        if self._places is None:
            places = array("i", [-1]) * (max(self.ids, default=0) + 1)
            for place, pk in enumerate(self.ids):
                places[pk] = place
            self._places = places
        return self._places

    def place_of(self, key: str) -> int | None:
        place = bisect_left(self.keys, key)
        return place if place < len(self.keys) and self.keys[place] == key else None

    def page(self, fitting: int, *, after: str = "", before: str = "", most: int = A_PAGE) -> Leaf:
        """Up to 25 numbers after or before a key, and with what the pages on either side begin."""
        places = _last_bits(fitting & ((1 << bisect_left(self.keys, before)) - 1), most) if before else []
        if len(places) < most:  # the first page is whole, however one came to it
            start = bisect_right(self.keys, after) if after and not before else 0
            places = _first_bits(fitting >> start, start, most)
        if not places:
            return Leaf([])
        earlier = _last_bits(fitting & ((1 << places[0]) - 1), most)[:1]
        later = _first_bits(fitting >> places[-1] + 1, places[-1] + 1, 1)
        return Leaf(*([self.ids[place] for place in some] for some in (places, earlier, later)))

    # -- the next edition, the next day ---------------------------------------------------------------------------------

    def copy(self) -> Index:
        coming = {day: dict(changes) for day, changes in self.coming.items()}
        return Index(self.edition, self.day, self.read_on, list(self.keys), array("q", self.ids), dict(self.bits), coming)

    def move_to(self, day: date) -> None:
        """Apply what changes status up to this day."""
        for on in sorted(on for on in self.coming if on <= day):
            for key, code in self.coming.pop(on).items():
                if (place := self.place_of(key)) is not None:
                    self._set_status(place, code)
        self.day = day

    def _set_status(self, place: int, code: int) -> None:
        bit = 1 << place
        for number, option in enumerate(OPTIONS["status"], start=1):
            bits = self.bits.get(("status", option), 0)
            self.bits["status", option] = bits | bit if number == code else bits & ~bit

    def take_in(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Rows that changed or are new take their places."""
        wanted = {row[0] for row in rows}
        for place in [place for place, pk in enumerate(self.ids) if pk in wanted][::-1] if wanted else ():
            self.take_out(place)
        for row in rows:
            self.put_in(row)

    def take_out(self, place: int) -> None:
        low = (1 << place) - 1
        for name, bits in self.bits.items():
            self.bits[name] = (bits & low) | (bits >> place + 1 << place)
        key = self.keys.pop(place)
        self.ids.pop(place)
        for changes in self.coming.values():
            changes.pop(key, None)

    def put_in(self, row: tuple[Any, ...]) -> None:
        pk, sort_key, sector, nation, region, strategies, practices, spans = row
        key = _key(sort_key, pk)
        place = bisect_left(self.keys, key)
        low = (1 << place) - 1
        code, coming = _schedule(spans, self.day)
        fits = {("sector", sector), ("nation", nation), ("region", region)}
        fits |= {("strategy", option) for bit, option in enumerate(OPTIONS["strategy"]) if strategies >> bit & 1}
        fits |= {("practice", option) for bit, option in enumerate(PRACTICES) if practices >> bit & 1}
        fits |= {("status", OPTIONS["status"][code - 1])} if code else set()
        for name, bits in self.bits.items():
            self.bits[name] = (bits & low) | (bits >> place << place + 1) | ((name in fits) << place)
        self.keys.insert(place, key)
        self.ids.insert(place, pk)
        for on, changed in coming:
            self.coming.setdefault(on, {})[key] = changed


@dataclass(frozen=True, slots=True)
class Leaf:
    """The numbers of one page, in order, and the first of the page before and of the page after where there is one."""

    ids: list[int]
    earlier: list[int] = field(default_factory=list)
    later: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.ids)


WINDOW = 4096


def _first_bits(bits: int, start: int, most: int) -> list[int]:
    """The places of the lowest bits, at most so many."""
    found: list[int] = []
    octets = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    for begin in range(0, len(octets), WINDOW // 8):
        window = int.from_bytes(octets[begin : begin + WINDOW // 8], "little")
        while window:
            low = window & -window
            found.append(start + begin * 8 + low.bit_length() - 1)
            if len(found) == most:
                return found
            window ^= low
    return found


def _last_bits(bits: int, most: int) -> list[int]:
    """The places of the highest bits, at most so many, in order."""
    found: list[int] = []
    octets = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    for end in range(len(octets), 0, -(WINDOW // 8)):
        begin = max(end - WINDOW // 8, 0)
        window = int.from_bytes(octets[begin:end], "little")
        while window and len(found) < most:
            top = window.bit_length() - 1
            found.append(begin * 8 + top)
            window ^= 1 << top
        if len(found) == most:
            break
    return found[::-1]


def _build(edition: tuple[str, int], day: date) -> Index:
    """One scan over all listings, and one sort."""
    rows = sorted(Listing.objects.values_list(*_COLUMNS).iterator(10_000), key=lambda row: (row[1], row[0]))
    index = Index(edition, day, day, [_key(row[1], row[0]) for row in rows], array("q", (row[0] for row in rows)), {})
    for name, column in (("sector", 2), ("nation", 3), ("region", 4)):
        places = {option: number for number, option in enumerate(OPTIONS[name], start=1)}
        codes = bytes(places.get(row[column], 0) for row in rows)
        for option, number in places.items():
            index.bits[name, option] = _single(codes, number)
    strategies = bytes(row[5] & 255 for row in rows)
    lower, higher = bytes(row[6] & 255 for row in rows), bytes(row[6] >> 8 & 255 for row in rows)
    for bit, option in enumerate(OPTIONS["strategy"]):
        index.bits["strategy", option] = _flagged(strategies, bit)
    for bit, option in enumerate(PRACTICES):
        index.bits["practice", option] = _flagged(higher if bit > 7 else lower, bit & 7)
    statuses = bytearray(len(rows))
    for place, row in enumerate(rows):
        statuses[place], coming = _schedule(row[7], day)
        for on, code in coming:
            index.coming.setdefault(on, {})[index.keys[place]] = code
    for number, option in enumerate(OPTIONS["status"], start=1):
        index.bits["status", option] = _single(bytes(statuses), number)
    return index


class Facets:
    """The index that this process keeps, made anew, added to or moved to the next day as is needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._index: Index | None = None

    def on(self, day: date, edition: tuple[str, int]) -> Index:
        """No query while nothing changed and the day is the same."""
        index = self._index
        if index is None or index.day != day or is_newer(edition, index.edition):
            with self._lock:
                index = self._brought_up(day, edition)
                self._index = index
        return index

    def _brought_up(self, day: date, edition: tuple[str, int]) -> Index:
        index = self._index
        if index is None or index.edition[0] != edition[0] or not index.day <= day <= index.read_on + timedelta(days=HORIZON):
            return _build(edition, day)
        if index.day == day and not is_newer(edition, index.edition):
            return index
        changed: list[tuple[Any, ...]] = []
        if is_newer(edition, index.edition):
            rows = Listing.objects.filter(changed_in__gt=index.edition[1]).values_list(*_COLUMNS)
            changed = list(rows[: MOST_ONE_BY_ONE + 1])
            if len(changed) > MOST_ONE_BY_ONE:
                return _build(edition, day)
        index = index.copy()
        if index.day != day:
            index.move_to(day)
        index.take_in(changed)
        index.edition = max(edition, index.edition)
        return index


_FACETS = Facets()


def index_on(day: date, edition: tuple[str, int] | None = None) -> Index:
    """The directory as it stands, on this day. One query unless the caller knows the edition, one more after a change."""
    return _FACETS.on(day, edition or edition_now())


def key_of(slug: str) -> str:
    """Where an organisation stands in the order of names; nothing for one that has no listing. One query."""
    row = _SORT_KEY.first(slug) if slug and "\x00" not in slug else None  # which PostgreSQL takes for no text
    return _key(*row) if row else ""


_SORT_KEY = Prepared(lambda slug: Listing.objects.filter(slug=slug).values_list("sort_key", "pk"))


def slug_of(organisation: int) -> str:
    """The address of one that has a listing. One query."""
    row = _SLUG.first(organisation)
    return str(row[0]) if row else ""


_SLUG = Prepared(lambda organisation: Listing.objects.filter(pk=organisation).values_list("slug"))

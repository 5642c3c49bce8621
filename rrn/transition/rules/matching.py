"""Which rows are one pledge. Pure: rows and what is there already in, decisions out; the order of rows is nothing.

Two people are one only when their addresses are equal. Two organisations are one when their websites'
hosts are equal, or, where either has none, when their names are equal. Two that each have a host of their
own are never one by name. A row without a website whose name fits several of them joins none: it is
listed for staff, because nothing in the file says which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from .rows import Kind, PledgeRow, Reason
from .values import name_key


class What(StrEnum):
    CREATE = "create"
    MATCH = "match"
    KNOWN = "known"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """An organisation's pledge that is there already."""

    id: int
    host: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Existing:
    """What is there before the file comes."""

    people: Mapping[str, int] = field(default_factory=dict)
    organisations: tuple[KnownOrganisation, ...] = ()
    fingerprints: Mapping[bytes, int] = field(default_factory=dict)
    entries: Mapping[str, bytes] = field(default_factory=dict)
    erased: Set[str] = frozenset()
    """Addresses of the file whose people asked to be erased."""
    names_of_people: Callable[[], Iterable[tuple[str, str]]] = tuple
    """(whole name, address) of all people there: asked only when near ones are listed."""


NOTHING = Existing()


@dataclass(slots=True)
class Record:
    """One pledge as it will be: new, or there already and given more rows."""

    kind: Kind
    rows: list[PledgeRow]
    existing: int | None = None

    @property
    def first(self) -> PledgeRow:
        return self.rows[0]

    @property
    def identity(self) -> str:
        return f"{self.existing}" if self.existing is not None else f"new {self.first.fingerprint.hex()}"


@dataclass(frozen=True, slots=True)
class Decided:
    """The records that rows lead to, rows that were there already, and rows refused on the way."""

    records: list[Record]
    known: list[tuple[PledgeRow, int]]
    repeats: list[tuple[PledgeRow, bytes]]
    entry_conflicts: list[PledgeRow]


def in_time(row: PledgeRow) -> tuple[datetime, bytes]:
    """Earliest first; of two at the same moment always the same one first."""
    return row.made_at, row.fingerprint


def decide(rows: Iterable[PledgeRow], existing: Existing = NOTHING) -> Decided:
    """Group rows into records, each row at most once."""
    fresh, known, repeats, conflicts = _sift(list(rows), existing)
    people: dict[str, list[PledgeRow]] = {}
    organisations: list[PledgeRow] = []
    for row in fresh:
        if row.kind is Kind.INDIVIDUAL:
            people.setdefault(row.address, []).append(row)
        else:
            organisations.append(row)
    records = [
        Record(Kind.INDIVIDUAL, group, existing.people.get(address)) for address, group in people.items()
    ]
    records += _organisations(organisations, existing)
    for record in records:
        if len(record.rows) > 1:
            record.rows.sort(key=in_time)
    # As by `in_time`, in two stable steps: a pair for each of very many records would be memory for nothing.
    records.sort(key=lambda record: record.first.fingerprint)
    records.sort(key=lambda record: record.first.made_at)
    return Decided(records, known, repeats, conflicts)


def _sift(
    rows: list[PledgeRow], existing: Existing
) -> tuple[list[PledgeRow], list[tuple[PledgeRow, int]], list[tuple[PledgeRow, bytes]], list[PledgeRow]]:
    """Take out what was imported before, what the file says twice, and entry numbers used for two things."""
    says: dict[str, bytes] = {}
    doubled: set[str] = set()
    for row in rows:
        if row.entry and says.setdefault(row.entry, row.fingerprint) != row.fingerprint:
            doubled.add(row.entry)
    seen: set[bytes] = set()
    fresh, known, repeats, conflicts = [], [], [], []
    for row in rows:
        before = existing.entries.get(row.entry) if row.entry else None
        if row.fingerprint in existing.fingerprints:
            known.append((row, existing.fingerprints[row.fingerprint]))
        elif row.entry in doubled or (before is not None and before != row.fingerprint):
            conflicts.append(row)
        elif row.fingerprint in seen:
            repeats.append((row, row.fingerprint))
        else:
            seen.add(row.fingerprint)
            fresh.append(row)
    return fresh, known, repeats, conflicts


def _organisations(rows: list[PledgeRow], existing: Existing) -> list[Record]:
    by_host: dict[str, list[PledgeRow]] = {}
    by_name: dict[str, list[PledgeRow]] = {}
    for row in rows:
        if row.host:
            by_host.setdefault(row.host, []).append(row)
        else:
            by_name.setdefault(name_key(row.organisation), []).append(row)

    there = {known.host: known.id for known in existing.organisations if known.host}
    hostless = _hostless(existing)
    hosts_named = _hosts_named(by_host, existing)
    wanting = _wanting_a_hostless_one(by_host, there, hostless)

    groups: dict[tuple[str, str | int], Record] = {}

    def group(key: tuple[str, str | int], known: int | None, more: list[PledgeRow]) -> None:
        groups.setdefault(key, Record(Kind.ORGANISATION, [], known)).rows.extend(more)

    place: dict[str, tuple[tuple[str, str | int], int | None]] = {}
    for host, more in by_host.items():
        known = there.get(host, wanting.get(host))
        key: tuple[str, str | int] = ("there", known) if known is not None else ("host", host)
        place[host] = (key, known)
        group(key, known, more)
    for name, more in by_name.items():
        if name in hostless:
            group(("there", hostless[name]), hostless[name], more)
        elif len(hosts_named.get(name, ())) == 1:
            (host,) = hosts_named[name]
            key, known = place.get(host) or (("there", there[host]), there[host])
            group(key, known, more)
        else:
            group(("name", name), None, more)
    return list(groups.values())


def _hostless(existing: Existing) -> dict[str, int]:
    """Name → the earliest record there that has no host."""
    found: dict[str, int] = {}
    for known in existing.organisations:
        if not known.host:
            for name in known.names:
                found[name] = min(known.id, found.get(name, known.id))
    return found


def _hosts_named(by_host: Mapping[str, list[PledgeRow]], existing: Existing) -> dict[str, set[str]]:
    """Name → the hosts that have been used under it."""
    named: dict[str, set[str]] = {}
    for host, rows in by_host.items():
        for row in rows:
            named.setdefault(name_key(row.organisation), set()).add(host)
    for known in existing.organisations:
        if known.host:
            for name in known.names:
                named.setdefault(name, set()).add(known.host)
    return named


def _wanting_a_hostless_one(
    by_host: Mapping[str, list[PledgeRow]], there: Mapping[str, int], hostless: Mapping[str, int]
) -> dict[str, int]:
    """New hosts that give a website to a record there without one: only where no two want the same."""
    wants: dict[int, set[str]] = {}
    of_host: dict[str, set[int]] = {}
    for host, rows in by_host.items():
        if host in there:
            continue
        for row in rows:
            known = hostless.get(name_key(row.organisation))
            if known is not None:
                wants.setdefault(known, set()).add(host)
                of_host.setdefault(host, set()).add(known)
    return {
        host: next(iter(known))
        for host, known in of_host.items()
        if len(known) == 1 and len(wants[next(iter(known))]) == 1
    }


@dataclass(frozen=True, slots=True)
class Together:
    """What several rows say together: the earliest date, the latest choice, of each fact the first that was given."""

    made_at: datetime
    listing: str
    listing_chosen_at: datetime | None
    facts: dict[str, str]


FACTS = (
    "job_title",
    "organisation",
    "website",
    "host",
    "sector",
    "sector_words",
    "nation",
    "nation_words",
    "staff_words",
)


def together(rows: list[PledgeRow]) -> Together:
    """Rows are in time. Facts that belong together (a website and its host) come from one row."""
    facts: dict[str, str] = {
        "address": rows[0].address,
        **_first_pair(rows, "first_name", "last_name"),
        **_first_pair(rows, "website", "host", judged_by="host"),
        **_first_pair(rows, "sector_words", "sector"),
        **_first_pair(rows, "nation_words", "nation"),
    }
    for fact in ("job_title", "organisation", "staff_words"):
        facts[fact] = next((value for row in rows if (value := getattr(row, fact))), "")
    choice, chosen_at = latest_choice((row.listing, row.made_at) for row in rows)
    return Together(rows[0].made_at, choice, chosen_at, facts)


def _first_pair(rows: list[PledgeRow], one: str, other: str, *, judged_by: str = "") -> dict[str, str]:
    """Both from the earliest row that says either; a website with a host goes before one without."""
    for wanted in (judged_by, "") if judged_by else ("",):
        for row in rows:
            if getattr(row, wanted) if wanted else (getattr(row, one) or getattr(row, other)):
                return {one: getattr(row, one), other: getattr(row, other)}
    return {one: "", other: ""}


def latest_choice(choices: Iterable[tuple[str, datetime | None]]) -> tuple[str, datetime | None]:
    """The latest clear answer; where two were given at one moment, the one that shows less."""
    best: tuple[str, datetime | None] = ("unknown", None)
    for choice, at in choices:
        if choice == "unknown" or at is None:
            continue
        if best[1] is None or at > best[1] or (at == best[1] and choice == "no"):
            best = (choice, at)
    return best


CONFLICT = Reason.ENTRY_USED_TWICE

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from django.db.models import Count, QuerySet

from rrn.core.erasures import erased_among
from rrn.membership.models import OriginalPledge, OriginalPledgeEntry

from .models import ImportBatch, ImportedRow, LookAlike
from .rules.matching import Existing, KnownOrganisation
from .rules.rows import Kind, PledgeRow
from .rules.values import name_key

AT_ONCE = 5000


def existing_pledges(rows: Iterable[PledgeRow]) -> Existing:
    """What is there that these rows could be, in three queries. A merged pledge answers with what it became.

    Of people and rows only those that the file names are kept, as the file's own strings:
    memory follows the file, not the network.
    """
    wanted = _Wanted(rows)
    people: dict[str, int] = {}
    merged: dict[int, int] = {}
    organisations: dict[int, tuple[str, set[str]]] = {}
    pledges = OriginalPledge.objects.order_by("pk").values_list(
        "pk", "kind", "address", "organisation_name", "host", "merged_into"
    )
    for pk, kind, address, organisation, host, into in pledges.iterator(chunk_size=AT_ONCE):
        if into is not None:
            merged[pk] = into
        if kind == OriginalPledge.Kind.ORGANISATION:
            organisations[pk] = (host, {name_key(organisation)})
        elif address in wanted.addresses:
            own = wanted.addresses[address]
            people[own] = pk if into is None else people.get(own, pk)
    fingerprints: dict[bytes, int] = {}
    entries: dict[str, bytes] = {}
    kept = OriginalPledgeEntry.objects.order_by("pk").values_list(
        "pledge", "fingerprint", "entry", "address", "organisation_name"
    )
    for pledge, fingerprint, entry, address, organisation in kept.iterator(chunk_size=AT_ONCE):
        known = bytes.fromhex(fingerprint)
        if known in wanted.fingerprints:
            known = wanted.fingerprints[known]
            fingerprints[known] = pledge
        if entry in wanted.entries:
            entries[wanted.entries[entry]] = known
        if pledge in organisations:
            organisations[pledge][1].add(name_key(organisation))
        elif address in wanted.addresses:
            people.setdefault(wanted.addresses[address], pledge)
    erased = erased_among(wanted.every_address)
    return _resolved(people, organisations, fingerprints, entries, merged, erased)


class _Wanted:
    """What the file names, by value: the very strings of its rows, so that none is held twice."""

    def __init__(self, rows: Iterable[PledgeRow]) -> None:
        self.addresses: dict[str, str] = {}
        self.entries: dict[str, str] = {}
        self.fingerprints: dict[bytes, bytes] = {}
        self.every_address: set[str] = set()
        for row in rows:
            self.every_address.add(row.address)
            self.fingerprints[row.fingerprint] = row.fingerprint
            if row.entry:
                self.entries[row.entry] = row.entry
            if row.kind is Kind.INDIVIDUAL:
                self.addresses[row.address] = row.address


def names_of_people() -> Iterator[tuple[str, str]]:
    """(whole name, address) of every person's pledge that was not merged into another."""
    people = OriginalPledge.objects.filter(kind=OriginalPledge.Kind.INDIVIDUAL, merged_on__isnull=True)
    people = people.exclude(first_name="", last_name="")  # erased
    names = people.order_by("pk").values_list("first_name", "last_name", "address")
    for first_name, last_name, address in names.iterator(chunk_size=AT_ONCE):
        yield f"{first_name} {last_name}", address


def pledges_at(addresses: Collection[str]) -> dict[str, int]:
    """Address → the person's pledge there. One query for every five hundred addresses."""
    found: dict[str, int] = {}
    waiting = iter(addresses)
    people = OriginalPledge.objects.filter(kind=OriginalPledge.Kind.INDIVIDUAL, merged_on__isnull=True)
    while some := list(islice(waiting, 500)):
        found.update(people.filter(address__in=some).values_list("address", "pk"))
    return found


def batches() -> QuerySet[ImportBatch]:
    """The files that were brought in, the latest first. One query."""
    return ImportBatch.objects.select_related("applied_by", "looked_by").order_by("-applied_at", "-pk")


def batches_to_look_at() -> QuerySet[ImportBatch]:
    """Batches with look-alikes that nobody has looked at, the oldest first, each with `groups`, their number. One query."""
    waiting = ImportBatch.objects.filter(looked_at__isnull=True, look_alikes__isnull=False)
    return waiting.annotate(groups=Count("look_alikes")).order_by("applied_at", "pk")


def refused_rows(batch: ImportBatch) -> QuerySet[ImportedRow]:
    """The rows of a file that were left out, with the reason of each."""
    return ImportedRow.objects.filter(batch=batch, decision=ImportedRow.Decision.REFUSE).order_by("number")


def look_alikes(batch: ImportBatch) -> QuerySet[LookAlike]:
    """What a batch left for people to look at, the most telling first, with the pledges. Two queries."""
    return LookAlike.objects.filter(batch=batch).order_by("place").prefetch_related("members__pledge")


def _resolved(
    people: dict[str, int],
    organisations: dict[int, tuple[str, set[str]]],
    fingerprints: dict[bytes, int],
    entries: dict[str, bytes],
    merged: dict[int, int],
    erased: set[str],
) -> Existing:
    def end_of(pk: int) -> int:
        while pk in merged:
            pk = merged[pk]
        return pk

    if merged:
        people = {address: end_of(pk) for address, pk in people.items()}
        fingerprints = {known: end_of(pk) for known, pk in fingerprints.items()}
    return Existing(
        people=people,
        organisations=tuple(
            KnownOrganisation(end_of(pk), host, tuple(sorted(names)))
            for pk, (host, names) in organisations.items()
        ),
        fingerprints=fingerprints,
        entries=entries,
        erased=erased,
        names_of_people=names_of_people,
    )

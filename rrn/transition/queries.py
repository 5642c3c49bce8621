from __future__ import annotations

from rrn.membership.models import OriginalPledge, OriginalPledgeEntry

from .rules.matching import Existing, KnownOrganisation
from .rules.values import name_key

AT_ONCE = 5000


def existing_pledges() -> Existing:
    """Everything the importer compares with, in two queries. A merged pledge answers with what it was merged into."""
    people: dict[str, int] = {}
    names: list[tuple[str, str]] = []
    hosts: dict[int, str] = {}
    called: dict[int, set[str]] = {}
    merged: dict[int, int] = {}
    pledges = OriginalPledge.objects.order_by("pk").values_list(
        "pk", "kind", "address", "first_name", "last_name", "organisation_name", "host", "merged_into"
    )
    for pk, kind, address, first_name, last_name, organisation, host, into in pledges.iterator(
        chunk_size=AT_ONCE
    ):
        if into is not None:
            merged[pk] = into
        if kind == OriginalPledge.Kind.INDIVIDUAL:
            if into is None:
                people[address] = pk
                names.append((f"{first_name} {last_name}", address))
            else:
                people.setdefault(address, pk)
        else:
            hosts[pk] = host
            called[pk] = {name_key(organisation)}
    fingerprints: dict[bytes, int] = {}
    entries: dict[str, bytes] = {}
    rows = OriginalPledgeEntry.objects.order_by("pk").values_list(
        "pledge", "fingerprint", "entry", "address", "organisation_name"
    )
    for pledge, fingerprint, entry, address, organisation in rows.iterator(chunk_size=AT_ONCE):
        known = bytes.fromhex(fingerprint)
        fingerprints[known] = pledge
        if entry:
            entries[entry] = known
        if pledge in called:
            called[pledge].add(name_key(organisation))
        else:
            people.setdefault(address, pledge)
    return _resolved(people, names, hosts, called, fingerprints, entries, merged)


def _resolved(
    people: dict[str, int],
    names: list[tuple[str, str]],
    hosts: dict[int, str],
    called: dict[int, set[str]],
    fingerprints: dict[bytes, int],
    entries: dict[str, bytes],
    merged: dict[int, int],
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
            KnownOrganisation(end_of(pk), host, tuple(sorted(called[pk]))) for pk, host in hosts.items()
        ),
        fingerprints=fingerprints,
        entries=entries,
        names_of_people=tuple(names),
    )

"""Everything that privacy writes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import chain

from django.db import transaction

from rrn.accounts.models import User
from rrn.accounts.queries import addresses_of, duties_of, people_at
from rrn.core.erasures import registered
from rrn.core.verdict import Refused, require
from rrn.events.actions import record
from rrn.events.erasing import details_about, erase_details
from rrn.privacy.models import Erasure
from rrn.privacy.permissions import may_erase
from rrn.privacy.queries import ADDRESS, digest_of, standing_under

Kept = tuple[str, str, datetime]


@transaction.atomic
def erase_address(*, address: str, by: User | None, at: datetime) -> dict[str, int]:
    """Erase whoever has this address, in every room, and remember that it was erased. Returns records by room.

    An address that stands nowhere is remembered all the same: then no import can bring it in.
    """
    require(may_erase(by))
    address = address.strip().casefold()
    if "@" not in address:
        raise Refused("This is not an address.")
    addresses = {address}
    for person in people_at(address, until=at):
        if person.is_superuser or duties_of(person).exists():
            raise Refused("This person still does something for the network. End her roles first.")
        addresses |= {hers.casefold() for hers in addresses_of(person)}
    total: dict[str, int] = {}
    for one in sorted(addresses, key=lambda one: one != address):
        for room, count in _erase(one, until=at, at=at).items():
            total[room] = total.get(room, 0) + count
        note_erasure(kind=ADDRESS, value=one, at=at)
    noted = Erasure.objects.get(kind=ADDRESS, digest=digest_of(ADDRESS, address))
    record("address.erased", about=noted, by=by, at=at, rooms=total)
    return total


def _erase(address: str, *, until: datetime, at: datetime) -> dict[str, int]:
    """What stood until then, all of it found before any of it goes."""
    standing = standing_under(address, until=until)
    lines = details_about(records=chain.from_iterable(standing.values()), address=address, until=until)
    for eraser in registered():
        for hers in standing[eraser.room]:
            eraser.erase(hers, address=address, at=at)
    emptied = erase_details(lines=lines, at=at)
    return {"events": emptied} | {room: len(records) for room, records in standing.items()}


def note_erasure(*, kind: str, value: str, at: datetime) -> None:
    """Remember, in the caller's transaction, that this was erased, and when the last time was."""
    Erasure.objects.update_or_create(kind=kind, digest=digest_of(kind, value), defaults={"erased_at": at})


@transaction.atomic
def bring_back_erasures(*, kept: Iterable[Kept]) -> None:
    """Write erasures that are younger than a restored backup into it; of one address the latest holds."""
    known = {(one.kind, one.digest): one.erased_at for one in Erasure.objects.all()}
    latest = dict(known)
    for kind, digest, erased_at in kept:
        latest[kind, digest] = max(erased_at, latest.get((kind, digest), erased_at))
    for (kind, digest), erased_at in latest.items():
        if known.get((kind, digest)) != erased_at:
            Erasure.objects.update_or_create(kind=kind, digest=digest, defaults={"erased_at": erased_at})


def erase_again(*, at: datetime) -> int:
    """Erase whatever stands here although it was erased once. Run after every restore; twice changes nothing.

    Only digests are known, so every address that stands is held against them. What came after the erasure stays.
    """
    erased = dict(Erasure.objects.filter(kind=ADDRESS).values_list("digest", "erased_at"))
    if not erased:
        return 0
    every = {address.strip().casefold() for eraser in registered() for address in eraser.addresses()}
    done = 0
    for address in sorted(every):
        until = erased.get(digest_of(ADDRESS, address))
        if until is not None:
            with transaction.atomic():
                done += any(_erase(address, until=until, at=at).values())
    return done

"""Everything that the clock writes about itself."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from rrn.clock.models import JobRun, Lease, Setback
from rrn.clock.rules import LEASE, wait_after


def take_lease(*, name: str, owner: str, at: datetime) -> bool:
    """Take, keep or take over a lease; no when somebody else holds it."""
    mine_or_over = Q(owner=owner) | Q(until__lt=at)
    taken = Lease.objects.filter(mine_or_over, name=name).update(owner=owner, beat_at=at, until=at + LEASE)
    if taken:
        return True
    if Lease.objects.filter(name=name).exists():
        return False
    try:
        with transaction.atomic():
            Lease.objects.create(name=name, owner=owner, taken_at=at, beat_at=at, until=at + LEASE)
    except IntegrityError:  # another worker was first
        return False
    return True


def give_back_lease(*, name: str, owner: str, at: datetime) -> None:
    """A worker that stops in good order lets the next one begin at once."""
    Lease.objects.filter(name=name, owner=owner).update(beat_at=at, until=at)


def note_run(*, name: str, begun_at: datetime, at: datetime, done: int, failed: int, error: str = "") -> None:
    """Note how a duty went. A run that broke off keeps the time of its last success."""
    went = {"begun_at": begun_at, "done": done, "failed": failed, "error": error[:200]}
    went |= {"failed_at": at} if error else {"succeeded_at": at}
    JobRun.objects.update_or_create(name=name, defaults=went)


def note_setback(*, duty: str, record: str, error: Exception, at: datetime) -> None:
    """Put one record aside, longer each time. Only the kind of the error is kept: its words may name people."""
    setback, new = Setback.objects.get_or_create(
        duty=duty,
        record=record,
        defaults={"failed_at": at, "next_try_at": at + wait_after(1), "error": type(error).__name__},
    )
    if not new:
        tries = setback.tries + 1
        Setback.objects.filter(pk=setback.pk).update(
            tries=tries, failed_at=at, next_try_at=at + wait_after(tries), error=type(error).__name__
        )


def forget_setback(*, duty: str, record: str) -> None:
    Setback.objects.filter(duty=duty, record=record).delete()

"""Everything that the clock writes about itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from rrn.accounts.models import User
from rrn.clock.models import Forecast, Halt, HighWater, JobRun, Lease, Setback
from rrn.clock.permissions import may_agree, may_ask, may_go_alone, may_look
from rrn.clock.rules import ALONE_AFTER, LEASE, wait_after
from rrn.core.time import london_day
from rrn.core.verdict import Refused, require
from rrn.events.actions import record


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


# -- The brake -----------------------------------------------------------------------------------------------------

KEEP_FORECASTS = timedelta(days=31)


@transaction.atomic
def keep_forecasts(*, numbers: Mapping[tuple[str, date], int], day: date, at: datetime) -> None:
    """The numbers of the days to come take the place of those of the day before."""
    Forecast.objects.filter(Q(day__gt=day) | Q(day__lt=day - KEEP_FORECASTS)).delete()
    Forecast.objects.bulk_create(
        [Forecast(duty=duty, day=on, number=number, made_at=at) for (duty, on), number in numbers.items()],
        ignore_conflicts=True,
    )


def keep_high_water(*, name: str, day: date, at: datetime) -> None:
    """It only ever rises."""
    HighWater.objects.get_or_create(name=name, defaults={"day": day, "reached_at": at})
    HighWater.objects.filter(name=name, day__lt=day).update(day=day, reached_at=at)


@transaction.atomic
def stop_before(*, duty: str, by_day: Mapping[date, int], forecast: int, day: date, at: datetime) -> Halt:
    """Stop before doing anything of it, and ask. The same stop measured anew on another day keeps what was said of it,
    but not a release that did not cover it."""
    measured = {
        "day": day,
        "number": sum(by_day.values()),
        "forecast": forecast,
        "by_day": {str(on): number for on, number in sorted(by_day.items())},
        "left_until": None,
    }
    halt, new = Halt.objects.get_or_create(
        duty=duty, closed_at=None, defaults={**measured, "stopped_at": at}
    )
    if not new:
        Halt.objects.filter(pk=halt.pk).update(**measured, agreed_by=None, released_at=None, released_number=None)
        halt.refresh_from_db()
    record("clock.stopped", about=halt, by=None, at=at, duty=duty, number=halt.number, forecast=forecast)
    return halt


def close_halt(*, halt: Halt, at: datetime) -> None:
    """It is done, or no longer more than usual."""
    Halt.objects.filter(pk=halt.pk, closed_at__isnull=True).update(closed_at=at)


def _open(halt: Halt) -> Halt:
    return Halt.objects.select_for_update().get(pk=halt.pk)


@transaction.atomic
def ask_to_release(*, halt: Halt, number: int, reason: str, by: User, at: datetime) -> Halt:
    """Somebody of the office has looked at the day and the numbers and wants the clock to go on. Another agrees."""
    require(may_ask(by))
    halt = _open(halt)
    if halt.closed_at or halt.released_at:
        raise Refused("The clock has gone on meanwhile.")
    if halt.number != number:
        raise Refused("The number has changed since you opened the page. Look again.")
    if not reason.strip():
        raise Refused("Say why the clock should go on. The reason is kept.")
    halt.asked_by, halt.asked_at, halt.reason, halt.left_until = by, at, reason.strip(), None
    halt.save(update_fields=["asked_by", "asked_at", "reason", "left_until"])
    record("clock.release_asked", about=halt, by=by, at=at, number=number, reason=halt.reason)
    return halt


@transaction.atomic
def agree_to_release(*, halt: Halt, number: int, by: User, at: datetime) -> Halt:
    """The second person. From now the clock goes on, for the number that both have seen."""
    halt = _open(halt)
    require(may_agree(by, halt))
    if halt.closed_at or halt.released_at:
        raise Refused("The clock has gone on meanwhile.")
    if halt.number != number:
        raise Refused("The number has changed since you opened the page. Look again.")
    halt.agreed_by, halt.released_at, halt.released_number = by, at, number
    halt.save(update_fields=["agreed_by", "released_at", "released_number"])
    record("clock.released", about=halt, by=by, at=at, number=number)
    return halt


@transaction.atomic
def release_alone(*, halt: Halt, by: User, at: datetime) -> Halt:
    """Nobody has answered in two working days: whoever asked goes on alone, a day from now unless somebody stops it."""
    halt = _open(halt)
    require(may_go_alone(by, halt, at))
    if halt.closed_at or halt.released_at:
        raise Refused("The clock has gone on meanwhile.")
    halt.released_at, halt.released_number = at + ALONE_AFTER, halt.number
    halt.save(update_fields=["released_at", "released_number"])
    record("clock.released_alone", about=halt, by=by, at=at, number=halt.number, reason=halt.reason)
    return halt


@transaction.atomic
def leave_halt(*, halt: Halt, by: User, at: datetime) -> Halt:
    """Leave it until tomorrow, or stop a release that has not begun. Tomorrow it is measured anew."""
    require(may_look(by))
    halt = _open(halt)
    if halt.closed_at or (halt.released_at is not None and halt.released_at <= at):
        raise Refused("The clock has gone on meanwhile.")
    halt.left_until = london_day(at) + timedelta(days=1)
    halt.asked_by = halt.asked_at = halt.agreed_by = halt.released_at = halt.released_number = None
    halt.reason = ""
    halt.save()
    record("clock.left_stopped", about=halt, by=by, at=at, until=halt.left_until)
    return halt

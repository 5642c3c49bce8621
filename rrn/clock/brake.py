"""The brake. Clocks jump, and then very much falls due at once: more than three times what was forecast the day before,
and more than fifty, waits until two people have looked (RELIABILITY.md, clock 7).

What goes by the day is measured by its dates: each rule of notices, the boundaries of memberships, plans that are published
or returned. After each day's work the numbers of the next seven days are kept. A kind of which no forecast was ever made
is in its first run, and goes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Sum

from rrn.clock.actions import close_halt, keep_forecasts, keep_high_water, stop_before
from rrn.clock.models import Forecast, Halt, HighWater
from rrn.clock.rules import AHEAD, Leap, days_forecast, too_many
from rrn.core.time import london_day
from rrn.membership.passing import passed
from rrn.membership.rules import BoundaryKind
from rrn.plans.queries import plans_to_publish, plans_to_return
from rrn.post import ledger
from rrn.post.models import RuleKept
from rrn.post.notices import Rule, rule_named, rules
from rrn.post.rules import days_to_note

ONE_DAY = timedelta(days=1)
CLOCK = "clock"
ByDay = Mapping[date, int]


@dataclass(frozen=True, slots=True)
class Kind:
    """Something besides notices that goes by the day. `waiting(on)`: by its due day, what is due by a day and not done."""

    name: str
    label: str
    waiting: Callable[[date], ByDay]


def _boundaries(on: date) -> ByDay:
    return Counter(day for kind in BoundaryKind for page in passed(kind, on) for day, _ in page)


def _plans_to_publish(on: date) -> ByDay:
    due = plans_to_publish(on).order_by().values("publish_on").annotate(number=Count("pk"))
    return {day: number for day, number in due.values_list("publish_on", "number") if day is not None}


def _plans_to_return(on: date) -> ByDay:
    """A plan goes back on the day after the one it was asked for by."""
    due = plans_to_return(on).order_by().values("changes_by").annotate(number=Count("pk"))
    return {day + ONE_DAY: number for day, number in due.values_list("changes_by", "number") if day is not None}


BOUNDARIES, PUBLISH, RETURN = "boundaries passed", "plans to publish", "plans to return to draft"
KINDS = {
    kind.name: kind
    for kind in (
        Kind(BOUNDARIES, "Memberships that become due, overdue or ended", _boundaries),
        Kind(PUBLISH, "Plans to publish", _plans_to_publish),
        Kind(RETURN, "Plans to return to draft", _plans_to_return),
    )
}


def label_of(name: str) -> str:
    rule = rule_named(name)
    return rule.label if rule else KINDS[name].label if name in KINDS else name


# -- May it go on? --------------------------------------------------------------------------------------------------


def forecast_of(name: str, days: Sequence[date], leap: Leap | None) -> int:
    counted = Forecast.objects.filter(duty=name, day__in=days_forecast(days, leap))
    return counted.aggregate(total=Sum("number"))["total"] or 0


def open_halt(name: str) -> Halt | None:
    return Halt.objects.filter(duty=name, closed_at__isnull=True).first()


def may_note(rule: Rule, days: Sequence[date], *, at: datetime, leap: Leap | None) -> bool:
    """For `note_due`: asked once for the days of a rule that are not noted yet."""
    halt = open_halt(rule.name)
    if _still_asked(halt, at):
        return False
    span = ledger.Span(days[0], days[-1])
    by_day = {day: number for (_, day), number in ledger.not_noted_by_day(span, rule).items()}
    return _judge(rule.name, by_day, days, halt, at, leap)


def may_do(name: str, *, at: datetime, leap: Leap | None) -> bool:
    """For the other duties that go by the day: whether there is something to do, and it may be done."""
    halt, day = open_halt(name), london_day(at)
    if _still_asked(halt, at):
        return False
    by_day = KINDS[name].waiting(day)
    return _judge(name, by_day, _days_since_high_water(day), halt, at, leap) and any(by_day.values())


def _still_asked(halt: Halt | None, at: datetime) -> bool:
    """Nobody has answered yet, and it was measured today: it need not be measured again."""
    if halt is None:
        return False
    day = london_day(at)
    if halt.left_until is not None and day < halt.left_until:
        return True
    released = halt.released_at is not None and halt.released_at <= at
    return not released and halt.day == day and halt.left_until != day


def _days_since_high_water(day: date) -> list[date]:
    """The days whose forecasts belong to a run of this day: those since the last one that was finished, and this one."""
    mark = high_water()
    first = min(mark + ONE_DAY, day) if mark else day
    return [first + timedelta(days=number) for number in range((day - first).days + 1)]


def high_water() -> date | None:
    return HighWater.objects.filter(name=CLOCK).values_list("day", flat=True).first()


def _judge(name: str, by_day: ByDay, days: Sequence[date], halt: Halt | None, at: datetime, leap: Leap | None) -> bool:
    found = sum(by_day.values())
    if not too_many(found=found, forecast=0):
        if halt is not None:
            close_halt(halt=halt, at=at)
        return True
    forecast = forecast_of(name, days, leap)
    if not too_many(found=found, forecast=forecast) or not Forecast.objects.filter(duty=name).exists():
        if halt is not None:
            close_halt(halt=halt, at=at)
        return True
    if halt is not None and found <= _allowed(halt, at):
        return True
    stop_before(duty=name, by_day=by_day, forecast=forecast, day=london_day(at), at=at)
    return False


def _allowed(halt: Halt, at: datetime) -> int:
    """What was released, and what the forecasts add since the day it was looked at."""
    if halt.released_at is None or halt.released_at > at or halt.released_number is None:
        return 0
    since = Forecast.objects.filter(duty=halt.duty, day__gt=halt.day, day__lte=london_day(at))
    return halt.released_number + (since.aggregate(total=Sum("number"))["total"] or 0)


def close_what_is_done(*, at: datetime) -> None:
    """A release is used up when its rule has noted everything: the next leap is asked about again."""
    for halt in Halt.objects.filter(closed_at__isnull=True, released_at__lte=at, duty__in=[rule.name for rule in rules()]):
        if RuleKept.objects.filter(rule=halt.duty, noted_until__gte=london_day(at)).exists():
            close_halt(halt=halt, at=at)


# -- After the day's work --------------------------------------------------------------------------------------------


def finish_the_day(*, at: datetime) -> int:
    """Keep the forecasts of the days ahead and move the high-water mark; once a London day. One query when it is done."""
    day, last = london_day(at), Forecast.objects.aggregate(last=Max("made_at"))["last"]
    if last is not None and london_day(last) == day:
        return 0
    numbers = forecasts(day)
    keep_forecasts(numbers=numbers, day=day, at=at)
    keep_high_water(name=CLOCK, day=day, at=at)
    return len(numbers)


def forecasts(day: date) -> dict[tuple[str, date], int]:
    """For each kind and each of the days after this one, how many the dates call for as things stand."""
    ahead = [day + timedelta(days=number) for number in range(1, AHEAD.days + 1)]
    numbers = {(name, one): 0 for name in (*(rule.name for rule in rules()), *KINDS) for one in ahead}
    numbers |= ledger.forecast(ledger.Span(ahead[0], ahead[-1]))
    for kind in KINDS.values():
        numbers |= {(kind.name, one): number for one, number in kind.waiting(ahead[-1]).items() if one > day}
    return numbers


# -- What would happen -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Would:
    """What a run on a day would do of one kind, and whether the brake would stop it."""

    name: str
    label: str
    by_day: ByDay
    forecast: int
    stops: bool
    first: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        return sum(self.by_day.values())


def would_do(day: date) -> list[Would]:
    """Everything that goes by the day, as a run on this day would do it. It writes nothing."""
    kept = {row.rule: row for row in RuleKept.objects.all()}
    answers = []
    for rule in rules():
        row = kept.get(rule.name)
        since = row.since if row else day - timedelta(days=rule.looks_back)
        days = days_to_note(since, row.noted_until if row else None, day)
        by_day: ByDay = {}
        first: tuple[str, ...] = ()
        if days:
            span = ledger.Span(days[0], days[-1])
            by_day = {due: number for (_, due), number in ledger.not_noted_by_day(span, rule).items()}
            first = tuple(f"{row[6]}:{row[7]} ({rule.offset_label(row[1])})" for row in ledger.first_missing(span, rule))
        answers.append(_would(rule.name, rule.label, by_day, days, first))
    for kind in KINDS.values():
        answers.append(_would(kind.name, kind.label, kind.waiting(day), _days_since_high_water(day), ()))
    return answers


def _would(name: str, label: str, by_day: ByDay, days: Sequence[date], first: tuple[str, ...]) -> Would:
    forecast, halt = forecast_of(name, days, None), open_halt(name)
    found = sum(by_day.values())
    allowed = halt.released_number or 0 if halt and halt.released_at else 0
    known = Forecast.objects.filter(duty=name).exists()
    return Would(name, label, by_day, forecast, known and too_many(found=found, forecast=forecast) and found > allowed, first)

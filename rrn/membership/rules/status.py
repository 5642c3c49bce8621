"""What a membership is on a day. Pure: facts with dates go in, a status and its sentence come out.

The same answer as a query expression is `models.querysets.with_status`; a property test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import TextChoices

from rrn.core.time import add_years

TERM_YEARS = 2
DUE_DAYS = 90
GRACE_DAYS = 60
A_DAY = timedelta(days=1)


class Status(TextChoices):
    """Every answer that a membership can give on a day."""

    NONE = "none", "Not a member"
    APPLIED = "applied", "Applied"
    ACTIVE = "active", "Member"
    DUE = "due", "Member, renewal due"
    GRACE = "grace", "Renewal overdue"
    LAPSED = "lapsed", "Ended"
    SUSPENDED = "suspended", "Suspended"
    REMOVED = "removed", "Removed"
    LEFT = "left", "Left"
    CLOSED = "closed", "Closed"
    MERGED = "merged", "Merged"


COUNTING = frozenset({Status.ACTIVE, Status.DUE, Status.GRACE})


class PeriodKind(TextChoices):
    FIRST = "first", "First"
    RENEWAL = "renewal", "Renewal"
    RETURN = "return", "Return"


class EndingKind(TextChoices):
    REMOVED = "removed", "Removed by the network"
    CLOSED = "closed", "The organisation has closed"
    MERGED = "merged", "Merged into another member"


# When several decisions stand at once, the first of these is the answer.
ENDINGS_IN_ORDER = (EndingKind.MERGED, EndingKind.CLOSED, EndingKind.REMOVED)


@dataclass(frozen=True, slots=True)
class PeriodFact:
    starts_on: date
    ends_on: date
    grace_ends_on: date
    left_on: date | None = None

    @property
    def began(self) -> bool:
        """A period that was left before its first day never began."""
        return self.left_on is None or self.left_on >= self.starts_on


@dataclass(frozen=True, slots=True)
class Span:
    """From a day to the first day on which it no longer holds; without an end it holds until somebody ends it."""

    starts_on: date
    ended_on: date | None = None

    def covers(self, day: date) -> bool:
        return self.starts_on <= day and (self.ended_on is None or day < self.ended_on)


@dataclass(frozen=True, slots=True)
class EndingFact:
    kind: EndingKind
    span: Span


@dataclass(frozen=True, slots=True)
class OverrideFact:
    """The office lets a membership count until a day, that day included."""

    span: Span
    until: date

    def covers(self, day: date) -> bool:
        return self.span.covers(day) and day <= self.until


@dataclass(frozen=True, slots=True)
class Facts:
    """All that was recorded about one member, periods in the order in which they were written."""

    periods: tuple[PeriodFact, ...] = ()
    applications: tuple[Span, ...] = ()
    suspensions: tuple[Span, ...] = ()
    endings: tuple[EndingFact, ...] = ()
    overrides: tuple[OverrideFact, ...] = field(default=())


def last_day(starts_on: date) -> date:
    """Two years, the last day included: from 1 June 2026 to 31 May 2028; from 29 February to 28 February."""
    if (starts_on.month, starts_on.day) == (2, 29):
        return add_years(starts_on, TERM_YEARS)
    return add_years(starts_on, TERM_YEARS) - timedelta(days=1)


def grace_end(ends_on: date) -> date:
    return ends_on + timedelta(days=GRACE_DAYS)


def due_from(ends_on: date) -> date:
    """The first day on which a renewal is asked for."""
    return ends_on - timedelta(days=DUE_DAYS)


def current_period(facts: Facts, day: date) -> PeriodFact | None:
    """The period that began last, on this day or before; of two that began together the later written one."""
    begun = [period for period in facts.periods if period.began and period.starts_on <= day]
    latest = None
    for period in begun:
        if latest is None or period.starts_on >= latest.starts_on:
            latest = period
    return latest


def is_renewed(facts: Facts, day: date) -> bool:
    """A period that begins later is granted already."""
    return any(period.starts_on > day and period.left_on is None for period in facts.periods)


def waits_for_us(facts: Facts, period: PeriodFact, day: date) -> bool:
    """A renewal sent before the grace ran out is still with us."""
    return any(
        sent.covers(day) and period.starts_on <= sent.starts_on <= period.grace_ends_on for sent in facts.applications
    )


def _by_the_dates(facts: Facts, period: PeriodFact, day: date) -> Status:
    if day <= period.ends_on:
        if day >= due_from(period.ends_on) and not is_renewed(facts, day):
            return Status.DUE
        return Status.ACTIVE
    in_grace = (
        day <= period.grace_ends_on
        or waits_for_us(facts, period, day)
        or any(override.covers(day) for override in facts.overrides)
    )
    return Status.GRACE if in_grace else Status.LAPSED


def status_on(facts: Facts, day: date) -> Status:
    """What a membership is on a day; nothing but recorded dates decides."""
    standing = {ending.kind for ending in facts.endings if ending.span.covers(day)}
    for kind in ENDINGS_IN_ORDER:
        if kind in standing:
            return Status(kind.value)
    period = current_period(facts, day)
    if period is None:
        return Status.APPLIED if any(sent.covers(day) for sent in facts.applications) else Status.NONE
    if period.left_on is not None and day >= period.left_on:
        return Status.LEFT
    status = _by_the_dates(facts, period, day)
    if status in COUNTING and any(suspension.covers(day) for suspension in facts.suspensions):
        return Status.SUSPENDED
    return status


def counts_on(facts: Facts, day: date) -> bool:
    """Whether this member is counted, listed and has a member's rights on a day."""
    return status_on(facts, day) in COUNTING


def turning_days(facts: Facts) -> set[date]:
    """Every day on which this member's status may differ from that of the day before; between two of them it stands."""
    turns: set[date] = set()
    for period in facts.periods:
        turns |= {period.starts_on, due_from(period.ends_on), period.ends_on + A_DAY, period.grace_ends_on + A_DAY}
        turns |= {period.left_on} if period.left_on else set()
    spans = [*facts.applications, *facts.suspensions, *(ending.span for ending in facts.endings)]
    for span in [*spans, *(override.span for override in facts.overrides)]:
        turns |= {span.starts_on, span.ended_on or span.starts_on}
    return turns | {override.until + A_DAY for override in facts.overrides}


def full_date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def ended_on(facts: Facts, day: date) -> date | None:
    """The day the membership stopped for good, as far as this day knows; None while it has not."""
    status = status_on(facts, day)
    period = current_period(facts, day)
    if status is Status.LEFT and period:
        return period.left_on
    if status is Status.LAPSED and period:
        return period.ends_on
    if status in (Status.MERGED, Status.CLOSED, Status.REMOVED):
        return min(ending.span.starts_on for ending in facts.endings if ending.span.covers(day))
    return None

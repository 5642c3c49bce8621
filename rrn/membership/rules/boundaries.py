"""The days on which a membership becomes due, overdue and ended by itself. Pure; the diary tells of them afterwards."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import TextChoices

from rrn.membership.rules.status import Facts, PeriodFact, due_from


class BoundaryKind(TextChoices):
    DUE = "due", "A renewal is asked for"
    GRACE = "grace", "The two years are over; it still counts"
    ENDED = "ended", "Ended without a renewal"


ONE_DAY = timedelta(days=1)


def lapses_on(facts: Facts, period: PeriodFact) -> date | None:
    """The first day on which a period that nothing follows no longer counts; None while something keeps it open."""
    day = period.grace_ends_on + ONE_DAY
    while True:
        held = [
            sent.ended_on
            for sent in facts.applications
            if sent.covers(day) and period.starts_on <= sent.starts_on <= period.grace_ends_on
        ]
        for override in facts.overrides:
            if override.covers(day):
                until = override.until + ONE_DAY
                held.append(min(until, override.span.ended_on) if override.span.ended_on else until)
        if not held:
            return day
        if None in held:
            return None
        day = max(end for end in held if end is not None)


def _overtaken(facts: Facts, period: PeriodFact, by: date) -> bool:
    """Another took its place on this day or before."""
    return any(later.began and period.starts_on < later.starts_on <= by for later in facts.periods)


def boundary_on(kind: BoundaryKind, facts: Facts, period: PeriodFact) -> date | None:
    """The day of this boundary of a period, as far as is known; None where it is not reached or never will be.

    A decision that ends the membership for good comes before any boundary after it. A suspension does not:
    its dates run on.
    """
    if kind is BoundaryKind.DUE:
        day: date | None = due_from(period.ends_on)
    elif kind is BoundaryKind.GRACE:
        day = period.ends_on + ONE_DAY
    else:
        day = lapses_on(facts, period)
    if day is None or not period.began or any(ending.span.covers(day) for ending in facts.endings):
        return None
    # Who comes back on the very day on which it ended has had it end.
    latest = day - ONE_DAY if kind is BoundaryKind.ENDED else day
    left = period.left_on is not None and period.left_on <= day
    return None if left or _overtaken(facts, period, latest) else day

"""When another period begins, and whether one can. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from rrn.core.verdict import Refused
from rrn.membership.rules.status import (
    Facts,
    PeriodKind,
    Status,
    current_period,
    due_from,
    full_date,
    is_renewed,
    status_on,
)
from rrn.membership.rules.words import why


def next_start(facts: Facts, on: date) -> tuple[date, PeriodKind]:
    """When a new period begins if it is granted on this day, and what it is; or refuse in plain words.

    A renewal in time starts the day after the period that is ending, a later one on its day.
    """
    status = status_on(facts, on)
    if status in (Status.REMOVED, Status.CLOSED, Status.MERGED):
        raise Refused(f"A new period cannot start. {why(facts, on)}")
    period = current_period(facts, on)
    if period is None:
        return on, PeriodKind.FIRST
    if status is Status.LEFT:
        return on, PeriodKind.RETURN
    if is_renewed(facts, on):
        raise Refused("This membership has been renewed already.")
    if on <= period.ends_on:
        if on < due_from(period.ends_on):
            raise Refused(f"This membership runs until {full_date(period.ends_on)}. It can be renewed from "
                          f"{full_date(due_from(period.ends_on))}.")
        return period.ends_on + timedelta(days=1), PeriodKind.RENEWAL
    return on, PeriodKind.RETURN if status is Status.LAPSED else PeriodKind.RENEWAL

"""The one clock of the house, and London's days.

Instants are stored in UTC; what a *day* is, is decided in London (RELIABILITY.md rule 21).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_fixed: datetime | None = None
_in_this_thread: ContextVar[datetime | None] = ContextVar("in_this_thread", default=None)


def now() -> datetime:
    """This instant, in UTC. Only views, commands and the worker ask; actions are told."""
    return _in_this_thread.get() or _fixed or datetime.now(UTC)


def london_day(at: datetime) -> date:
    """The London day an instant belongs to."""
    return at.astimezone(LONDON).date()


def today() -> date:
    return london_day(now())


def start_of_day(day: date) -> datetime:
    """The first instant of a London day, in UTC."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The first instant that is no longer this London day, in UTC."""
    return start_of_day(day + timedelta(days=1))


def add_years(day: date, years: int) -> date:
    """The same day of a later year; 29 February becomes 28 February (RELIABILITY.md rule 21)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month where there is no such day."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")


@contextmanager
def travel(to: datetime) -> Iterator[None]:
    """Stop the clock at an instant: for tests and for walking the demonstration through years."""
    global _fixed
    before, _fixed = _fixed, to
    try:
        yield
    finally:
        _fixed = before


@contextmanager
def looking_ahead(to: datetime) -> Iterator[None]:
    """Read as of another instant, in this thread alone: the house makes tomorrow's pages while it serves today's."""
    token = _in_this_thread.set(to)
    try:
        yield
    finally:
        _in_this_thread.reset(token)

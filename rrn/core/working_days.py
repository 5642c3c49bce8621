"""Working days: Monday to Friday, less the bank holidays of England and Wales, from a library that is kept up to date."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

import holidays

BANK_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG")


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Monday to Friday, less the bank holidays."""
    return day.weekday() < 5 and day not in holidays


def working_days_after(start: date, count: int, holidays: Collection[date]) -> date:
    """The count-th working day after `start`; the day itself never counts."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        if is_working_day(day, holidays):
            count -= 1
    return day


def working_days_between(start: date, end: date, holidays: Collection[date]) -> int:
    """How many working days lie after `start`, up to and with `end`."""
    days = (end - start).days
    return sum(is_working_day(start + timedelta(days=n), holidays) for n in range(1, days + 1))

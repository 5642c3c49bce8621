"""When a duty's turn comes, and how long a record that failed waits. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

LEASE = timedelta(minutes=1)
RENEW_AFTER = timedelta(seconds=15)
QUIET_NOTE = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=12)
# A worker that has not been heard of for this long is reported as away.
AWAY_AFTER = timedelta(minutes=2)
UNSEALED_TOO_LONG = timedelta(minutes=10)
BANNER_AFTER = timedelta(hours=26)
# A duty that no worker has begun for so long is none any more.
FORGOTTEN_AFTER = timedelta(days=60)


def is_due(*, last: datetime | None, every: timedelta, at: datetime) -> bool:
    """A duty's turn comes when its time has passed. A clock that went backwards makes nothing due."""
    return last is None or at - last >= every


def wait_after(tries: int) -> timedelta:
    """Two, four, eight … minutes, at most half a day."""
    return min(timedelta(minutes=2 ** min(tries, 12)), LONGEST_WAIT)


# -- The brake -----------------------------------------------------------------------------------------------------

# So many in one go are never asked about: the office sees what a day brings.
NEVER_ASKED = 50
TIMES_THE_FORECAST = 3
# For so many days the forecast is kept, so that an outage of days is ordinary and one of weeks is asked about.
AHEAD = timedelta(days=7)
# Whom nobody answers in so many working days may go on alone, a day later, unless somebody stops it.
ANSWER_WITHIN = 2
ALONE_AFTER = timedelta(hours=24)


def too_many(*, found: int, forecast: int) -> bool:
    """Whether a run stops and asks: more than three times what was forecast the day before, and more than fifty."""
    return found > NEVER_ASKED and found > TIMES_THE_FORECAST * forecast


@dataclass(frozen=True, slots=True)
class Leap:
    """A worker that was awake saw one day and then another, with days between them that never passed for it."""

    seen: date
    came_to: date


def days_forecast(days: Iterable[date], leap: Leap | None) -> list[date]:
    """Of the days that a run does, those whose forecasts count. After an outage all of them; where a clock leapt, only
    the first after the day that was seen, and those since it came to where it is."""
    if leap is None:
        return list(days)
    return [day for day in days if day <= leap.seen + timedelta(days=1) or day > leap.came_to]


def leap_of(*, seen: date | None, before: Leap | None, day: date) -> Leap | None:
    """What a worker knows of its clock's leaps when it sees a day; one that went back again is forgotten."""
    leapt = seen is not None and day > seen + timedelta(days=1)
    if before is not None and day >= before.came_to:
        return Leap(before.seen, day) if leapt else before
    return Leap(seen, day) if leapt and seen is not None else None

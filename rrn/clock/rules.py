"""When a duty's turn comes, and how long a record that failed waits. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

LEASE = timedelta(minutes=1)
RENEW_AFTER = timedelta(seconds=15)
QUIET_NOTE = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=12)
# A worker that has not been heard of for this long is reported as away.
AWAY_AFTER = timedelta(minutes=2)
UNSEALED_TOO_LONG = timedelta(minutes=10)
BANNER_AFTER = timedelta(hours=26)


def is_due(*, last: datetime | None, every: timedelta, at: datetime) -> bool:
    """A duty's turn comes when its time has passed. A clock that went backwards makes nothing due."""
    return last is None or at - last >= every


def wait_after(tries: int) -> timedelta:
    """Two, four, eight … minutes, at most half a day."""
    return min(timedelta(minutes=2 ** min(tries, 12)), LONGEST_WAIT)

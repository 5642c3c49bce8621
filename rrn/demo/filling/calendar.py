"""Offsets as moments: how many days from the demonstration day, at which hour of a London day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zlib import crc32

from rrn.core.time import LONDON
from rrn.core.working_days import BANK_HOLIDAYS, is_working_day


@dataclass(frozen=True, slots=True)
class Calendar:
    """Counts from `day`; nothing happens later than `latest`, which is the morning of the filling."""

    day: date
    latest: datetime

    def working_day(self, offset: int) -> date:
        """The day at this offset, or the last working day before it: offices are empty at week-ends."""
        found = self.day + timedelta(days=offset)
        while not is_working_day(found, BANK_HOLIDAYS):
            found -= timedelta(days=1)
        return found

    def at_work(self, offset: int, hour: int, story: str = "") -> datetime:
        """Some minute of this hour on a working day; always the same one for one story."""
        return self._moment(self.working_day(offset), hour, story)

    def at_home(self, offset: int, hour: int, story: str = "") -> datetime:
        """The same for people who do it when they like."""
        return self._moment(self.day + timedelta(days=offset), hour, story)

    def _moment(self, on: date, hour: int, story: str) -> datetime:
        minute = crc32(f"{story} {on.toordinal()} {hour}".encode()) % 60
        return min(datetime.combine(on, time(hour, minute), LONDON), self.latest)

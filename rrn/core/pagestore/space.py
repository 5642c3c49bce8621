"""How much a day's folder may hold. Pure.

A wish of a stranger never fills the disk: pages with a query, of which there is no end, have a bound of their own
beside that for addresses. Counting is by process and done anew now and then, so the bounds are held within a thousand.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

COUNT_AGAIN = 500


@dataclass(slots=True)
class Space:
    pages: int = 60_000
    asked: int = 10_000  # those with a query
    size: int = 2 * 1024**3
    leave_free: int = 256 * 1024**2
    _day: str = ""
    _since: int = 0
    _has: list[int] = field(default_factory=lambda: [0, 0, 0])

    def has_room(self, day: Path, *, asked: bool, size: int) -> bool:
        """Whether one more page of this size may lie in the day's folder; it is counted as if it did."""
        if self._day != day.name or self._since >= COUNT_AGAIN:
            self._has, self._day, self._since = self._count(day), day.name, 0
        self._since += 1
        bound = self.asked if asked else self.pages
        if self._has[asked] >= bound or self._has[2] + size > self.size or not self._disk_has_room(day):
            return False
        self._has[asked] += 1
        self._has[2] += size
        return True

    def _disk_has_room(self, day: Path) -> bool:
        with suppress(OSError):
            return shutil.disk_usage(day.parent).free > self.leave_free
        return True

    @staticmethod
    def _count(day: Path) -> list[int]:
        found = [0, 0, 0]
        for _, _, names in os.walk(day / "heads"):
            for name in names:
                found[name.startswith("q")] += 1
        for part in ("whole", "parts"):
            for folder, _, names in os.walk(day / part):
                for name in names:
                    with suppress(OSError):
                        found[2] += os.stat(os.path.join(folder, name)).st_size
        return found

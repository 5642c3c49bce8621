"""The totals in memory: what each of the network's numbers was, is and will be on any day.

Read once in a process, then only what changed since: one query a request says whether anything did.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from itertools import accumulate

from rrn.core.prepared import Prepared
from rrn.membership.models import Member
from rrn.membership.rules import COUNTING
from rrn.register.models import Edition, Total

ORGANISATION, INDIVIDUAL = Member.Kind.ORGANISATION.value, Member.Kind.INDIVIDUAL.value
ORGANISATIONS = tuple(f"{ORGANISATION}:{status.value}" for status in sorted(COUNTING))
INDIVIDUALS = tuple(f"{INDIVIDUAL}:{status.value}" for status in sorted(COUNTING))


def edition_now() -> tuple[str, int]:
    """Which edition of the rows stands. One query."""
    return _EDITION.first() or ("", 0)


_EDITION = Prepared(lambda: Edition.objects.filter(pk=1).values_list("mark", "number"))


def is_newer(edition: tuple[str, int], than: tuple[str, int]) -> bool:
    """Another request may have read the numbers later than this one asked for their edition."""
    return edition[0] != than[0] or edition[1] > than[1]


class Ledger:
    """Sums of changes. One object serves a whole process; its answers are those of the edition it was last told of."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._edition: tuple[str, int] = ("", -1)
        self._changes: dict[str, dict[date, int]] = {}
        self._sums: dict[str, tuple[list[date], list[int]]] = {}

    def keep_up(self, edition: tuple[str, int]) -> Ledger:
        """No query while nothing changed, else one."""
        if is_newer(edition, self._edition):
            with self._lock:
                if is_newer(edition, self._edition):
                    self._read(edition)
        return self

    def _read(self, edition: tuple[str, int]) -> None:
        mark, number = edition
        since = self._edition[1] if mark == self._edition[0] and number > self._edition[1] else -1
        changes = {series: dict(days) for series, days in self._changes.items()} if since >= 0 else {}
        rows = Total.objects.filter(changed_in__gt=since).values_list("series", "day", "change")
        touched = set()
        for series, day, change in rows.iterator(5000):
            changes.setdefault(series, {})[day] = change
            touched.add(series)
        sums = {series: known for series, known in self._sums.items() if since >= 0 and series not in touched}
        for series in touched:
            days = sorted(changes[series])
            sums[series] = (days, list(accumulate(changes[series][day] for day in days)))
        self._changes, self._sums, self._edition = changes, sums, edition

    def on(self, day: date, *series: str) -> int:
        """The number on a day; several series are added up."""
        total = 0
        for name in series:
            days, sums = self._sums.get(name, ([], []))
            place = bisect_right(days, day)
            total += sums[place - 1] if place else 0
        return total

    def first_day(self, *series: str) -> date | None:
        """The first day on which there was anything to count."""
        return min((self._sums[name][0][0] for name in series if self._sums.get(name)), default=None)

    def last_day(self, *series: str) -> date | None:
        """The last day on which it changed, or will."""
        return max((self._sums[name][0][-1] for name in series if self._sums.get(name)), default=None)

    def history(self, days: Sequence[date], *series: str) -> list[tuple[date, int]]:
        return [(day, self.on(day, *series)) for day in days]

    def names(self, prefix: str) -> list[str]:
        return sorted(name for name in self._sums if name.startswith(prefix))


_LEDGER = Ledger()


def ledger(edition: tuple[str, int] | None = None) -> Ledger:
    """The totals as they stand now. One query unless the caller knows the edition, one more after a change."""
    return _LEDGER.keep_up(edition or edition_now())

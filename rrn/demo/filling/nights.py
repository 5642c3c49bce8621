"""What the clock did in the nights of the past: notices, and the days that memberships passed by themselves.

Each in the first minutes of its London day, by the functions that the clock calls. Nights in which the dates call for
nothing are passed over; which those are is asked for a few days at a time, so that years cost seconds.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

from rrn.clock import brake
from rrn.core.time import london_day, start_of_day
from rrn.membership.actions import note_boundaries
from rrn.post import ledger
from rrn.post.notices import rules
from rrn.post.noting import BATCH, keep_rule, note_due, waiting_notices, write_notices

A_DAY = timedelta(days=1)
A_FEW_DAYS = timedelta(days=4)  # nothing in the stories is reminded of sooner than that after it was begun
FOUR_WEEKS = timedelta(days=28)  # a boundary is known months before its day
AFTER_MIDNIGHT = timedelta(minutes=3)


class Nights:
    """The nights since the network's first day, gone through in their order and each once."""

    def __init__(self, first: date, latest: datetime) -> None:
        for rule in rules():
            keep_rule(rule=rule, day=first)
        self.latest = latest
        self.to_come = first
        self.notices_asked = self.boundaries_asked = first - A_DAY  # up to which day it is known what is due
        self.due: dict[date, set[str]] = defaultdict(set)

    def before(self, moment: datetime) -> None:
        """Every night that had come by this moment."""
        day = london_day(moment)
        while self.to_come <= day:
            self._ask()
            if names := self.due.pop(self.to_come, None):
                self._pass(self.to_come, names)
            self.to_come += A_DAY

    def finish(self) -> None:
        """The last night, whatever it calls for, and the clock's marks: its next run begins where this one ends."""
        self.before(self.latest)
        self._pass(london_day(self.latest), {rule.name for rule in rules()} | {brake.BOUNDARIES})
        brake.finish_the_day(at=self.latest)

    def _ask(self) -> None:
        if self.to_come > self.notices_asked:
            self.notices_asked = self.to_come + A_FEW_DAYS - A_DAY
            for name, day in ledger.not_noted_by_day(ledger.Span(self.to_come, self.notices_asked)):
                self.due[day].add(name)
        if self.to_come > self.boundaries_asked:
            self.boundaries_asked = self.to_come + FOUR_WEEKS - A_DAY
            for day in brake.KINDS[brake.BOUNDARIES].waiting(self.boundaries_asked):
                self.due[max(day, self.to_come)].add(brake.BOUNDARIES)

    def _pass(self, day: date, names: set[str]) -> None:
        at, after = min(start_of_day(day) + AFTER_MIDNIGHT, self.latest), 0
        note_due(at=at, may=lambda rule, days: rule.name in names)
        while batch := waiting_notices(at=at, after=after, most=BATCH):
            after = batch[-1].pk
            write_notices(notices=batch, at=at)
        if brake.BOUNDARIES in names:
            note_boundaries(on=day, at=at)

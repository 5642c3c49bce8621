from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from rrn.clock.brake import Would, high_water, would_do
from rrn.clock.duties import DUTIES, Tally
from rrn.clock.models import Setback
from rrn.core.time import london_day, now, start_of_day, travel

# The night's own time: a day's work begins in its first minutes.
AFTER_MIDNIGHT = timedelta(minutes=5)


class Command(BaseCommand):
    help = """Do everything that goes by the London day: notices, boundaries of memberships, plans to publish or to return.

    Without --on it is today's, and catches up the days before. Another day can only be looked at (--dry-run), because its
    letters would bear a date that never was; the demonstration may live through any day. Ends with 1 where the brake stops
    something or a record could not be done."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="a London day, such as 2026-11-21")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")

    def handle(self, *args: Any, on: date | None, dry_run: bool, **options: Any) -> None:
        today = london_day(now())
        day = on or today
        if dry_run:
            self._tell(day)
            return
        if day != today and not settings.DEMONSTRATION:
            raise CommandError(
                f"Today is {today}: today's run catches up every day before it, and no day to come can be lived through. "
                "Add --dry-run to see what a run on that day would do."
            )
        self._run(now() if day == today else start_of_day(day) + AFTER_MIDNIGHT)

    def _tell(self, day: date) -> None:
        self.stdout.write(f"A run on {day}, of which nothing is written. Its last finished day is {high_water() or 'not known yet'}.")
        answers = would_do(day)
        for one in answers:
            self.stdout.write(f"{one.label} ({one.name}): {one.number}, forecast {one.forecast}.{self._days(one)}")
            for words in one.first:
                self.stdout.write(f"    {words}")
        stopped = [one for one in answers if one.stops]
        for one in stopped:
            self.stdout.write(f"STOPS: {one.label}: {one.number} are more than three times the forecast of {one.forecast}.")
        if stopped:
            raise CommandError("The brake would stop this run and ask at /office/clock/.")

    def _days(self, one: Would) -> str:
        days = sorted(one.by_day.items())
        said = ", ".join(f"{number} of {day}" for day, number in days[:5])
        more = f" and {len(days) - 5} days more" if len(days) > 5 else ""
        return f" By due day: {said}{more}." if said else ""

    def _run(self, at: datetime) -> None:
        failed = 0
        with travel(at):
            for duty in DUTIES:
                if not duty.by_day:
                    continue
                tally = Tally(beat=lambda: True)
                duty.act(at, tally)
                failed += tally.failed
                self.stdout.write(f"{duty.name}: {tally.done}{f', put aside {tally.failed}' if tally.failed else ''}.")
        stopped = [one for one in would_do(london_day(at)) if one.stops]
        for one in stopped:
            self.stdout.write(f"STOPPED: {one.label}: {one.number}, forecast {one.forecast}. Look at /office/clock/.")
        if failed or stopped or Setback.objects.exists():
            raise CommandError("Not everything was done: see above, and /office/clock/.")

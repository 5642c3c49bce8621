from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from rrn.register.actions import index_all_organisations, renew_all_rows
from rrn.register.queries import rows_are_missing, search_has_other_words


class Command(BaseCommand):
    help = "Make the public register's rows again from what is recorded. Safe to run at any time, and again."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--if-missing", action="store_true", help="Only what is not there yet: rows, and words in the search.")

    def handle(self, *args: Any, **options: Any) -> None:
        by_an_earlier_house = search_has_other_words()
        if not options["if_missing"] or by_an_earlier_house or rows_are_missing():
            self._renew()
        if not options["if_missing"] or by_an_earlier_house:
            self.stdout.write(f"The words of {index_all_organisations():,} organisations can be searched.")

    def _renew(self) -> None:
        changed = renew_all_rows(tell=self._tell)
        self.stdout.write(f"The rows of {changed:,} members have changed.")

    def _tell(self, done: int, of: int) -> None:
        self.stdout.write(f"Looked at members up to number {done:,} of {of:,}.")
        self.stdout.flush()

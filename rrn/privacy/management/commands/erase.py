from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rrn.core.time import now
from rrn.core.verdict import Refused
from rrn.privacy.actions import erase_address
from rrn.privacy.queries import standing_under


class Command(BaseCommand):
    help = "Show what stands under an address; with --yes, erase it for good."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")
        parser.add_argument("--yes", action="store_true", help="erase it; without this nothing is changed")

    def handle(self, *args: Any, address: str, yes: bool, **options: Any) -> None:
        if not yes:
            self._show(address.strip().casefold())
            return
        try:
            total = erase_address(address=address, by=None, at=now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        for room, count in sorted(total.items()):
            self.stdout.write(f"{room}: {count:,} erased")
        self.stdout.write("Erased. Backups made until now keep it for their 35 days; a restore erases it again.")

    def _show(self, address: str) -> None:
        for room, records in standing_under(address, until=now()).items():
            counts = Counter(str(record._meta.verbose_name) for record in records)
            what = ", ".join(f"{count:,} × {name}" for name, count in sorted(counts.items()))
            self.stdout.write(f"{room}: {what or 'nothing'}")
        self.stdout.write("Their details in the diary go as well. Nothing has been changed. Add --yes to erase.")

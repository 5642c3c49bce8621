from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from rrn.accounts.queries import has_people
from rrn.core.time import now
from rrn.core.verdict import Refused
from rrn.privacy.backups import restore_backup


class Command(BaseCommand):
    help = "Put an archive in place of what is here: stop server and worker first. What was erased is erased again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, metavar="FROM")
        parser.add_argument("--replace", action="store_true", help="There are people here: replace them all the same.")
        parser.add_argument("--erasures", type=Path, help="The newest list that `backup --erasures-to` has written.")

    def handle(self, *args: Any, source: Path, replace: bool, erasures: Path | None, **options: Any) -> None:
        if not replace and self._is_lived_in():
            raise CommandError("There are people in this database. Say --replace if the backup shall take its place.")
        kept = json.loads(erasures.read_text()) if erasures else []
        try:
            again = restore_backup(
                source=source, at=now(), kept=[(kind, digest, datetime.fromisoformat(at)) for kind, digest, at in kept]
            )
        except (Refused, OSError) as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"Restored from {source}. Erased again: {again}.")

    @staticmethod
    def _is_lived_in() -> bool:
        try:
            return has_people()
        except DatabaseError:
            return False

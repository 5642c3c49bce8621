from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rrn.core.verdict import Refused
from rrn.privacy.backups import read_keys


class Command(BaseCommand):
    help = "Open the keys that a backup has sealed, with RRN_BACKUP_PASSPHRASE, as lines for the environment."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, metavar="FILE.keys")

    def handle(self, *args: Any, source: Path, **options: Any) -> None:
        try:
            keys = read_keys(source=source, passphrase=os.environ.get("RRN_BACKUP_PASSPHRASE", ""))
        except (Refused, OSError, ValueError) as refusal:
            raise CommandError(str(refusal)) from None
        for name, value in keys.items():
            self.stdout.write(f"{name}={value}")

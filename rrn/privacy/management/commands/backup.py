from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rrn.core.time import now
from rrn.core.verdict import Refused
from rrn.privacy.backups import make_backup, write_keys
from rrn.privacy.queries import erasures


class Command(BaseCommand):
    help = "Write one archive of database and files, while the house is open. Keys go into TO.keys, sealed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("to", type=Path)
        parser.add_argument("--without-keys", action="store_true", help="The keys are kept somewhere else.")
        parser.add_argument("--erasures-to", type=Path, help="Write the list of erasures here: keep it apart from the archives.")

    def handle(self, *args: Any, to: Path, without_keys: bool, erasures_to: Path | None, **options: Any) -> None:
        passphrase = os.environ.get("RRN_BACKUP_PASSPHRASE", "")
        if not passphrase and not without_keys:
            raise CommandError("Set RRN_BACKUP_PASSPHRASE to seal the keys with, or say --without-keys.")
        try:
            made = make_backup(to=to, at=now())
            if not without_keys:
                write_keys(to=to.with_name(f"{to.name}.keys"), passphrase=passphrase)
        except (Refused, OSError) as refusal:
            raise CommandError(str(refusal)) from None
        if erasures_to:
            kept = [[kind, digest, at.isoformat()] for kind, digest, at in erasures()]
            erasures_to.write_text(json.dumps(kept))
        self.stdout.write(f"{made}: {made.stat().st_size / 1024 / 1024:.1f} MB.")

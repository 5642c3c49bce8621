from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from rrn.clock.worker import Worker


class Command(BaseCommand):
    help = "Send what is in the outbox and do the night's duties, until told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Go through the duties once and end.")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        worker = Worker()
        if once:
            self.stdout.write(f"Done: {worker.turn()}.")
            worker.leave()
            return
        worker.run()

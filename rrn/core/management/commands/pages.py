from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rrn.core.pagestore import setting
from rrn.core.pagestore.keeper import Keeper


class Command(BaseCommand):
    help = "Look after this host's kept pages, on a host without a worker, until told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--forget", action="store_true", help="Take all kept pages away and end; each is made again when asked for.")

    def handle(self, *args: Any, forget: bool, **options: Any) -> None:
        shelf = setting.shelf()
        if shelf is None:
            raise CommandError("No pages are kept here: PAGE_STORE is off.")
        if forget:
            shelf.forget_everything()
            self.stdout.write("All kept pages were taken away.")
            return
        told_to_stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: told_to_stop.set())
        Keeper(shelf).run(told_to_stop)

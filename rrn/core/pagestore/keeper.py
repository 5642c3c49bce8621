"""Each host's own hand at the store: takes away what other hosts' writes made old, makes the pages that are asked for
most before anybody waits for them, and clears yesterday away. A thread of the worker, or `manage.py pages`.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import DatabaseError, close_old_connections, connections
from django.db.models import Q

from rrn.core.models import Renewal
from rrn.core.pagestore import rendering, setting
from rrn.core.pagestore.asked import most_asked
from rrn.core.pagestore.names import Key, day_folder
from rrn.core.pagestore.renewing import forget_for
from rrn.core.pagestore.shelf import Shelf
from rrn.core.time import LONDON, end_of_day, london_day, looking_ahead, now

log = logging.getLogger(__name__)

PAUSE = 0.5
# A renewal that is done says when its round began; a long round's rows are seen this much later.
LOOK_BACK = timedelta(minutes=10)
AHEAD_FROM = 23, 30  # London
AT_A_TIME = 50


class Keeper:
    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.handler = WSGIHandler()
        self.seen: dict[int, datetime | None] = {}
        self.swept = ""
        self.failed: dict[tuple[str, Key], datetime] = {}

    def begin(self) -> None:
        """Everything goes: this process may be the first of a new release. What was renewed until now is done with."""
        self.seen = dict(self._lately(now()))  # first, so that a write between the two is met again
        self.shelf.forget_everything()

    @staticmethod
    def _lately(at: datetime) -> Iterable[tuple[int, datetime | None]]:
        lately = Q(done_at__gte=at - LOOK_BACK) | Q(done_at__isnull=True)
        return Renewal.objects.filter(lately).order_by().values_list("id", "done_at")

    def turn(self, at: datetime) -> int:
        """One round; how many pages it made."""
        self.take_away(at)
        self.sweep(at)
        made = self.make([Key(path, "") for path in settings.PAGE_STORE_WARM], at)
        london = at.astimezone(LONDON)
        if (london.hour, london.minute) >= AHEAD_FROM:
            made += self.make_for_tomorrow(at)
        return made

    def take_away(self, at: datetime) -> None:
        """What was written since the last look, here or on another host; a row is met when it is asked for and when done."""
        rows = dict(self._lately(at))
        fresh = [number for number, done in rows.items() if number not in self.seen or self.seen[number] != done]
        by_kind: dict[str, set[str]] = {}
        for start in range(0, len(fresh), 500):
            for row in Renewal.objects.filter(id__in=fresh[start : start + 500]):
                by_kind.setdefault(row.kind, set()).add(row.record)
        for kind, records in by_kind.items():
            forget_for(kind, None if "" in records else records)
        self.seen = rows

    def sweep(self, at: datetime) -> None:
        day = day_folder(at)
        if day != self.swept:
            self.shelf.forget_days_before(day)
            self.swept = day

    def make_for_tomorrow(self, at: datetime) -> int:
        """Tomorrow's pages as they will be when the day begins, from what is written now; a later write takes them away."""
        wanted = [*(Key(path, "") for path in settings.PAGE_STORE_WARM), *most_asked(self.shelf.folder)]
        tomorrow = end_of_day(london_day(at))
        with looking_ahead(tomorrow):
            return self.make(wanted, tomorrow)

    def make(self, keys: Iterable[Key], at: datetime) -> int:
        """Those of these pages that do not lie there yet, a few at a time so that a write never waits for long."""
        day, made = day_folder(at), 0
        for key in dict.fromkeys(keys):
            if made >= AT_A_TIME:
                break
            if os.path.exists(self.shelf.head_path(day, key.name)) or self._failed_lately(day, key, at):
                continue
            rendering.make(self.handler, key)
            made += 1
            if not os.path.exists(self.shelf.head_path(day, key.name)):
                self.failed[day, key] = now()
        return made

    def _failed_lately(self, day: str, key: Key, at: datetime) -> bool:
        """A page that cannot be kept, such as one that is gone, is not tried again in the same minute."""
        failed = self.failed.get((day, key))
        if failed is not None and now() - failed >= timedelta(minutes=1):
            del self.failed[day, key]
            return False
        return failed is not None

    def run(self, told_to_stop: threading.Event) -> None:
        begun = False
        while not told_to_stop.is_set():
            try:
                if not begun:
                    self.begin()
                    begun = True
                close_old_connections()
                self.turn(now())
            except (DatabaseError, OSError) as failure:
                log.warning("The kept pages could not be looked after just now (%s).", type(failure).__name__)
                connections.close_all()
            except Exception:
                log.exception("The kept pages could not be looked after; trying again.")
            told_to_stop.wait(PAUSE)
        connections.close_all()


def beside(told_to_stop: threading.Event) -> threading.Thread | None:
    """The keeper as a thread of this process; None where the store is off."""
    found = setting.shelf()
    if found is None:
        return None
    thread = threading.Thread(target=Keeper(found).run, args=(told_to_stop,), name="pages", daemon=True)
    thread.start()
    return thread

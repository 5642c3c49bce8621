"""The worker: under its lease it goes through the duties again and again, until it is told to stop."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import threading
from datetime import date, datetime, timedelta
from types import FrameType

from django.db import DatabaseError, InterfaceError, OperationalError, connections

from rrn.clock.actions import give_back_lease, note_run, take_lease
from rrn.clock.duties import DUTIES, Duty, Tally
from rrn.clock.queries import WORKER
from rrn.clock.rules import QUIET_NOTE, RENEW_AFTER, Leap, is_due, leap_of
from rrn.core.pagestore import keeper
from rrn.core.time import london_day, now

log = logging.getLogger(__name__)

PAUSE = 1.0
PAUSE_WITHOUT_DATABASE = 5.0


class Worker:
    """One worker. `turn` goes through the list once; `run` keeps going."""

    def __init__(self, duties: list[Duty] | None = None, owner: str = "") -> None:
        self.duties = DUTIES if duties is None else duties
        self.owner = owner or f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
        self.told_to_stop = threading.Event()
        self.beat_at: datetime | None = None
        self.begun: dict[str, datetime] = {}
        self.noted: dict[str, datetime] = {}
        self.broke_off: dict[str, int] = {}
        self.day: date | None = None
        self.leap: Leap | None = None

    def beat(self) -> bool:
        """Keep the lease while it is needed; no when it was lost or the worker should stop."""
        at = now()
        if self.beat_at is None or not (0 <= (at - self.beat_at).total_seconds() < RENEW_AFTER.total_seconds()):
            if not take_lease(name=WORKER, owner=self.owner, at=at):
                self.beat_at = None
                return False
            self.beat_at = at
        return not self.told_to_stop.is_set()

    def turn(self) -> int:
        """Do whatever duties' turn it is; how many things were done. Nothing, while another worker holds the lease."""
        done = 0
        self._look_at_the_day()
        for duty in self.duties:
            at = now()
            if not is_due(last=self.begun.get(duty.name), every=self._rhythm(duty), at=at):
                continue
            if not self.beat():
                return done
            self.begun[duty.name] = at
            done += self._do(duty, at)
        return done

    def _look_at_the_day(self) -> None:
        """A worker that was awake knows that no day passed which it has not seen: then its clock has leapt."""
        day = london_day(now())
        self.leap = leap_of(seen=self.day, before=self.leap, day=day)
        self.day = day

    def _rhythm(self, duty: Duty) -> timedelta:
        """A duty that keeps breaking off, such as mail without a mail server, is tried less often, then each minute."""
        times = self.broke_off.get(duty.name, 0)
        return duty.every if not times else max(duty.every, min(timedelta(seconds=2**times), timedelta(minutes=1)))

    def _do(self, duty: Duty, at: datetime) -> int:
        tally, error = Tally(self.beat, leap=self.leap), ""
        try:
            duty.act(at, tally)
        except (OperationalError, InterfaceError):
            raise
        except Exception as failure:
            error = type(failure).__name__
            times = self.broke_off[duty.name] = min(self.broke_off.get(duty.name, 0) + 1, 10)
            log.warning("%s broke off (%s)", duty.name, error, exc_info=times == 1)
        else:
            self.broke_off.pop(duty.name, None)
        noted = self.noted.get(duty.name)
        if tally.done or tally.failed or error or noted is None or at - noted >= QUIET_NOTE:
            note_run(name=duty.name, begun_at=at, at=now(), done=tally.done, failed=tally.failed, error=error)
            self.noted[duty.name] = at
        return tally.done

    def stop(self, number: int = 0, frame: FrameType | None = None) -> None:
        self.told_to_stop.set()

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        # Each host's worker looks after that host's kept pages, whichever of them holds the lease.
        pages = keeper.beside(self.told_to_stop)
        while not self.told_to_stop.is_set():
            pause = PAUSE
            try:
                self.turn()
            except DatabaseError as failure:
                log.warning("The database cannot be used just now (%s); trying again.", type(failure).__name__)
                connections.close_all()
                self.beat_at, pause = None, PAUSE_WITHOUT_DATABASE
            self.told_to_stop.wait(pause)
        if pages is not None:
            pages.join(timeout=5)
        self.leave()

    def leave(self) -> None:
        """Let the next worker begin at once."""
        try:
            give_back_lease(name=WORKER, owner=self.owner, at=now())
        except DatabaseError:
            log.warning("The lease could not be given back; it ends by itself.")

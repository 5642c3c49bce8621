"""Kill the worker again and again while it notes, writes and sends notices, and count what became of each.

    RRN_VAR=/tmp/kill .venv/bin/python -m bench.faults.kill_worker --notices 5000 --kills 30

A real worker process and a real SMTP server on the loopback address. After each `kill -9` the minute of the lease and the
five of a claim are cut short, so that it takes minutes and not hours; nothing else is touched. At the end each boundary has
one line of the diary, each notice one mail, no mail was taken twice by the server, and the ledger is closed. A mail in the
worker's hands when it died is "perhaps sent": counted, and not sent again.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parent.parent.parent
LONGEST = 900  # seconds


@dataclass
class Taken:
    """A mail server that takes everything, and remembers the numbers."""

    numbers: Counter[str] = field(default_factory=Counter)
    delay: float = 0.0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.numbers[str(message_from_bytes(envelope.content)["Message-ID"])] += 1
        if self.delay:
            import asyncio

            await asyncio.sleep(self.delay)
        return "250 taken"


@dataclass(frozen=True)
class Figure:
    notices: int
    kills: int
    sent: int
    unsure: int
    twice: int
    lost: int
    unexplained: int
    boundaries: int
    lines: int
    seconds: float

    @property
    def good(self) -> bool:
        closed = self.sent + self.unsure == self.notices and not (self.twice or self.lost or self.unexplained)
        return closed and self.boundaries == self.lines == self.notices and self.unsure <= self.kills

    def __str__(self) -> str:
        return (
            f"{self.notices:,} notices, {self.kills} kills in {self.seconds:.0f} s: {self.sent:,} sent, {self.unsure} perhaps sent, "
            f"{self.twice} twice, {self.lost} lost, {self.unexplained} unexplained, {self.boundaries:,} boundaries with {self.lines:,} lines"
        )


def members_due_today(count: int) -> None:
    """Members whose renewal is asked for from today: a notice each, and a boundary each."""
    from django.db import transaction

    from rrn.accounts.models import User
    from rrn.core.time import now, today
    from rrn.membership.models import Member, Period
    from rrn.membership.rules import due_from, grace_end

    ends = today() + timedelta(days=90)
    assert due_from(ends) == today()
    at = now() - timedelta(days=600)
    with transaction.atomic():
        people = User.objects.bulk_create(
            [User(email=f"p{n}@people.example", display_name=f"Person {n}", date_joined=at, adult_confirmed_at=at) for n in range(count)],
            batch_size=2000,
        )
        members = Member.objects.bulk_create([Member(kind="individual", person=one, made_at=at) for one in people], batch_size=2000)
        Period.objects.bulk_create(
            [Period(member=one, kind="first", reference=f"K{n}", starts_on=ends - timedelta(days=730), ends_on=ends,
                    grace_ends_on=grace_end(ends), made_at=at) for n, one in enumerate(members)], batch_size=2000)  # fmt: skip


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


class Killing:
    def __init__(self, notices: int, kills: int, seed: int, env: dict[str, str], delay: float = 0.0) -> None:
        self.notices, self.kills, self.env = notices, kills, env
        self.chance, self.server = random.Random(seed), Taken(delay=delay)

    def run(self) -> Figure:
        from aiosmtpd.controller import Controller

        logging.getLogger("mail.log").setLevel(logging.WARNING)
        began = time.monotonic()
        members_due_today(self.notices)
        port = free_port()
        controller = Controller(self.server, hostname="127.0.0.1", port=port)
        controller.start()
        env = os.environ | self.env | {"RRN_MAIL_PORT": str(port)}
        try:
            done = 0
            while not self._all_done():
                if time.monotonic() - began > LONGEST:
                    break
                worker = subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=HOME, env=env, stderr=subprocess.DEVNULL)
                try:
                    done += self._live(worker, done)
                finally:
                    worker.send_signal(signal.SIGKILL)
                    worker.wait()
                self._cut_the_wait_short()
            return self._figure(done, time.monotonic() - began)
        finally:
            controller.stop()

    def _live(self, worker: Any, done: int) -> int:
        """Let it work for a while: 1 if it is to die in the middle, 0 when everything is done."""
        if done >= self.kills:
            while not self._all_done() and worker.poll() is None:
                time.sleep(0.2)
            return 0
        before = self._progress()
        # In the first lives it dies at any moment of noting and writing, later somewhere among the mails.
        early, some = done % 3 == 0, self.chance.randrange(1, max(2, self.notices // (self.kills + 2)))
        until = time.monotonic() + 60
        while time.monotonic() < until and worker.poll() is None and not self._all_done():
            noted, mails = self._progress()
            if (early and (noted, mails) != before) or mails - before[1] >= some:
                time.sleep(self.chance.random() * 0.05)
                return 1
            time.sleep(0.005)
        return 0

    def _progress(self) -> tuple[int, int]:
        from rrn.post.models import Notice

        return Notice.objects.count(), sum(self.server.numbers.values())

    def _all_done(self) -> bool:
        from rrn.membership.models import Boundary
        from rrn.post.models import Mail, Notice

        if Boundary.objects.count() < self.notices or Notice.objects.filter(mail__isnull=False).count() < self.notices:
            return False
        return not Mail.objects.filter(state__in=["queued", "sending"]).exists()

    def _cut_the_wait_short(self) -> None:
        from rrn.clock.models import Lease
        from rrn.core.time import now
        from rrn.post.models import Mail

        at = now() - timedelta(seconds=1)
        Lease.objects.update(beat_at=at, until=at)
        Mail.objects.filter(state="sending").update(claimed_until=at)

    def _figure(self, kills: int, seconds: float) -> Figure:
        from rrn.core.time import now
        from rrn.events.models import Line
        from rrn.membership.models import Boundary
        from rrn.post import ledger
        from rrn.post.models import Mail, Notice

        sent = set(Mail.objects.filter(state="sent").values_list("message_id", flat=True))
        return Figure(
            notices=Notice.objects.count(),
            kills=kills,
            sent=len(sent),
            unsure=Mail.objects.filter(state="unsure").count(),
            twice=sum(1 for number in self.server.numbers.values() if number > 1) + Mail.objects.count() - Notice.objects.values("mail").distinct().count(),
            lost=len(sent - set(self.server.numbers)),
            unexplained=sum(line.unexplained for line in ledger.unexplained(at=now() + timedelta(days=2))),
            boundaries=Boundary.objects.count(),
            lines=Line.objects.filter(verb="membership.became_due").count(),
            seconds=seconds,
        )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--notices", type=int, default=5000)
    arguments.add_argument("--kills", type=int, default=30)
    arguments.add_argument("--seed", type=int, default=1)
    asked = arguments.parse_args()
    if not os.environ.get("RRN_VAR"):
        raise SystemExit("Name an empty folder of its own: RRN_VAR=/tmp/kill python -m bench.faults.kill_worker")
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.faults.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("prepare", verbosity=0)
    figure = Killing(asked.notices, asked.kills, asked.seed, {}).run()
    print(figure)
    raise SystemExit(0 if figure.good else 1)


if __name__ == "__main__":
    main()

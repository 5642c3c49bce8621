"""What happens, in the order in which it happened, with the mail that left on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import get_connection

from rrn.core.time import london_day
from rrn.demo.filling.nights import Nights
from rrn.demo.mail import FullMailbox
from rrn.post.actions import claim_mails, send_mail

Deed = Callable[[datetime], Any]
BETWEEN = timedelta(minutes=4)
UNTIL_SENT = timedelta(seconds=20)
# Days ago, counted from the day of the filling, on which somebody's mailbox took nothing.
MAILBOX_FULL = {"anwar.millicent@post.example": range(13, 18)}


@dataclass(slots=True)
class Story:
    """Deeds that follow one another: none begins before the one it was written after."""

    deeds: list[tuple[datetime, Deed]] = field(default_factory=list)

    def then(self, at: datetime, deed: Deed) -> None:
        if self.deeds:
            at = max(at, self.deeds[-1][0] + BETWEEN)
        self.deeds.append((at, deed))


def happen(stories: Iterable[Story], *, latest: datetime) -> None:
    """Let everything happen in the order of time, the clock's nights between, then let the letters leave the house."""
    deeds = sorted((deed for story in stories for deed in story.deeds), key=lambda deed: deed[0])
    nights = Nights(london_day(deeds[0][0]), latest)
    for at, deed in deeds:
        nights.before(min(at, latest))
        deed(min(at, latest))
    nights.finish()
    deliver(latest)


def deliver(latest: datetime) -> None:
    """What the worker would have done: each letter left a few seconds after it was written, and few came back."""
    tray, full = get_connection(), FullMailbox()
    while mails := claim_mails(at=latest):
        for mail in mails:
            days_ago = (london_day(latest) - london_day(mail.queued_at)).days
            connection = full if days_ago in MAILBOX_FULL.get(mail.to, ()) else tray
            send_mail(mail=mail, connection=connection, at=min(mail.queued_at + UNTIL_SENT, latest))

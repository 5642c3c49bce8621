"""What happens, in the order in which it happened, with the mail that left on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import get_connection

from rrn.post.actions import claim_mails, send_mail

Deed = Callable[[datetime], Any]
BETWEEN = timedelta(minutes=4)
UNTIL_SENT = timedelta(seconds=20)


@dataclass(slots=True)
class Story:
    """Deeds that follow one another: none begins before the one it was written after."""

    deeds: list[tuple[datetime, Deed]] = field(default_factory=list)

    def then(self, at: datetime, deed: Deed) -> None:
        if self.deeds:
            at = max(at, self.deeds[-1][0] + BETWEEN)
        self.deeds.append((at, deed))


def happen(stories: Iterable[Story], *, latest: datetime) -> None:
    """Let everything happen in the order of time, then let the letters of those days leave the house."""
    deeds = sorted((deed for story in stories for deed in story.deeds), key=lambda deed: deed[0])
    for at, deed in deeds:
        deed(min(at, latest))
    deliver(latest)


def deliver(latest: datetime) -> None:
    """What the worker would have done: each letter left a few seconds after it was written."""
    connection = get_connection()
    while mails := claim_mails(at=latest):
        for mail in mails:
            send_mail(mail=mail, connection=connection, at=min(mail.queued_at + UNTIL_SENT, latest))

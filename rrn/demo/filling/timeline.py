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
    """Let everything happen in the order of time, and what is written leave the house as the worker would have it."""
    deeds = sorted((deed for story in stories for deed in story.deeds), key=lambda deed: deed[0])
    connection = get_connection()
    for moment, deed in deeds:
        at = min(moment, latest)
        deed(at)
        deliver(connection, min(at + UNTIL_SENT, latest))


def deliver(connection: Any, at: datetime) -> None:
    """The worker's turn of that day: hand over every letter that is due."""
    while mails := claim_mails(at=at):
        for mail in mails:
            send_mail(mail=mail, connection=connection, at=at)

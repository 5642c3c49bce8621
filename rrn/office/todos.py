"""What waits in the rooms that have no screens of their own for it: mail that came back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from rrn.core.time import london_day
from rrn.core.todos import MOST, ToDo
from rrn.office.queries import mails_to_decide


def mails(user: Any, day: date) -> Iterable[ToDo]:
    """Mails that came back or may not have arrived, oldest first. One query."""
    for mail in mails_to_decide(user)[: MOST + 1]:
        since = london_day(mail.queued_at)
        waited = (day - since).days
        yield ToDo(
            what="Mail came back" if mail.state == mail.State.BOUNCED else "Mail perhaps sent",
            about=mail.subject,
            url=reverse("office:mail", args=[mail.pk]),
            since=since,
            promise="Today" if waited == 0 else f"{waited} day{'' if waited == 1 else 's'}",
            urgent=waited >= 3,
            do="Decide",
        )

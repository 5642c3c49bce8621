"""What of the website waits for the office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from rrn.core.time import add_months
from rrn.core.todos import ToDo
from rrn.website.permissions import may_check_help_contacts
from rrn.website.queries import CHECK_AGAIN_AFTER_MONTHS, contacts_to_check


def help_contacts(user: Any, day: date) -> Iterator[ToDo]:
    """One line for all the entries of “Someone is at risk now” that nobody has checked for six months, or ever."""
    if not may_check_help_contacts(user):
        return
    waiting = list(contacts_to_check(day))
    if not waiting:
        return
    checked = [contact.checked_on for contact in waiting if contact.checked_on]
    oldest = min(checked) if len(checked) == len(waiting) else None
    yield ToDo(
        what="Numbers to check",
        about=f"{len(waiting)} on “Someone is at risk now”" if len(waiting) > 1 else f"{waiting[0].name}, on help now",
        url=reverse("website:help_contacts_to_check"),
        since_words="" if oldest else "Never checked",
        since=oldest,
        promise="Every six months",
        due=add_months(oldest, CHECK_AGAIN_AFTER_MONTHS) if oldest else None,
        with_whom="The office",
        do="Check them",
    )

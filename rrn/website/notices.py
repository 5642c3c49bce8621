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
    """Entries of “Someone is at risk now” that nobody has checked for six months, or ever."""
    if not may_check_help_contacts(user):
        return
    for contact in contacts_to_check(day):
        checked = contact.checked_on
        yield ToDo(
            what="Number to check",
            about=f"{contact.name}, {contact.get_nation_display() or 'every nation'}",
            url=reverse("website:check_help_contact", args=[contact.pk]),
            since_words="" if checked else "Never checked",
            since=checked,
            promise="Every six months",
            due=add_months(checked, CHECK_AGAIN_AFTER_MONTHS) if checked else None,
            with_whom="The office",
            do="Check it",
        )

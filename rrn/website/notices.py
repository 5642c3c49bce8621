"""What of the website waits for the office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from wagtail.models import TaskState

from rrn.core.time import add_months, london_day
from rrn.core.todos import CALENDAR, MOST, ToDo
from rrn.website.permissions import may_approve_pages, may_check_help_contacts
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
        counted=CALENDAR,
        with_whom="The office",
        do="Check them",
    )


def pages_to_approve(user: Any, day: date) -> Iterator[ToDo]:
    """Pages that an editor has sent to the office, oldest first. Two queries."""
    if not may_approve_pages(user):
        return
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).select_related("revision")
    for state in waiting.order_by("started_at")[: MOST + 1]:
        yield ToDo(
            what="Page to read",
            about=state.revision.object_str,
            url=reverse("wagtailadmin_pages:edit", args=[state.revision.object_id]),
            since=london_day(state.started_at),
            with_whom="The office",
            do="Read it",
        )

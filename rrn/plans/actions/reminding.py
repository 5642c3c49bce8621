"""Reminding: what the clock writes to an organisation while changes are asked for."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rrn.core.time import london_day
from rrn.core.verdict import Refused
from rrn.events.actions import record
from rrn.plans import emails
from rrn.plans.models import ChangesAsked
from rrn.plans.queries import reminder_waits
from rrn.plans.rules import changes_reminder_due


@transaction.atomic
def remind_of_changes(*, asked: ChangesAsked, at: datetime) -> None:
    """Remind the leads that changes are asked for by a day, each once for each of the two reminders."""
    asked = ChangesAsked.objects.select_for_update().get(pk=asked.pk)
    day = london_day(at)
    days = changes_reminder_due(london_day(asked.asked_at), asked.answer_by, day)
    if asked.ended_at is not None or days is None or not reminder_waits(asked, day):
        raise Refused("No reminder of these changes is due.")
    emails.changes_reminder(asked.plan, asked, days, at)
    record("plan.reminded_of_changes", about=asked.plan, by=None, at=at, days_before=days)

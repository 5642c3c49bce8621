"""The one thing the office writes itself: that somebody read a person's details."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rrn.accounts.models import User
from rrn.core.verdict import require
from rrn.events.actions import record
from rrn.office.permissions import may_read_people


@transaction.atomic
def read_person(*, person: User, by: User, at: datetime) -> None:
    """Open somebody's page: who looked at whom, and when, stands in the diary (data protection, audit of reading)."""
    require(may_read_people(by))
    record("office.read", about=person, by=by, at=at)

"""The one thing the office writes itself: that somebody read a person's details."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rrn.accounts.models import User
from rrn.core.verdict import require
from rrn.events.actions import record
from rrn.membership.models import OriginalPledge
from rrn.office.permissions import may_read_people


@transaction.atomic
def read_person(*, person: User, by: User, at: datetime) -> None:
    """Open somebody's page: who looked at whom, and when, stands in the diary (data protection, audit of reading)."""
    require(may_read_people(by))
    record("office.read", about=person, by=by, at=at)


@transaction.atomic
def read_pledge(*, pledge: OriginalPledge, by: User, at: datetime) -> None:
    """Open the record of somebody's pledge: it holds her name and address, so it is written down like her page."""
    require(may_read_people(by))
    record("office.read", about=pledge, by=by, at=at)

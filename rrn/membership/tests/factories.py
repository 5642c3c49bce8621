"""People and members for tests, of this room and of those above it."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

from rrn.accounts.models import RoleGrant, User
from rrn.organisations.models import Organisation

LONG_AGO = datetime(2026, 1, 5, 9, tzinfo=UTC)
_numbers = count(1)


def make_person(*roles, **fields):
    number = next(_numbers)
    values = {"email": f"person{number}@people.example", "date_joined": LONG_AGO, "adult_confirmed_at": LONG_AGO}
    person = User.objects.create(**values | fields)
    for role in roles:
        RoleGrant.objects.create(person=person, role=role, granted_at=LONG_AGO)
    return person


def make_organisation(**fields):
    number = next(_numbers)
    values = {"slug": f"organisation-{number}", "name": f"Organisation {number}", "founded_at": LONG_AGO}
    return Organisation.objects.create(**values | fields)

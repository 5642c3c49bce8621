"""Who and what is there already while the past is being filled."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password

from rrn.accounts.actions import confirm_address, sign_up
from rrn.accounts.models import User
from rrn.demo import invented
from rrn.demo.filling.calendar import Calendar
from rrn.demo.people import PASSWORD
from rrn.organisations.models import Organisation
from rrn.plans.models import Plan


def _by_id(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in rows}


@dataclass
class World:
    calendar: Calendar
    people: dict[str, User] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    plans: dict[str, Plan] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.told = _by_id([*invented.people(), *invented.individuals()])
        there = User.objects.in_bulk([one["email"] for one in self.told.values()], field_name="email")
        self.people |= {id: there[one["email"]] for id, one in self.told.items() if one["email"] in there}
        self.hashed = make_password(PASSWORD)  # once: everybody has the password that /demo/ shows

    def sign_up(self, id: str, at: datetime, *, confirmed: bool = True) -> User:
        """Her account, made now; or the one she has."""
        if id in self.people:
            return self.people[id]
        told = self.told[id]
        person = sign_up(
            email=told["email"],
            display_name=told["display_name"],
            hashed_password=self.hashed,
            adult=True,
            terms=True,
            at=at,
        )
        if confirmed:
            confirm_address(person=person, email=told["email"], at=at)
        self.people[id] = person
        return person

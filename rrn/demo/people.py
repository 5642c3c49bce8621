"""The made-up people: their password, which everybody knows, and their second factor, which anybody can see.

`fill_staff` gives the network its staff; everybody else signs up in the course of the past. `introduce_everybody` then
puts those whom it is worth being on the list at `/demo/`.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password

from rrn.accounts.actions import (
    add_authenticator_app,
    confirm_address,
    grant_role,
    hand_over_installation,
    sign_up,
)
from rrn.accounts.models import User
from rrn.core.time import london_day
from rrn.demo import invented
from rrn.demo.filling.calendar import Calendar
from rrn.demo.models import Introduction

PASSWORD = "open the window slowly"  # noqa: S105  # shown at /demo/, for made-up people on this machine only
STAFF_SINCE = -1200


def seed_of(address: str) -> str:
    """The seed of somebody's second factor: the same on every machine, because it protects nothing real."""
    return base64.b32encode(hashlib.sha256(f"rrn.demo:{address}".encode()).digest()[:20]).decode()


def is_of_the_network(person: dict[str, Any]) -> bool:
    return bool(person["roles"] or person.get("runs_the_installation"))


def fill_staff(at: datetime) -> None:
    """The staff, the trustees, the readers, and whoever runs the installation."""
    since = Calendar(london_day(at), at).at_work(STAFF_SINCE, 9, "staff")
    hashed = make_password(PASSWORD)
    for told in filter(is_of_the_network, invented.people()):
        person = sign_up(
            email=told["email"],
            display_name=told["display_name"],
            hashed_password=hashed,
            adult=True,
            terms=True,
            at=since,
        )
        confirm_address(person=person, email=told["email"], at=since)
        for role in told["roles"]:
            grant_role(person=person, role=role, by=None, at=since)
        if told.get("runs_the_installation"):
            hand_over_installation(person=person, by=None, at=since)
        if person.is_staff:
            add_authenticator_app(person=person, secret=seed_of(told["email"]), by=None, at=since)


def introduce_everybody(at: datetime) -> None:
    """Those of the guide who have an account, under its headings and in its order."""
    address = {one["id"]: one["email"] for one in (*invented.people(), *invented.individuals())}
    there = User.objects.in_bulk(address.values(), field_name="email")
    wanted = [
        (there[address[one["id"]]], group["heading"], one["shows"])
        for group in invented.guide()
        for one in group["people"]
        if address[one["id"]] in there
    ]
    Introduction.objects.bulk_create(
        Introduction(person=person, heading=heading, words=words, order=order)
        for order, (person, heading, words) in enumerate(wanted)
    )

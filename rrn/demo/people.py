"""The made-up people: staff first, each with a password that everybody knows and a second factor that anybody can see.

`introduce` puts somebody on the list at `/demo/`; later steps use it for the members whom it is worth being.
"""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password

from rrn.accounts.actions import (
    add_authenticator_app,
    confirm_address,
    grant_role,
    hand_over_installation,
    sign_up,
)
from rrn.accounts.models import Role, User
from rrn.demo.models import Introduction

DATA = Path(__file__).parent / "data"
PASSWORD = "open the window slowly"  # noqa: S105  # shown at /demo/, for made-up people on this machine only
STAFF_SINCE = timedelta(days=400)

HEADINGS = {
    Role.OFFICE: "The office",
    Role.REVIEWER: "Reviewers",
    Role.MODERATOR: "Moderators",
    Role.SAFEGUARDING_LEAD: "Safeguarding",
    Role.SAFEGUARDING_DEPUTY: "Safeguarding",
    Role.TRUSTEE: "Trustees",
    Role.LIVED_EXPERIENCE_READER: "Lived-experience readers",
}
INSTALLATION = "The installation"


def read(name: str) -> Any:
    """One file of the invented names and texts, such as `staff`."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def seed_of(address: str) -> str:
    """The seed of somebody's second factor: the same on every machine, because it protects nothing real."""
    return base64.b32encode(hashlib.sha256(f"rrn.demo:{address}".encode()).digest()[:20]).decode()


def make_somebody(*, name: str, address: str, at: datetime, hashed_password: str | None = None) -> User:
    """An account with a confirmed address, as if she had signed up herself. Without a hash she signs in by code."""
    person = sign_up(
        email=address, display_name=name, hashed_password=hashed_password, adult=True, terms=True, at=at
    )
    confirm_address(person=person, email=address, at=at)
    return person


def introduce(*, person: User, heading: str, words: str) -> Introduction:
    """Put somebody on the list of people whom a visitor can be, under a heading, in the order of introduction."""
    return Introduction.objects.create(
        person=person, heading=heading, words=words, order=Introduction.objects.count()
    )


def fill_people(at: datetime) -> None:
    """The staff, the trustees, the readers, and whoever runs the installation."""
    since = at - STAFF_SINCE
    hashed = make_password(PASSWORD)
    for entry in read("staff"):
        person = make_somebody(name=entry["name"], address=entry["address"], at=since, hashed_password=hashed)
        for role in entry["roles"]:
            grant_role(person=person, role=role, by=None, at=since)
        if entry.get("runs_the_installation"):
            hand_over_installation(person=person, by=None, at=since)
        if person.is_staff:
            add_authenticator_app(person=person, secret=seed_of(entry["address"]), by=None, at=since)
        heading = HEADINGS[Role(entry["roles"][0])] if entry["roles"] else INSTALLATION
        introduce(person=person, heading=heading, words=entry["does"])

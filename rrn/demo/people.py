"""The made-up people: staff first, each with a password that everybody knows and a second factor that anybody can see.

`introduce` puts somebody on the list at `/demo/`; later steps use it for the members whom it is worth being.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password

from rrn.accounts.actions import (
    add_authenticator_app,
    confirm_address,
    grant_role,
    hand_over_installation,
    sign_up,
)
from rrn.accounts.models import Role, User
from rrn.demo import invented
from rrn.demo.models import Introduction

PASSWORD = "open the window slowly"  # noqa: S105  # shown at /demo/, for made-up people on this machine only
THERE_SINCE = timedelta(days=1200)  # before the first plan was begun
INSTALLER = (
    "Ellis Storr",
    "ellis.storr@machines.network.example",
    "Runs the installation and gives people their roles.",
)

HEADINGS = {
    Role.OFFICE: "The office",
    Role.REVIEWER: "Reviewers",
    Role.MODERATOR: "Moderators",
    Role.SAFEGUARDING_LEAD: "Safeguarding",
    Role.SAFEGUARDING_DEPUTY: "Safeguarding",
    Role.TRUSTEE: "Trustees",
    Role.LIVED_EXPERIENCE_READER: "Lived-experience readers",
}


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
    """Everybody with a role or a seat gets an account; the staff are introduced, the others by whoever seats them."""
    since = at - THERE_SINCE
    hashed = make_password(PASSWORD)
    for entry in invented.people():
        person = make_somebody(
            name=entry["display_name"], address=entry["email"], at=since, hashed_password=hashed
        )
        for role in entry["roles"]:
            grant_role(person=person, role=role, by=None, at=since)
        if entry["roles"]:
            introduce(person=person, heading=HEADINGS[Role(entry["roles"][0])], words=entry["about"])
        _second_factor(person, since)
    name, address, words = INSTALLER
    installer = make_somebody(name=name, address=address, at=since, hashed_password=hashed)
    hand_over_installation(person=installer, by=None, at=since)
    introduce(person=installer, heading="The installation", words=words)
    _second_factor(installer, since)


def _second_factor(person: User, at: datetime) -> None:
    if person.is_staff:
        add_authenticator_app(person=person, secret=seed_of(person.email), by=None, at=at)

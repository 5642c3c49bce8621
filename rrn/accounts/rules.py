"""What may happen to an account. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from rrn.core.verdict import Refused

SIGNED_IN_FOR = timedelta(days=14)
STAFF_SIGNED_IN_FOR = timedelta(hours=12)
KEPT_FOR = timedelta(hours=24)
KEPT_AT_MOST = 200_000  # characters, of one form
UNCONFIRMED_FOR = timedelta(days=7)

# Fields that are never kept for later, whatever the form.
SECRET_FIELD = re.compile(r"pass|code|secret|token|credential|otp|key$", re.IGNORECASE)


def normal_address(email: str) -> str:
    """One spelling an address: trimmed, lower case (the database holds it to that)."""
    return email.strip().lower()


def signed_in_until(at: datetime, *, is_staff: bool) -> datetime:
    """How long somebody who signs in now stays signed in."""
    return at + (STAFF_SIGNED_IN_FOR if is_staff else SIGNED_IN_FOR)


def fields_to_keep(posted: Iterable[tuple[str, list[str]]]) -> dict[str, list[str]]:
    """What of a posted form may be kept: no secrets, and not without end."""
    kept = {name: values for name, values in posted if not SECRET_FIELD.search(name)}
    size = sum(len(name) + sum(map(len, values)) for name, values in kept.items())
    return kept if size <= KEPT_AT_MOST else {}


def check_role_can_be_granted(role: str, held: Collection[str], known: Collection[str]) -> None:
    if role not in known:
        raise Refused("There is no such role.")
    if role in held:
        raise Refused("This person already holds that role.")


def check_role_can_be_ended(role: str, held: Collection[str], others_in_the_office: int) -> None:
    if role not in held:
        raise Refused("This person does not hold that role.")
    if role == "office" and others_in_the_office == 0:
        raise Refused("Somebody has to be the office. Give the role to somebody else first.")


def check_display_name(name: str) -> str:
    """A name people see: one line, not an address."""
    name = " ".join(name.split())
    if len(name) > 80:
        raise Refused("Use 80 letters or fewer for your name.")
    if "@" in name or "://" in name:
        raise Refused("Your name is shown to others. Leave addresses out of it.")
    return name

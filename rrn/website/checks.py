"""What an installer should know about the website's own words."""

from __future__ import annotations

from django.core.checks import CheckMessage, Warning
from django.db import DatabaseError

from rrn.core.install import install_check
from rrn.core.time import today
from rrn.website.queries import contacts_to_check


@install_check
def check_help_now() -> list[CheckMessage]:
    """Somebody at risk rings these numbers: each must have been checked within six months."""
    try:
        waiting = len(contacts_to_check(today()))
    except DatabaseError:
        return []
    if not waiting:
        return []
    return [
        Warning(
            f"{waiting} of the numbers of “Someone is at risk now” have not been checked for six months, or ever.",
            hint="Somebody in the office looks them up and says so; they stand in the office's to-do list.",
            id="install.W002",
        )
    ]

"""What an installer should know about the website's own words."""

from __future__ import annotations

from django.core.checks import CheckMessage, Warning
from django.db import DatabaseError

from rrn.accounts.wordings import TERMS
from rrn.core.install import install_check
from rrn.core.time import today
from rrn.website.queries import contacts_to_check, published_terms


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


@install_check
def check_terms() -> list[CheckMessage]:
    """People agree to a version by its name: the page must be that version."""
    try:
        page = published_terms()
    except DatabaseError:
        return []
    if page is not None and page.terms_version == TERMS.version:
        return []
    return [
        Warning(
            f"The published terms are not version {TERMS.version}, to which people agree when they make an account.",
            hint="Publish the page “Terms” with this version, or change the version in rrn/accounts/wordings.py.",
            id="install.W003",
        )
    ]

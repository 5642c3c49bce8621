"""What allauth tells only by a signal. Our own rules use none."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import email_confirmed

from rrn.accounts.actions import note_address_confirmed
from rrn.core.time import now


def address_confirmed(request: Any, email_address: Any, **kwargs: Any) -> None:
    """A code that was mailed came back: by the page after signing up, by a sign-in code or by a reset."""
    person = email_address.user
    methods = get_authentication_records(request, person)
    by_mailed_code = bool(methods) and methods[-1]["method"] == "code"
    note_address_confirmed(person=person, at=now(), by_mailed_code=by_mailed_code)


def connect() -> None:
    email_confirmed.connect(address_confirmed, dispatch_uid="accounts.address_confirmed")

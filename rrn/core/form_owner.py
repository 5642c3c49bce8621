"""Whose form it is, signed into the form itself, so that a form sent without any session still finds its writer.

It opens nothing: what comes with it is kept for that person alone, and shown to her once she has signed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer

FIELD = "kept_for_token"
GOOD_FOR = timedelta(days=15)
SALT = "rrn.core.form_owner"


def sign_owner(person_id: int, at: datetime) -> str:
    """What the hidden field of a form holds."""
    return Signer(salt=SALT).sign(f"{person_id}.{int(at.timestamp())}")


def owner_in(posted: Mapping[str, str], at: datetime) -> int | None:
    """The person a form was made for; None where it says nothing, is too old, or was not signed by us."""
    try:
        person_id, made = Signer(salt=SALT).unsign(posted.get(FIELD, "")).split(".")
    except BadSignature:
        return None
    young = timedelta(0) <= at - datetime.fromtimestamp(int(made), at.tzinfo) <= GOOD_FOR
    return int(person_id) if young else None

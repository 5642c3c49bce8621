"""Six digits that show that mail reaches somebody who is signed in. Kept in her session, and only as a digest."""

from __future__ import annotations

import secrets
from collections.abc import MutableMapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.crypto import constant_time_compare, salted_hmac

KEY = "address_code"
WORKS_FOR = timedelta(minutes=30)
MOST_TRIES = 5


def _digest(code: str, address: str) -> str:
    return salted_hmac("rrn.accounts.address_code", f"{address}:{code}", algorithm="sha256").hexdigest()


def new_code(session: MutableMapping[str, Any], address: str, at: datetime) -> str:
    """A new code for this address; the one before is dead."""
    code = f"{secrets.randbelow(10**6):06d}"
    session[KEY] = {"digest": _digest(code, address), "address": address, "until": (at + WORKS_FOR).timestamp(), "tries": 0}
    return code


def code_waits(session: MutableMapping[str, Any], address: str, at: datetime) -> bool:
    kept: dict[str, Any] = session.get(KEY) or {}
    return bool(kept) and kept["address"] == address and at.timestamp() < kept["until"] and kept["tries"] < MOST_TRIES


def is_right_code(session: MutableMapping[str, Any], code: str, address: str, at: datetime) -> bool:
    """Whether it is the code that was sent. Each try counts, right or wrong."""
    if not code_waits(session, address, at):
        return False
    session[KEY] = session[KEY] | {"tries": session[KEY]["tries"] + 1}
    return constant_time_compare(_digest(code, address), session[KEY]["digest"])


def forget_code(session: MutableMapping[str, Any]) -> None:
    session.pop(KEY, None)

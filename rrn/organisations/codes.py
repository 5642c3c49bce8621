"""Secrets that are shown or mailed and never stored: invitation links and seat codes."""

from __future__ import annotations

import hashlib
import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

from rrn.organisations.models import SeatCode

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12


def new_token() -> tuple[str, str]:
    """A link's secret and the digest that is kept of it."""
    token = secrets.token_urlsafe(24)
    return token, digest_of(token)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def derive(organisation_pk: int, number: int) -> str:
    """The organisation's code of this number, from the installation's key: 12 letters in threes of four."""
    raw = int.from_bytes(
        salted_hmac("rrn.organisations.code", f"{organisation_pk}:{number}", algorithm="sha256").digest()
    )
    letters = []
    for _ in range(LENGTH):
        raw, rest = divmod(raw, len(LETTERS))
        letters.append(LETTERS[rest])
    text = "".join(letters)
    return "-".join(text[start : start + 4] for start in range(0, LENGTH, 4))


def plain(code: str) -> str:
    """How people type a code: any case, with or without dashes, O for 0 never."""
    kept = "".join(letter for letter in code.upper() if letter in LETTERS)
    return "-".join(kept[start : start + 4] for start in range(0, len(kept), 4))


def code_for(kept: SeatCode) -> str:
    """The code to show; nothing when it is switched off, or when the installation's key is no longer the same."""
    if not kept.digest:
        return ""
    code = derive(kept.organisation_id, kept.number)
    return code if constant_time_compare(digest_of(code), kept.digest) else ""

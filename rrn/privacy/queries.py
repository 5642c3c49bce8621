"""What was erased, without saying what it was."""

from __future__ import annotations

from datetime import datetime

from django.utils.crypto import salted_hmac

from rrn.privacy.models import Erasure


def digest_of(kind: str, value: str) -> str:
    """Keyed, so that a list of addresses cannot be tried against it without the installation's key."""
    return salted_hmac(f"privacy.erasure.{kind}", value.strip().casefold(), algorithm="sha256").hexdigest()


def was_erased(kind: str, value: str) -> bool:
    """An import asks this before it brings somebody in."""
    return Erasure.objects.filter(kind=kind, digest=digest_of(kind, value)).exists()


def erasures() -> list[tuple[str, str, datetime]]:
    return list(Erasure.objects.order_by("id").values_list("kind", "digest", "erased_at"))

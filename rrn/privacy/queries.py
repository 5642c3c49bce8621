"""What was erased, without saying what it was."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model
from django.utils.crypto import salted_hmac

from rrn.core.erasures import registered
from rrn.privacy.models import Erasure

ADDRESS = "address"


def digest_of(kind: str, value: str) -> str:
    """Keyed, so that a list of addresses cannot be tried against it without the installation's key."""
    return salted_hmac(f"privacy.erasure.{kind}", value.strip().casefold(), algorithm="sha256").hexdigest()


def erased_among(addresses: Iterable[str]) -> set[str]:
    """Which of these were erased. One query; an import asks before it brings somebody in."""
    digests = set(Erasure.objects.filter(kind=ADDRESS).values_list("digest", flat=True))
    return {address for address in addresses if digest_of(ADDRESS, address) in digests} if digests else set()


def standing_under(address: str, *, until: datetime) -> dict[str, list[Model]]:
    """Her records in every room, by the room's name, as they were until then."""
    return {eraser.room: list(eraser.find(address, until=until)) for eraser in registered()}


def erasures() -> list[tuple[str, str, datetime]]:
    return list(Erasure.objects.order_by("id").values_list("kind", "digest", "erased_at"))

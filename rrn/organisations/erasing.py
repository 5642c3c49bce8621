"""Seats offered to an erased person's address are taken back, and the address goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from rrn.core.erasures import NOWHERE, Eraser, nowhere
from rrn.organisations.models import Invitation


def _addresses() -> Iterator[str]:
    standing = Invitation.objects.exclude(email__endswith=NOWHERE).order_by()
    yield from standing.values_list("email", flat=True).distinct().iterator()


def _find(address: str, *, until: datetime) -> list[Invitation]:
    return list(Invitation.objects.filter(email__iexact=address, invited_at__lte=until))


def _erase(invitation: Invitation, *, address: str, at: datetime) -> None:
    offered = Invitation.objects.filter(pk=invitation.pk)
    offered.filter(accepted_at__isnull=True, taken_back_at__isnull=True).update(taken_back_at=at)
    offered.update(email=nowhere(invitation), role_title="")


ERASER = Eraser("organisations", addresses=_addresses, find=_find, erase=_erase)

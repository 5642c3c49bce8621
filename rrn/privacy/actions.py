"""Everything that privacy writes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from rrn.core.erasures import registered
from rrn.privacy.models import Erasure
from rrn.privacy.queries import digest_of

Kept = tuple[str, str, datetime]


def note_erasure(*, kind: str, value: str, at: datetime) -> None:
    """Remember, in the caller's transaction, that this was erased."""
    Erasure.objects.get_or_create(kind=kind, digest=digest_of(kind, value), defaults={"erased_at": at})


@transaction.atomic
def bring_back_erasures(*, kept: Iterable[Kept]) -> None:
    """Write erasures that are younger than a restored backup into it."""
    rows = [Erasure(kind=kind, digest=digest, erased_at=erased_at) for kind, digest, erased_at in kept]
    Erasure.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def erase_again(*, at: datetime) -> int:
    """Erase whatever stands here although it was erased once. Run after every restore; twice changes nothing."""
    done = 0
    for kind, erasable in registered().items():
        digests = set(Erasure.objects.filter(kind=kind).values_list("digest", flat=True))
        back = [record for value, record in erasable.values() if digest_of(kind, value) in digests] if digests else []
        for record in back:
            with transaction.atomic():
                erasable.erase(record, at=at)
            done += 1
    return done

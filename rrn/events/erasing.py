"""What the diary knew of a person is emptied; its lines, digests and blocks stay as they are."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

from rrn.core.erasures import mentions
from rrn.core.time import london_day
from rrn.events.models import Details

AT_ONCE = 200


def details_about(*, records: Iterable[Model], address: str, until: datetime) -> set[int]:
    """The lines about or by these records, and those whose details name the address, that have details still."""
    standing = Details.objects.filter(erased_on__isnull=True, line__at__lte=until)
    lines: set[int] = set()
    numbers: dict[str, list[str]] = defaultdict(list)
    for record in records:
        numbers[record._meta.label_lower].append(str(record.pk))
    for kind, all_of_them in numbers.items():
        for start in range(0, len(all_of_them), AT_ONCE):
            some = all_of_them[start : start + AT_ONCE]
            theirs = (
                Q(line__about_kind=kind, line__about_id__in=some)
                | Q(line__by_kind=kind, line__by_id__in=some)
                | Q(line__for_kind=kind, line__for_id__in=some)
            )
            lines.update(standing.filter(theirs).values_list("line_id", flat=True))
    return lines | _naming(address, standing)


def _naming(address: str, standing: QuerySet[Details]) -> set[int]:
    escaped = json.dumps(address)[1:-1]
    named = standing.annotate(words=Cast("details", TextField())).filter(
        Q(words__icontains=address) | Q(words__icontains=escaped)
    )
    return {
        line
        for line, details in named.values_list("line_id", "details")
        if mentions(json.dumps(details, ensure_ascii=False), address)
    }


def erase_details(*, lines: Iterable[int], at: datetime) -> int:
    """Empty details and salt in the caller's transaction: without the salt the digest cannot be tried out either."""
    every, total = sorted(lines), 0
    for start in range(0, len(every), AT_ONCE):
        some = Details.objects.filter(line_id__in=every[start : start + AT_ONCE])
        total += some.update(details={}, salt="", erased_on=london_day(at))
    return total

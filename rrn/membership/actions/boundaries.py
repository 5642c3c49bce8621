"""The diary's lines about days that came by themselves: a renewal asked for, two years over, ended without a renewal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from itertools import groupby

from django.db import transaction

from rrn.core.bulk import insert_rows
from rrn.core.time import start_of_day
from rrn.events.actions import record_each
from rrn.membership.models import Boundary, Period
from rrn.membership.passing import Passed, passed
from rrn.membership.rules import BoundaryKind

VERBS = {
    BoundaryKind.DUE: "membership.became_due",
    BoundaryKind.GRACE: "membership.grace_began",
    BoundaryKind.ENDED: "membership.ended",
}


def note_boundaries(*, on: date, at: datetime, go_on: Callable[[], bool] = lambda: True) -> int:
    """Write one line, dated with the day itself, for each boundary passed by `on` and not noted. Returns how many.

    In small steps, each a transaction of its own; between two of them `go_on` is asked. Twice, late, broken off or
    never, no answer changes, because nothing is ever answered from what is noted.
    """
    noted = 0
    for kind in BoundaryKind:
        for page in passed(kind, on):
            if not go_on():
                return noted
            noted += _note(kind, page, at)
    return noted


@transaction.atomic
def _note(kind: BoundaryKind, page: list[Passed], at: datetime) -> int:
    """The lines tell nothing that a public page is made of, so no page is made again for them."""
    there = set(Boundary.objects.filter(kind=kind.value, period__in=[pk for _, pk in page]).values_list("period", flat=True))
    news = [(day, number) for day, number in page if number not in there]
    insert_rows(Boundary, ("period", "kind", "on", "noted_at"), ((number, kind.value, day, at) for day, number in news))
    for day, some in groupby(news, key=lambda one: one[0]):
        record_each(
            VERBS[kind],
            kind=Period,
            about=[(number, {"on": day}) for _, number in some],
            by=None,
            at=start_of_day(day),
            renewing=False,
        )
    return len(news)

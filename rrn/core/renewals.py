"""What is derived from records for the public is made again after each write: search rows, totals, kept pages.

The pen of the diary asks for it (`rrn.events.actions`), so no action can forget to. The wish is a row of the same
transaction; it is fulfilled after the commit, in the same request where possible, otherwise by the worker within a
second. A room registers what it derives:

    renewals.register("plans.plan", name="register", renew=renew_for_plans)

`renew(records)` gets the numbers of the records, or None for all of the kind. It must be idempotent and may run in
several processes at once. The names of kinds are Django's labels in lower case.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

from django.db import DatabaseError, transaction
from django.db.models import F, Q, QuerySet

from rrn.core.models import Renewal
from rrn.core.time import now

log = logging.getLogger(__name__)

Renew = Callable[[set[str] | None], None]
MOST = 500
KEPT = timedelta(days=1)

_RENEWERS: dict[str, dict[str, Renew]] = {}
_LAST: dict[str, dict[str, Renew]] = {}


def register(kind: str, *, name: str, renew: Renew, last: bool = False) -> None:
    """Let `renew` be called after every write about this kind; the same name again replaces it.

    `last` is for what is made from other derived rows, such as kept pages: it waits for all the others of the kind.
    """
    (_LAST if last else _RENEWERS).setdefault(kind, {})[name] = renew


def is_wanted(kind: str) -> bool:
    return kind in _RENEWERS or kind in _LAST


def ask_for(*, kind: str, records: Iterable[str], at: datetime) -> None:
    """Write the wish, in the caller's transaction. More records than `MOST` are all of them."""
    if not is_wanted(kind):
        return
    wanted = list(dict.fromkeys(records))
    if len(wanted) > MOST:
        wanted = [""]
    Renewal.objects.bulk_create([Renewal(kind=kind, record=record, at=at) for record in wanted])
    transaction.on_commit(partial(_renew_here, kind), robust=True)


def _renew_here(kind: str) -> None:
    """The try in the same request, of this kind alone: a page does not wait for rows of organisations that others left.

    What goes wrong waits for the worker: the write itself stands.
    """
    try:
        renew_pending(at=now(), kind=kind)
    except DatabaseError:
        log.warning("Public rows could not be renewed just now; the worker will.", exc_info=True)


def waiting(at: datetime) -> int:
    """How many wishes are not fulfilled."""
    return _due(at).count()


def _due(at: datetime, kind: str = "") -> QuerySet[Renewal]:
    due = Renewal.objects.filter(Q(not_before__isnull=True) | Q(not_before__lte=at), done_at__isnull=True)
    return due.filter(kind=kind) if kind else due


def renew_pending(*, at: datetime, kind: str = "") -> int:
    """Fulfil what was asked for, of one kind or of every, many at once; gives how many. Doing one twice changes nothing.

    Kinds of which everything is to be made again come last: they take minutes where the others take milliseconds.
    """
    done = 0
    while rows := list(_due(at, kind).order_by("id")[:MOST]):
        by_kind: dict[str, list[Renewal]] = {}
        for row in rows:
            by_kind.setdefault(row.kind, []).append(row)
        for each, of_kind in sorted(by_kind.items(), key=lambda some: any(not row.record for row in some[1])):
            together = _renew(each, of_kind, at)
            if not together and len(of_kind) > 1:
                together = sum(_renew(each, [row], at) for row in of_kind)
            done += together
    return done


def _renew(kind: str, rows: list[Renewal], at: datetime) -> int:
    """All renewers of a kind for these rows; 0 when one of them failed. A single row that fails waits longer each time."""
    records = None if any(not row.record for row in rows) else {row.record for row in rows}
    mine = Renewal.objects.filter(pk__in=[row.pk for row in rows])
    try:
        for renew in (*_RENEWERS.get(kind, {}).values(), *_LAST.get(kind, {}).values()):
            renew(records)
    except DatabaseError:
        raise
    except Exception:
        if len(rows) == 1:
            log.exception("%s could not be renewed", rows[0])
            wait = timedelta(minutes=min(2 ** rows[0].tries, 60))
            mine.update(tries=F("tries") + 1, not_before=at + wait)
        return 0
    return mine.update(done_at=at)


def forget_old_renewals(*, at: datetime) -> int:
    return Renewal.objects.filter(done_at__lt=at - KEPT).delete()[0]

"""One act on many records, written down: what was chosen, what was said, what became of each record.

What the act does is upstairs; here stands only where it has got to, so that a batch which was cut off goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from rrn.accounts.models import Batch, BatchRow, User
from rrn.core.references import new_reference
from rrn.core.verdict import Refused, no, require
from rrn.events.actions import record

NOT_CHOSEN = "Choose at least one record."
KEPT_UNDONE = timedelta(days=7)


def batches_visible_to(user: Any) -> QuerySet[Batch]:
    """The office sees what was done to many records at once; what is only chosen is its own chooser's."""
    if not user.is_authenticated or not user.is_office:
        return Batch.objects.none()
    return Batch.objects.filter(Q(by=user) | ~Q(state=Batch.State.CHOSEN)).select_related("by", "undone_by")


@transaction.atomic
def choose(*, act: str, list_name: str, kind: str, numbers: Iterable[int], by: User, at: datetime) -> Batch:
    """Note which records an act is for. Nothing is done yet."""
    if not by.is_office:
        require(no("Acts on many records are the office's."))
    chosen = list(dict.fromkeys(numbers))
    if not chosen:
        raise Refused(NOT_CHOSEN)
    batch = Batch.objects.create(reference=new_reference(), act=act, list=list_name, by=by, chosen_at=at)
    BatchRow.objects.bulk_create((BatchRow(batch=batch, kind=kind, number=str(number)) for number in chosen), batch_size=500)
    return batch


@transaction.atomic
def say(*, batch: Batch, said: Mapping[str, Any], by: User) -> None:
    """What its form was filled in with; the preview is made of it."""
    mine = Batch.objects.filter(pk=batch.pk, by=by, state=Batch.State.CHOSEN)
    if not mine.update(said=dict(said)):
        raise Refused("This has been done already.")


def _move(batch: Batch, before: str, after: str, **fields: Any) -> None:
    if not Batch.objects.filter(pk=batch.pk, state=before).update(state=after, **fields):
        raise Refused("Somebody has pressed this in the same moment. Look at what was done.")
    batch.state = after


@transaction.atomic
def begin(*, batch: Batch, by: User, at: datetime) -> None:
    if batch.by_id != by.pk:
        require(no("Whoever chose the records presses the button."))
    _move(batch, Batch.State.CHOSEN, Batch.State.RUNNING, applied_at=at)
    record("batch.begun", about=batch, by=by, at=at, act=batch.act, records=batch.rows.count(), said=batch.said)


@transaction.atomic
def end(*, batch: Batch, by: User, at: datetime) -> None:
    _move(batch, Batch.State.RUNNING, Batch.State.DONE)
    record("batch.done", about=batch, by=by, at=at, figures=figures(batch))


@transaction.atomic
def begin_undo(*, batch: Batch, by: User, at: datetime) -> None:
    if not by.is_office:
        require(no("Acts on many records are the office's."))
    _move(batch, Batch.State.DONE, Batch.State.UNDOING, undone_at=at, undone_by=by)
    record("batch.undo_begun", about=batch, by=by, at=at)


@transaction.atomic
def end_undo(*, batch: Batch, by: User, at: datetime) -> None:
    _move(batch, Batch.State.UNDOING, Batch.State.UNDONE)
    record("batch.undone", about=batch, by=by, at=at, figures=figures(batch))


def note_row(row: BatchRow, outcome: str, words: str = "", result: Mapping[str, Any] | None = None) -> None:
    """What became of one record, in the transaction in which it happened."""
    row.outcome, row.words = outcome, words[:300]
    if result is not None:
        row.result = dict(result)
    row.save(update_fields=["outcome", "words", "result"])


def rows_with(batch: Batch, outcome: str, most: int) -> list[BatchRow]:
    """The next ones, locked so that two presses do not do the same. One query."""
    return list(BatchRow.objects.select_for_update().filter(batch=batch, outcome=outcome).order_by("pk")[:most])


def figures(batch: Batch) -> dict[str, int]:
    """How many rows there are of each outcome. One query."""
    counted = dict(BatchRow.objects.filter(batch=batch).order_by().values_list("outcome").annotate(Count("pk")))
    return {name or "waiting": counted.get(name, 0) for name in BatchRow.Outcome.values}


@transaction.atomic
def drop_old_batches(*, at: datetime, most: int = 200) -> int:
    """What was chosen and never done goes after a week."""
    old = Batch.objects.filter(state=Batch.State.CHOSEN, chosen_at__lt=at - KEPT_UNDONE).values_list("pk", flat=True)[:most]
    numbers = list(old)
    Batch.objects.filter(pk__in=numbers).delete()
    return len(numbers)

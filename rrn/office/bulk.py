"""One act on many records: what would change, who is refused and why, then all of it, and the way back.

A room's act is registered here (`register`), with four functions of its own: which records, what would become of each,
do it to one, undo it for one. What is applied is what was seen: the preview has a digest, and where anything has
changed meanwhile it is shown again. At most 200 records are written in one transaction; a batch that is cut off goes on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from rrn.accounts import batches
from rrn.accounts.models import Batch, BatchRow, User
from rrn.core.time import london_day
from rrn.core.verdict import Refused

AT_ONCE = 200
MOST = 1000
# More letters than this go out with a second person only (PRODUCT, "A second person").
MOST_LETTERS = 50
GONE = "The record is no longer here."
Said = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Effect:
    """What would become of one record. `refused` is the sentence; empty where it can be done."""

    number: str
    name: str
    url: str
    now: str = ""
    then: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """One act. `find(user, numbers)` gives the records that this person may act on, by number.

    `preview(records, said, user, day)`; `apply(record, said, by, at)` gives what undoing needs: numbers and days, no words;
    `undo(record, result, by, at)` gives the sentence why something is kept, or nothing where it is undone.
    Both write their own diary line and raise Refused or PermissionDenied with the sentence.
    """

    name: str
    label: str
    button: str
    lists: tuple[str, ...]
    kind: str
    form: Callable[..., Any]
    find: Callable[[User, Sequence[str]], Mapping[str, Any]]
    preview: Callable[[Sequence[Any], Said, User, date], list[Effect]]
    apply: Callable[[Any, Said, User, datetime], dict[str, Any]]
    undo: Callable[[Any, Said, User, datetime], str]
    undoing: str
    letters: bool = False

    @property
    def most(self) -> int:
        return MOST_LETTERS if self.letters else MOST


@dataclass(frozen=True, slots=True)
class Preview:
    effects: list[Effect]
    digest: str
    doable: list[Effect] = field(default_factory=list)
    refused: list[Effect] = field(default_factory=list)


_ACTS: dict[str, Act] = {}


def register(act: Act) -> None:
    """A room's act; the same name again replaces it, so that `ready()` may run twice."""
    _ACTS[act.name] = act


def act_named(name: str) -> Act:
    if name not in _ACTS:
        raise Refused("Choose what is to be done.")
    return _ACTS[name]


def acts_for(list_name: str) -> list[Act]:
    return [act for act in _ACTS.values() if list_name in act.lists]


def choose(*, act: Act, list_name: str, numbers: Sequence[int], by: User, at: datetime) -> Batch:
    """Note the records, if they are few enough for this act."""
    if list_name not in act.lists:
        raise Refused("This cannot be done to the records of this list.")
    if len(numbers) > act.most:
        why = " An act that writes letters reaches more than fifty members only with a second person." if act.letters else ""
        raise Refused(f"Choose at most {act.most:,} records at once.{why}")
    return batches.choose(act=act.name, list_name=list_name, kind=act.kind, numbers=numbers, by=by, at=at)


def preview_of(batch: Batch, *, user: User, day: date) -> Preview:
    """What would become of each record today. The act's own queries, and one."""
    act = act_named(batch.act)
    numbers = list(batch.rows.values_list("number", flat=True))
    there = act.find(user, numbers)
    found = act.preview([there[number] for number in numbers if number in there], batch.said, user, day)
    told = {effect.number: effect for effect in found}
    effects = [told.get(number) or Effect(number, f"Record {number}", "", refused=GONE) for number in numbers]
    return Preview(
        effects,
        _digest(effects, batch.said),
        [effect for effect in effects if not effect.refused],
        [effect for effect in effects if effect.refused],
    )


def _digest(effects: Sequence[Effect], said: Said) -> str:
    words = json.dumps([[asdict(effect) for effect in effects], said], sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(words.encode()).hexdigest()


def begin(batch: Batch, *, digest: str, by: User, at: datetime) -> bool:
    """Start doing what was seen. False where it is no longer what was seen: then it is to be shown again."""
    seen = preview_of(batch, user=by, day=london_day(at))
    if seen.digest != digest:
        return False
    if not seen.doable:
        raise Refused("Nothing of this can be done now.")
    batches.begin(batch=batch, by=by, at=at)
    return True


def go_on(batch: Batch, *, by: User, at: datetime) -> bool:
    """Do, or undo, the next two hundred in one transaction. False when nothing was left."""
    undoing = batch.state == Batch.State.UNDOING
    if not undoing and batch.state != Batch.State.RUNNING:
        return False
    if _turn(batch, by, at, undoing=undoing):
        return True
    (batches.end_undo if undoing else batches.end)(batch=batch, by=by, at=at)
    return False


@transaction.atomic
def _turn(batch: Batch, by: User, at: datetime, *, undoing: bool) -> int:
    act = act_named(batch.act)
    rows = batches.rows_with(batch, BatchRow.Outcome.DONE if undoing else BatchRow.Outcome.WAITING, AT_ONCE)
    there = act.find(by, [row.number for row in rows])
    for row in rows:
        _one(act, row, there.get(row.number), batch.said, by, at, undoing=undoing)
    return len(rows)


def _one(act: Act, row: BatchRow, record: Any, said: Said, by: User, at: datetime, *, undoing: bool) -> None:
    """One record; what is refused leaves no trace but its sentence."""
    outcome = BatchRow.Outcome
    if record is None:
        batches.note_row(row, outcome.KEPT if undoing else outcome.REFUSED, GONE)
        return
    try:
        with transaction.atomic():
            if undoing:
                kept = act.undo(record, row.result, by, at)
                batches.note_row(row, outcome.KEPT if kept else outcome.UNDONE, kept)
            else:
                batches.note_row(row, outcome.DONE, result=act.apply(record, said, by, at))
    except (Refused, PermissionDenied) as refusal:
        batches.note_row(row, outcome.KEPT if undoing else outcome.REFUSED, str(refusal))


def left_of(batch: Batch, figures: Mapping[str, int]) -> int:
    """How many records are still to be done, or to be undone."""
    return figures["done"] if batch.state == Batch.State.UNDOING else figures["waiting"]

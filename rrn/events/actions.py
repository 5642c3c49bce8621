"""The diary's two pens: write a line, seal a block."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from rrn.core import renewals
from rrn.core.bulk import insert_rows, reserve_ids
from rrn.events.models import Block, Details, Line
from rrn.events.rules import NOTHING_BEFORE, digest_of, head_of

BATCH = 2000


def _who(record: models.Model | None) -> tuple[str, str]:
    return ("", "") if record is None else (record._meta.label_lower, str(record.pk))


def _line(
    verb: str,
    about: models.Model,
    by: models.Model | None,
    at: datetime,
    on_behalf_of: models.Model | None,
    details: Mapping[str, Any],
) -> tuple[Line, Details]:
    plain = json.loads(json.dumps(details, cls=DjangoJSONEncoder))
    salt = secrets.token_hex(16)
    (about_kind, about_id), (by_kind, by_id), (for_kind, for_id) = _who(about), _who(by), _who(on_behalf_of)
    digest = digest_of(
        salt=salt,
        verb=verb,
        about=f"{about_kind}:{about_id}",
        by=f"{by_kind}:{by_id}",
        on_behalf_of=f"{for_kind}:{for_id}",
        at=at.astimezone(UTC).isoformat(),
        details=plain,
    )
    line = Line(
        verb=verb,
        about_kind=about_kind,
        about_id=about_id,
        by_kind=by_kind,
        by_id=by_id,
        for_kind=for_kind,
        for_id=for_id,
        at=at,
        digest=digest,
    )
    return line, Details(line=line, salt=salt, details=plain)


def record(
    verb: str,
    *,
    about: models.Model,
    by: models.Model | None,
    at: datetime,
    on_behalf_of: models.Model | None = None,
    **details: Any,
) -> Line:
    """Write one line, in the caller's transaction. `by=None` is the house itself, such as the clock.

    `details` may hold words and names; they stand apart so that erasure can empty them.
    """
    line, apart = _line(verb, about, by, at, on_behalf_of, details)
    line.save(force_insert=True)
    apart.line = line
    apart.save(force_insert=True)
    renewals.ask_for(kind=line.about_kind, records=[line.about_id], at=at)
    return line


def record_many(
    verb: str, *, about: Iterable[tuple[models.Model, Mapping[str, Any]]], by: models.Model | None, at: datetime
) -> int:
    """Write one line for each (record, details), in bulk, in the caller's transaction. Returns how many."""
    pairs = [_line(verb, record, by, at, None, details) for record, details in about]
    lines = Line.objects.bulk_create([line for line, _ in pairs], batch_size=BATCH)
    for line, (_, apart) in zip(lines, pairs, strict=True):
        apart.line = line
    Details.objects.bulk_create([apart for _, apart in pairs], batch_size=BATCH)
    for kind in dict.fromkeys(line.about_kind for line in lines):
        renewals.ask_for(kind=kind, records=[line.about_id for line in lines if line.about_kind == kind], at=at)
    return len(lines)


@transaction.atomic
def record_each(
    verb: str,
    *,
    kind: type[models.Model],
    about: Iterable[tuple[int, Mapping[str, Any]]],
    by: models.Model | None,
    at: datetime,
    renewing: bool = True,
) -> int:
    """The same for hundreds of thousands: (number of a record of this kind, details) each, without an object a row.

    `renewing=False` where nothing that is derived from the records is different afterwards.
    """
    waiting, label = iter(about), kind._meta.label_lower
    by_kind, by_id = _who(by)
    moment, total = at.astimezone(UTC).isoformat(), 0
    while some := list(islice(waiting, BATCH)):
        numbers = reserve_ids(Line, len(some))
        lines, apart = [], []
        for number, (record_id, details) in zip(numbers, some, strict=True):
            plain = json.loads(json.dumps(details, cls=DjangoJSONEncoder))
            salt = secrets.token_hex(16)
            digest = digest_of(
                salt=salt,
                verb=verb,
                about=f"{label}:{record_id}",
                by=f"{by_kind}:{by_id}",
                on_behalf_of=":",
                at=moment,
                details=plain,
            )
            lines.append((number, verb, label, str(record_id), by_kind, by_id, "", "", at, digest))
            apart.append((number, salt, plain, None))
        insert_rows(Line, _LINE_FIELDS, lines)
        insert_rows(Details, ("line", "salt", "details", "erased_on"), apart)
        total += len(some)
    if total and renewing:
        renewals.ask_for(kind=label, records=[""], at=at)
    return total


_LINE_FIELDS = ("id", "verb", "about_kind", "about_id", "by_kind", "by_id", "for_kind", "for_id", "at", "digest")


@transaction.atomic
def seal_block(*, at: datetime, most: int = 10_000) -> Block | None:
    """Chain the unsealed lines into the next block; None when there are none.

    Only the worker calls this, under its lease. On PostgreSQL a transaction still open may hold a lower number, so
    the sealer waits a moment for the writers, and tries again later rather than hold new ones up. SQLite has one
    writer at a time.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '200ms'")
            cursor.execute("LOCK TABLE events_line IN SHARE MODE")
    last = Block.objects.order_by("-number").first()
    after = last.last_line if last else 0
    lines = list(Line.objects.filter(id__gt=after).order_by("id").values_list("id", "digest")[:most])
    if not lines:
        return None
    return Block.objects.create(
        number=(last.number + 1) if last else 1,
        first_line=lines[0][0],
        last_line=lines[-1][0],
        lines=len(lines),
        head=head_of(last.head if last else NOTHING_BEFORE, (digest for _, digest in lines)),
        sealed_at=at,
    )

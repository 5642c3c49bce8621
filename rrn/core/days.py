"""Days in the database: a day some days after another, and the London day of an instant."""

from __future__ import annotations

from typing import Any

from django.db.models import DateField, F, Func
from django.db.models.functions import TruncDate

from rrn.core.time import LONDON


class AddDays(Func):
    """A day and so many days after it (before it, where the number is negative), the same on both databases."""

    output_field = DateField()

    def __init__(self, day: Any, days: int, **extra: Any) -> None:
        # Both parts are our own numbers; nothing that a reader typed comes here.
        super().__init__(F(day) if isinstance(day, str) else day, days=int(days), **extra)

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> Any:  # type: ignore[override]
        return super().as_sql(compiler, connection, template="(%(expressions)s + (%(days)s))", **extra)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return super().as_sql(compiler, connection, template="date(%(expressions)s, '%(days)s days')", **extra)


class LondonDay(TruncDate):
    """The London day an instant belongs to."""

    def __init__(self, instant: Any, **extra: Any) -> None:
        super().__init__(instant, tzinfo=LONDON, **extra)



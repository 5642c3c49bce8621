"""What the page of a stop shows: the days, and the first of what would be noted."""

from __future__ import annotations

from datetime import date
from typing import Any

from rrn.clock.models import Halt
from rrn.post import ledger
from rrn.post.notices import rule_named

MOST = 50


def days_of(halt: Halt) -> list[tuple[date, int]]:
    return [(date.fromisoformat(day), number) for day, number in halt.by_day.items()]


def notices_before(halt: Halt) -> list[dict[str, Any]]:
    """The first of the notices that wait, each with its kind and number: whose they are stands behind the record. Two queries."""
    rule = rule_named(halt.duty)
    if rule is None or not halt.by_day or halt.closed_at is not None:
        return []
    days = [day for day, _ in days_of(halt)]
    found = ledger.first_missing(ledger.Span(days[0], days[-1]), rule, most=MOST)
    return [
        {"due": row[3], "offset": rule.offset_label(row[1]), "about": f"{row[6].rpartition('.')[2]} {row[7]}",
         "person": row[5] if row[4] == "accounts.user" else ""}
        for row in found
    ]  # fmt: skip

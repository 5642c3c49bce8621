"""What one member adds to the network's numbers, as changes on days. A number on a day is the sum up to that day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rrn.membership.rules import COUNTING, Status
from rrn.register.rules.names import with_parents


class Promise(NamedTuple):
    """A plan that was published: its first and last day, and how many of its actions are what."""

    first_day: date
    last_day: date
    tally: Mapping[str, int]


def tally_of(actions: Iterable[tuple[int | None, Sequence[str], str]]) -> dict[str, int]:
    """How many actions in all, by strategy, by practice, by whether they were under way: (strategy, practices, under way)."""
    found: Counter[str] = Counter()
    for strategy, practices, under_way in actions:
        found["actions"] += 1
        found[f"strategy:{strategy or 'none'}"] += 1
        found[f"under_way:{under_way or 'not_said'}"] += 1
        for code in with_parents(practices):
            found[f"practice:{code}"] += 1
    return dict(sorted(found.items()))


def in_force(spans: Sequence[tuple[date, Status]], promise: Promise) -> list[tuple[date, date]]:
    """When a plan was in force: inside its two years, while the membership counts. (First day, first day no longer.)"""
    found: list[tuple[date, date]] = []
    for place, (day, status) in enumerate(spans):
        if status not in COUNTING:
            continue
        following = spans[place + 1][0] if place + 1 < len(spans) else date.max
        begins, ends = max(day, promise.first_day), min(following, promise.last_day + timedelta(days=1))
        if begins < ends:
            found.append((begins, ends))
    return found


def added_by(kind: str, spans: Sequence[tuple[date, Status]], promises: Sequence[Promise]) -> Counter[tuple[str, date]]:
    """Changes by (series, day): +1 where a status begins, −1 where the next one does; the same for plans and actions."""
    changes: Counter[tuple[str, date]] = Counter()
    before = ""
    for day, status in spans:
        if before:
            changes[before, day] -= 1
        before = "" if status is Status.NONE else f"{kind}:{status.value}"
        if before:
            changes[before, day] += 1
    for promise in promises:
        for begins, ends in in_force(spans, promise):
            for series, number in (("plans", 1), *promise.tally.items()):
                changes[series, begins] += number
                changes[series, ends] -= number
    return Counter({key: change for key, change in changes.items() if change})

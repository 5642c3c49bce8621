"""From which day on which answer holds: the schedule of a membership's answers, computed from its recorded dates.

`membership.rules.status_on(facts, day)` stays the rule. Between two dates on which something begins or ends it cannot
change, so asking it once on each of them gives the whole line, past and future. Nothing here depends on today.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.db.models import TextChoices

from rrn.core.time import add_months
from rrn.membership.rules import Facts, Status, current_period, due_from, ended_on, status_on
from rrn.register.rules.public import LISTED_AFTER_END_MONTHS, listed_since

DAY = timedelta(days=1)


class Answer(NamedTuple):
    """From this day on the membership is this, with the dates that are said beside it, until the next answer."""

    from_day: date
    status: Status
    start: date | None
    end: date | None


def _turns(facts: Facts) -> Iterator[date | None]:
    """Every day on which an answer can change."""
    for period in facts.periods:
        yield from (period.starts_on, due_from(period.ends_on), period.ends_on + DAY, period.grace_ends_on + DAY)
        yield period.left_on
    for span in (*facts.applications, *facts.suspensions, *(ending.span for ending in facts.endings)):
        yield from (span.starts_on, span.ended_on)
    for override in facts.overrides:
        yield from (override.span.starts_on, override.span.ended_on, override.until + DAY)


def dates_beside(status: Status, facts: Facts, day: date) -> tuple[date | None, date | None]:
    """The dates that are said beside a status: of a membership from – to, of one that is paused or whose renewal is due
    the day since which that is so, because its two years beside "suspended" would read as those of the suspension."""
    if status is Status.SUSPENDED:
        return min(span.starts_on for span in facts.suspensions if span.covers(day)), None
    period = current_period(facts, day)
    if period is None:
        return None, ended_on(facts, day)
    if status is Status.GRACE:
        return period.ends_on + DAY, None
    return period.starts_on, ended_on(facts, day) or period.ends_on


def _answer(facts: Facts, day: date) -> Answer:
    status = status_on(facts, day)
    return Answer(day, status, *dates_beside(status, facts, day))


def answers_of(facts: Facts) -> list[Answer]:
    """The whole line, oldest first. Before the first of them nothing was recorded: not a member."""
    found: list[Answer] = []
    for day in sorted({day for day in _turns(facts) if day is not None}):
        answer = _answer(facts, day)
        before = found[-1] if found else Answer(date.min, Status.NONE, None, None)
        if answer[1:] != before[1:]:
            found.append(answer)
    return found


def spans_of(facts: Facts) -> list[tuple[date, Status]]:
    """The same without the dates beside it: (from day, status), neighbours merged."""
    found: list[tuple[date, Status]] = []
    for answer in answers_of(facts):
        if answer.status != (found[-1][1] if found else Status.NONE):
            found.append((answer.from_day, answer.status))
    return found


def answer_on(answers: Sequence[Answer], day: date) -> Answer:
    place = bisect_right(answers, day, key=lambda answer: answer.from_day)
    return answers[place - 1] if place else Answer(date.min, Status.NONE, None, None)


# -- As text, for a row ------------------------------------------------------------------------------------------------


def write_answers(answers: Sequence[Answer]) -> str:
    return ";".join(
        f"{answer.from_day},{answer.status.value},{answer.start or ''},{answer.end or ''}" for answer in answers
    )


def write_spans(spans: Sequence[tuple[date, Status]]) -> str:
    return ";".join(f"{day},{status.value}" for day, status in spans)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@lru_cache(maxsize=20_000)
def read_answers(text: str) -> tuple[Answer, ...]:
    """Many memberships began on the same days, so few texts are read more than once."""
    rows = (part.split(",") for part in text.split(";") if part)
    return tuple(Answer(date.fromisoformat(day), Status(status), _day(start), _day(end)) for day, status, start, end in rows)


def read_spans(text: str) -> list[tuple[date, Status]]:
    rows = (part.split(",") for part in text.split(";") if part)
    return [(date.fromisoformat(day), Status(status)) for day, status in rows]


# -- What the directory asks ------------------------------------------------------------------------------------------


class Group(TextChoices):
    """How the directory tells memberships apart."""

    IN_FORCE = "in_force", "Plan in force"
    ENDING_SOON = "ending_soon", "Plan ending soon"
    RENEWAL_DUE = "renewal_due", "Renewal due"
    SUSPENDED = "suspended", "Suspended"
    ENDED = "ended", "Ended in the last 24 months"
    ENDED_EARLIER = "ended_earlier", "Ended earlier"


# Shown when nobody chose: members, and those whose membership is paused.
STANDING = (Group.IN_FORCE, Group.ENDING_SOON, Group.RENEWAL_DUE, Group.SUSPENDED)
LISTED = (*STANDING, Group.ENDED)

_GROUPS = {
    Status.ACTIVE: Group.IN_FORCE,
    Status.DUE: Group.ENDING_SOON,
    Status.GRACE: Group.RENEWAL_DUE,
    Status.SUSPENDED: Group.SUSPENDED,
    Status.LAPSED: Group.ENDED,
    Status.LEFT: Group.ENDED,
    Status.REMOVED: Group.ENDED,
    Status.CLOSED: Group.ENDED,
    Status.MERGED: Group.ENDED,
}


def leaves_lists_on(ended: date) -> date:
    """The first day on which a membership that ended on this day is in no list any more."""
    day = add_months(ended, LISTED_AFTER_END_MONTHS) + DAY
    while listed_since(day) <= ended:
        day += DAY
    return day


def groups_of(answers: Sequence[Answer]) -> list[tuple[date, Group | None]]:
    """From which day on the directory has it where. None is nowhere: not a member, or only applied."""
    found: list[tuple[date, Group | None]] = []
    for place, answer in enumerate(answers):
        group = _GROUPS.get(answer.status)
        if group is not Group.ENDED:
            found.append((answer.from_day, group))
            continue
        leaves = leaves_lists_on(answer.end or answer.from_day)
        if leaves > answer.from_day:
            found.append((answer.from_day, Group.ENDED))
        if place + 1 == len(answers) or leaves < answers[place + 1].from_day:
            found.append((max(leaves, answer.from_day), Group.ENDED_EARLIER))
    return found


def group_on(answers: Sequence[Answer], day: date) -> Group | None:
    """Where the directory has a membership on a day."""
    groups = groups_of(answers)
    place = bisect_right(groups, day, key=lambda each: each[0])
    return groups[place - 1][1] if place else None

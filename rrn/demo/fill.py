"""How the demonstration is filled: steps, in this order, each through the actions that people use, each done once.

A step is a function of the moment. Names, texts and offsets are fixed by the data beside this file; dates count from
`at`, the morning of the day of filling (`RRN_DEMO_DAY`, otherwise today).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from rrn.core.time import start_of_day
from rrn.demo.filling.mailings import fill_mailings
from rrn.demo.filling.news import fill_news
from rrn.demo.filling.past import fill_past
from rrn.demo.filling.returns import fill_returns
from rrn.demo.models import Filled
from rrn.demo.people import fill_staff, introduce_everybody


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    fill: Callable[[datetime], None]


STEPS: tuple[Step, ...] = (
    Step("staff", fill_staff),
    Step("past", fill_past),
    Step("news", fill_news),
    Step("returns", fill_returns),
    Step("mailings", fill_mailings),
    Step("guide", introduce_everybody),
)


def morning_of(day: date, now: datetime) -> datetime:
    """Nine o'clock in London on the day of filling, or now where that is still to come."""
    return min(start_of_day(day) + timedelta(hours=9), max(now, start_of_day(day)))


def fill(*, day: date, now: datetime, steps: Sequence[Step] = STEPS) -> list[str]:
    """Do the steps that are not done yet, each in one transaction with its marker. Returns their names."""
    at = morning_of(day, now)
    done = set(Filled.objects.values_list("step", flat=True))
    filled = []
    for step in steps:
        if step.name in done:
            continue
        with transaction.atomic():
            step.fill(at)
            Filled.objects.create(step=step.name, day=day, filled_at=now)
        filled.append(step.name)
    return filled

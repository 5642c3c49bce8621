"""How our promise about a plan stands on a day, in words. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rrn.core.working_days import BANK_HOLIDAYS, working_days_between
from rrn.plans.models import Plan
from rrn.plans.rules import State, say


@dataclass(frozen=True, slots=True)
class Clock:
    """`urgent` from the last day but one: that is when it is set in bold."""

    words: str
    urgent: bool = False
    due: date | None = None


def _working_days(number: int) -> str:
    return "1 working day" if number == 1 else f"{number} working days"


def clock_of(plan: Plan, day: date) -> Clock:
    """The promised day with what is left of it; paused while changes are asked; the publication day once accepted."""
    if plan.state == State.CHANGES_ASKED and plan.changes_by:
        left = _working_days(plan.review_days_left or 0)
        return Clock(f"Paused with {left} left. Changes asked for by {say(plan.changes_by)}", due=plan.changes_by)
    if plan.state == State.ACCEPTED and plan.publish_on:
        due = plan.publish_on <= day
        return Clock(f"To be published {'today' if due else f'on {say(plan.publish_on)}'}", due, plan.publish_on)
    if plan.promised_on is None:
        return Clock("None")
    if plan.promised_on < day:
        late = working_days_between(plan.promised_on, day, BANK_HOLIDAYS)
        return Clock(f"{say(plan.promised_on)}, overdue by {_working_days(late)}", True, plan.promised_on)
    days = working_days_between(day, plan.promised_on, BANK_HOLIDAYS)
    words = "today" if plan.promised_on == day else f"{_working_days(days)} left"
    return Clock(f"{say(plan.promised_on)}, {words}", days <= 1, plan.promised_on)

"""How a plan's position moves: one guarded update, or a refusal in plain words (RELIABILITY.md rule 5)."""

from __future__ import annotations

from typing import Any

from rrn.core.verdict import Refused
from rrn.plans.models import Plan
from rrn.plans.rules import Move, State, step


def lock(plan: Plan) -> Plan:
    """The plan as it is now, held until the transaction ends."""
    return Plan.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=plan.pk)


def move(plan: Plan, along: Move, **dates: Any) -> None:
    """Take the step with its dates, if the plan still is where we saw it."""
    before = State(plan.state)
    after = step(before, along)
    rows = Plan.objects.filter(pk=plan.pk, state=before).update(state=after, **dates)
    if rows != 1:
        raise Refused("Somebody else moved this plan a moment ago. Look at it again.")
    plan.state = after
    for field, value in dates.items():
        setattr(plan, field, value)

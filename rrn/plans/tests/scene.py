"""The cast of an organisation's plan, and plans in every position, made by the same actions that people use."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from rrn.core.vocabulary import Nation, Sector
from rrn.organisations.actions import found_organisation, give_seat
from rrn.organisations.models import Organisation, SeatKind
from rrn.plans.actions import (
    accept_plan,
    add_action,
    ask_changes,
    confirm,
    not_accept_plan,
    open_review,
    publish_plan,
    start_plan,
    submit_plan,
    withdraw_plan,
)
from rrn.plans.models import Plan
from rrn.plans.queries import CONFIRMATIONS_VERSION, DECLARATION_VERSION
from rrn.plans.rules import State
from tests.cast import person

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday
LATER = NOON + timedelta(days=3)
ALL_THREE = {"publication", "accuracy", "authority"}

COMPLETE: dict[str, Any] = {
    "what": "Every class team agrees with each child what helps.",
    "strategy": 4,
    "owner_role": "Deputy head",
    "due_on": date(2027, 6, 30),
    "how_you_will_know": "Each child has a written agreement, reviewed each half term.",
}


def organisation(
    name: str = "Hollin Park School", lead: Any = None, at: datetime = NOON
) -> tuple[Organisation, Any]:
    lead = lead or person("Priya Nair")
    made = found_organisation(name=name, by=lead, at=at, sector=Sector.EDUCATION, nation=Nation.ENGLAND)
    return made, lead


def seated(where: Organisation, kind: str, name: str = "") -> Any:
    who = person(name or f"{kind.title()} Person")
    give_seat(organisation=where, person=who, kind=SeatKind(kind), by=None, at=NOON)
    return who


def draft(where: Organisation, lead: Any, actions: int = 3, ready: bool = True) -> Plan:
    plan = start_plan(organisation=where, by=lead, at=NOON)
    for number in range(actions):
        add_action(plan=plan, by=lead, at=NOON, **{**COMPLETE, "what": f"{COMPLETE['what']} ({number + 1})"})
    if ready:
        confirm(plan=plan, kinds=ALL_THREE, wording_version=CONFIRMATIONS_VERSION, by=lead, at=NOON)
    return plan


def in_state(state: State, reviewer: Any, name: str = "Hollin Park School") -> tuple[Plan, Any]:
    """A plan in this position, with its lead."""
    where, lead = organisation(name)
    plan = draft(where, lead)
    if state == State.DRAFT:
        return plan, lead
    plan = submit_plan(plan=plan, by=lead, at=NOON)
    if state == State.WITHDRAWN:
        return withdraw_plan(plan=plan, by=lead, at=LATER), lead
    if state == State.SUBMITTED:
        return plan, lead
    open_for_review(plan, reviewer)
    if state == State.CHANGES_ASKED:
        ask_changes(plan=plan, words="Say more.", by=reviewer, at=LATER)
    elif state == State.NOT_ACCEPTED:
        not_accept_plan(plan=plan, reasons="Two actions have no measure.", by=reviewer, at=LATER)
    elif state in (State.ACCEPTED, State.PUBLISHED):
        accept_plan(plan=plan, by=reviewer, at=LATER)
        if state == State.PUBLISHED:
            publish_plan(plan=plan, by=reviewer, at=LATER)
    plan.refresh_from_db()
    return plan, lead


def open_for_review(plan: Plan, reviewer: Any, at: datetime = LATER) -> None:
    open_review(
        plan=plan, no_interest_declared=True, declaration_version=DECLARATION_VERSION, by=reviewer, at=at
    )

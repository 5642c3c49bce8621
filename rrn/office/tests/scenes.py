"""A plan on its way through the office, made by the same actions that people use."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from rrn.organisations.actions import found_organisation
from rrn.plans import actions
from rrn.plans.models import Plan
from rrn.plans.queries import CONFIRMATIONS_VERSION, DECLARATION_VERSION
from rrn.plans.rules import Part
from tests.cast import person

SENT = datetime(2026, 11, 2, 9, tzinfo=UTC)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
_numbers = count(1)


def draft(name: str = "", *, lead: Any = None, at: datetime = SENT, promises: int = 1) -> Plan:
    """An organisation with its lead and a draft that could be sent."""
    lead = lead or person("Lena Lead")
    organisation = found_organisation(name=name or f"Dunstan Services {next(_numbers)}", by=lead, at=at)
    plan = actions.start_plan(organisation=organisation, by=lead, at=at)
    actions.save_part(
        plan=plan,
        part=Part.NOW,
        values={"where_now": "We hold people down eleven times a month.", "how_known": "From our monthly count."},
        by=lead,
        at=at,
    )
    actions.save_part(
        plan=plan,
        part=Part.PEOPLE,
        values={"lead_role": "Head of care", "lead_name": "Private Person", "lead_email": "private@people.example"},
        by=lead,
        at=at,
    )
    for number in range(1, promises + 1):
        actions.add_action(
            plan=plan,
            by=lead,
            at=at,
            what=f"Meet after every restraint, part {number}",
            strategy=6,
            owner_role="Head of care",
            due_on=date(2027, 6, 30),
            how_you_will_know="Minutes of each meeting",
        )
    actions.confirm(
        plan=plan, kinds=["publication", "accuracy", "authority"], wording_version=CONFIRMATIONS_VERSION, by=lead, at=at
    )
    plan.lead = lead  # type: ignore[attr-defined]  # for the test
    return plan


def sent(name: str = "", *, at: datetime = SENT, promises: int = 1) -> Plan:
    plan = draft(name, at=at, promises=promises)
    lead = plan.lead
    plan = actions.submit_plan(plan=plan, by=lead, at=at)
    plan.lead = lead
    return plan


def opened(by: Any, *, plan: Plan | None = None, at: datetime = SENT + timedelta(days=1)) -> Plan:
    """A plan that this reviewer has open."""
    plan = plan or sent()
    lead = plan.lead
    actions.open_review(plan=plan, no_interest_declared=True, declaration_version=DECLARATION_VERSION, by=by, at=at)
    plan.refresh_from_db()
    plan.lead = lead
    return plan


def sent_again(by: Any) -> Plan:
    """Changes were asked for, made and sent."""
    plan = opened(by)
    lead = plan.lead
    actions.ask_changes(plan=plan, by=by, at=SENT + timedelta(days=2), words="Say how often.")
    plan.refresh_from_db()
    first = plan.actions.first()
    at = SENT + timedelta(days=3)
    actions.save_action(action=first, values={"what": "Meet within three days of every restraint"}, by=lead, at=at)
    actions.confirm(
        plan=plan, kinds=["publication", "accuracy", "authority"], wording_version=CONFIRMATIONS_VERSION, by=lead, at=at
    )
    plan = actions.resubmit_plan(plan=plan, by=lead, at=at)
    plan.lead = lead
    return plan


def accepted(by: Any, *, publish_on: date | None = None) -> Plan:
    plan = opened(by)
    lead = plan.lead
    plan = actions.accept_plan(plan=plan, by=by, at=NOON, publish_on=publish_on)
    plan.lead = lead
    return plan


def turned_down(by: Any) -> Plan:
    plan = opened(by)
    lead = plan.lead
    plan = actions.not_accept_plan(plan=plan, reasons="Two actions have no measure.", by=by, at=NOON)
    plan.lead = lead
    return plan

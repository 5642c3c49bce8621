"""Scenes that more than one room's tests are set in, made by the same actions that people use."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from rrn.core.time import london_day
from rrn.core.vocabulary import PracticeType, Strategy
from rrn.organisations.actions import describe_organisation, found_organisation
from rrn.plans.actions import (
    accept_plan,
    add_action,
    confirm,
    open_review,
    publish_plan,
    save_part,
    start_plan,
    submit_plan,
)
from rrn.plans.models import Plan
from rrn.plans.queries import CONFIRMATIONS_VERSION, DECLARATION_VERSION
from rrn.plans.rules import Part, UnderWay
from tests.cast import person

SUMMARY = "Fewer people are held on the floor.\nEvery ward asks afterwards what would have helped."


def plan_ready_to_send(
    name: str = "Hollin Park School",
    *,
    at: datetime,
    lead: Any = None,
    actions: int = 2,
    due_on: date | None = None,
    **facts: Any,
) -> Plan:
    """An organisation with a lead and a draft that has all it needs."""
    lead = lead or person(f"Lead of {name}")
    organisation = found_organisation(name=name, by=lead, at=at, role_title="Head of care")
    wanted = {"sector": "education", "nation": "wales", "place": "Aberwen", "part_covered": "The whole school"} | facts
    describe_organisation(organisation=organisation, changes=wanted, by=lead, at=at)
    plan = start_plan(organisation=organisation, by=lead, at=at)
    save_part(plan=plan, part=Part.SUMMARY, values={"summary": SUMMARY}, by=lead, at=at)
    save_part(plan=plan, part=Part.NOW, values={"where_now": "Forty holds a term.", "how_known": "Our log."}, by=lead, at=at)
    practices = [PracticeType.PHYSICAL.value, PracticeType.SECLUSION.value]
    save_part(plan=plan, part=Part.PRACTICES, values={"practices": practices}, by=lead, at=at)
    for number in range(1, actions + 1):
        add_action(
            plan=plan,
            by=lead,
            at=at,
            what=f"Every pupil who was held {number} times has a plan written with the family.",
            strategy=Strategy.PREVENTION.value,
            owner_role="Deputy head",
            due_on=due_on or london_day(at) + timedelta(days=400),
            how_you_will_know="The plans are read out at the governors' meeting.",
            target="All pupils",
            under_way=UnderWay.NEW.value,
        )
    confirm(
        plan=plan, kinds=["publication", "accuracy", "authority"], wording_version=CONFIRMATIONS_VERSION, by=lead, at=at
    )
    return plan


def published_plan(name: str = "Hollin Park School", *, at: datetime, reviewer: Any = None, **more: Any) -> Plan:
    """The same, sent, read, accepted and published at one moment."""
    return read_and_published(plan_ready_to_send(name, at=at, **more), at=at, reviewer=reviewer)


def read_and_published(plan: Plan, *, at: datetime, reviewer: Any = None) -> Plan:
    """A draft that has all it needs, sent, read, accepted and published at one moment."""
    reviewer = reviewer or person("Rui Reader", roles=("reviewer",))
    lead = plan.started_by
    submit_plan(plan=plan, by=lead, at=at)
    open_review(
        plan=plan, no_interest_declared=True, declaration_version=DECLARATION_VERSION, by=reviewer, at=at
    )
    accept_plan(plan=plan, by=reviewer, at=at, points_to_learn=["Say how families hear of a hold."])
    return publish_plan(plan=plan, by=reviewer, at=at)

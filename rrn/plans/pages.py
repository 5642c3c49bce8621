"""What the pages of the door show, gathered in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from rrn.membership.queries import answered_appeals, appeal_of, appealable, facts_of, licence_of
from rrn.membership.rules import COUNTING, Reader, Status, status_on, why
from rrn.organisations.models import Organisation
from rrn.organisations.queries import seats_of
from rrn.plans.models import Action, Appeal, Decision, Plan
from rrn.plans.queries import (
    Task,
    actions_of,
    changes_now_asked,
    current_plan,
    latest_decision,
    missing_from,
    open_comments,
    plan_to_start_from,
    tasks_of,
    versions_of,
)
from rrn.plans.reading import read, read_action
from rrn.plans.rules import BEFORE_PUBLICATION, Missing, Part, State, counts_hint, last_due_day, say
from rrn.plans.versions import words_of, words_of_action

# The headings of the task list and the parts under each.
HEADINGS: tuple[tuple[str, tuple[Part, ...]], ...] = (
    ("1 Who you are", (Part.ORGANISATION, Part.PEOPLE)),
    ("2 The plan", (Part.NOW, Part.PRACTICES, Part.ACTIONS, Part.SHARING, Part.SUMMARY, Part.SHAPED)),
    ("3 Send it", (Part.CONFIRMATIONS,)),
)
OWN_ADDRESS = {
    Part.ORGANISATION: "plans:about",
    Part.ACTIONS: "plans:actions",
    Part.CONFIRMATIONS: "plans:confirmations",
}


def href_of(part: Part, slug: str) -> str:
    name = OWN_ADDRESS.get(part)
    return reverse(name, args=[slug]) if name else reverse("plans:part", args=[slug, part.value])


def href_of_missing(one: Missing, slug: str) -> str:
    """Where to put it right: the very field."""
    if one.action:
        suffix = "_day" if one.field == "due_on" else ""
        return f"{reverse('plans:action', args=[slug, one.action])}#id_{one.field}{suffix}"
    anchor = f"#id_{one.field}" if one.field else ""
    return href_of(one.part, slug) + anchor


def _line(task: Task, slug: str) -> dict[str, Any]:
    hint = task.hint
    if task.comments:
        hint = f"{hint}. {task.comments} comment{'s' if task.comments > 1 else ''} from our reviewer"
    return {"words": task.part.label, "href": href_of(task.part, slug), "hint": hint, "state": task.progress}


def task_page(plan: Plan, day: date) -> dict[str, Any]:
    """The task list, or the position of a plan that is with us or decided."""
    actions = actions_of(plan)
    missing = missing_from(plan, day, actions)
    comments = open_comments(plan)
    tasks = {task.part: task for task in tasks_of(plan, actions=actions, missing=missing, comments=comments)}
    slug = plan.organisation.slug
    parts = [(heading, [_line(tasks[part], slug) for part in under]) for heading, under in HEADINGS]
    send = {
        "words": "Check and send",
        "href": reverse("plans:check", args=[slug]),
        "hint": f"{len(missing)} thing{'s' if len(missing) > 1 else ''} to do first"
        if missing
        else "Nothing is missing",
        "state": "not_started",
    }
    parts[-1][1].append(send)
    decision = latest_decision(plan)
    return {
        "parts": parts,
        "complete": sum(task.progress == "complete" for task in tasks.values()),
        "of": len(tasks),
        "asked": changes_now_asked(plan),
        "decision": decision,
        "appeal_waits": waiting_appeal(decision) is not None,
        "comments": [one for one in comments if not one.part],
        "all_comments": comments,
        "seats": seats_of(plan.organisation),
        "versions": versions_of(plan),
        "licence": licence_of(plan.organisation) if plan.published_at else None,
        "can_withdraw": plan.state in BEFORE_PUBLICATION - {State.ACCEPTED, State.DRAFT},
    }


def home_page(organisation: Organisation, reads: bool, day: date) -> dict[str, Any]:
    """What is next for an organisation's people."""
    plan = current_plan(organisation) if reads else None
    refused = plan is not None and plan.state == State.NOT_ACCEPTED
    appeal = waiting_appeal(latest_decision(plan)) if plan and refused else None
    ended = plan is None or plan.state in {State.WITHDRAWN, State.NOT_ACCEPTED, State.CLOSED}
    stands = membership_of(organisation, reads, day)
    again = plan is not None and plan.state == State.PUBLISHED and stands["status"] in TIME_FOR_A_PLAN
    nexts = f"We have your appeal and answer by {say(appeal.decide_by)}." if appeal else next_step(plan, day)
    if plan is not None and plan.state == State.PUBLISHED and stands["status"] != Status.ACTIVE:
        nexts = "Your plan is published and stays public."
    return stands | {
        "plan": plan,
        "next": nexts,
        "can_begin": (ended or again) and appeal is None and stands["status"] not in NO_PLAN_NOW,
        "seats": seats_of(organisation) if reads else [],
        "licence": licence_of(organisation) if reads else None,
        "earlier": plan_to_start_from(organisation) if reads else None,
    }


TIME_FOR_A_PLAN = frozenset({Status.DUE, Status.GRACE, Status.LAPSED, Status.LEFT})
NO_PLAN_NOW = frozenset({Status.REMOVED, Status.CLOSED, Status.MERGED})


def membership_of(organisation: Organisation, reads: bool, day: date) -> dict[str, Any]:
    """What the membership is today, and why; a decision's reasons for who reads the plan. At most nine queries."""
    member = getattr(organisation, "member", None)
    if member is None:
        return {"status": Status.NONE, "sentence": "", "may_leave": False, "decision": None, "appeal": None, "appeals": []}
    facts = facts_of(member)
    status = status_on(facts, day)
    decision = appealable(member, day) if reads and status in (Status.SUSPENDED, Status.REMOVED) else None
    return {
        "status": status,
        "sentence": why(facts, day, Reader.ORGANISATION),
        "may_leave": status in COUNTING or status == Status.SUSPENDED,
        "decision": decision,
        "appeal": appeal_of(decision),
        "appeals": answered_appeals(member) if reads else [],
    }


def waiting_appeal(decision: Decision | None) -> Appeal | None:
    """The appeal that somebody still has to decide; meanwhile no other plan can be started."""
    appeal: Appeal | None = getattr(decision, "appeal", None)
    return appeal if appeal is not None and appeal.decided_at is None else None


def next_step(plan: Plan | None, day: date) -> str:
    """One sentence with the next date."""
    if plan is None:
        return ""
    if plan.state in (State.SUBMITTED, State.IN_REVIEW) and plan.promised_on:
        return f"We have your plan and answer by {say(plan.promised_on)}."
    if plan.state == State.CHANGES_ASKED and plan.changes_by:
        return f"We ask for changes. Send the plan again by {say(plan.changes_by)}."
    if plan.state == State.ACCEPTED and plan.publish_on:
        return f"Your plan is accepted. It is published on {say(plan.publish_on)}."
    if plan.state == State.PUBLISHED and plan.runs_until:
        facts = facts_of(plan.organisation.member)
        if status_on(facts, day) == Status.ACTIVE:
            return f"Your plan is published and runs until {say(plan.runs_until)}."
        return f"Your plan is published and stays public. {why(facts, day, Reader.ORGANISATION)}"
    if plan.state == State.DRAFT:
        return "Your plan is a draft. Only your colleagues and our office see it."
    if plan.state == State.NOT_ACCEPTED:
        return "We could not publish this plan. You can read why, appeal, or start again from the words you have."
    if plan.state == State.WITHDRAWN:
        return "The plan was withdrawn. You can start again from the words you have."
    if plan.state == State.CLOSED and plan.runs_until:
        return f"The plan ran until {say(plan.runs_until)} and stays public."
    return ""


def about_rows(organisation: Organisation) -> list[dict[str, str]]:
    """What an organisation says of itself, for who reads it and does not change it."""
    return [
        {"key": "Name", "value": organisation.name},
        {"key": "What the plan covers", "value": organisation.part_covered},
        {"key": "Sector", "value": organisation.get_sector_display()},
        {"key": "Nation", "value": organisation.get_nation_display()},
        *([{"key": "Region", "value": organisation.get_region_display()}] if organisation.region else []),
        {"key": "Town or area", "value": organisation.place},
        {"key": "Website", "value": organisation.website},
    ]


def check_page(plan: Plan, day: date, *, writes: bool) -> dict[str, Any]:
    """Everything as it will be read, and what is still missing; with its place for who may write there."""
    actions = actions_of(plan)
    missing = missing_from(plan, day, actions)
    slug = plan.organisation.slug
    reading = read(words_of(plan, actions))
    about = reverse("plans:about", args=[slug]) if writes else ""
    return {
        "reading": reading,
        "missing": [(href_of_missing(one, slug) if writes else "", one.sentence) for one in missing],
        "hint": counts_hint(len(actions)),
        "rows": [
            {"key": key, "value": value, "href": href_of(part, slug) if writes else ""}
            for (key, value), part in zip(reading.rows(), CHECK_PARTS, strict=True)
        ],
        "about": [
            {"key": "Name", "value": reading.name, "href": about},
            {"key": "What the plan covers", "value": reading.part_covered, "href": about},
            {"key": "Sector", "value": reading.sector, "href": about},
            {"key": "Nation", "value": reading.nation, "href": about},
        ],
        "again": plan.state == State.CHANGES_ASKED,
    }


# The part in which each row of `PlanReading.rows` is changed.
CHECK_PARTS = (
    Part.SUMMARY,
    Part.NOW,
    Part.NOW,
    Part.PRACTICES,
    Part.SHAPED,
    Part.SHAPED,
    Part.SHARING,
    Part.PEOPLE,
    Part.PEOPLE,
)


def sent_page(plan: Plan) -> dict[str, Any]:
    """What happens next, with dates."""
    return {
        "version": versions_of(plan).first(),
        "steps": [
            "A reviewer of the network who has no interest in your organisation reads the plan.",
            f"We answer by {say(plan.promised_on)}." if plan.promised_on else "",
            "She may ask for changes, with a day by which we need them. Our own clock stops until you answer.",
            "Once it is published, your membership starts. It runs for two years.",
        ],
    }


def action_page(plan: Plan, action: Action, day: date) -> dict[str, Any]:
    """One action's place in the plan, what a reader may ask, and what the reviewer said about it."""
    actions = actions_of(plan)
    number = next((place for place, row in enumerate(actions, start=1) if row.pk == action.pk), None)
    present, missing = _presence(action)
    return {
        "action": action,
        "reading": read_action(words_of_action(action, number or 0), action.plan.language),
        "number": number,
        "count": len(actions),
        "present": present,
        "lacking": missing,
        "last_day": last_due_day(day),
        "comments": [one for one in open_comments(plan) if one.action_id == action.pk],
    }


NEEDED_WORDS: Sequence[tuple[str, str]] = (
    ("what", "What will change"),
    ("strategy", "Its main strategy"),
    ("owner_role", "The role that owns it"),
    ("due_on", "A due date"),
    ("how_you_will_know", "How you will know"),
)


def _presence(action: Action) -> tuple[list[str], list[str]]:
    present = [words for field, words in NEEDED_WORDS if getattr(action, field)]
    return present, [words for field, words in NEEDED_WORDS if not getattr(action, field)]

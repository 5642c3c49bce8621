"""The network's side of a plan: opened, commented on, sent back, accepted or not, published."""

from __future__ import annotations

from datetime import datetime, timedelta

from rrn.accounts.models import User
from rrn.core.time import london_day
from rrn.core.vocabulary import Sector
from rrn.demo.filling.organisations import seats_in
from rrn.demo.filling.plans import Told, action_values, confirm_all
from rrn.plans.actions import (
    accept_plan,
    appeal,
    ask_changes,
    comment,
    not_accept_plan,
    open_review,
    publish_plan,
    resubmit_plan,
    save_action,
)
from rrn.plans.models import Action
from rrn.plans.queries import DECLARATION_VERSION
from rrn.plans.rules import Part

CALLA, DEINIOL, EFFIE = "calla-ombersleigh", "deiniol-vellacroft", "effie-dapplewick"
READS = {
    Sector.HEALTH: CALLA,
    Sector.CHARITY_OR_ADVOCACY: CALLA,
    Sector.REGULATOR: CALLA,
    Sector.OTHER: CALLA,
    Sector.EDUCATION: DEINIOL,
    Sector.SOCIAL_CARE_CHILDREN: DEINIOL,
    Sector.TRAINING_PROVIDER: CALLA,
    Sector.UNIVERSITY: DEINIOL,
    Sector.SOCIAL_CARE_ADULTS: EFFIE,
    Sector.COMMISSIONER: EFFIE,
}
OPENED_AFTER = 4  # days, where nothing else is told
APPEALED = -8
# Where the reviewer gave less than the usual thirty days, so that the first reminder left before the answer came.
ASKED_BACK_SOON = {"ballynamorrow": timedelta(days=14), "quillhaven": timedelta(days=16)}
PUBLISH_IN = 9


def reviewer_of(told: Told) -> User:
    """By sector; where she has a seat herself, a colleague reads."""
    id = READS[Sector(told.organisation["sector"])]
    seated = {holder for holders in seats_in(told.slug).values() for holder, _ in holders}
    return told.world.people[CALLA if id in seated else id]


def review(told: Told) -> None:
    """Whatever the network has done with this plan so far."""
    days = told.days
    if "submitted" not in days or not ({"review_opened", "accepted"} & set(days)):
        return
    opened = days.get("review_opened", days["submitted"] + OPENED_AFTER)
    told.then(opened, 13, lambda at: _open(told, at))
    told.then(opened, 14, lambda at: _comment(told, at))
    if told.said["asked"]:
        _ask(told, opened)
    if "not_accepted" in days:
        told.then(days["not_accepted"], 15, lambda at: _turn_down(told, at))
        told.then(APPEALED, 10, lambda at: _appeal(told, at))
    if "accepted" in days:
        told.then(days["accepted"], 15, lambda at: _accept(told, at))
    if "published" in days:
        told.then(days["published"], 16, lambda at: publish_plan(plan=told.plan, by=reviewer_of(told), at=at))


def _open(told: Told, at: datetime) -> None:
    open_review(
        plan=told.plan,
        no_interest_declared=True,
        declaration_version=DECLARATION_VERSION,
        by=reviewer_of(told),
        at=at,
    )


def _actions(told: Told) -> dict[int, Action]:
    return {action.order: action for action in told.plan.actions.filter(removed_at__isnull=True)}


def _comment(told: Told, at: datetime) -> None:
    actions = _actions(told) if told.said["comments"] else {}
    for place, one in enumerate(told.said["comments"]):
        comment(
            plan=told.plan,
            words=one["words"],
            action=actions[one["action"]] if one["action"] else None,
            part=Part(one["part"]) if one["part"] else None,
            by=reviewer_of(told),
            at=at + timedelta(minutes=7 * place),
        )


def _ask(told: Told, opened: int) -> None:
    """Changes are asked for; those who have been accepted since have made them and sent the plan again."""
    days = told.days
    if "changes_asked" in days:
        told.then(days["changes_asked"], 15, lambda at: _ask_now(told, at))
        told.then(days["changes_asked"] + 4, 10, lambda at: _change(told, at, told.said["since"]))
        return
    between = days["accepted"] - opened
    told.then(opened + between // 4, 15, lambda at: _ask_now(told, at))
    told.then(opened + between * 3 // 4, 10, lambda at: _change(told, at, told.said["first"]))
    told.then(opened + between * 3 // 4, 11, lambda at: confirm_all(told, at))
    told.then(opened + between * 3 // 4, 12, lambda at: resubmit_plan(plan=told.plan, by=told.lead, at=at))


def _ask_now(told: Told, at: datetime) -> None:
    answer_by = None
    if told.slug in ASKED_BACK_SOON:
        answer_by = london_day(at) + ASKED_BACK_SOON[told.slug]
    elif "changes_by" in told.days:
        answer_by = told.world.calendar.day + timedelta(told.days["changes_by"])
    ask_changes(plan=told.plan, words=told.said["asked"], answer_by=answer_by, by=reviewer_of(told), at=at)


def _change(told: Told, at: datetime, changes: list[dict[str, object]]) -> None:
    """An editor, where there is one, else the lead, writes what was asked for."""
    if not changes:
        return
    editors = seats_in(told.slug)["editor"]
    by = told.world.people[editors[0][0]] if editors else told.lead
    actions = _actions(told)
    for place, change in enumerate(changes):
        number, name = int(str(change["action"])), str(change["field"])
        new = change["words"] if "changes_asked" in told.days else action_values(told, number)[name]
        save_action(action=actions[number], values={name: new}, by=by, at=at + timedelta(minutes=9 * place))


def _accept(told: Told, at: datetime) -> None:
    publish_on = told.day(told.days.get("published", PUBLISH_IN))
    points = told.said["points"]
    accept_plan(plan=told.plan, points_to_learn=points, publish_on=publish_on, by=reviewer_of(told), at=at)


def _turn_down(told: Told, at: datetime) -> None:
    not_accept_plan(plan=told.plan, reasons=told.said["reasons"], by=reviewer_of(told), at=at)


def _appeal(told: Told, at: datetime) -> None:
    if told.said["appeal"]:
        appeal(plan=told.plan, words=told.said["appeal"], by=told.lead, at=at)

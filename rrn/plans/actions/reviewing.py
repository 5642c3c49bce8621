"""The reviewer's steps. Each asks again whether she has an interest in the organisation."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rrn.accounts.models import User
from rrn.core.time import london_day
from rrn.core.verdict import Refused, require
from rrn.core.working_days import BANK_HOLIDAYS
from rrn.events.actions import record
from rrn.membership.actions import end_application, member_for_organisation, note_application
from rrn.plans import emails, rules
from rrn.plans.actions.moving import lock, move
from rrn.plans.actions.sending import end_review
from rrn.plans.models import (
    Action,
    Appeal,
    ChangesAsked,
    Confirmation,
    ConfirmationKind,
    Decision,
    Declaration,
    Plan,
    PlanVersion,
    PointToLearn,
    Review,
    ReviewComment,
)
from rrn.plans.permissions import may_decide, may_decide_appeal, may_declare, may_hand_back, may_review
from rrn.plans.rules import Move, Part, State


def _version(plan: Plan) -> PlanVersion:
    """The version that lies before the reviewer: the last one sent."""
    return plan.versions.order_by("-number")[0]


@transaction.atomic
def open_review(
    *, plan: Plan, no_interest_declared: bool, declaration_version: str, by: User, at: datetime
) -> Review:
    """Open a plan, having declared that she has no interest in the organisation. Opening twice is opening once."""
    plan = lock(plan)
    require(may_review(by, plan, london_day(at)))
    if not no_interest_declared:
        raise PermissionDenied(
            "Declare that you have no interest in the organisation before you open its plan."
        )
    mine_or_theirs = (
        Review.objects.filter(plan=plan, ended_at__isnull=True).select_related("reviewer").first()
    )
    if mine_or_theirs and mine_or_theirs.reviewer_id == by.pk:
        return mine_or_theirs
    if mine_or_theirs:
        raise Refused(
            f"{mine_or_theirs.reviewer} is reviewing this plan. It can be handed back to the queue first."
        )
    if plan.state != State.IN_REVIEW:
        move(plan, Move.OPEN_REVIEW, review_opened_at=at)
    review = Review.objects.create(
        plan=plan, reviewer=by, declaration_version=declaration_version, opened_at=at
    )
    record("review.opened", about=plan, by=by, at=at, review=review.pk, declaration=declaration_version)
    return review


@transaction.atomic
def declare_no_interest(*, plan: Plan, declaration_version: str, by: User, at: datetime) -> None:
    """Declare that she has no interest in the organisation, before she reads, publishes or decides. Twice is once."""
    plan = lock(plan)
    require(may_declare(by, plan, london_day(at)))
    _, made = Declaration.objects.get_or_create(
        plan=plan, person=by, wording_version=declaration_version, defaults={"declared_at": at}
    )
    if made:
        record("review.no_interest_declared", about=plan, by=by, at=at, declaration=declaration_version)


@transaction.atomic
def hand_back_review(*, plan: Plan, by: User, at: datetime) -> None:
    """Let go of a plan: it waits in the queue for another reviewer, its promise unchanged."""
    plan = lock(plan)
    review = Review.objects.filter(plan=plan, ended_at__isnull=True).first()
    if review is None:
        return
    require(may_hand_back(by, review))
    end_review(plan, at)
    record("review.handed_back", about=plan, by=by, at=at, review=review.pk)


@transaction.atomic
def comment(
    *,
    plan: Plan,
    words: str,
    by: User,
    at: datetime,
    action: Action | None = None,
    part: Part | None = None,
    client_key: uuid.UUID | None = None,
) -> ReviewComment:
    """Say something about one action or one part. The organisation sees it once changes are asked or it is decided."""
    plan = lock(plan)
    require(may_decide(by, plan, london_day(at)))
    if client_key and (earlier := ReviewComment.objects.filter(by=by, client_key=client_key).first()):
        return earlier
    if plan.state != State.IN_REVIEW:
        raise Refused("Comments are written while the plan is in review.")
    if not words.strip():
        raise Refused("Write the comment first.")
    if action and action.plan_id != plan.pk:
        raise Refused("This action is not part of the plan.")
    made = ReviewComment.objects.create(
        plan=plan,
        version=_version(plan),
        action=action,
        part=Part.ACTIONS if action else (part or ""),
        words=words.strip(),
        by=by,
        at=at,
        client_key=client_key,
    )
    record(
        "review.commented", about=plan, by=by, at=at, comment=made.pk, action=action.pk if action else None
    )
    return made


@transaction.atomic
def take_back_comment(*, comment: ReviewComment, by: User, at: datetime) -> None:
    """Take back a comment that the organisation has not seen."""
    plan = lock(comment.plan)
    require(may_decide(by, plan, london_day(at)))
    rows = ReviewComment.objects.filter(
        pk=comment.pk, shown_at__isnull=True, taken_back_at__isnull=True
    ).update(taken_back_at=at)
    if rows != 1:
        raise Refused("The organisation has seen this comment already. Write another that corrects it.")
    record("review.comment_taken_back", about=plan, by=by, at=at, comment=comment.pk)


def _show_comments(plan: Plan, at: datetime) -> None:
    ReviewComment.objects.filter(plan=plan, shown_at__isnull=True, taken_back_at__isnull=True).update(
        shown_at=at
    )


@transaction.atomic
def ask_changes(
    *, plan: Plan, by: User, at: datetime, words: str = "", answer_by: date | None = None
) -> ChangesAsked:
    """Send the plan back for changes, by a day: thirty days from today unless another is given. The promise stops."""
    plan = lock(plan)
    day = london_day(at)
    require(may_decide(by, plan, day))
    rules.step(State(plan.state), Move.ASK_CHANGES)
    answer_by = answer_by or day + rules.CHANGES_WITHIN
    if problem := rules.changes_day_problem(answer_by, day):
        raise Refused(problem)
    said = ReviewComment.objects.filter(plan=plan, shown_at__isnull=True, taken_back_at__isnull=True).exists()
    if not words.strip() and not said:
        raise Refused("Say what you ask them to change: in a comment, or in a few words here.")
    left = rules.days_left(plan.promised_on, day, BANK_HOLIDAYS) if plan.promised_on else 0
    move(plan, Move.ASK_CHANGES, changes_by=answer_by, review_days_left=left, promised_on=None)
    _show_comments(plan, at)
    # What changes is confirmed anew: the lead says again that the plan is accurate before she sends it.
    Confirmation.objects.filter(plan=plan, kind=ConfirmationKind.ACCURACY, taken_back_at__isnull=True).update(
        taken_back_at=at
    )
    asked = ChangesAsked.objects.create(
        plan=plan, words=words.strip(), answer_by=answer_by, asked_at=at, asked_by=by
    )
    record("review.changes_asked", about=plan, by=by, at=at, answer_by=answer_by, days_left=left)
    emails.changes_asked(plan, asked, at)
    return asked


@transaction.atomic
def accept_plan(
    *, plan: Plan, by: User, at: datetime, points_to_learn: Sequence[str] = (), publish_on: date | None = None
) -> Plan:
    """Accept the plan, with points its next report must answer, and set the day it is published: today or later.

    Publishing is a step of its own, `publish_plan`: pressed now, or done by the clock on that day.
    """
    plan = lock(plan)
    day = london_day(at)
    require(may_decide(by, plan, day))
    rules.step(State(plan.state), Move.ACCEPT)
    publish_on = publish_on or day
    if problem := rules.publication_day_problem(publish_on, day):
        raise Refused(problem)
    _require_dates_inside(plan, publish_on)
    move(plan, Move.ACCEPT, accepted_at=at, publish_on=publish_on, promised_on=None)
    points = [words.strip() for words in points_to_learn if words.strip()]
    # A plan taken back into review and accepted again has the points of its last acceptance.
    PointToLearn.objects.filter(plan=plan).delete()
    PointToLearn.objects.bulk_create(
        PointToLearn(plan=plan, order=order, words=words, given_at=at)
        for order, words in enumerate(points, start=1)
    )
    Decision.objects.create(plan=plan, version=_version(plan), accepted=True, decided_by=by, decided_at=at)
    _show_comments(plan, at)
    end_review(plan, at)
    record("plan.accepted", about=plan, by=by, at=at, publish_on=publish_on, points=points)
    emails.plan_accepted(plan, points, at)
    return plan


def _require_dates_inside(plan: Plan, publish_on: date) -> None:
    """Publishing refuses a due date that is already past, so accepting for that day does."""
    words = _version(plan).words
    dues = [(action["number"], date.fromisoformat(action["due_on"])) for action in words["actions"]]
    if late := rules.late_at_publication(dues, publish_on):
        raise Refused(" ".join([*late, "Choose an earlier day, or ask for changes."]))


@transaction.atomic
def not_accept_plan(*, plan: Plan, reasons: str, by: User, at: datetime) -> Plan:
    """Turn the plan down, with reasons in plain words. The organisation may appeal and may apply again."""
    plan = lock(plan)
    require(may_decide(by, plan, london_day(at)))
    if not reasons.strip():
        raise Refused("Give the reasons, in words the organisation can act on.")
    move(plan, Move.NOT_ACCEPT, not_accepted_at=at, promised_on=None)
    Decision.objects.create(
        plan=plan,
        version=_version(plan),
        accepted=False,
        reasons=reasons.strip(),
        decided_by=by,
        decided_at=at,
    )
    _show_comments(plan, at)
    end_review(plan, at)
    end_application(member=member_for_organisation(organisation=plan.organisation, at=at), by=by, at=at)
    record("plan.not_accepted", about=plan, by=by, at=at, reasons=reasons.strip())
    emails.plan_not_accepted(plan, reasons.strip(), at)
    return plan


@transaction.atomic
def decide_appeal(*, appeal: Appeal, upheld: bool, reasons: str, by: User, at: datetime) -> Appeal:
    """Decide an appeal. Upheld, the plan stands in the queue again with a new promise; another reviewer reads it."""
    plan = lock(appeal.decision.plan)
    appeal = Appeal.objects.select_related("decision__plan__organisation").get(pk=appeal.pk)
    require(may_decide_appeal(by, appeal, london_day(at)))
    if appeal.decided_at:
        raise Refused("This appeal has been decided.")
    if not reasons.strip():
        raise Refused("Give the reasons, in words the organisation can act on.")
    Appeal.objects.filter(pk=appeal.pk, decided_at__isnull=True).update(
        upheld=upheld, reasons=reasons.strip(), decided_by=by, decided_at=at
    )
    appeal.refresh_from_db()
    if upheld:
        promise = rules.promised_on(london_day(at), BANK_HOLIDAYS)
        move(plan, Move.UPHOLD_APPEAL, promised_on=promise)
        note_application(member=member_for_organisation(organisation=plan.organisation, at=at), by=by, at=at)
    record("plan.appeal_decided", about=plan, by=by, at=at, upheld=upheld, reasons=reasons.strip())
    emails.appeal_decided(plan, appeal, at)
    return appeal

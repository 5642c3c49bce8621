"""Publishing: the step that turns an accepted plan into a public promise and an organisation into a member."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from rrn.accounts.models import User
from rrn.core.time import london_day
from rrn.core.verdict import Refused, require
from rrn.core.working_days import BANK_HOLIDAYS
from rrn.events.actions import record
from rrn.membership.actions import member_for_organisation, offer_licence, start_period
from rrn.membership.rules import PeriodKind
from rrn.plans import emails, rules
from rrn.plans.actions.moving import lock, move
from rrn.plans.models import Baseline, Confirmation, ConfirmationKind, Plan, PlanVersion, Publication
from rrn.plans.permissions import may_publish
from rrn.plans.rules import Move, State
from rrn.plans.versions import digest_of


@transaction.atomic
def publish_plan(*, plan: Plan, by: User | None, at: datetime) -> Plan:
    """Put an accepted plan in front of the public, freeze its baselines and start the two years.

    `by=None` is the clock, on the day the acceptance set; it publishes each of `queries.plans_to_publish(day)`.
    """
    plan = lock(plan)
    day = london_day(at)
    if by is not None:
        require(may_publish(by, plan, day))
    elif plan.publish_on is None or plan.publish_on > day:
        raise Refused("The day on which this plan is to be published has not come.")
    rules.step(State(plan.state), Move.PUBLISH)
    version = plan.versions.order_by("-number")[0]
    _require_agreed(plan)
    _require_dates_inside(version, day)
    _close_plan_in_force(plan, by, at)
    period = start_period(
        member=member_for_organisation(organisation=plan.organisation, at=at), on=day, by=by, at=at
    )
    move(plan, Move.PUBLISH, published_at=at, runs_from=day, runs_until=period.ends_on)
    publication = _put_in_public(plan, version, at)
    digests = freeze_baselines(plan=plan, version=version, at=at)
    offer_licence(member=period.member, by=by, at=at)
    record(
        "plan.published",
        about=plan,
        by=by,
        at=at,
        version=version.number,
        number=publication.number,
        digest=version.digest,
        baselines=digests,
    )
    emails.plan_published(plan, at, came_back=period.kind == PeriodKind.RETURN)
    return plan


def _require_agreed(plan: Plan) -> None:
    """Every reader of what was published relies on this: nothing stands in public without its organisation's agreement."""
    agreed = Confirmation.objects.filter(plan=plan, kind=ConfirmationKind.PUBLICATION, taken_back_at__isnull=True)
    if not agreed.exists():
        raise Refused("The organisation has not agreed to publication and its licence. Ask it to confirm that first.")


def _require_dates_inside(version: PlanVersion, day: date) -> None:
    dues = [(action["number"], date.fromisoformat(action["due_on"])) for action in version.words["actions"]]
    if late := rules.late_at_publication(dues, day):
        raise Refused(" ".join([*late, "Take the plan back into review and ask for changes."]))


def _close_plan_in_force(plan: Plan, by: User | None, at: datetime) -> None:
    """A renewal takes the place of the plan before it, which stays readable."""
    before = Plan.objects.filter(organisation=plan.organisation, state=State.PUBLISHED).first()
    if before is None:
        return
    move(before, Move.CLOSE, closed_at=at)
    record("plan.closed", about=before, by=by, at=at, replaced_by=plan.reference)


def _put_in_public(plan: Plan, version: PlanVersion, at: datetime) -> Publication:
    last = (
        Publication.objects.filter(organisation=plan.organisation).aggregate(last=Max("number"))["last"] or 0
    )
    return Publication.objects.create(
        organisation=plan.organisation, plan=plan, version=version, number=last + 1, published_at=at
    )


def freeze_baselines(*, plan: Plan, version: PlanVersion, at: datetime) -> list[str]:
    """Keep, for each action, what it promised on the day it was published."""
    rows = [
        Baseline(
            action_id=words["id"],
            plan=plan,
            words=words,
            due_on=date.fromisoformat(words["due_on"]),
            digest=digest_of(words),
            frozen_at=at,
        )
        for words in version.words["actions"]
    ]
    return [row.digest for row in Baseline.objects.bulk_create(rows)]


@transaction.atomic
def set_publication_day(*, plan: Plan, on: date, by: User, at: datetime) -> Plan:
    """Choose another day on which an accepted plan is published."""
    plan = lock(plan)
    day = london_day(at)
    require(may_publish(by, plan, day))
    rules.step(State(plan.state), Move.PUBLISH)
    if problem := rules.publication_day_problem(on, day):
        raise Refused(problem)
    _require_dates_inside(plan.versions.order_by("-number")[0], on)
    before, plan.publish_on = plan.publish_on, on
    plan.save(update_fields=["publish_on"])
    record("plan.publication_day_set", about=plan, by=by, at=at, before=before, after=on)
    if on != before:
        emails.publication_day_moved(plan, before, at)
    return plan


@transaction.atomic
def reopen_review(*, plan: Plan, reason: str, by: User, at: datetime) -> Plan:
    """Take an accepted plan that is not published yet back into review, such as when a due date has passed meanwhile."""
    plan = lock(plan)
    require(may_publish(by, plan, london_day(at)))
    if not reason.strip():
        raise Refused("Say why the plan goes back into review.")
    promise = rules.promised_again_on(london_day(at), 0, BANK_HOLIDAYS)
    move(plan, Move.REOPEN, promised_on=promise, accepted_at=None, publish_on=None)
    record("review.reopened", about=plan, by=by, at=at, reason=reason.strip(), promised_on=promise)
    emails.review_reopened(plan, reason.strip(), at)
    return plan

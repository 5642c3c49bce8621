"""The lead's steps: send, send again, withdraw, appeal; and the draft's way back when the asked-for day has passed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from rrn.accounts.models import User
from rrn.core.time import london_day
from rrn.core.verdict import Refused, require
from rrn.core.working_days import BANK_HOLIDAYS, working_days_after
from rrn.events.actions import record
from rrn.membership.actions import end_application, member_for_organisation, note_application
from rrn.plans import emails, rules
from rrn.plans.actions.moving import lock, move
from rrn.plans.models import Appeal, ChangesAsked, Plan, PlanVersion, Review
from rrn.plans.permissions import before_publication, may_send
from rrn.plans.queries import missing_from
from rrn.plans.rules import Missing, Move, State
from rrn.plans.versions import digest_of, words_of


class NotReady(Refused):
    """The plan cannot be sent yet. `missing` says what it needs, each with its place."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        self.missing = list(missing)
        super().__init__(" ".join(one.sentence for one in self.missing))


def _sent_before(plan: Plan, by: User, client_key: uuid.UUID | None) -> bool:
    """Whether this very press has been answered already."""
    return (
        bool(client_key) and PlanVersion.objects.filter(plan=plan, sent_by=by, client_key=client_key).exists()
    )


def freeze_version(
    plan: Plan, by: User, at: datetime, on_behalf_of: User | None, client_key: uuid.UUID | None
) -> PlanVersion:
    """Keep the plan's words as they are sent. The database refuses to change them."""
    words = words_of(plan, plan.actions.filter(removed_at__isnull=True))
    last = plan.versions.aggregate(last=Max("number"))["last"] or 0
    return PlanVersion.objects.create(
        plan=plan,
        number=last + 1,
        words=words,
        digest=digest_of(words),
        sent_at=at,
        sent_by=by,
        on_behalf_of=on_behalf_of,
        client_key=client_key,
    )


def _require_ready(plan: Plan, at: datetime) -> None:
    if missing := missing_from(plan, london_day(at)):
        raise NotReady(missing)


@transaction.atomic
def submit_plan(
    *,
    plan: Plan,
    by: User,
    at: datetime,
    client_key: uuid.UUID | None = None,
    on_behalf_of: User | None = None,
) -> Plan:
    """Send a draft to the network: freeze its words, promise an answer by a day, and say so."""
    plan = lock(plan)
    require(may_send(by, plan.organisation, on_behalf_of))
    if _sent_before(plan, by, client_key):
        return plan
    rules.step(State(plan.state), Move.SUBMIT)
    _require_ready(plan, at)
    promise = rules.promised_on(london_day(at), BANK_HOLIDAYS)
    version = freeze_version(plan, by, at, on_behalf_of, client_key)
    move(plan, Move.SUBMIT, submitted_at=plan.submitted_at or at, promised_on=promise, review_days_left=None)
    note_application(member=member_for_organisation(organisation=plan.organisation, at=at), by=by, at=at)
    record(
        "plan.submitted",
        about=plan,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        version=version.number,
        digest=version.digest,
        promised_on=promise,
    )
    emails.plan_received(plan, version, at)
    return plan


@transaction.atomic
def resubmit_plan(
    *,
    plan: Plan,
    by: User,
    at: datetime,
    client_key: uuid.UUID | None = None,
    on_behalf_of: User | None = None,
) -> Plan:
    """Send the plan again with the changes asked for. The promise goes on with what was left of it."""
    plan = lock(plan)
    require(may_send(by, plan.organisation, on_behalf_of))
    if _sent_before(plan, by, client_key):
        return plan
    rules.step(State(plan.state), Move.RESUBMIT)
    _require_ready(plan, at)
    promise = rules.promised_again_on(london_day(at), plan.review_days_left or 0, BANK_HOLIDAYS)
    version = freeze_version(plan, by, at, on_behalf_of, client_key)
    move(plan, Move.RESUBMIT, promised_on=promise, review_days_left=None, changes_by=None)
    _end_changes_asked(plan, at)
    record(
        "plan.resubmitted",
        about=plan,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        version=version.number,
        digest=version.digest,
        promised_on=promise,
    )
    emails.plan_received(plan, version, at)
    emails.plan_sent_again(plan, version, at)
    return plan


def _end_changes_asked(plan: Plan, at: datetime) -> None:
    ChangesAsked.objects.filter(plan=plan, ended_at__isnull=True).update(ended_at=at)


def end_review(plan: Plan, at: datetime) -> None:
    """Nobody has this plan open any more."""
    Review.objects.filter(plan=plan, ended_at__isnull=True).update(ended_at=at)


@transaction.atomic
def withdraw_plan(*, plan: Plan, by: User, at: datetime, on_behalf_of: User | None = None) -> Plan:
    """Take the plan back before it is decided. Its words are kept and a new draft can start from them."""
    plan = lock(plan)
    require(may_send(by, plan.organisation, on_behalf_of))
    if plan.state == State.WITHDRAWN:
        return plan
    rules.require_withdrawable(State(plan.state))
    was_sent = plan.state != State.DRAFT
    move(plan, Move.WITHDRAW, withdrawn_at=at, promised_on=None, review_days_left=None, changes_by=None)
    _end_changes_asked(plan, at)
    end_review(plan, at)
    end_application(member=member_for_organisation(organisation=plan.organisation, at=at), by=by, at=at)
    record("plan.withdrawn", about=plan, by=by, at=at, on_behalf_of=on_behalf_of)
    if was_sent:
        emails.plan_withdrawn(plan, at)
    return plan


@transaction.atomic
def return_to_draft(*, plan: Plan, at: datetime) -> Plan:
    """The day by which changes were asked for has passed: the plan is a draft again, with nothing lost.

    The clock's duty, for each of `queries.plans_to_return(day)`.
    """
    plan = lock(plan)
    if plan.changes_by is None or london_day(at) <= plan.changes_by:
        raise Refused("The day by which changes are asked for has not passed.")
    move(plan, Move.RETURN_TO_DRAFT, promised_on=None, review_days_left=None, changes_by=None)
    _end_changes_asked(plan, at)
    end_review(plan, at)
    end_application(member=member_for_organisation(organisation=plan.organisation, at=at), by=None, at=at)
    record("plan.returned_to_draft", about=plan, by=None, at=at)
    emails.plan_returned(plan, at)
    return plan


@transaction.atomic
def appeal(*, plan: Plan, words: str, by: User, at: datetime, on_behalf_of: User | None = None) -> Appeal:
    """Ask that somebody else looks at a refusal. Answered within 20 working days."""
    plan = lock(plan)
    require(may_send(by, plan.organisation, on_behalf_of))
    decision = plan.decisions.filter(accepted=False).order_by("-decided_at", "-pk").first()
    if plan.state != State.NOT_ACCEPTED or decision is None:
        raise Refused("Only a plan that was not accepted can be appealed.")
    if earlier := Appeal.objects.filter(decision=decision).first():
        return earlier
    if before_publication(plan.organisation):
        raise Refused("You have started another plan. Withdraw that draft first, or telephone us.")
    if not words.strip():
        raise Refused("Say why somebody else should look at the decision.")
    made = Appeal.objects.create(
        decision=decision,
        words=words.strip(),
        made_by=by,
        on_behalf_of=on_behalf_of,
        made_at=at,
        decide_by=working_days_after(london_day(at), rules.APPEAL_DAYS, BANK_HOLIDAYS),
    )
    record("plan.appealed", about=plan, by=by, at=at, on_behalf_of=on_behalf_of, decide_by=made.decide_by)
    emails.appeal_received(plan, made, at)
    return made

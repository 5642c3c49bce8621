"""What this room writes to people: facts and dates, in outbox rows of the caller's transaction.

An organisation's letters go to its leads. Nothing in them is more than their links already show.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from rrn.core.time import london_day
from rrn.organisations.permissions import leads_of
from rrn.plans.models import Appeal, ChangesAsked, Plan, PlanVersion, Review
from rrn.post.actions import queue_mail

WHY = "You get this because you lead this organisation's plan with us."


def _to_leads(plan: Plan, template: str, at: datetime, key: str = "", **context: Any) -> None:
    """One letter a lead. With a key each lead gets it once, however often it is asked for."""
    for seat in leads_of(plan.organisation):
        queue_mail(
            to=seat.person.email,
            template=f"plans/emails/{template}.txt",
            context={
                "organisation": plan.organisation.name,
                "reference": plan.reference,
                "link": settings.BASE_URL + reverse("plans:tasks", args=[plan.organisation.slug]),
                "why": WHY,
                **context,
            },
            at=at,
            recipient=seat.person,
            about=plan,
            key=f"{key}:{seat.person_id}" if key else None,
        )


def plan_received(plan: Plan, version: PlanVersion, at: datetime) -> None:
    _to_leads(
        plan,
        "received",
        at,
        promised_on=plan.promised_on,
        again=version.number > 1,
        by_staff=version.on_behalf_of is not None,
        speaker=(version.on_behalf_of or version.sent_by).seen_as,
    )


def plan_sent_again(plan: Plan, version: PlanVersion, at: datetime) -> None:
    """To whoever has the plan open: it is back."""
    review = Review.objects.filter(plan=plan, ended_at__isnull=True).select_related("reviewer").first()
    if review is None:
        return
    queue_mail(
        to=review.reviewer.email,
        template="plans/emails/sent_again.txt",
        context={
            "organisation": plan.organisation.name,
            "reference": plan.reference,
            "promised_on": plan.promised_on,
            "why": "You get this because you are reviewing this plan.",
        },
        at=at,
        recipient=review.reviewer,
        about=plan,
    )


def changes_asked(plan: Plan, asked: ChangesAsked, at: datetime) -> None:
    _to_leads(plan, "changes_asked", at, words=asked.words, answer_by=asked.answer_by)


def plan_returned(plan: Plan, at: datetime) -> None:
    _to_leads(plan, "returned", at)


def plan_withdrawn(plan: Plan, at: datetime) -> None:
    _to_leads(plan, "withdrawn", at)


def plan_accepted(plan: Plan, points: Sequence[str], at: datetime) -> None:
    if plan.publish_on == london_day(at):
        return  # the letter about its publication says everything this one would
    _to_leads(plan, "accepted", at, publish_on=plan.publish_on, points=points)


def publication_day_moved(plan: Plan, before: date | None, at: datetime) -> None:
    _to_leads(plan, "day_moved", at, publish_on=plan.publish_on, before=before)


def plan_not_accepted(plan: Plan, reasons: str, at: datetime) -> None:
    _to_leads(plan, "not_accepted", at, reasons=reasons)


def review_reopened(plan: Plan, reason: str, at: datetime) -> None:
    _to_leads(plan, "reopened", at, reason=reason, promised_on=plan.promised_on)


def plan_published(plan: Plan, at: datetime, *, came_back: bool = False) -> None:
    _to_leads(
        plan,
        "published",
        at,
        link=settings.BASE_URL + plan.organisation.get_home_url(),
        public=settings.BASE_URL + plan.get_absolute_url(),
        runs_from=plan.runs_from,
        runs_until=plan.runs_until,
        came_back=came_back,
        points=[point.words for point in plan.points_to_learn.all()],
    )


def appeal_received(plan: Plan, appeal: Appeal, at: datetime) -> None:
    _to_leads(plan, "appeal_received", at, decide_by=appeal.decide_by)


def appeal_decided(plan: Plan, appeal: Appeal, at: datetime) -> None:
    _to_leads(
        plan, "appeal_decided", at, upheld=appeal.upheld, reasons=appeal.reasons, promised_on=plan.promised_on
    )

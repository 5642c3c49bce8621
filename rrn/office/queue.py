"""The plans that are with the network: who reads which, by when. Cut in the database, oldest promise first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery

from rrn.accounts.models import User
from rrn.office.clocks import Clock, clock_of
from rrn.organisations.permissions import organisations_of_interest
from rrn.plans.models import Appeal, Plan, PlanVersion, Review
from rrn.plans.queries import open_appeals
from rrn.plans.rules import WITH_US, State

IN_QUEUE = frozenset({State.SUBMITTED, State.IN_REVIEW, State.CHANGES_ASKED, State.ACCEPTED})
FILTERS: dict[str, str] = {
    "": "All",
    "mine": "Mine",
    "waiting": "Waiting for a reader",
    "changes": "Changes asked for",
    "accepted": "Accepted, to be published",
    "overdue": "Overdue",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One plan of the queue, as one person sees it."""

    plan: Plan
    clock: Clock
    reviewer: User | None
    mine: bool
    has_interest: bool

    @property
    def again(self) -> bool:
        """It comes for the second time or more."""
        return (self.plan.sendings or 0) > 1  # type: ignore[attr-defined]  # annotated by `waiting`


def _filter(show: str, user: User, day: date) -> Q:
    open_review = Review.objects.filter(plan=OuterRef("pk"), ended_at__isnull=True)
    with_us = Q(state__in=sorted(WITH_US))
    return {
        "mine": Q(Exists(open_review.filter(reviewer=user))),
        "waiting": with_us & ~Q(Exists(open_review)),
        "changes": Q(state=State.CHANGES_ASKED),
        "accepted": Q(state=State.ACCEPTED),
        "overdue": with_us & Q(promised_on__lt=day),
    }.get(show, Q())


def waiting(user: User, day: date, *, show: str = "") -> QuerySet[Plan]:
    """The plans of the queue, for reviewers and the office; their words stay closed. One query and one for the readers."""
    if not user.reviews_plans:
        return Plan.objects.none()
    open_reviews = Review.objects.filter(ended_at__isnull=True).select_related("reviewer")
    sendings = PlanVersion.objects.filter(plan=OuterRef("pk")).order_by("-number").values("number")[:1]
    return (
        Plan.objects.filter(_filter(show, user, day), state__in=sorted(IN_QUEUE))
        .select_related("organisation")
        .prefetch_related(Prefetch("reviews", open_reviews, to_attr="open_reviews"))
        .annotate(sendings=Subquery(sendings, output_field=IntegerField()))
        .defer("where_now", "how_known", "sharing", "summary", "shaped_by", "shaped_change")
        .order_by(F("promised_on").asc(nulls_last=True), F("publish_on").asc(nulls_last=True), "changes_by", "pk")
    )


def rows_of(plans: Iterable[Plan], user: User, day: date) -> list[Row]:
    """What the page shows of them. Two queries, for her interests."""
    interests = organisations_of_interest(user, day)
    rows = []
    for plan in plans:
        reviewer = plan.open_reviews[0].reviewer if plan.open_reviews else None  # type: ignore[attr-defined]  # prefetched
        rows.append(
            Row(plan, clock_of(plan, day), reviewer, reviewer == user, plan.organisation_id in interests)
        )
    return rows


def tabs(user: User, day: date) -> list[tuple[str, str, int]]:
    """Every filter with its number. One query."""
    counted = Plan.objects.filter(state__in=sorted(IN_QUEUE)).aggregate(
        **{name or "all": Count("pk", filter=_filter(name, user, day) if name else None) for name in FILTERS}
    )
    return [(name, label, counted[name or "all"]) for name, label in FILTERS.items()]


def appeals_for(user: User, day: date, most: int) -> list[Appeal]:
    """Appeals that this person may decide, the nearest day first. Three queries."""
    interests = organisations_of_interest(user, day)
    waiting_for_answer = open_appeals().exclude(decision__decided_by=user)
    return list(waiting_for_answer.exclude(decision__plan__organisation__in=interests)[:most])

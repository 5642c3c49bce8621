"""Who may do what with a plan, and the plans somebody sees. The one place that says so (RELIABILITY.md rule 2)."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from rrn.accounts.models import Role, User
from rrn.core.verdict import YES, Verdict, no
from rrn.organisations.models import Organisation, Seat, SeatKind
from rrn.organisations.permissions import (
    READERS,
    WRITERS,
    has_interest,
    lead_in_words,
    open_seat,
    organisations_of_interest,
    speaker,
)
from rrn.plans.models import Appeal, Decision, Declaration, Plan, Review, ReviewComment
from rrn.plans.rules import BEFORE_PUBLICATION, EVER_PUBLISHED, State

NO_SEAT = "You hold no seat in this organisation."


# -- The organisation's side ---------------------------------------------------------------------------------------


def may_write(by: User, organisation: Organisation, on_behalf_of: User | None = None) -> Verdict:
    """Write the plan: leads and editors, or the office for one of them on the telephone."""
    seat = open_seat(speaker(by, on_behalf_of), organisation)
    if seat is None:
        return no(NO_SEAT)
    if seat.kind not in WRITERS:
        return no(
            f"Your seat lets you read the plan, not write it. Ask your lead. {lead_in_words(organisation)}"
        )
    return YES


def may_send(by: User, organisation: Organisation, on_behalf_of: User | None = None) -> Verdict:
    """Confirm, send, send again, withdraw and appeal: the lead's."""
    seat = open_seat(speaker(by, on_behalf_of), organisation)
    if seat is None:
        return no(NO_SEAT)
    if seat.kind != SeatKind.LEAD:
        return no(f"Only your organisation's lead can send its plan to us. {lead_in_words(organisation)}")
    return YES


# -- The network's side --------------------------------------------------------------------------------------------


def may_review(by: User, plan: Plan, day: date) -> Verdict:
    """Open a plan for review: a reviewer who has no interest in the organisation."""
    if not by.reviews_plans:
        return no("Plans are read by the network's reviewers.")
    if has_interest(by, plan.organisation, day):
        return no("Someone with no interest in the organisation must review its plan.")
    if Decision.objects.filter(plan=plan, accepted=False, decided_by=by).exists():
        return no("You turned this plan down. After the appeal somebody else reads it.")
    return YES


def may_decide(by: User, plan: Plan, day: date) -> Verdict:
    """Comment, ask for changes, accept or not: whoever has the plan open for review."""
    verdict = may_review(by, plan, day)
    if not verdict:
        return verdict
    review = Review.objects.filter(plan=plan, ended_at__isnull=True).select_related("reviewer").first()
    if review is None:
        return no("Declare that you have no interest in the organisation and open the plan first.")
    if review.reviewer_id != by.pk:
        return no(f"{review.reviewer} is reviewing this plan. It can be handed back to the queue first.")
    return YES


def may_hand_back(by: User, review: Review) -> Verdict:
    """A reviewer lets go of a plan; the office may do it for somebody who is away."""
    if review.reviewer_id == by.pk or by.is_office:
        return YES
    return no("A review is handed back by its reviewer or by the office.")


def has_declared(actor: User, plan: Plan) -> bool:
    """Whether she has declared that she has no interest: in opening a review, or by itself. Two queries at most."""
    return (
        Review.objects.filter(plan=plan, reviewer=actor).exists()
        or Declaration.objects.filter(plan=plan, person=actor).exists()
    )


def may_declare(by: User, plan: Plan, day: date) -> Verdict:
    """Declare no interest: whoever may have to do with the plan and has none on record."""
    if not (by.reviews_plans or Role.TRUSTEE in by.roles):
        return no("Plans are read by the network's reviewers.")
    if has_interest(by, plan.organisation, day):
        return no("Someone with no interest in the organisation must read its plan.")
    return YES


def may_publish(by: User, plan: Plan, day: date) -> Verdict:
    """Put an accepted plan in public, choose the day, or take it back into review."""
    if not by.reviews_plans:
        return no("Plans are published by the network's reviewers.")
    if has_interest(by, plan.organisation, day):
        return no("Someone with no interest in the organisation must publish its plan.")
    if not has_declared(by, plan):
        return no("Declare that you have no interest in the organisation first.")
    return YES


def may_take_appeal(by: User, appeal: Appeal, day: date) -> Verdict:
    """Somebody else than who turned the plan down, with no interest: a reviewer, the office or a trustee."""
    if not (by.reviews_plans or Role.TRUSTEE in by.roles):
        return no("Appeals are decided by the network's reviewers or trustees.")
    if appeal.decision.decided_by_id == by.pk:
        return no("You turned this plan down. Somebody else decides the appeal.")
    if has_interest(by, appeal.decision.plan.organisation, day):
        return no("Someone with no interest in the organisation must decide its appeal.")
    return YES


def may_decide_appeal(by: User, appeal: Appeal, day: date) -> Verdict:
    """The same, once she has declared that she has no interest."""
    verdict = may_take_appeal(by, appeal, day)
    if verdict and not has_declared(by, appeal.decision.plan):
        return no("Declare that you have no interest in the organisation first.")
    return verdict


# -- What somebody sees --------------------------------------------------------------------------------------------


def published_plans() -> QuerySet[Plan]:
    """What everybody sees: plans in force and plans that ran out. What stands in public is their published version."""
    return Plan.objects.filter(state__in=EVER_PUBLISHED)


def drafts_visible_to(user: User | AnonymousUser) -> QuerySet[Plan]:
    """Plans from the inside, in any state: for lead, editor and viewer, and for the office that writes for a caller."""
    if not isinstance(user, User):
        return Plan.objects.none()
    plans = Plan.objects.select_related("organisation")
    if user.is_office:
        return plans
    seats = Seat.objects.filter(person=user, ended_at__isnull=True, kind__in=READERS)
    return plans.filter(organisation__in=seats.values("organisation"))


def reviews_visible_to(user: User | AnonymousUser, day: date) -> QuerySet[Plan]:
    """Plans a reviewer may read as sent: those she has opened, having declared no interest, and has none in now."""
    if not isinstance(user, User) or not user.reviews_plans:
        return Plan.objects.none()
    opened = Review.objects.filter(reviewer=user).values("plan")
    return (
        Plan.objects.filter(pk__in=opened)
        .exclude(state__in=[State.DRAFT, State.WITHDRAWN])
        .exclude(organisation__in=organisations_of_interest(user, day))
        .select_related("organisation")
    )


def plans_visible_to(user: User | AnonymousUser) -> QuerySet[Plan]:
    """Public plans, and those from the inside."""
    inside = drafts_visible_to(user)
    if isinstance(user, User) and user.is_office:
        return inside
    return Plan.objects.filter(Q(state__in=EVER_PUBLISHED) | Q(pk__in=inside.values("pk"))).select_related(
        "organisation"
    )


def comments_visible_to(user: User | AnonymousUser, plan: Plan) -> QuerySet[ReviewComment]:
    """The organisation sees what was shown to it; whoever has the plan open sees her own as she writes them."""
    comments = ReviewComment.objects.filter(plan=plan, taken_back_at__isnull=True).select_related("action")
    if not isinstance(user, User):
        return comments.none()
    shown = Q(shown_at__isnull=False)
    if user.reviews_plans and Review.objects.filter(plan=plan, reviewer=user).exists():
        return comments.filter(shown | Q(by=user))
    if drafts_visible_to(user).filter(pk=plan.pk).exists():
        return comments.filter(shown)
    return comments.none()


def before_publication(organisation: Organisation) -> Plan | None:
    """The plan an organisation is working on or waiting for. One query."""
    return Plan.objects.filter(organisation=organisation, state__in=BEFORE_PUBLICATION).first()

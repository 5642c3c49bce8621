"""Who may open what in the office. Whose plan, mail or account it is, the owning rooms' permissions say."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from rrn.accounts.models import User
from rrn.core.verdict import YES, Verdict, no
from rrn.organisations.permissions import has_interest
from rrn.plans.models import Plan


def may_read_people(user: Any) -> Verdict:
    """Addresses, seats and letters of people: the office answers the telephone, nobody else needs them."""
    if user.is_office:
        return YES
    return no("People's details are read by the office only.")


def may_read_private_contacts(user: Any) -> Verdict:
    """A reviewer reads a plan; how to reach the people behind it is the office's business."""
    return may_read_people(user)


def may_act_for_callers(user: Any) -> Verdict:
    """Whatever a person can do by form, the office can do for her on the telephone, marked as done by staff."""
    if user.is_office:
        return YES
    return no("Only the network's office does this for somebody else.")


def may_give_roles(user: Any) -> Verdict:
    if user.is_superuser:
        return YES
    return no("Roles are given and ended by the person who runs the installation.")


def may_read_plan(user: User, plan: Plan, day: date) -> Verdict:
    """Read a plan in the office: reviewers and the office, never one's own employer's or customer's."""
    if not user.reviews_plans:
        return no("Plans are read by the network's reviewers.")
    if has_interest(user, plan.organisation, day):
        return no("Someone with no interest in the organisation must review its plan.")
    return YES


def plans_visible_in_office(user: User) -> QuerySet[Plan]:
    """Reviewers know of every plan that was sent; the office also of drafts, because it answers the telephone."""
    if not user.reviews_plans:
        return Plan.objects.none()
    plans = Plan.objects.select_related("organisation")
    return plans if user.is_office else plans.exclude(submitted_at__isnull=True)

"""The letter a decision sends, as it will look, before it is sent. The letters themselves belong to plans."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from rrn.plans.emails import WHY
from rrn.plans.models import Plan
from rrn.post.compose import Letter, compose


def letter_to_leads(plan: Plan, name: str, **context: Any) -> Letter:
    """What the organisation's leads will read."""
    return compose(
        f"plans/emails/{name}.txt",
        {
            "organisation": plan.organisation.name,
            "reference": plan.reference,
            "link": f"{settings.BASE_URL}/join/organisation/{plan.organisation.slug}/",
            "why": WHY,
            **context,
        },
    )

"""What anybody may see of members. Nothing here looks at who is asking: the register is the same for everyone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from rrn.membership.models import Member
from rrn.membership.rules import COUNTING, Status
from rrn.plans.models import Publication
from rrn.register.rules import listed_since


def organisations_visible(day: date) -> Any:
    """Organisations that have published a plan, with their status on the day. Members by definition have one."""
    published = Publication.objects.filter(organisation=OuterRef("organisation_id"))
    return (
        Member.objects.filter(kind=Member.Kind.ORGANISATION)
        .filter(Exists(published))
        .with_status(day)
        .select_related("organisation")
    )


def organisations_listed(day: date) -> Any:
    """Those that lists, counters and search show: counting, suspended, or ended within the last 24 months."""
    return organisations_visible(day).filter(
        Q(status_now__in=[*COUNTING, Status.SUSPENDED]) | Q(now_to__gte=listed_since(day))
    )

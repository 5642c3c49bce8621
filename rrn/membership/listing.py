"""Members as a list: filters that the database answers a page at a time, however many members there are.

The order follows what is asked, so that an index leads to the first page. Who is asked for by a renewal's day comes in
the order of that day; whose renewal is overdue, the latest ended first; everybody else by entry, the latest first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from rrn.membership.models import Application, Ending, Member, Override, Period, Suspension
from rrn.membership.rules import (
    DUE_DAYS,
    GRACE_DAYS,
    Facts,
    Status,
    current_period,
    due_from,
    is_renewed,
    status_on,
)
from rrn.organisations.queries import organisations_without_lead

# A status that follows from a decision or an application: few, so that the list begins with them.
_BY_ROWS: dict[str, Any] = {
    Status.SUSPENDED: Suspension,
    Status.REMOVED: Ending,
    Status.CLOSED: Ending,
    Status.MERGED: Ending,
    Status.APPLIED: Application,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which members. What is empty asks for nothing."""

    kind: str = ""
    status: str = ""
    due_from: date | None = None
    due_to: date | None = None
    sector: str = ""
    nation: str = ""
    role: str = ""
    listed: str = ""
    lead: str = ""
    longer: str = ""

    @property
    def by_renewal(self) -> bool:
        """Whether the list stands in the order of the day on which the two years end."""
        return bool(self.due_from or self.due_to) or self.status in (Status.DUE, Status.GRACE)

    @property
    def order(self) -> tuple[str, ...]:
        """Almost everybody whose renewal is overdue ended within the last sixty days, so these stand first."""
        if not self.by_renewal:
            return ("-pk",)
        return ("-ends", "-pk") if self.status == Status.GRACE else ("ends", "pk")


def members_wanted(wanted: Wanted, day: date) -> QuerySet[Any]:
    """These members with `status_now` on a day and, in the order of renewals, `ends`. One query a page."""
    members: QuerySet[Any] = Member.objects.all()
    if wanted.kind:
        members = members.filter(kind=wanted.kind)
    if wanted.by_renewal:
        members = _by_renewal(members, wanted, day)
    if wanted.status:
        members = _with_status(members, Status(wanted.status), day)
    members = _by_what_they_said(members, wanted)
    if wanted.lead == "none":
        members = members.filter(organisation__in=organisations_without_lead().order_by().values("pk"))
    if wanted.longer:
        standing = Override.objects.filter(starts_on__lte=day, until__gte=day).filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))
        members = members.filter(pk__in=standing.order_by().values("member"))
    return members.order_by(*wanted.order)


def _by_renewal(members: QuerySet[Any], wanted: Wanted, day: date) -> QuerySet[Any]:
    """Those whose two years end in this stretch of days, and have no later ones granted."""
    first, last = wanted.due_from, wanted.due_to
    if wanted.status == Status.DUE:
        first, last = max(first or day, day), min(last or date.max, day + timedelta(days=DUE_DAYS))
    elif wanted.status == Status.GRACE and first is None and not last:
        # Longer than the grace only where the office allowed it or a renewal is with us, which may last a year.
        first, last = day - timedelta(days=GRACE_DAYS + 366), day - timedelta(days=1)
    stretch = Q(periods__left_on__isnull=True)
    stretch &= Q(periods__ends_on__gte=first) if first else Q()
    stretch &= Q(periods__ends_on__lte=last) if last else Q()
    if wanted.status == Status.GRACE:
        # Older ones count by a decision or an application, of which there are few: looked up before the whole status is.
        stretch &= Q(periods__ends_on__gte=day - timedelta(days=GRACE_DAYS)) | _kept_by_hand(day)
    later = Period.objects.filter(member=OuterRef("pk"), starts_on__gt=OuterRef("periods__starts_on"), left_on__isnull=True)
    return members.filter(stretch).annotate(ends=F("periods__ends_on")).filter(~Exists(later))


def _kept_by_hand(day: date) -> Q:
    """Whom the office lets count longer, and whose renewal is with us."""
    standing = Q(starts_on__lte=day) & (Q(ended_on__isnull=True) | Q(ended_on__gt=day))
    allowed = Override.objects.filter(standing, until__gte=day).order_by().values("member")
    return Q(pk__in=allowed) | Q(pk__in=Application.objects.filter(standing).order_by().values("member"))


def _with_status(members: QuerySet[Any], status: Status, day: date) -> QuerySet[Any]:
    rows = _BY_ROWS.get(status)
    if status is Status.LEFT:
        members = members.filter(pk__in=Period.objects.filter(left_on__lte=day).order_by().values("member"))
    elif rows is not None:
        standing = rows.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day), starts_on__lte=day)
        members = members.filter(pk__in=standing.order_by().values("member"))
    return members.with_status(day).filter(status_now=status.value)  # type: ignore[attr-defined]  # MemberQuerySet


def _by_what_they_said(members: QuerySet[Any], wanted: Wanted) -> QuerySet[Any]:
    for name in ("sector", "nation"):
        if value := getattr(wanted, name):
            members = members.filter(Q(**{f"organisation__{name}": value}) | Q(**{f"details__{name}": value}))
    if wanted.role:
        members = members.filter(details__role=wanted.role)
    if wanted.listed:
        members = members.filter(kind=Member.Kind.INDIVIDUAL, details__listed_at__isnull=wanted.listed == "no")
    return members


def next_date(facts: Facts, day: date) -> tuple[date, str] | None:
    """The next day on which something becomes of this membership by itself, and what."""
    status, period = status_on(facts, day), current_period(facts, day)
    if period is None or status not in (Status.ACTIVE, Status.DUE, Status.GRACE):
        return None
    if status is Status.ACTIVE and not is_renewed(facts, day):
        return due_from(period.ends_on), "a renewal is asked for"
    if status is Status.ACTIVE:
        return min(one.starts_on for one in facts.periods if one.starts_on > day and one.left_on is None), "the next two years begin"
    if status is Status.DUE:
        return period.ends_on, "the two years end"
    until = [period.grace_ends_on, *(one.until for one in facts.overrides if one.covers(day))]
    return max(until), "the last day on which it counts"

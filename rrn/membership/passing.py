"""Which boundaries were passed and stand in no line of the diary yet: asked of the dates, page by page, cheap when idle.

The rules are `rules.boundary_on`; a property test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from rrn.membership.models import Application, Boundary, Ending, Member, Override, Period
from rrn.membership.queries import facts_of, with_facts
from rrn.membership.rules import DUE_DAYS, BoundaryKind, boundary_on, due_from

A_PAGE = 2000
LOOK_BACK = timedelta(days=14)
ONE_DAY = timedelta(days=1)
Passed = tuple[date, int]  # the boundary's day, the number of the period

# From the column that a boundary counts from to its day.
COLUMN = {BoundaryKind.DUE: "ends_on", BoundaryKind.GRACE: "ends_on", BoundaryKind.ENDED: "grace_ends_on"}
SHIFT = {BoundaryKind.DUE: -timedelta(days=DUE_DAYS), BoundaryKind.GRACE: ONE_DAY, BoundaryKind.ENDED: ONE_DAY}


def day_of(kind: BoundaryKind, anchor: date) -> date:
    return due_from(anchor) if kind is BoundaryKind.DUE else anchor + SHIFT[kind]


def _kept_open() -> Q:
    """Something let it count on the day after its grace: a renewal that was with us, or the office."""
    day = OuterRef("grace_ends_on") + ONE_DAY
    holds = Q(starts_on__lte=day) & (Q(ended_on__isnull=True) | Q(ended_on__gt=day))
    in_time = Q(starts_on__gte=OuterRef("starts_on"), starts_on__lte=OuterRef("grace_ends_on"))
    sent = Application.objects.filter(holds & in_time, member=OuterRef("member"))
    allowed = Override.objects.filter(holds, member=OuterRef("member"), until__gte=day)
    return Q(Exists(sent)) | Q(Exists(allowed))


def _not_noted(kind: BoundaryKind) -> QuerySet[Period]:
    return Period.objects.filter(
        ~Exists(Boundary.objects.filter(period=OuterRef("pk"), kind=kind.value)),
        Q(left_on__isnull=True) | Q(left_on__gt=F("starts_on")),
    )


def _passed(kind: BoundaryKind, on: date) -> QuerySet[Period]:
    """Periods that passed this boundary by a day and of which no line tells, other than those kept open past it."""
    column, shift = COLUMN[kind], SHIFT[kind]
    day = OuterRef(column) + shift
    ended = Ending.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day), member=OuterRef("member"), starts_on__lte=day)
    latest = OuterRef(column) if kind is BoundaryKind.ENDED else day
    later = Period.objects.filter(
        Q(left_on__isnull=True) | Q(left_on__gte=F("starts_on")),
        member=OuterRef("member"), starts_on__gt=OuterRef("starts_on"), starts_on__lte=latest,
    )  # fmt: skip
    found = _not_noted(kind).filter(
        Q(left_on__isnull=True) | Q(left_on__gt=F(column) + shift), ~Exists(ended), ~Exists(later), **{f"{column}__lte": on - shift}
    )
    return found.exclude(_kept_open()) if kind is BoundaryKind.ENDED else found


def _lately(kind: BoundaryKind) -> Q:
    """They are noted in the order of their days, so only the last fortnight is asked again, and what was written since."""
    last = Boundary.objects.filter(kind=kind.value).order_by("-on").values_list("on", "noted_at").first()
    if last is None:
        return Q()
    on, noted_at = last
    return Q(**{f"{COLUMN[kind]}__gte": on - LOOK_BACK - SHIFT[kind]}) | Q(made_at__gte=noted_at - ONE_DAY)


def passed(kind: BoundaryKind, on: date) -> Iterator[list[Passed]]:
    """Page by page in the order of the days; one query a page, from where the last one stopped."""
    column = COLUMN[kind]
    waiting = _passed(kind, on).filter(_lately(kind)).order_by(column, "pk")
    page: Any = waiting.values_list(column, "pk")[:A_PAGE]
    while rows := list(page):
        yield [(day_of(kind, anchor), number) for anchor, number in rows]
        anchor, number = rows[-1]
        beyond = Q(**{f"{column}__gt": anchor}) | Q(**{column: anchor}, pk__gt=number)
        page = waiting.filter(beyond, **{f"{column}__gte": anchor}).values_list(column, "pk")[:A_PAGE]
    if kind is BoundaryKind.ENDED:
        yield sorted(_ended_late(on))


def _ended_late(on: date) -> Iterator[Passed]:
    """Those few that were kept open past their grace and have ended since, each by its own facts."""
    renewed = Period.objects.filter(member=OuterRef("member"), starts_on__gt=OuterRef("starts_on"), kind="renewal", left_on__isnull=True)
    held = _not_noted(BoundaryKind.ENDED).filter(_kept_open(), ~Exists(renewed), left_on__isnull=True, grace_ends_on__lt=on)
    members = with_facts(Member.objects.filter(pk__in=held.values("member")))
    facts = {member.pk: facts_of(member) for member in members}
    for period in held:
        known = facts[period.member_id]
        fact = next(one for one in known.periods if one.starts_on == period.starts_on and one.left_on == period.left_on)
        day = boundary_on(BoundaryKind.ENDED, known, fact)
        if day is not None and day <= on:
            yield day, period.pk

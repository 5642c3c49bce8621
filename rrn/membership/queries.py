"""Reads worth naming. Each says how many queries it costs."""

from __future__ import annotations

from django.db.models import QuerySet

from rrn.accounts.models import User
from rrn.membership.models import Member, Period
from rrn.membership.rules import (
    EndingFact,
    EndingKind,
    Facts,
    OverrideFact,
    PeriodFact,
    Span,
)

WITH_FACTS = ("periods", "applications", "suspensions", "endings", "overrides")


def with_facts(members: QuerySet[Member]) -> QuerySet[Member]:
    """The same members with everything `facts_of` reads: five queries more, however many members."""
    return members.prefetch_related(*WITH_FACTS)


def facts_of(member: Member) -> Facts:
    """What was recorded about one member, for `rules.status_on`. Five queries, none after `with_facts`."""
    return Facts(
        periods=tuple(
            PeriodFact(starts_on=row.starts_on, ends_on=row.ends_on, grace_ends_on=row.grace_ends_on, left_on=row.left_on)
            for row in member.periods.all()
        ),
        applications=tuple(Span(row.starts_on, row.ended_on) for row in member.applications.all()),
        suspensions=tuple(Span(row.starts_on, row.ended_on) for row in member.suspensions.all()),
        endings=tuple(
            EndingFact(EndingKind(row.kind), Span(row.starts_on, row.ended_on)) for row in member.endings.all()
        ),
        overrides=tuple(OverrideFact(Span(row.starts_on, row.ended_on), row.until) for row in member.overrides.all()),
    )


def member_of(person: User) -> Member | None:
    """This person's own membership, if she ever had to do with one. One query."""
    return Member.objects.filter(person=person).first()


def latest_period(member: Member) -> Period | None:
    """The period with the latest start, begun or not. One query."""
    return member.periods.order_by("-starts_on", "-id").first()

"""Members and their periods: how one begins, and how somebody leaves."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from rrn.accounts.models import User
from rrn.core.references import new_reference
from rrn.core.time import london_day
from rrn.core.verdict import Refused, require
from rrn.events.actions import record
from rrn.membership import emails, rules
from rrn.membership.models import Application, Member, Period
from rrn.membership.permissions import may_leave
from rrn.membership.queries import facts_of
from rrn.organisations.models import Organisation


def member_for_person(*, person: User, at: datetime) -> Member:
    """This person's row, made when it is first needed."""
    member, _ = Member.objects.get_or_create(
        person=person, defaults={"kind": Member.Kind.INDIVIDUAL, "made_at": at}
    )
    return member


def member_for_organisation(*, organisation: Organisation, at: datetime) -> Member:
    """This organisation's row, made when it is first needed."""
    member, _ = Member.objects.get_or_create(
        organisation=organisation, defaults={"kind": Member.Kind.ORGANISATION, "made_at": at}
    )
    return member


@transaction.atomic
def start_period(
    *,
    member: Member,
    on: date,
    by: User | None,
    at: datetime,
    kind: str | None = None,
    client_key: str = "",
    on_behalf_of: User | None = None,
) -> Period:
    """Begin the two years. A renewal in time begins the day after the running period, anything else on its day.

    For organisations publishing a plan calls this, for persons joining does; nobody else. `kind`, where given, must
    be what the dates say.
    """
    member = Member.objects.select_for_update().get(pk=member.pk)
    starts_on, found = rules.next_start(facts_of(member), on)
    if kind is not None and kind != found:
        raise Refused(f"This would be a {found.label.lower()} period, not a {rules.PeriodKind(kind).label.lower()} one.")
    ends_on = rules.last_day(starts_on)
    period = Period.objects.create(
        member=member,
        kind=found,
        reference=new_reference(),
        starts_on=starts_on,
        ends_on=ends_on,
        grace_ends_on=rules.grace_end(ends_on),
        client_key=client_key,
        made_at=at,
    )
    Application.objects.filter(member=member, ended_on__isnull=True).update(ended_on=on)
    record(
        "membership.period_started", about=period, by=by, at=at, on_behalf_of=on_behalf_of,
        kind=found.value, starts_on=starts_on, ends_on=ends_on,
    )
    return period


@transaction.atomic
def leave(*, member: Member, by: User, at: datetime, on_behalf_of: User | None = None) -> Member:
    """End a membership at its own wish, from today. The record stays; coming back is a new period."""
    member = Member.objects.select_for_update(of=("self",)).select_related("person", "organisation").get(pk=member.pk)
    require(may_leave(by, member, on_behalf_of))
    today = london_day(at)
    rules.require_possible(rules.Deed.LEAVE, facts_of(member), today)
    running = [period.pk for period in member.periods.filter(starts_on__lte=today).order_by("-starts_on", "-id")[:1]]
    member.periods.filter(Q(pk__in=running) | Q(starts_on__gt=today, left_on__isnull=True)).update(left_on=today)
    record("membership.left", about=member, by=by, at=at, on_behalf_of=on_behalf_of, left_on=today)
    speaker = on_behalf_of or by
    emails.tell(
        member,
        "left",
        at,
        day=rules.full_date(today),
        organisation=str(member.organisation or ""),
        by=speaker.seen_as if member.organisation else "",
        by_staff=speaker != by,
    )
    return member

"""What members are told about the end of their membership, before it and after it. An individual's action: `action_notices`.

The anchor is the period's last day. Nothing is expected for somebody who had renewed, sent a renewal, left, or was
suspended or ended when the due day began; what happens later is looked at when the mail is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from rrn.accounts.models import User
from rrn.membership.models import Application, Ending, Member, Period, Suspension
from rrn.membership.queries import facts_of, with_facts
from rrn.membership.rules import COUNTING, Facts, full_date, status_on
from rrn.organisations.models import Seat, SeatKind
from rrn.organisations.queries import beside_seats, led_when_day_began
from rrn.post.models import Notice
from rrn.post.notices import (
    Closed,
    Piece,
    Rule,
    due_between,
    no_address,
    recorded_before,
    superseded,
    to_notice,
)

PERIOD, PERSON, ORGANISATION = "membership.period", "accounts.user", "organisations.organisation"
OFFSETS = (-90, -60, -30, -7, 0, 14, 30, 45)
# The last reminder is worth sending while the membership still counts: grace is sixty days.
LAST_USEFUL = 15

# -- Expected ------------------------------------------------------------------------------------------------------


def expected(offset: int, first: date, last: date) -> list[QuerySet[Any]]:
    return [_of_people(offset, first, last), _of_leads(offset, first, last), _of_nobody(offset, first, last)]


def _of_people(offset: int, first: date, last: date) -> QuerySet[Any]:
    mine = _ending(first, last, offset).filter(member__kind=Member.Kind.INDIVIDUAL)
    about = (PERIOD, "pk")
    return _still_asked(
        to_notice(mine, offset=offset, anchor="ends_on", recipient=(PERSON, "member__person_id"), about=about), first
    )


def _of_leads(offset: int, first: date, last: date) -> QuerySet[Any]:
    theirs = _ending(first, last, offset).filter(member__kind=Member.Kind.ORGANISATION)
    seated = beside_seats(theirs, "member__organisation")
    rows = to_notice(seated, offset=offset, anchor="ends_on", recipient=(PERSON, "seat_person_id"), about=(PERIOD, "pk"))
    return _still_asked(rows, first).filter(led_when_day_began("seat_", "due_on", first))


def _of_nobody(offset: int, first: date, last: date) -> QuerySet[Any]:
    """Organisations that nobody led: the ledger says that there was nobody to write to."""
    theirs = _ending(first, last, offset).filter(member__kind=Member.Kind.ORGANISATION)
    whole = (ORGANISATION, "member__organisation_id")
    rows = to_notice(theirs, offset=offset, anchor="ends_on", recipient=whole, about=(PERIOD, "pk"))
    leading = Seat.objects.annotate(day=OuterRef("due_on")).filter(
        led_when_day_began("", "day", first), organisation=OuterRef("member__organisation")
    )
    return _still_asked(rows, first).filter(~Exists(leading))


def _ending(first: date, last: date, offset: int) -> QuerySet[Period]:
    return Period.objects.filter(due_between("ends_on", offset, first, last))


def _still_asked(periods: QuerySet[Any], first: date) -> QuerySet[Any]:
    """Those of whom a renewal was still asked when the due day began. What was decided on a day holds from the next."""
    due, member = OuterRef("due_on"), OuterRef("member")
    began = Q(left_on__isnull=True) | Q(left_on__gte=F("starts_on"))
    renewed = Period.objects.filter(
        began, recorded_before("made_at", due, first), member=member, starts_on__gt=OuterRef("starts_on")
    )
    ended_later = Q(ended_on__isnull=True) | Q(ended_on__gte=due)
    decided = Q(ended_later, recorded_before("decided_at", due, first), starts_on__lte=due, member=member)
    with_us = Application.objects.filter(
        ended_later, starts_on__lt=due, starts_on__gte=OuterRef("starts_on"), starts_on__lte=OuterRef("grace_ends_on"), member=member
    )
    return periods.filter(
        Q(left_on__isnull=True) | Q(left_on__gte=F("due_on")),
        recorded_before("made_at", F("due_on"), first),
        ~Exists(renewed),
        ~Exists(with_us),
        ~Exists(Suspension.objects.filter(decided)),
        ~Exists(Ending.objects.filter(decided)),
    )


# -- Written -------------------------------------------------------------------------------------------------------


def write(notices: Sequence[Notice], day: date) -> Iterable[Piece | Closed]:
    """Nine queries however many notices there are."""
    numbers = {int(notice.about_id) for notice in notices}
    periods = Period.objects.select_related("member__organisation").in_bulk(numbers)
    holders = {period.member_id for period in periods.values()}
    members = {member.pk: member for member in with_facts(Member.objects.filter(pk__in=holders))}
    people = User.objects.in_bulk({int(notice.recipient_id) for notice in notices if notice.recipient_kind == PERSON})
    led = {period.member.organisation_id for period in periods.values() if period.member.organisation_id}
    seats = Seat.objects.filter(organisation__in=led, kind=SeatKind.LEAD, ended_at__isnull=True)
    leads = set(seats.values_list("organisation", "person"))
    for notice in notices:
        period = periods[int(notice.about_id)]
        facts = facts_of(members[period.member_id])
        if changed := _changed(period, facts, day):
            yield superseded(notice, changed)
        elif notice.recipient_kind == ORGANISATION:
            yield no_address(notice, "Nobody leads the organisation.")
        else:
            yield _to_person(notice, period, facts, people.get(int(notice.recipient_id)), leads, day)


def _changed(period: Period, facts: Facts, day: date) -> str:
    """Why nothing is asked any more, or nothing."""
    if period.left_on is not None:
        return "Left meanwhile."
    if any(other.began and other.starts_on > period.starts_on for other in facts.periods):
        return "Renewed meanwhile."
    status = status_on(facts, day)
    if status not in COUNTING:
        return f"{status.label} meanwhile."
    if any(sent.covers(day) and period.starts_on <= sent.starts_on <= period.grace_ends_on for sent in facts.applications):
        return "A renewal has been sent meanwhile."
    return ""


def _to_person(
    notice: Notice, period: Period, facts: Facts, person: User | None, leads: set[tuple[int, int]], day: date
) -> Piece | Closed:
    organisation = period.member.organisation
    if person is None or not person.is_active:
        return no_address(notice, "The account has been closed.")
    if organisation is not None and (organisation.pk, person.pk) not in leads:
        return superseded(notice, "Somebody else leads the organisation now.")
    return Piece(
        notice=notice,
        to=person.email,
        template=f"membership/emails/period_end/{'organisation' if organisation else 'person'}{_file_of(notice.offset)}.txt",
        context=_words(period, facts, person, day),
        about=organisation or period,
    )


def _file_of(offset: int) -> str:
    return "_0" if offset == 0 else f"_{abs(offset)}_{'before' if offset < 0 else 'after'}"


def _words(period: Period, facts: Facts, person: User, day: date) -> dict[str, Any]:
    organisation = period.member.organisation
    path = organisation.get_home_url() if organisation else "/my/"
    allowed = [override.until for override in facts.overrides if override.covers(day)]
    return {
        "name": person.display_name,
        "organisation": organisation.name if organisation else "",
        "reference": period.reference,
        "ends": full_date(period.ends_on),
        "counts_until": full_date(max([period.grace_ends_on, *allowed])),
        "link": f"{settings.BASE_URL}{path}",
        "why": "You get this because you lead this organisation’s membership." if organisation else "You get this because you are a member.",
    }


PERIOD_END = Rule(
    name="membership.period_end",
    label="End of a membership",
    offsets=OFFSETS,
    expected=expected,
    write=write,
    last_useful=LAST_USEFUL,
)

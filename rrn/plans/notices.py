"""The two reminders while changes are asked for. The anchor is the day by which the plan is to come back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.lookups import GreaterThanOrEqual
from django.urls import reverse

from rrn.accounts.models import User
from rrn.core.days import LondonDay
from rrn.events.actions import record_many
from rrn.organisations.models import Seat, SeatKind
from rrn.organisations.queries import beside_seats, led_when_day_began
from rrn.plans.emails import WHY
from rrn.plans.models import ChangesAsked
from rrn.plans.rules import REMIND_OF_CHANGES
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

PERSON, ORGANISATION, ASKED = "accounts.user", "organisations.organisation", "plans.changesasked"


def expected(offset: int, first: date, last: date) -> list[QuerySet[Any]]:
    seated = beside_seats(ChangesAsked.objects.filter(due_between("answer_by", offset, first, last)), "plan__organisation")
    told = to_notice(seated, offset=offset, anchor="answer_by", recipient=(PERSON, "seat_person_id"), about=(ASKED, "pk"))
    whole = (ORGANISATION, "plan__organisation_id")
    asked = ChangesAsked.objects.filter(due_between("answer_by", offset, first, last))
    nobody = to_notice(asked, offset=offset, anchor="answer_by", recipient=whole, about=(ASKED, "pk"))
    leading = Seat.objects.annotate(day=OuterRef("due_on")).filter(
        led_when_day_began("", "day", first), organisation=OuterRef("plan__organisation")
    )
    return [
        _still_asked(told, first).filter(led_when_day_began("seat_", "due_on", first)),
        _still_asked(nobody, first).filter(~Exists(leading)),
    ]


def _still_asked(asked: QuerySet[Any], first: date) -> QuerySet[Any]:
    """Asked before the due day began, and not answered before it."""
    open_then = Q(ended_at__isnull=True) | Q(GreaterThanOrEqual(LondonDay("ended_at"), F("due_on")))
    return asked.filter(open_then, recorded_before("asked_at", F("due_on"), first))


def write(notices: Sequence[Notice], day: date) -> Iterable[Piece | Closed]:
    """Three queries however many notices there are."""
    numbers = {int(notice.about_id) for notice in notices}
    asked = ChangesAsked.objects.select_related("plan__organisation").in_bulk(numbers)
    people = User.objects.in_bulk({int(notice.recipient_id) for notice in notices if notice.recipient_kind == PERSON})
    organisations = {row.plan.organisation_id for row in asked.values()}
    seats = Seat.objects.filter(organisation__in=organisations, kind=SeatKind.LEAD, ended_at__isnull=True)
    leads = set(seats.values_list("organisation", "person"))
    for notice in notices:
        row = asked[int(notice.about_id)]
        person = people.get(int(notice.recipient_id)) if notice.recipient_kind == PERSON else None
        if row.ended_at is not None or row.answer_by != notice.anchor_on:
            yield superseded(notice, "The plan has moved on meanwhile.")
        elif notice.recipient_kind == ORGANISATION:
            yield no_address(notice, "Nobody leads the organisation.")
        elif person is None or not person.is_active:
            yield no_address(notice, "The account has been closed.")
        elif (row.plan.organisation_id, person.pk) not in leads:
            yield superseded(notice, "Somebody else leads the organisation now.")
        else:
            yield _piece(notice, row, person)


def _piece(notice: Notice, asked: ChangesAsked, person: User) -> Piece:
    plan = asked.plan
    return Piece(
        notice=notice,
        to=person.email,
        template="plans/emails/changes_reminder.txt",
        context={
            "organisation": plan.organisation.name,
            "reference": plan.reference,
            "answer_by": asked.answer_by,
            "link": settings.BASE_URL + reverse("plans:tasks", args=[plan.organisation.slug]),
            "why": WHY,
        },
        about=plan,
    )


def key(notice: Notice) -> str:
    """The key these reminders had before they were notices: one that was sent then is not sent again."""
    return f"plans.changes_asked:{notice.about_id}:{notice.offset}:{notice.recipient_id}"


def written(notices: Sequence[Notice], at: datetime) -> None:
    """The plan's diary says that its people were reminded, once for each reminder."""
    asked = ChangesAsked.objects.select_related("plan").in_bulk({int(notice.about_id) for notice in notices})
    reminders = dict.fromkeys((int(notice.about_id), -notice.offset) for notice in notices)
    lines = [(asked[number].plan, {"days_before": days}) for number, days in reminders]
    record_many("plan.reminded_of_changes", about=lines, by=None, at=at)


CHANGES_ASKED = Rule(
    name="plans.changes_asked",
    label="Changes to a plan asked for",
    offsets=tuple(sorted(-days for days in REMIND_OF_CHANGES)),
    expected=expected,
    write=write,
    last_useful=min(REMIND_OF_CHANGES),  # to the day itself
    looks_back=31,  # what was asked for before this was a rule
    key=key,
    written=written,
)

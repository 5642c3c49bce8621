"""Reads worth naming. Each says how many queries it costs."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual, LessThan

from rrn.accounts.models import User
from rrn.core.days import LondonDay
from rrn.core.time import start_of_day
from rrn.organisations.codes import code_for
from rrn.organisations.models import FormerKind, Invitation, Organisation, Seat, SeatCode, SeatKind


def seats_of(organisation: Organisation) -> QuerySet[Seat]:
    """The seats held now, leads first, then as they came. One query."""
    order = {kind: place for place, kind in enumerate(SeatKind.values)}
    seats = Seat.objects.filter(organisation=organisation, ended_at__isnull=True).select_related("person")
    from django.db.models import Case, IntegerField, Value, When

    return seats.annotate(
        place=Case(
            *(When(kind=kind, then=Value(place)) for kind, place in order.items()),
            output_field=IntegerField(),
        )
    ).order_by("place", "started_at", "pk")


def organisations_of(person: User) -> QuerySet[Seat]:
    """Somebody's seats now, with their organisations. One query."""
    return (
        Seat.objects.filter(person=person, ended_at__isnull=True)
        .select_related("organisation")
        .order_by("organisation__name", "pk")
    )


def open_invitations(organisation: Organisation, at: datetime) -> QuerySet[Invitation]:
    """Offered and neither taken nor taken back; those that ran out included, so that they can be renewed. One query."""
    return Invitation.objects.filter(
        organisation=organisation, accepted_at__isnull=True, taken_back_at__isnull=True
    ).select_related("invited_by")


def open_invitations_for(person: User, at: datetime) -> QuerySet[Invitation]:
    """What somebody's confirmed address has been offered: shown on her own pages. One query."""
    return Invitation.objects.filter(
        email=person.email, accepted_at__isnull=True, taken_back_at__isnull=True, expires_at__gt=at
    ).select_related("organisation", "invited_by")


def invitation_by_token(token: str) -> Invitation | None:
    """The invitation a mail's link names. One query."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    return Invitation.objects.select_related("organisation", "invited_by").filter(token_digest=digest).first()


def seats_taken(organisation: Organisation, at: datetime) -> int:
    """Open seats and open invitations together: what counts towards the most there may be. Two queries."""
    seats = Seat.objects.filter(organisation=organisation, ended_at__isnull=True).count()
    return seats + open_invitations(organisation, at).filter(expires_at__gt=at).count()


def most_seats() -> int:
    return int(str(settings.RRN["SEATS_PER_ORGANISATION"]))


def current_code(organisation: Organisation) -> str:
    """The code colleagues may use now, or nothing. One query."""
    kept = SeatCode.objects.filter(organisation=organisation).first()
    return code_for(kept) if kept else ""


def organisations_without_lead() -> QuerySet[Organisation]:
    """A task for the office: people hold seats there, and none of them leads. One query."""
    seats = Seat.objects.filter(organisation=OuterRef("pk"), ended_at__isnull=True, person__is_active=True)
    return Organisation.objects.filter(Exists(seats)).exclude(Exists(seats.filter(kind=SeatKind.LEAD)))


def beside_seats(rows: QuerySet[Any], organisation: str) -> QuerySet[Any]:
    """Each row once for every seat of its organisation, open or ended, with the seat's fields as `seat_…`.

    They come as names of their own, because a filter on a relation of many would join the seats anew.
    """
    fields = ("id", "kind", "kind_since", "started_at", "ended_at", "person_id")
    return rows.alias(**{f"seat_{name}": F(f"{organisation}__seats__{name}") for name in fields})


def led_when_day_began(seat: str, day: str, first: date) -> Q:
    """Whether a seat was a lead's when a day began in London, however it has changed since.

    `seat` goes before the seat's fields ("", or "seat_" after `beside_seats`), `day` is a column of the same query: for lists over many days, of which `first` is the earliest.
    """
    long_ago = Q(**{f"{seat}started_at__lt": start_of_day(first)})
    since = Coalesce(f"{seat}kind_since", f"{seat}started_at")
    there = (long_ago | Q(LessThan(LondonDay(f"{seat}started_at"), F(day)))) & (
        Q(**{f"{seat}ended_at__isnull": True}) | Q(GreaterThanOrEqual(LondonDay(f"{seat}ended_at"), F(day)))
    )
    before = FormerKind.objects.filter(
        LessThan(LondonDay("since"), OuterRef(day)),
        GreaterThanOrEqual(LondonDay("until"), OuterRef(day)),
        kind=SeatKind.LEAD,
        seat=OuterRef(f"{seat}id"),
    )
    return there & (Q(LessThan(LondonDay(since), F(day)), **{f"{seat}kind": SeatKind.LEAD}) | Q(Exists(before)))

"""Who may do what for an organisation, and whose organisations somebody sees."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, Value

from rrn.accounts.models import User
from rrn.core.time import london_day
from rrn.core.verdict import YES, Verdict, no
from rrn.organisations import rules
from rrn.organisations.models import Interest, Organisation, Seat, SeatKind

WRITERS = frozenset({SeatKind.LEAD, SeatKind.EDITOR})
READERS = frozenset({SeatKind.LEAD, SeatKind.EDITOR, SeatKind.VIEWER})


def speaker(by: User, on_behalf_of: User | None) -> User:
    """Whose rights count: the person herself, or the one for whom the office acts on the telephone.

    Staff doing it for somebody may do what that person may, no more; the diary names both.
    """
    if on_behalf_of is None or on_behalf_of == by:
        return by
    if not by.is_office:
        raise PermissionDenied("Only the network's office does this for somebody else.")
    return on_behalf_of


def open_seat(person: User, organisation: Organisation) -> Seat | None:
    """The seat somebody holds there now."""
    return Seat.objects.filter(person=person, organisation=organisation, ended_at__isnull=True).first()


def leads_of(organisation: Organisation) -> QuerySet[Seat]:
    return (
        Seat.objects.filter(
            organisation=organisation, kind=SeatKind.LEAD, ended_at__isnull=True, person__is_active=True
        )
        .select_related("person")
        .order_by("started_at", "pk")
    )


def lead_in_words(organisation: Organisation) -> str:
    """ "That is Priya Nair": whom a refusal sends somebody to."""
    leads = leads_of(organisation)[:3]
    if not leads:
        return "It has no lead now: telephone us."
    names = [seat.person.display_name for seat in leads if seat.person.display_name]
    if not names:
        return "That is one of your colleagues."
    return f"That is {' or '.join(names)}."


def may_lead(by: User, organisation: Organisation, on_behalf_of: User | None = None) -> Verdict:
    """Change what the organisation says of itself, and who holds its seats. The office may set such things right."""
    if by.is_office and on_behalf_of is None:
        return YES
    seat = open_seat(speaker(by, on_behalf_of), organisation)
    if seat is None:
        return no("You hold no seat in this organisation.")
    if seat.kind != SeatKind.LEAD:
        return no(f"Only your organisation's lead can change this. {lead_in_words(organisation)}")
    return YES


def may_describe(by: User, organisation: Organisation, on_behalf_of: User | None = None) -> Verdict:
    """Write what the organisation is: lead and editors, or the office setting something right."""
    if by.is_office and on_behalf_of is None:
        return YES
    seat = open_seat(speaker(by, on_behalf_of), organisation)
    if seat is None:
        return no("You hold no seat in this organisation.")
    if seat.kind not in WRITERS:
        return no(
            f"Your seat lets you read this, not change it. Ask your lead. {lead_in_words(organisation)}"
        )
    return YES


def may_end_seat(by: User, seat: Seat, on_behalf_of: User | None = None) -> Verdict:
    """Everybody may give up her own seat; a lead may end anybody's."""
    if speaker(by, on_behalf_of) == seat.person:
        return YES
    return may_lead(by, seat.organisation, on_behalf_of)


def may_check_registers(by: User) -> Verdict:
    if by.is_office:
        return YES
    return no("Register numbers are checked by the network's office.")


def organisations_visible_to(user: User | AnonymousUser) -> QuerySet[Organisation]:
    """The organisations whose inside somebody sees: those where she holds a seat; all, for the office."""
    if not isinstance(user, User):
        return Organisation.objects.none()
    if user.is_office:
        return Organisation.objects.all()
    return Organisation.objects.filter(
        pk__in=Seat.objects.filter(person=user, ended_at__isnull=True).values("organisation")
    )


def seats_visible_to(user: User | AnonymousUser) -> QuerySet[Seat]:
    """The list of names: everybody's own seats, and every open seat where she holds one of lead, editor or viewer."""
    if not isinstance(user, User):
        return Seat.objects.none()
    open_seats = Seat.objects.filter(ended_at__isnull=True).select_related("person", "organisation")
    if user.is_office:
        return open_seats
    on_the_plan = Seat.objects.filter(person=user, ended_at__isnull=True, kind__in=READERS)
    return open_seats.filter(Q(person=user) | Q(organisation__in=on_the_plan.values("organisation")))


def has_interest(actor: User, organisation: Organisation, day: date) -> bool:
    """Her own employer or customer: a seat now or within 24 months, or an interest declared. One query."""
    seats = Seat.objects.filter(person=actor, organisation=organisation).order_by().values_list("ended_at", flat=True)
    declared = Interest.objects.filter(person=actor, organisation=organisation).order_by().values_list("ended_at", flat=True)
    return rules.has_interest([], [end and london_day(end) for end in seats.union(declared, all=True)], day)


def organisations_of_interest(actor: User, day: date) -> set[int]:
    """The same for every organisation at once, for lists. One query."""
    found: dict[int, tuple[list[rules.SeatHeld], list[date | None]]] = {}
    seats = Seat.objects.filter(person=actor).order_by().values_list("organisation", "ended_at", Value(True))
    declared = Interest.objects.filter(person=actor).order_by().values_list("organisation", "ended_at", Value(False))
    for pk, end, is_seat in seats.union(declared, all=True):
        held, said = found.setdefault(pk, ([], []))
        if is_seat:
            held.append(rules.SeatHeld(end and london_day(end)))
        else:
            said.append(end and london_day(end))
    return {pk for pk, (held, said) in found.items() if rules.has_interest(held, said, day)}

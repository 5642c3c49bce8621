"""Who may do what with a membership, and who has a member's rights."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from rrn.accounts.models import Role, User
from rrn.core.verdict import YES, Verdict, no
from rrn.membership.models import Appeal, IndividualAction, LogoLicence, Member, RosterSeat
from rrn.membership.rules import CHAIRS, Body
from rrn.organisations.models import Seat, SeatKind
from rrn.organisations.permissions import has_interest, lead_in_words, may_lead, open_seat, speaker


def has_members_rights(user: Any, day: date) -> bool:
    """Whether this person reads, writes and downloads as a member on a day. One query.

    Individuals whose membership counts, and everybody with a seat in an organisation whose membership counts.
    """
    if not user.is_authenticated or not user.is_active:
        return False
    seats = Seat.objects.filter(person=user, ended_at__isnull=True).values("organisation_id")
    return Member.objects.filter(Q(person=user) | Q(organisation__in=seats)).counting_on(day).exists()


def may_join_for(actor: User, person: User) -> Verdict:
    """She joins herself, or the office joins her while she is on the telephone."""
    if actor.pk == person.pk or actor.is_office:
        return YES
    return no("Somebody joins as a member herself, or the office does it for her.")


def may_change(actor: User, member: Member) -> Verdict:
    """An individual changes her own membership's record; the office may do it for anybody."""
    if actor.is_office or (member.person_id is not None and member.person_id == actor.pk):
        return YES
    return no("Only the member herself or the office may change this.")


def may_accept_licence(actor: User, licence: LogoLicence, day: date) -> Verdict:
    """A lead speaks for the organisation, and only while its membership counts; the office reads."""
    organisation = licence.member.organisation
    seat = open_seat(actor, organisation) if organisation else None
    if organisation is None or seat is None or seat.kind != SeatKind.LEAD:
        lead = f" {lead_in_words(organisation)}" if organisation else ""
        return no(f"Only the organisation's lead accepts the licence for the logo.{lead}")
    if not Member.objects.filter(pk=licence.member_id).counting_on(day).exists():
        return no("Your organisation's membership does not count now, so it cannot use the logo.")
    return YES


def may_decide(actor: User | None, member: Member, day: date, *, interests: Collection[int] | None = None) -> Verdict:
    """Suspending, removing, closing, merging and overriding are the office's, and never about oneself or one's own.

    `interests`, where they have been asked for already: the organisations that the actor has an interest in. One query otherwise.
    """
    if actor is None or not actor.is_office:
        return no("The office decides about a membership.")
    if member.person_id == actor.pk:
        return no("Nobody decides about her own membership. Ask a colleague in the office.")
    if member.organisation is not None:
        known = interests is not None
        if member.organisation_id in (interests or ()) if known else has_interest(actor, member.organisation, day):
            return no("Someone with no interest in the organisation must decide about its membership.")
    return YES


def may_leave(by: User, member: Member, on_behalf_of: User | None = None) -> Verdict:
    """An individual leaves herself, a lead leaves for her organisation; the office writes it down for either."""
    if member.organisation is None:
        return may_change(by, member)
    return may_lead(by, member.organisation, on_behalf_of)


def may_appeal(by: User, member: Member, on_behalf_of: User | None = None) -> Verdict:
    """The member herself, or a lead of the organisation; the office for either of them on the telephone."""
    who = speaker(by, on_behalf_of)
    if member.organisation is None:
        return YES if member.person_id == who.pk else no("Only the member herself can appeal.")
    seat = open_seat(who, member.organisation)
    if seat is None:
        return no("You hold no seat in this organisation.")
    if seat.kind != SeatKind.LEAD:
        return no(f"Only your organisation's lead can appeal. {lead_in_words(member.organisation)}")
    return YES


def may_take_appeal(by: User, appeal: Appeal, day: date) -> Verdict:
    """Somebody else than who decided, who wrote the appeal down and whom it is about, and with no interest."""
    if not (by.reviews_plans or Role.TRUSTEE in by.roles):
        return no("Appeals are decided by the network's office, reviewers or trustees.")
    if appeal.about.decided_by_id == by.pk:
        return no("You took this decision. Somebody else decides the appeal.")
    if by.pk in (appeal.made_by_id, appeal.on_behalf_of_id, appeal.member.person_id):
        return no("You made this appeal or wrote it down. Somebody else decides it.")
    if appeal.member.organisation is not None and has_interest(by, appeal.member.organisation, day):
        return no("Someone with no interest in the organisation must decide its appeal.")
    return YES


def may_note_claim(actor: User | None) -> Verdict:
    """The office writes down that an organisation here is the one that took a pledge."""
    if actor is not None and actor.is_office:
        return YES
    return no("The office notes which organisation took an original pledge.")


def members_visible_to(user: Any) -> QuerySet[Member]:
    """Members' records from the inside: the office's, who answers the telephone."""
    if not user.is_authenticated or not user.is_office:
        return Member.objects.none()
    return Member.objects.select_related("person", "organisation")


def actions_visible_to(user: Any) -> QuerySet[IndividualAction]:
    """A person's own actions; the office, which answers the telephone, sees everybody's."""
    if not user.is_authenticated:
        return IndividualAction.objects.none()
    if user.is_office:
        return IndividualAction.objects.all()
    return IndividualAction.objects.filter(period__member__person=user)


# -- The roster of the steering group and the trustees ----------------------------------------------------------------


def is_entitled_steering_member(user: Any, day: date) -> bool:
    """Whether she sits on the steering group on a day and her membership counts: then she may be a second person. One query."""
    if not user.is_authenticated or not user.is_active:
        return False
    return RosterSeat.objects.entitled_on(day).filter(person=user, body=Body.STEERING).exists()


def chairs_of(user: Any, day: date) -> frozenset[str]:
    """The bodies that she chairs on a day, or chairs as deputy; a seat without membership chairs nothing. One query."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    seats = RosterSeat.objects.entitled_on(day).filter(person=user, role__in=CHAIRS)
    return frozenset(seats.values_list("body", flat=True))


def may_keep_roster(actor: Any, seat: RosterSeat | None = None) -> Verdict:
    """Proposing, confirming and giving terms are the office's, and never about oneself."""
    if not actor.is_authenticated or not actor.is_office:
        return no("The office keeps the roster of the steering group and the trustees.")
    if seat is not None and seat.person_id == actor.pk:
        return no("Nobody decides about her own seat. Ask a colleague in the office.")
    return YES


def may_end_roster_seat(actor: User, seat: RosterSeat, day: date) -> Verdict:
    """Everybody may give up her own seat; the chair and the office may end anybody's."""
    if actor.pk == seat.person_id or actor.is_office or seat.body in chairs_of(actor, day):
        return YES
    return no("A seat is ended by whoever holds it, by the chair, or by the office.")


def may_speak_for_seat(actor: User, seat: RosterSeat) -> Verdict:
    """Being named and declaring interests is hers; the office notes what she says on the telephone."""
    if actor.pk == seat.person_id or actor.is_office:
        return YES
    return no("Only whoever holds the seat says this, or the office for her on the telephone.")


def roster_visible_to(user: Any, day: date) -> QuerySet[RosterSeat]:
    """The office keeps all of it, a chair sees her own body's, everybody her own seats. One query besides."""
    if not user.is_authenticated:
        return RosterSeat.objects.none()
    if user.is_office:
        return RosterSeat.objects.all()
    return RosterSeat.objects.filter(Q(person=user) | Q(body__in=chairs_of(user, day)))

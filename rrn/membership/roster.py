"""The roster of the steering group and the trustees as it stands on a day. Reads; each says how many queries it costs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from rrn.accounts.models import User
from rrn.core.time import london_day
from rrn.membership import rules
from rrn.membership.models import Member, RosterInterest, RosterNaming, RosterSeat
from rrn.membership.permissions import chairs_of
from rrn.membership.queries import facts_by_holder
from rrn.membership.rules import Basis, Body, Facts, SeatFacts, Span, Standing, Term
from rrn.organisations.models import Seat


@dataclass(frozen=True, slots=True)
class OnRoster:
    """One seat with what the rules say of it on a day. `missing` is why it cannot be confirmed; empty where it can."""

    seat: RosterSeat
    facts: SeatFacts
    standing: Standing
    sentence: str
    since: date | None
    missing: str
    day: date

    @property
    def term_now(self) -> Term | None:
        """The running term."""
        return next((term for term in self.facts.terms if term.covers(self.day)), None)

    @property
    def last_term(self) -> Term | None:
        return max(self.facts.terms, key=lambda term: term.starts_on, default=None)

    @property
    def is_named(self) -> bool:
        return any(naming.withdrawn_at is None for naming in self.seat.namings.all()) and bool(self.seat.person.display_name)

    @property
    def for_her(self) -> str:
        """What is missing, said to whoever holds the seat."""
        return rules.what_you_can_do(self.facts, self.day, organisation=str(self.seat.organisation or ""))

    @property
    def naming(self) -> RosterNaming | None:
        return next((naming for naming in self.seat.namings.all() if naming.withdrawn_at is None), None)

    @property
    def interests(self) -> list[RosterInterest]:
        return [interest for interest in self.seat.interests.all() if interest.ended_at is None]

    @property
    def public_interests(self) -> list[RosterInterest]:
        return [interest for interest in self.interests if interest.is_public]

    @property
    def needs_the_chair(self) -> bool:
        return self.standing in rules.WITHOUT_MEMBERSHIP

    @property
    def review_from(self) -> date | None:
        return rules.review_from(self.since) if self.since else None


def with_records(seats: QuerySet[RosterSeat]) -> QuerySet[RosterSeat]:
    """The same seats with everything that is shown of them: four queries."""
    people = seats.select_related("person", "organisation", "proposed_by", "confirmed_by", "ended_by")
    namings = RosterNaming.objects.select_related("given_by", "withdrawn_by")
    return people.prefetch_related("terms", Prefetch("namings", namings), Prefetch("interests"))


def on_roster(seats: QuerySet[RosterSeat], day: date, *, whole: bool = True) -> list[OnRoster]:
    """What these seats are on a day, in the order of their roles. Seven queries, however many seats.

    Without the whole, only what the rules ask: five, and what is shown beside it is not fetched.
    """
    brief = seats.select_related("person", "organisation").prefetch_related("terms")
    found = list(with_records(seats) if whole else brief)
    facts = facts_of_seats(found)
    told = [_told(seat, facts[seat.pk], day) for seat in found]
    return sorted(told, key=lambda one: (rules.IN_ORDER[one.seat.role], str(one.seat.person).casefold(), one.seat.pk))


def _told(seat: RosterSeat, facts: SeatFacts, day: date) -> OnRoster:
    return OnRoster(
        seat=seat,
        facts=facts,
        standing=rules.standing_on(facts, day),
        sentence=rules.seat_in_words(facts, day),
        since=rules.not_a_member_since(facts, day),
        missing=rules.what_is_missing(
            facts, day, name=str(seat.person), organisation=str(seat.organisation or "")
        ),
        day=day,
    )


def facts_of_seats(seats: Sequence[RosterSeat]) -> dict[int, SeatFacts]:
    """For `rules.standing_on`. Three queries, and one more for terms that were not fetched; however many seats."""
    under_the_rule = [seat for seat in seats if seat.body == Body.STEERING]
    people = {seat.person_id for seat in under_the_rule if seat.basis == Basis.PERSON}
    through = [seat for seat in under_the_rule if seat.basis == Basis.ORGANISATION]
    organisations = {seat.organisation_id for seat in through}
    members: dict[tuple[str, int | None], Facts] = {}
    there = list(Member.objects.filter(Q(person__in=people) | Q(organisation__in=organisations)))
    recorded = facts_by_holder("pk", [member.pk for member in there]) if there else {}
    for member in there:
        members[member.kind, member.person_id or member.organisation_id] = recorded.get(member.pk, Facts())
    held: dict[tuple[int, int], list[Span]] = {}
    for row in Seat.objects.filter(person__in={seat.person_id for seat in through}, organisation__in=organisations):
        span = Span(london_day(row.started_at), london_day(row.ended_at) if row.ended_at else None)
        held.setdefault((row.person_id, row.organisation_id), []).append(span)
    return {seat.pk: _facts(seat, members, held) for seat in seats}


def _facts(
    seat: RosterSeat, members: dict[tuple[str, int | None], Facts], held: dict[tuple[int, int], list[Span]]
) -> SeatFacts:
    through = seat.basis == Basis.ORGANISATION
    whose = (Member.Kind.ORGANISATION.value, seat.organisation_id) if through else (Member.Kind.INDIVIDUAL.value, seat.person_id)
    return SeatFacts(
        body=Body(seat.body),
        terms=tuple(Term(term.starts_on, term.ends_on) for term in seat.terms.all()),
        confirmed_on=london_day(seat.confirmed_at) if seat.confirmed_at else None,
        ended_on=london_day(seat.ended_at) if seat.ended_at else None,
        member=members.get(whose, Facts()),
        held=tuple(held.get((seat.person_id, seat.organisation_id or 0), ())) if through else None,
    )


def facts_of_seat(seat: RosterSeat) -> SeatFacts:
    """Four queries."""
    return facts_of_seats([seat])[seat.pk]


@dataclass(frozen=True, slots=True)
class PublicBody:
    """What anybody may read of one body: names by consent, everybody else as a number."""

    named: tuple[OnRoster, ...]
    not_named: int
    under_review: int
    members: int
    seats: int

    @property
    def all_are_members(self) -> bool:
        return self.members == self.seats


def public_roster(day: date) -> dict[str, PublicBody]:
    """Both bodies as the public page shows them. Eleven queries."""
    seated = on_roster(RosterSeat.objects.seated_on(day), day)
    return {body.value: public_body(one for one in seated if one.seat.body == body) for body in Body}


def public_body(seats: Iterable[OnRoster]) -> PublicBody:
    """A seat whose membership has just ended stands as before; it is counted, and nobody is named for it."""
    here = [one for one in seats if one.standing in rules.SEATED]
    shown = [one for one in here if one.standing is not Standing.UNDER_REVIEW]
    named = tuple(one for one in shown if one.is_named)
    return PublicBody(
        named=named,
        not_named=len(shown) - len(named),
        under_review=len(here) - len(shown),
        members=sum(one.standing is Standing.SITS for one in here),
        seats=len(here),
    )


def waiting_for_the_chair(day: date, bodies: Iterable[str] = tuple(Body)) -> list[OnRoster]:
    """Seats whose membership has ended, longest first. One query where there are none, five otherwise."""
    without = on_roster(_without_membership(day, bodies), day, whole=False)
    return sorted((one for one in without if one.needs_the_chair), key=lambda one: one.since or day)


def _without_membership(day: date, bodies: Iterable[str]) -> QuerySet[RosterSeat]:
    entitled = RosterSeat.objects.entitled_on(day).values("pk")
    return RosterSeat.objects.seated_on(day).filter(body__in=bodies).exclude(pk__in=entitled)


def seats_to_settle(user: User, day: date) -> int:
    """How many seats wait for her as a chair. One query for everybody else, two for her."""
    chaired = chairs_of(user, day)
    return _without_membership(day, chaired).count() if chaired else 0


def on_one(seat: RosterSeat, day: date) -> OnRoster:
    """One seat. Seven queries."""
    return on_roster(RosterSeat.objects.filter(pk=seat.pk), day)[0]


def interests_of(seat: RosterSeat) -> QuerySet[RosterInterest]:
    """What she has declared with this seat, ended or not. One query."""
    return RosterInterest.objects.filter(seat=seat)


@dataclass(frozen=True, slots=True)
class ForHer:
    """Her own open seats; and what she sees as a chair, those that need her first."""

    mine: list[OnRoster]
    chaired: list[OnRoster]

    @property
    def waiting(self) -> list[OnRoster]:
        return [one for one in self.chaired if one.needs_the_chair]


def roster_for(user: User, day: date) -> ForHer:
    """Twelve queries."""
    chaired = chairs_of(user, day)
    seats = RosterSeat.objects.filter(Q(person=user) | Q(body__in=chaired), ended_at__isnull=True)
    found = on_roster(seats, day)
    others = [one for one in found if one.seat.body in chaired]
    return ForHer(
        mine=[one for one in found if one.seat.person_id == user.pk],
        chaired=sorted(others, key=lambda one: not one.needs_the_chair),
    )


def own_seats(user: User) -> QuerySet[RosterSeat]:
    """Seats of hers, ended or not. One query."""
    return RosterSeat.objects.filter(person=user)


def has_a_seat(user: User) -> bool:
    """Whether there is anything for her on the roster's page. One query."""
    return RosterSeat.objects.filter(person=user, ended_at__isnull=True).exists()


def whole_roster(day: date) -> dict[str, list[OnRoster]]:
    """The office's list: all open seats of each body, those that need somebody first. Eleven queries."""
    found = on_roster(RosterSeat.objects.filter(ended_at__isnull=True), day)
    return {body.value: sorted((one for one in found if one.seat.body == body), key=_pressing) for body in Body}


def _pressing(one: OnRoster) -> int:
    order = (Standing.UNDER_REVIEW, Standing.MEMBERSHIP_ENDED, Standing.PROPOSED)
    return order.index(one.standing) if one.standing in order else len(order)


def ended_seats(most: int = 50) -> QuerySet[RosterSeat]:
    """The last that ended. One query."""
    return RosterSeat.objects.filter(ended_at__isnull=False).select_related("person", "ended_by").order_by("-ended_at")[:most]

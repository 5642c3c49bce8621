"""Who sits on the steering group and among the trustees, and whether a seat holds on a day. Pure.

Whether a membership counts is `rules.status`'s to say; here it is asked, never worked out again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import TextChoices

from rrn.core.verdict import Refused
from rrn.membership.rules.status import (
    Facts,
    Span,
    Status,
    counts_on,
    full_date,
    status_on,
    turning_days,
)
from rrn.membership.rules.words import Reader, why

# A seat whose membership has ended for so many days is "under review" in public.
REVIEW_AFTER_DAYS = 30
A_DAY = timedelta(days=1)


class Body(TextChoices):
    STEERING = "steering", "Steering group"
    TRUSTEES = "trustees", "Trustees"


class RosterRole(TextChoices):
    """In the order in which a list names them."""

    CHAIR = "chair", "Chair"
    DEPUTY_CHAIR = "deputy_chair", "Deputy chair"
    TREASURER = "treasurer", "Treasurer"
    MEMBER = "member", "Member"


CHAIRS = (RosterRole.CHAIR, RosterRole.DEPUTY_CHAIR)
IN_ORDER = {role.value: place for place, role in enumerate(RosterRole)}


class Basis(TextChoices):
    """By whose membership somebody may sit on the steering group."""

    PERSON = "person", "Her own membership"
    ORGANISATION = "organisation", "A member organisation in which she holds a seat"


class Standing(TextChoices):
    """Every answer that a seat can give on a day."""

    PROPOSED = "proposed", "Proposed"
    TO_COME = "to_come", "Confirmed, the term is to come"
    SITS = "sits", "Confirmed"
    MEMBERSHIP_ENDED = "membership_ended", "Membership ended"
    UNDER_REVIEW = "under_review", "Seat under review"
    ENDED = "ended", "Ended"


SEATED = frozenset({Standing.SITS, Standing.MEMBERSHIP_ENDED, Standing.UNDER_REVIEW})
WITHOUT_MEMBERSHIP = frozenset({Standing.MEMBERSHIP_ENDED, Standing.UNDER_REVIEW})


@dataclass(frozen=True, slots=True)
class Term:
    """Both days included."""

    starts_on: date
    ends_on: date

    def covers(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

    def meets(self, other: Term) -> bool:
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """All that was recorded about one seat. `held`: her seats in the organisation, None where she sits as a person."""

    body: Body
    terms: tuple[Term, ...] = ()
    confirmed_on: date | None = None
    ended_on: date | None = None
    member: Facts = field(default_factory=Facts)
    held: tuple[Span, ...] | None = None


def is_entitled(facts: SeatFacts, day: date) -> bool:
    """Whether the membership lets her sit on this day. Trustees need none."""
    if facts.body is Body.TRUSTEES:
        return True
    holds = facts.held is None or any(seat.covers(day) for seat in facts.held)
    return holds and counts_on(facts.member, day)


def is_seated(facts: SeatFacts, day: date) -> bool:
    """Confirmed, in a term, not ended: one of those of whom "n of n are members" speaks."""
    confirmed = facts.confirmed_on is not None and facts.confirmed_on <= day
    return confirmed and not _is_ended(facts, day) and any(term.covers(day) for term in facts.terms)


def _is_ended(facts: SeatFacts, day: date) -> bool:
    return facts.ended_on is not None and facts.ended_on <= day


def standing_on(facts: SeatFacts, day: date) -> Standing:
    """What a seat is on a day; nothing but recorded dates decides."""
    if _is_ended(facts, day):
        return Standing.ENDED
    if facts.confirmed_on is None or facts.confirmed_on > day:
        return Standing.PROPOSED
    if not is_seated(facts, day):
        to_come = any(term.starts_on > day for term in facts.terms)
        return Standing.TO_COME if to_come else Standing.ENDED
    since = not_a_member_since(facts, day)
    if since is None:
        return Standing.SITS
    return Standing.UNDER_REVIEW if day >= review_from(since) else Standing.MEMBERSHIP_ENDED


def review_from(since: date) -> date:
    """The first day on which the public page says "seat under review" instead of the name."""
    return since + timedelta(days=REVIEW_AFTER_DAYS)


def not_a_member_since(facts: SeatFacts, day: date) -> date | None:
    """The first day on which she sat without a membership that counts, for as long as that lasts; None if it counts."""
    if not is_seated(facts, day) or is_entitled(facts, day):
        return None
    begun = seated_since(facts, day)
    turns = turning_days(facts.member)
    for seat in facts.held or ():
        turns |= {seat.starts_on, seat.ended_on or seat.starts_on}
    for turn in sorted((turn for turn in turns if begun < turn <= day), reverse=True):
        if is_entitled(facts, turn - A_DAY):
            return turn
    return begun


def seated_since(facts: SeatFacts, day: date) -> date:
    """The first day of the unbroken time in which she has been sitting; terms that follow one another are one time."""
    begun = day
    for term in sorted(facts.terms, key=lambda term: term.starts_on, reverse=True):
        if term.starts_on <= begun <= term.ends_on + A_DAY:
            begun = term.starts_on
    return max(begun, facts.confirmed_on or begun)


def last_day_of(facts: SeatFacts) -> date | None:
    """The last day of her last term."""
    return max((term.ends_on for term in facts.terms), default=None)


def check_term(term: Term, others: Iterable[Term]) -> None:
    """Refuse a term that ends before it begins, or that runs beside another of the same seat."""
    if term.ends_on <= term.starts_on:
        raise Refused("The last day of the term must come after its first.")
    for other in others:
        if term.meets(other):
            raise Refused(
                f"This seat has a term from {full_date(other.starts_on)} to {full_date(other.ends_on)} already. "
                "Let the new one begin the day after."
            )


def what_is_missing(facts: SeatFacts, day: date, *, name: str, organisation: str = "") -> str:
    """Why a seat cannot be confirmed, or does not hold, and how to mend it; empty when nothing is missing."""
    if is_entitled(facts, day):
        return ""
    then = "be confirmed" if facts.confirmed_on is None else "hold again"
    if facts.held is None:
        return (
            "Every member of the steering group must be a member of the network. "
            f"{_of_a_person(facts.member, day, name)} Then the seat can {then}."
        )
    if not any(seat.covers(day) for seat in facts.held):
        return (
            f"{name} is on the roster through {organisation}, and holds no seat there. One of its leads gives {name} a seat, "
            f"or the office does it on the telephone. Then the seat here can {then}."
        )
    return (
        f"{name} is on the roster through {organisation}, and its membership does not count now. {why(facts.member, day)} "
        f"{_MENDING[_decided(facts.member, day)]} Then the seat can {then}."
    )


def what_you_can_do(facts: SeatFacts, day: date, *, organisation: str = "") -> str:
    """The same said to whoever holds the seat."""
    if is_entitled(facts, day):
        return ""
    if facts.held is None:
        if status_on(facts.member, day) in (Status.NONE, Status.APPLIED):
            return "You are not a member of the network yet. Join at /join/individual/, or telephone us and we do it with you."
        if _decided(facts.member, day) != "by itself":
            return f"{why(facts.member, day, Reader.MEMBER)} Telephone us, and we talk about what can be done."
        return f"{why(facts.member, day, Reader.MEMBER)} Come back at /join/individual/, or telephone us and we do it with you."
    if not any(seat.covers(day) for seat in facts.held):
        return f"You hold no seat in {organisation} now. Ask one of its leads for one, or telephone us."
    return f"The membership of {organisation} does not count now. {why(facts.member, day)} Speak with its lead, or telephone us."


_MENDING = {
    "by itself": "Its plan has to be published first.",
    "paused": "The suspension has to be lifted first.",
    "decided": "That was decided by the network: another membership is needed.",
}
_DECIDED = frozenset({Status.REMOVED, Status.CLOSED, Status.MERGED})


def _decided(member: Facts, day: date) -> str:
    """Whether a member can mend it without the network's decision."""
    status = status_on(member, day)
    return "paused" if status is Status.SUSPENDED else "decided" if status in _DECIDED else "by itself"


def _of_a_person(member: Facts, day: date, name: str) -> str:
    if status_on(member, day) in (Status.NONE, Status.APPLIED):
        return f"{name} is not a member yet. Joining is at /join/individual/, or with the office on the telephone."
    how = _decided(member, day)
    way = "The way back is /join/individual/, or the office on the telephone." if how == "by itself" else _MENDING[how]
    return f"{name}: {why(member, day)} {way}"


def seat_in_words(facts: SeatFacts, day: date) -> str:
    """The standing as a sentence for the holder, the chair and the office."""
    standing = standing_on(facts, day)
    if standing is Standing.PROPOSED:
        return "Proposed, and not confirmed yet."
    if standing is Standing.TO_COME:
        return f"Confirmed. The term begins on {full_date(min(t.starts_on for t in facts.terms if t.starts_on > day))}."
    if standing is Standing.ENDED:
        return _ended_in_words(facts, day)
    until = full_date(max(term.ends_on for term in facts.terms if term.covers(day)))
    since = not_a_member_since(facts, day)
    if since is None:
        return f"Confirmed. The term runs until {until}."
    if standing is Standing.MEMBERSHIP_ENDED:
        return (
            f"The membership has not counted since {full_date(since)}. If that has not changed by "
            f"{full_date(review_from(since))}, the public page says “seat under review” from that day on."
        )
    return f"The membership has not counted since {full_date(since)}. In public the seat is “under review”, without a name."


def _ended_in_words(facts: SeatFacts, day: date) -> str:
    if facts.ended_on is not None and facts.ended_on <= day:
        return f"Ended on {full_date(facts.ended_on)}."
    last = last_day_of(facts)
    return f"The term ended on {full_date(last)}." if last else "Ended."

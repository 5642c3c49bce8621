"""The roster of the steering group and the trustees: proposed, confirmed, another term, named, interests, ended."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from rrn.accounts.models import User
from rrn.core.time import london_day
from rrn.core.verdict import Refused, require
from rrn.events.actions import record
from rrn.membership import emails, rules
from rrn.membership.models import RosterInterest, RosterNaming, RosterSeat, RosterTerm
from rrn.membership.permissions import may_end_roster_seat, may_keep_roster, may_speak_for_seat
from rrn.membership.roles import PersonRole
from rrn.membership.roster import facts_of_seat
from rrn.membership.rules import Basis, Body, RosterRole, Term
from rrn.membership.wordings import ROSTER_NAMING
from rrn.organisations.models import Organisation


def _locked(seat: RosterSeat) -> RosterSeat:
    return RosterSeat.objects.select_for_update(of=("self",)).select_related("person", "organisation").get(pk=seat.pk)


def _locked_with_its_body(seat: RosterSeat) -> RosterSeat:
    """The whole roster waits, always in one order, so that two chairs cannot be confirmed beside one another."""
    list(RosterSeat.objects.select_for_update(of=("self",)).filter(body=seat.body).order_by("pk").values_list("pk"))
    return _locked(seat)


def _still_open(seat: RosterSeat) -> None:
    if seat.ended_at is not None:
        raise Refused(f"This seat ended on {rules.full_date(london_day(seat.ended_at))}. Propose her again.")


def _for(seat: RosterSeat, by: User) -> User | None:
    """Whom the office spoke for."""
    return None if by.pk == seat.person_id else seat.person


@transaction.atomic
def propose_seat(
    *,
    person: User,
    body: str,
    role: str,
    term: Term,
    by: User,
    at: datetime,
    comes_as: str = "",
    organisation: Organisation | None = None,
) -> RosterSeat:
    """Propose somebody for the steering group or the trustees. Whether she is a member is asked when it is confirmed."""
    require(may_keep_roster(by))
    if person.pk == by.pk:
        require(may_keep_roster(by, RosterSeat(person=person)))
    if comes_as and comes_as not in PersonRole.values:
        raise Refused("Choose what she comes as from the list, or leave it empty.")
    if body == Body.TRUSTEES and organisation is not None:
        raise Refused("Trustees sit for themselves. Leave the organisation empty.")
    rules.check_term(term, ())
    basis = "" if body == Body.TRUSTEES else Basis.ORGANISATION if organisation else Basis.PERSON
    try:
        with transaction.atomic():
            seat = RosterSeat.objects.create(
                body=Body(body), person=person, role=RosterRole(role), comes_as=comes_as, basis=basis,
                organisation=organisation, proposed_at=at, proposed_by=by,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(f"{person} has a seat there already. End it first, or give it another term.") from None
    RosterTerm.objects.create(seat=seat, starts_on=term.starts_on, ends_on=term.ends_on, given_at=at, given_by=by)
    record("roster.proposed", about=seat, by=by, at=at, body=seat.body, role=seat.role, person=person.pk)
    emails.proposed_for_a_seat(seat, term, at)
    return seat


@transaction.atomic
def confirm_seat(*, seat: RosterSeat, by: User, at: datetime) -> RosterSeat:
    """Let her sit. Refused while her membership does not count, with what is missing and how to mend it."""
    seat = _locked_with_its_body(seat)
    require(may_keep_roster(by, seat))
    _still_open(seat)
    if seat.confirmed_at is not None:
        raise Refused("This seat has been confirmed already.")
    facts, today = facts_of_seat(seat), london_day(at)
    missing = rules.what_is_missing(facts, today, name=str(seat.person), organisation=str(seat.organisation or ""))
    if missing:
        raise Refused(missing)
    last = rules.last_day_of(facts)
    if last is not None and last < today:
        raise Refused(f"The term ended on {rules.full_date(last)}. Give the seat another term, then confirm it.")
    for term in facts.terms:
        _only_one_chair(seat, term)
    RosterSeat.objects.filter(pk=seat.pk).update(confirmed_at=at, confirmed_by=by)
    seat.refresh_from_db()
    record("roster.confirmed", about=seat, by=by, at=at, body=seat.body, role=seat.role)
    emails.seat_confirmed(seat, at)
    return seat


def _only_one_chair(seat: RosterSeat, term: Term) -> None:
    if seat.role != RosterRole.CHAIR:
        return
    others = RosterTerm.objects.filter(
        seat__body=seat.body, seat__role=RosterRole.CHAIR, seat__ended_at__isnull=True, seat__confirmed_at__isnull=False,
        starts_on__lte=term.ends_on, ends_on__gte=term.starts_on,
    ).exclude(seat=seat)  # fmt: skip
    other = others.select_related("seat__person").first()
    if other is not None:
        raise Refused(
            f"{other.seat.person} holds the chair until {rules.full_date(other.ends_on)}. End that seat first, "
            "or let this term begin the day after."
        )


@transaction.atomic
def give_another_term(*, seat: RosterSeat, starts_on: date, ends_on: date, by: User, at: datetime) -> RosterTerm:
    """The seat goes on, or comes back, for another term. Her membership must count on the day this is said."""
    seat = _locked_with_its_body(seat)
    require(may_keep_roster(by, seat))
    _still_open(seat)
    facts, term = facts_of_seat(seat), Term(starts_on, ends_on)
    rules.check_term(term, facts.terms)
    if seat.confirmed_at is not None:
        missing = rules.what_is_missing(
            facts, london_day(at), name=str(seat.person), organisation=str(seat.organisation or "")
        )
        if missing:
            raise Refused(missing)
        _only_one_chair(seat, term)
    given = RosterTerm.objects.create(seat=seat, starts_on=starts_on, ends_on=ends_on, given_at=at, given_by=by)
    record("roster.term_given", about=seat, by=by, at=at, starts_on=starts_on, ends_on=ends_on)
    return given


@transaction.atomic
def end_roster_seat(*, seat: RosterSeat, why: str, by: User, at: datetime) -> RosterSeat:
    """End a seat from today, with the reason. The record of the time stays."""
    seat = _locked(seat)
    require(may_end_roster_seat(by, seat, london_day(at)))
    _still_open(seat)
    if not why.strip():
        raise Refused("Say why the seat ends. Only the office, the chair and whoever held it read it.")
    if len(why.strip()) > 300:
        raise Refused("Use 300 letters or fewer.")
    RosterSeat.objects.filter(pk=seat.pk).update(ended_at=at, ended_by=by, why_ended=why.strip())
    seat.refresh_from_db()
    record("roster.ended", about=seat, by=by, at=at, why=seat.why_ended)
    return seat


@transaction.atomic
def agree_to_be_named(*, seat: RosterSeat, by: User, at: datetime, version: str = "") -> RosterNaming:
    """She agrees to stand on the public page with her name, by herself or on the telephone."""
    seat = _locked(seat)
    require(may_speak_for_seat(by, seat))
    _still_open(seat)
    standing = seat.namings.filter(withdrawn_at__isnull=True).first()
    if standing is not None:
        return standing
    naming = RosterNaming.objects.create(
        seat=seat, wording_version=version or ROSTER_NAMING.version, given_at=at, given_by=by
    )
    record("roster.naming_agreed", about=seat, by=by, at=at, on_behalf_of=_for(seat, by), version=naming.wording_version)
    return naming


@transaction.atomic
def take_back_naming(*, seat: RosterSeat, by: User, at: datetime) -> None:
    """From now on she is counted and not named."""
    seat = _locked(seat)
    require(may_speak_for_seat(by, seat))
    if seat.namings.filter(withdrawn_at__isnull=True).update(withdrawn_at=at, withdrawn_by=by):
        record("roster.naming_taken_back", about=seat, by=by, at=at, on_behalf_of=_for(seat, by))


@transaction.atomic
def declare_roster_interest(
    *, seat: RosterSeat, words: str, is_public: bool, by: User, at: datetime, client_key: str = ""
) -> RosterInterest:
    """She says what else she is bound to; whether it may stand in public is hers to say."""
    seat = _locked(seat)
    require(may_speak_for_seat(by, seat))
    _still_open(seat)
    if not words.strip():
        raise Refused("Write what the interest is.")
    if len(words.strip()) > 300:
        raise Refused("Use 300 letters or fewer.")
    sent = seat.interests.filter(client_key=client_key).first() if client_key else None
    if sent is not None:
        return sent
    interest = RosterInterest.objects.create(
        seat=seat, words=words.strip(), is_public=is_public, client_key=client_key, declared_at=at, declared_by=by
    )
    record("roster.interest_declared", about=seat, by=by, at=at, on_behalf_of=_for(seat, by), interest=interest.pk)
    return interest


@transaction.atomic
def end_roster_interest(*, interest: RosterInterest, by: User, at: datetime) -> None:
    """It no longer holds. The row stays, with both days."""
    seat = _locked(interest.seat)
    require(may_speak_for_seat(by, seat))
    if seat.interests.filter(pk=interest.pk, ended_at__isnull=True).update(ended_at=at):
        record("roster.interest_ended", about=seat, by=by, at=at, on_behalf_of=_for(seat, by), interest=interest.pk)

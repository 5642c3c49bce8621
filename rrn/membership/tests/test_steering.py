"""The roster through its actions, its lists and its pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rrn.core.time import start_of_day, travel
from rrn.core.verdict import Refused
from rrn.events.models import Line
from rrn.membership.actions import (
    agree_to_be_named,
    confirm_seat,
    declare_roster_interest,
    end_roster_interest,
    end_roster_seat,
    give_another_term,
    leave,
    member_for_organisation,
    member_for_person,
    propose_seat,
    start_period,
    suspend_member,
    take_back_naming,
)
from rrn.membership.erasing import ERASER
from rrn.membership.models import Member, RosterSeat, RosterTerm
from rrn.membership.permissions import chairs_of, is_entitled_steering_member, roster_visible_to
from rrn.membership.roster import (
    facts_of_seat,
    facts_of_seats,
    public_roster,
    seats_to_settle,
    waiting_for_the_chair,
    whole_roster,
)
from rrn.membership.rules import Standing, Term, is_entitled, is_seated, standing_on
from rrn.membership.tests.factories import make_organisation, make_person
from rrn.membership.tests.test_status_agrees import BASE, DAYS, HISTORIES, LATER, _after, _write
from rrn.membership.todos import steering_seats
from rrn.organisations.models import Seat
from rrn.post.models import Mail

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 21)
TERM = Term(DAY, DAY + timedelta(days=1000))


def joined(person, noon, on=DAY):
    member = member_for_person(person=person, at=noon)
    start_period(member=member, on=on, by=person, at=noon)
    return member


def proposed(person, office, noon, **more):
    values = {"body": "steering", "role": "member", "term": TERM}
    return propose_seat(person=person, by=office, at=noon, **values | more)


def seated(office, noon, **more):
    person = make_person(display_name=more.pop("name", "Ada Reed"))
    joined(person, noon)
    return confirm_seat(seat=proposed(person, office, noon, **more), by=office, at=noon)


def standing(seat, day=DAY):
    return standing_on(facts_of_seat(RosterSeat.objects.get(pk=seat.pk)), day)


def test_a_seat_is_confirmed_as_soon_as_her_membership_counts_and_not_before(reader, office_person, noon):
    seat = proposed(reader, office_person, noon)
    with pytest.raises(Refused, match="Rosa Reader is not a member yet"):
        confirm_seat(seat=seat, by=office_person, at=noon)
    assert standing(seat) is Standing.PROPOSED
    joined(reader, noon)
    confirm_seat(seat=seat, by=office_person, at=noon)
    assert standing(seat) is Standing.SITS
    with pytest.raises(Refused, match="already"):
        confirm_seat(seat=seat, by=office_person, at=noon)


def test_a_seat_through_an_organisation_asks_for_its_membership_and_her_seat_there(reader, office_person, noon):
    organisation = make_organisation(name="Alder House")
    seat = proposed(reader, office_person, noon, organisation=organisation)
    with pytest.raises(Refused, match="holds no seat there"):
        confirm_seat(seat=seat, by=office_person, at=noon)
    held = Seat.objects.create(organisation=organisation, person=reader, kind="colleague", started_at=noon)
    with pytest.raises(Refused, match="Alder House, and its membership does not count now"):
        confirm_seat(seat=seat, by=office_person, at=noon)
    start_period(member=member_for_organisation(organisation=organisation, at=noon), on=DAY, by=office_person, at=noon)
    confirm_seat(seat=seat, by=office_person, at=noon)
    assert is_entitled_steering_member(reader, DAY)
    Seat.objects.filter(pk=held.pk).update(ended_at=noon + timedelta(days=3))
    assert not is_entitled_steering_member(reader, DAY + timedelta(days=3))
    assert standing(seat, DAY + timedelta(days=3)) is Standing.MEMBERSHIP_ENDED
    assert standing(seat, DAY + timedelta(days=33)) is Standing.UNDER_REVIEW


def test_trustees_are_confirmed_without_a_membership_and_are_no_steering_members(reader, office_person, noon):
    seat = proposed(reader, office_person, noon, body="trustees")
    confirm_seat(seat=seat, by=office_person, at=noon)
    assert standing(seat) is Standing.SITS
    assert not is_entitled_steering_member(reader, DAY)
    with pytest.raises(Refused, match="sit for themselves"):
        proposed(make_person(), office_person, noon, body="trustees", organisation=make_organisation())


def test_only_the_office_keeps_the_roster_and_never_about_itself(reader, office_person, noon):
    with pytest.raises(PermissionDenied, match="The office keeps the roster"):
        proposed(reader, reader, noon)
    with pytest.raises(PermissionDenied, match="her own seat"):
        proposed(office_person, office_person, noon)
    other = make_person("office")
    joined(other, noon)
    seat = proposed(other, office_person, noon)
    with pytest.raises(PermissionDenied, match="her own seat"):
        confirm_seat(seat=seat, by=other, at=noon)


def test_nobody_has_two_open_seats_in_one_body(reader, office_person, noon):
    seat = proposed(reader, office_person, noon)
    with pytest.raises(Refused, match="has a seat there already"):
        proposed(reader, office_person, noon)
    proposed(reader, office_person, noon, body="trustees")
    end_roster_seat(seat=seat, why="Changed her mind.", by=reader, at=noon)
    proposed(reader, office_person, noon)


def test_two_chairs_never_sit_in_the_same_days(office_person, noon):
    first = seated(office_person, noon, role="chair", name="Ada Reed")
    second = make_person(display_name="Bea Rowe")
    joined(second, noon)
    waiting = proposed(second, office_person, noon, role="chair")
    with pytest.raises(Refused, match="Ada Reed holds the chair until"):
        confirm_seat(seat=waiting, by=office_person, at=noon)
    end_roster_seat(seat=first, why="Moves abroad.", by=office_person, at=noon)
    confirm_seat(seat=waiting, by=office_person, at=noon)
    assert chairs_of(second, DAY) == {"steering"}


def test_a_seat_gets_another_term_while_its_membership_counts(office_person, noon):
    seat = seated(office_person, noon)
    with pytest.raises(Refused, match="already"):
        give_another_term(seat=seat, starts_on=TERM.ends_on, ends_on=TERM.ends_on + timedelta(days=9), by=office_person, at=noon)
    again = {"starts_on": TERM.ends_on + timedelta(days=1), "ends_on": TERM.ends_on + timedelta(days=500)}
    give_another_term(seat=seat, by=office_person, at=noon, **again)
    suspend_member(member=seat.person.member, reason="To talk", by=office_person, at=noon)
    with pytest.raises(Refused, match="Suspended"):
        give_another_term(
            seat=seat, starts_on=again["ends_on"] + timedelta(days=1), ends_on=again["ends_on"] + timedelta(days=9),
            by=office_person, at=noon,
        )  # fmt: skip


def test_a_term_that_is_over_cannot_be_confirmed(reader, office_person, noon):
    joined(reader, noon)
    seat = proposed(reader, office_person, noon, term=Term(DAY - timedelta(days=40), DAY - timedelta(days=1)))
    with pytest.raises(Refused, match="Give the seat another term"):
        confirm_seat(seat=seat, by=office_person, at=noon)


def test_a_seat_is_ended_by_its_holder_the_chair_or_the_office_with_a_reason(stranger, office_person, noon):
    chair = seated(office_person, noon, role="chair").person
    trustee = proposed(make_person(), office_person, noon, body="trustees")
    seats = [seated(office_person, noon) for _ in range(3)]
    with pytest.raises(PermissionDenied, match="by the chair, or by the office"):
        end_roster_seat(seat=seats[0], why="No.", by=stranger, at=noon)
    with pytest.raises(PermissionDenied):
        end_roster_seat(seat=trustee, why="No.", by=chair, at=noon)
    with pytest.raises(Refused, match="Say why"):
        end_roster_seat(seat=seats[0], why=" ", by=office_person, at=noon)
    for seat, by in zip(seats, (seats[0].person, chair, office_person), strict=True):
        end_roster_seat(seat=seat, why="Agreed.", by=by, at=noon)
        assert standing(seat) is Standing.ENDED
    with pytest.raises(Refused, match="ended on"):
        end_roster_seat(seat=seats[0], why="Again.", by=office_person, at=noon)


def test_a_chair_whose_membership_ended_chairs_nothing(office_person, noon):
    seat = seated(office_person, noon, role="chair")
    assert list(roster_visible_to(seat.person, DAY)) == [seat]
    leave(member=seat.person.member, by=seat.person, at=noon)
    assert chairs_of(seat.person, DAY) == frozenset()


def test_she_is_named_only_while_she_agrees_and_the_office_notes_it_from_a_call(stranger, office_person, noon):
    seat = seated(office_person, noon)
    assert public_roster(DAY)["steering"].not_named == 1
    with pytest.raises(PermissionDenied, match="Only whoever holds the seat"):
        agree_to_be_named(seat=seat, by=stranger, at=noon)
    first = agree_to_be_named(seat=seat, by=office_person, at=noon)
    assert agree_to_be_named(seat=seat, by=seat.person, at=noon) == first
    assert first.wording_version == "2026-11"
    line = Line.objects.get(verb="roster.naming_agreed")
    assert (line.by_id, line.for_id) == (str(office_person.pk), str(seat.person.pk))
    assert [one.seat for one in public_roster(DAY)["steering"].named] == [seat]
    take_back_naming(seat=seat, by=seat.person, at=noon)
    assert public_roster(DAY)["steering"].named == ()


def test_an_interest_is_dated_ended_and_public_only_where_she_said_so(stranger, office_person, noon):
    seat = seated(office_person, noon)
    agree_to_be_named(seat=seat, by=seat.person, at=noon)
    for words, is_public in (("A post at a charity", True), ("A claim", False)):
        interest = declare_roster_interest(seat=seat, words=words, is_public=is_public, by=seat.person, at=noon, client_key=words)
        assert declare_roster_interest(seat=seat, words=words, is_public=True, by=seat.person, at=noon, client_key=words) == interest
    [shown] = public_roster(DAY)["steering"].named
    assert [interest.words for interest in shown.public_interests] == ["A post at a charity"]
    with pytest.raises(PermissionDenied):
        end_roster_interest(interest=interest, by=stranger, at=noon)
    end_roster_interest(interest=shown.public_interests[0], by=seat.person, at=noon)
    [shown] = public_roster(DAY)["steering"].named
    assert shown.public_interests == []
    with pytest.raises(Refused, match="Write what"):
        declare_roster_interest(seat=seat, words=" ", is_public=True, by=seat.person, at=noon)


def test_a_seat_without_membership_is_the_chairs_at_once_and_under_review_in_public_after_thirty_days(office_person, stranger, noon):
    chair = seated(office_person, noon, role="chair", name="Cher Chair")
    seat = seated(office_person, noon, name="Mia Member")
    for each in (chair, seat):
        agree_to_be_named(seat=each, by=each.person, at=noon)
    leave(member=seat.person.member, by=seat.person, at=noon)
    [todo] = steering_seats(office_person, DAY)
    assert (todo.about, todo.since, todo.due, todo.urgent) == ("Mia Member", DAY, DAY + timedelta(days=30), False)
    [hers] = steering_seats(chair.person, DAY)
    assert hers.mine
    assert hers.url == "/my/steering-group/"
    assert list(steering_seats(stranger, DAY)) == []
    assert (seats_to_settle(chair.person, DAY), seats_to_settle(seat.person, DAY)) == (1, 0)
    before, after = (public_roster(DAY + timedelta(days=days))["steering"] for days in (29, 30))
    assert (before.members, before.seats, len(before.named), before.under_review) == (1, 2, 2, 0)
    assert (after.members, after.seats, len(after.named), after.under_review) == (1, 2, 1, 1)
    assert [one.seat for one in waiting_for_the_chair(DAY)] == [seat]


def test_whoever_is_proposed_or_confirmed_gets_a_letter(office_person, noon):
    seat = seated(office_person, noon)
    subjects = list(Mail.objects.filter(recipient_id=str(seat.person.pk)).order_by("pk").values_list("subject", flat=True))
    assert subjects == ["You are proposed for a seat on the steering group", "Your seat on the steering group is confirmed"]


def test_an_erased_persons_seat_ends_and_says_nothing_of_her(office_person, noon):
    seat = seated(office_person, noon, comes_as="nurse")
    agree_to_be_named(seat=seat, by=seat.person, at=noon)
    declare_roster_interest(seat=seat, words="A post", is_public=True, by=seat.person, at=noon)
    address = seat.person.email
    for record in list(ERASER.find(address, until=noon)):
        ERASER.erase(record, address=address, at=noon + timedelta(hours=1))
    seat.refresh_from_db()
    assert (seat.comes_as, seat.why_ended, bool(seat.ended_at)) == ("", "Her details were erased.", True)
    assert not seat.namings.exists()
    assert not seat.interests.exists()


@pytest.mark.parametrize(
    "broken",
    [
        {"body": "steering", "basis": ""},
        {"body": "trustees", "basis": "person"},
        {"body": "steering", "basis": "organisation"},
        {"body": "trustees", "basis": "", "why_ended": "Because."},
        {"body": "trustees", "basis": "", "confirmed_by": True},
    ],
)
def test_the_database_refuses_a_seat_that_says_half(office_person, noon, broken):
    if "confirmed_by" in broken:
        broken = broken | {"confirmed_by": office_person}
    with pytest.raises(IntegrityError), transaction.atomic():
        RosterSeat.objects.create(person=office_person, proposed_at=noon, proposed_by=office_person, **broken)


SEATS = st.fixed_dictionaries(
    {
        "body": st.sampled_from(["steering", "steering", "trustees"]),
        "through": st.booleans(),
        "confirmed": st.one_of(st.none(), DAYS),
        "ended": LATER,
        "terms": st.lists(st.tuples(DAYS, st.integers(1, 900)), max_size=2, unique_by=lambda row: row[0]),
        "held": st.lists(st.tuples(DAYS, LATER), max_size=2),
        "history": HISTORIES,
    }
)


def _a_seat(office, target, noon, told):
    """A seat with everything that may bear on it, written as it stands in the tables."""
    person, through = make_person(), told["through"] and told["body"] == "steering"
    organisation = make_organisation() if through else None
    member = Member.objects.create(
        kind="organisation" if through else "individual", person=None if through else person, organisation=organisation, made_at=noon
    )
    _write(member, target, office, noon, told["history"])
    confirmed = told["confirmed"] and start_of_day(told["confirmed"]) + timedelta(hours=9)
    first = start_of_day(BASE) - timedelta(days=1)
    ended = None if told["ended"] is None else (confirmed or first) + timedelta(days=told["ended"])
    seat = RosterSeat.objects.create(
        body=told["body"], person=person, organisation=organisation, proposed_at=first, proposed_by=office,
        basis="" if told["body"] == "trustees" else "organisation" if through else "person",
        confirmed_at=confirmed, confirmed_by=office if confirmed else None,
        ended_at=ended, why_ended="Said." if ended else "",
    )  # fmt: skip
    for starts_on, length in told["terms"]:
        RosterTerm.objects.create(
            seat=seat, starts_on=starts_on, ends_on=starts_on + timedelta(days=length), given_at=noon, given_by=office
        )
    for number, (starts_on, later) in enumerate(told["held"] if through else ()):
        until = _after(starts_on, later if number == 0 else later or 0)
        Seat.objects.create(
            organisation=organisation, person=person, kind="colleague", started_at=start_of_day(starts_on),
            ended_at=None if until is None else start_of_day(until) + timedelta(hours=12),
        )  # fmt: skip
    return seat


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(told=st.lists(SEATS, min_size=8, max_size=14), picks=st.randoms(use_true_random=False))
def test_python_and_the_database_agree_on_who_sits_and_who_may(told, picks, noon):
    """Takes about a second: some fifty seats, each on days around its own turns."""
    office = make_person("office")
    target = Member.objects.create(kind="individual", person=make_person(), made_at=noon)
    targets = Member.objects.create(kind="organisation", organisation=make_organisation(), made_at=noon)
    seats = [_a_seat(office, targets if one["through"] and one["body"] == "steering" else target, noon, one) for one in told]
    ours = RosterSeat.objects.filter(pk__in=[seat.pk for seat in seats])
    facts = facts_of_seats(list(ours))
    turns = {BASE}
    for known in facts.values():
        days = [known.confirmed_on, known.ended_on]
        days += [day for term in known.terms for day in (term.starts_on, term.ends_on)]
        days += [day for span in known.held or () for day in (span.starts_on, span.ended_on)]
        days += [day for period in known.member.periods for day in (period.starts_on, period.grace_ends_on, period.left_on)]
        turns |= {day + timedelta(days=shift) for day in days if day for shift in (-1, 0, 1)}
    for day in picks.sample(sorted(turns), k=min(12, len(turns))):
        sitting = set(ours.seated_on(day).values_list("pk", flat=True))
        entitled = set(ours.entitled_on(day).values_list("pk", flat=True))
        for pk, known in facts.items():
            assert (pk in sitting) == is_seated(known, day), (day, known)
            assert (pk in entitled) == (is_seated(known, day) and is_entitled(known, day)), (day, known)


def test_a_longer_roster_costs_no_more_queries(office_person, noon, django_assert_max_num_queries):
    for _ in range(2):
        seated(office_person, noon)
    with django_assert_max_num_queries(12):
        public_roster(DAY)
    for _ in range(6):
        seated(office_person, noon)
    leave(member=RosterSeat.objects.last().person.member, by=RosterSeat.objects.last().person, at=noon)
    with django_assert_max_num_queries(12):
        public_roster(DAY)
    with django_assert_max_num_queries(12):
        whole_roster(DAY)
    with django_assert_max_num_queries(14):
        list(steering_seats(office_person, DAY))


def test_the_public_page_counts_everybody_and_names_nobody_as_no_member(office_person, noon):
    chair = seated(office_person, noon, role="chair", name="Cher Chair")
    gone = seated(office_person, noon, name="Mia Member")
    seated(office_person, noon, name="Nora Noname")
    for each in (chair, gone):
        agree_to_be_named(seat=each, by=each.person, at=noon)
    with travel(noon):
        whole = Client().get("/steering-group/").content.decode()
    assert "<strong>3 of 3</strong> are members as of 21 November 2026" in whole
    assert "1 person more, counted and not named" in whole
    assert "Nora" not in whole
    leave(member=gone.person.member, by=gone.person, at=noon)
    with travel(noon + timedelta(days=29)):
        soon = Client().get("/steering-group/").content.decode()
    with travel(noon + timedelta(days=31)):
        later = Client().get("/steering-group/").content.decode()
    assert "<strong>2 of 3</strong> are members" in soon
    assert "Mia Member" in soon
    assert "under review</strong>" not in soon
    assert "Seat under review" in later
    assert "Mia Member" not in later


def test_her_page_lets_her_be_named_declare_and_give_up(office_person, noon, client):
    seat = seated(office_person, noon)
    client.force_login(seat.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    here = f"/my/steering-group/{seat.pk}/"
    with travel(noon):
        client.post(f"{here}named/", {"named": "yes", "version": "2026-11"})
        assert client.post(f"{here}interest/", {"words": "A post"}).status_code == 200
        client.post(f"{here}interest/", {"words": "A post", "shown": "yes"})
        page = client.get("/my/steering-group/").content.decode()
        assert "You agreed on 21 November 2026" in page
        assert "may stand in public" in page
        client.post(f"{here}interest/{seat.interests.get().pk}/end/")
        assert seat.interests.get().ended_at
        assert client.post(f"{here}end/", {"why": "No time any more."}).status_code == 302
        assert client.get("/my/steering-group/").status_code == 404
    assert standing(seat) is Standing.ENDED

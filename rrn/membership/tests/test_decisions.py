from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from rrn.core.verdict import Refused
from rrn.membership.actions import (
    accept_licence,
    close_member,
    end_application,
    grant_override,
    join_as_individual,
    leave,
    lift_licence_suspension,
    lift_suspension,
    list_individual,
    member_for_organisation,
    merge_member,
    note_application,
    offer_licence,
    remove_member,
    say_how_it_goes,
    show_action,
    start_period,
    suspend_licence,
    suspend_member,
    take_back_ending,
    take_back_override,
)
from rrn.membership.models import ActionWord, Member
from rrn.membership.permissions import actions_visible_to, has_members_rights
from rrn.membership.queries import facts_of
from rrn.membership.rules import Status, status_on
from rrn.membership.tests.factories import make_organisation
from rrn.membership.tests.joining import fill_in_everything
from rrn.organisations.models import Seat

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 21)


@pytest.fixture
def member(noon, office_person):
    member = member_for_organisation(organisation=make_organisation(), at=noon)
    start_period(member=member, on=DAY, by=office_person, at=noon)
    return member


@pytest.fixture
def individual(reader, noon):
    fill_in_everything(reader, noon)
    return join_as_individual(person=reader, by=reader, at=noon, client_key="k")


def status(member, day=DAY):
    return status_on(facts_of(Member.objects.get(pk=member.pk)), day)


def test_an_organisation_is_applied_until_its_plan_is_published(office_person, noon):
    member = member_for_organisation(organisation=make_organisation(), at=noon)
    assert member_for_organisation(organisation=member.organisation, at=noon) == member
    assert note_application(member=member, by=office_person, at=noon) == note_application(member=member, by=None, at=noon)
    assert status(member) == Status.APPLIED
    start_period(member=member, on=DAY, by=office_person, at=noon)
    assert status(member) == Status.ACTIVE
    assert not member.applications.filter(ended_on__isnull=True).exists()


def test_an_application_that_was_taken_back_leaves_no_trace_in_the_status(office_person, noon):
    member = member_for_organisation(organisation=make_organisation(), at=noon)
    note_application(member=member, by=office_person, at=noon)
    end_application(member=member, by=office_person, at=noon)
    assert status(member) == Status.NONE


def test_a_period_that_is_said_to_be_something_else_is_refused(member, office_person, noon):
    with pytest.raises(Refused, match="can be renewed from"):
        start_period(member=member, on=DAY, by=office_person, at=noon)
    other = member_for_organisation(organisation=make_organisation(), at=noon)
    with pytest.raises(Refused, match="first period"):
        start_period(member=other, on=DAY, by=office_person, at=noon, kind="renewal")


def test_a_suspension_rests_the_rights_until_it_is_lifted(member, office_person, reader, noon):
    Seat.objects.create(organisation=member.organisation, person=reader, kind="colleague", started_at=noon)
    assert has_members_rights(reader, DAY)
    suspend_member(member=member, reason="Two reports are missing.", by=office_person, at=noon)
    assert status(member) == Status.SUSPENDED
    assert not has_members_rights(reader, DAY)
    with pytest.raises(Refused, match="already"):
        suspend_member(member=member, reason="Again.", by=office_person, at=noon)
    lift_suspension(member=member, by=office_person, at=noon)
    assert has_members_rights(reader, DAY)
    with pytest.raises(Refused, match="not suspended"):
        lift_suspension(member=member, by=office_person, at=noon)


def test_a_former_seat_gives_no_rights(member, reader, noon):
    Seat.objects.create(
        organisation=member.organisation, person=reader, kind="lead", started_at=noon, ended_at=noon
    )
    assert not has_members_rights(reader, DAY)


def test_a_lapsed_organisation_gives_no_rights(member, reader, noon):
    Seat.objects.create(organisation=member.organisation, person=reader, kind="lead", started_at=noon)
    assert has_members_rights(reader, date(2029, 1, 19))
    assert not has_members_rights(reader, date(2029, 1, 20))


@pytest.mark.parametrize(("decide", "expected"), [(remove_member, Status.REMOVED), (close_member, Status.CLOSED)])
def test_a_decision_that_ends_a_membership_can_be_taken_back(member, office_person, noon, decide, expected):
    ending = decide(member=member, reason="Said in the letter.", by=office_person, at=noon)
    assert status(member) == expected
    with pytest.raises(Refused, match="already"):
        decide(member=member, reason="Twice.", by=office_person, at=noon)
    take_back_ending(ending=ending, by=office_person, at=noon)
    assert status(member) == Status.ACTIVE
    with pytest.raises(Refused, match="already"):
        take_back_ending(ending=ending, by=office_person, at=noon)


def test_a_member_merges_into_another_one_and_never_into_itself(member, office_person, noon):
    other = member_for_organisation(organisation=make_organisation(), at=noon)
    with pytest.raises(Refused, match="another member"):
        merge_member(member=member, into=member, reason="One trust.", by=office_person, at=noon)
    merge_member(member=member, into=other, reason="One trust.", by=office_person, at=noon)
    assert status(member) == Status.MERGED


def test_the_office_lets_a_lapsed_membership_count_until_a_day(member, office_person, noon):
    later = noon + timedelta(days=1000)
    day = DAY + timedelta(days=1000)
    assert status(member, day) == Status.LAPSED
    override = grant_override(member=member, until=day, reason="Illness.", by=office_person, at=later)
    assert status(member, day) == Status.GRACE
    take_back_override(override=override, by=office_person, at=later)
    assert status(member, day) == Status.LAPSED
    with pytest.raises(Refused, match="today or later"):
        grant_override(member=member, until=DAY, reason="Late.", by=office_person, at=later)


@pytest.mark.parametrize("decide", [suspend_member, remove_member, close_member])
def test_only_the_office_decides_and_never_without_a_reason(member, stranger, office_person, noon, decide):
    with pytest.raises(PermissionDenied):
        decide(member=member, reason="Because.", by=stranger, at=noon)
    with pytest.raises(Refused, match="Say why"):
        decide(member=member, reason=" ", by=office_person, at=noon)


def test_an_organisation_keeps_its_licence_through_a_renewal(member, office_person, noon):
    licence = offer_licence(member=member, by=office_person, at=noon)
    assert offer_licence(member=member, by=office_person, at=noon + timedelta(days=700)) == licence


def test_individuals_do_not_receive_the_logo(individual, office_person, noon):
    with pytest.raises(Refused, match="for organisations"):
        offer_licence(member=individual.member, by=office_person, at=noon)


def test_a_licence_is_accepted_once_and_may_be_paused(member, office_person, reader, noon):
    licence = offer_licence(member=member, by=office_person, at=noon)
    with pytest.raises(PermissionDenied, match="Only the organisation's lead"):
        accept_licence(licence=licence, terms_version="1", by=reader, at=noon)
    Seat.objects.create(organisation=member.organisation, person=reader, kind="lead", started_at=noon)
    accept_licence(licence=licence, terms_version="1", by=reader, at=noon)
    with pytest.raises(Refused, match="already"):
        accept_licence(licence=licence, terms_version="1", by=reader, at=noon)
    suspend_licence(licence=licence, reason="The month 6 report is missing.", by=None, at=noon)
    lift_licence_suspension(licence=licence, by=None, at=noon)
    assert licence.suspensions.get().ended_on == DAY


def test_she_says_how_her_action_goes_as_often_as_she_likes(individual, reader, stranger, noon):
    for reading, key in (("under_way", "1"), ("done", "2"), ("done", "2")):
        say_how_it_goes(action=individual.action, reading=reading, words="Slowly.", by=reader, at=noon, client_key=key)
    assert ActionWord.objects.count() == 2
    with pytest.raises(PermissionDenied):
        say_how_it_goes(action=individual.action, reading="done", words="", by=stranger, at=noon)


def test_her_action_and_her_name_are_private_until_she_shows_them(individual, reader, stranger, office_person, noon):
    assert list(actions_visible_to(stranger)) == []
    assert list(actions_visible_to(office_person)) == list(actions_visible_to(reader)) == [individual.action]
    show_action(action=individual.action, shown=True, by=reader, at=noon)
    list_individual(member=individual.member, listed=True, by=reader, at=noon)
    given = reader.consents.filter(withdrawn_at__isnull=True).values_list("purpose", flat=True)
    assert {"action_listing", "listing"} <= set(given)
    show_action(action=individual.action, shown=False, by=reader, at=noon)
    list_individual(member=individual.member, listed=False, by=reader, at=noon)
    individual.action.refresh_from_db()
    assert individual.action.listed_at is None
    assert not reader.consents.filter(purpose__contains="listing", withdrawn_at__isnull=True).exists()


def test_nobody_leaves_for_somebody_else_or_twice(individual, reader, stranger, noon):
    with pytest.raises(PermissionDenied):
        leave(member=individual.member, by=stranger, at=noon)
    leave(member=individual.member, by=reader, at=noon)
    with pytest.raises(Refused, match="no membership"):
        leave(member=individual.member, by=reader, at=noon)

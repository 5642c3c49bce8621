"""Every decision tells the member in the same transaction, with its reasons and what can be done about it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from rrn.core.verdict import Refused
from rrn.membership.actions import (
    close_member,
    grant_override,
    join_as_individual,
    leave,
    lift_suspension,
    member_for_organisation,
    merge_member,
    remove_member,
    start_period,
    suspend_member,
    take_back_ending,
    take_back_override,
)
from rrn.membership.tests.factories import make_organisation
from rrn.membership.tests.joining import fill_in_everything
from rrn.organisations.models import Seat
from rrn.post.models import Mail

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 21)
REASON = "As we said on the telephone."


@pytest.fixture
def individual(reader, noon):
    fill_in_everything(reader, noon)
    return join_as_individual(person=reader, by=reader, at=noon, client_key="k").member


@pytest.fixture
def organisation(noon, office_person, make_person):
    member = member_for_organisation(organisation=make_organisation(name="Alder House"), at=noon)
    start_period(member=member, on=DAY, by=office_person, at=noon)
    for name in ("Lena Lead", "Lola Lead"):
        Seat.objects.create(organisation=member.organisation, person=make_person(name), kind="lead", started_at=noon)
    return member


def last():
    return Mail.objects.order_by("-pk")[0]


@pytest.fixture(params=["individual", "organisation"])
def member(request):
    return request.getfixturevalue(request.param)


def test_a_suspension_and_a_removal_say_why_what_follows_and_how_to_appeal(member, office_person, noon):
    suspend_member(member=member, reason=REASON, by=office_person, at=noon)
    for words in (REASON, "from 21 November 2026", "does not count", "within 20 working days", "telephone"):
        assert words in last().text
    lift_suspension(member=member, reason="Looked into.", by=office_person, at=noon)
    assert "no longer suspended" in last().subject
    assert "membership runs from 21 November 2026 to 20 November 2028." in last().text
    ending = remove_member(member=member, reason=REASON, by=office_person, at=noon)
    for words in (REASON, "We have ended", "within 20 working days"):
        assert words in last().text
    take_back_ending(ending=ending, reason="It was wrong.", by=office_person, at=noon)
    assert "It was wrong." in last().text


def test_every_lead_of_an_organisation_is_told(organisation, office_person, noon):
    suspend_member(member=organisation, reason=REASON, by=office_person, at=noon)
    assert Mail.objects.filter(subject="The membership of Alder House is suspended").count() == 2


def test_closing_and_merging_say_how_to_put_it_right(organisation, office_person, noon):
    ending = close_member(member=organisation, reason=REASON, by=office_person, at=noon)
    assert "we take this back" in last().text
    take_back_ending(ending=ending, reason="It moved.", by=office_person, at=noon)
    other = member_for_organisation(organisation=make_organisation(name="Birch Trust"), at=noon)
    merge_member(member=organisation, into=other, reason=REASON, by=office_person, at=noon)
    assert "part of the membership of Birch Trust" in last().text
    third = member_for_organisation(organisation=make_organisation(), at=noon)
    with pytest.raises(Refused, match="Choose another"):
        merge_member(member=third, into=organisation, reason=REASON, by=office_person, at=noon)


def test_counting_longer_names_the_day_and_a_second_day_takes_the_place_of_the_first(member, office_person, noon):
    later, day = noon + timedelta(days=800), DAY + timedelta(days=800)
    with pytest.raises(Refused, match="within a year"):
        grant_override(member=member, until=day + timedelta(days=400), reason=REASON, by=office_person, at=later)
    first = grant_override(member=member, until=day + timedelta(days=40), reason=REASON, by=office_person, at=later)
    assert "counts until 10 March 2029" in last().subject
    second = grant_override(member=member, until=day + timedelta(days=90), reason=REASON, by=office_person, at=later)
    first.refresh_from_db()
    assert first.ended_on == day
    take_back_override(override=second, reason="A plan came.", by=office_person, at=later)
    assert "membership ended on 20 November 2028" in last().text
    with pytest.raises(Refused, match="counts until 19 January 2029 as it is"):
        grant_override(member=member, until=DAY + timedelta(days=700), reason=REASON, by=office_person, at=noon + timedelta(days=600))


def test_leaving_is_told_to_her_and_to_every_lead(individual, organisation, reader, noon):
    leave(member=individual, by=reader, at=noon)
    assert (last().to, last().subject) == (reader.email, "You have left the network")
    lead = organisation.organisation.seats.get(person__display_name="Lena Lead").person
    leave(member=organisation, by=lead, at=noon)
    told = Mail.objects.filter(subject="Alder House has left the network")
    assert told.count() == 2
    assert "Lena Lead pressed the button for it." in told[0].text


def test_an_organisation_is_left_by_a_lead_and_by_nobody_else(organisation, stranger, noon):
    editor = stranger
    Seat.objects.create(organisation=organisation.organisation, person=editor, kind="editor", started_at=noon)
    with pytest.raises(PermissionDenied, match="Only your organisation's lead"):
        leave(member=organisation, by=editor, at=noon)


def test_nobody_decides_about_an_organisation_in_which_she_has_a_seat(organisation, office_person, noon):
    Seat.objects.create(organisation=organisation.organisation, person=office_person, kind="colleague", started_at=noon)
    with pytest.raises(PermissionDenied, match="no interest"):
        suspend_member(member=organisation, reason=REASON, by=office_person, at=noon)

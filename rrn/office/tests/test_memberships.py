"""Deciding about memberships in the office: each page says what will happen, shows the letter, asks the reason."""

from __future__ import annotations

from datetime import date

import pytest

from rrn.membership.actions import appeal_decision, member_for_organisation, start_period
from rrn.membership.models import Appeal, Member
from rrn.membership.queries import facts_of
from rrn.membership.rules import status_on
from rrn.membership.tests.factories import make_organisation
from rrn.office.tests.scenes import NOON
from rrn.organisations.models import Seat
from rrn.post.models import Mail
from tests.cast import person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture
def member(office_person):
    made = member_for_organisation(organisation=make_organisation(name="Alder House"), at=NOON)
    start_period(member=made, on=TODAY, by=office_person, at=NOON)
    made.lead = person("Lena Lead")
    Seat.objects.create(organisation=made.organisation, person=made.lead, kind="lead", started_at=NOON)
    return made


@pytest.fixture
def individual(office_person):
    made = Member.objects.create(kind="individual", person=person("Ida Vidual"), made_at=NOON)
    start_period(member=made, on=TODAY, by=office_person, at=NOON)
    return made


def status(member):
    return status_on(facts_of(Member.objects.get(pk=member.pk)), TODAY).value


def page(member, what):
    return f"/office/memberships/{member.pk}/{what}/"


@pytest.mark.parametrize(
    ("what", "says", "data", "expected"),
    [
        ("suspend", "the two years run on", {}, "suspended"),
        ("remove", "No new membership can begin", {}, "removed"),
        ("close", "It can be taken back", {}, "closed"),
        ("count-longer", "By its own dates it counts until", {"until_day": "1", "until_month": "3", "until_year": "2027"}, "active"),
    ],
)
def test_a_decision_says_what_follows_shows_its_letter_and_asks_why(desk, office_person, member, what, says, data, expected):
    client = desk(office_person)
    assert says in client.get(page(member, what)).content.decode()
    assert "Give the reasons" in client.post(page(member, what), data).content.decode()
    said = data | {"reason": "As said on the telephone."}
    if what == "count-longer":
        assert "as it is. Choose a later day" in client.post(page(member, what), said).content.decode()
        return
    before = Mail.objects.count()
    shown = client.post(page(member, what), said | {"letter": "1"}).content.decode()
    assert "As said on the telephone." in shown.split("The letter, as it will go out")[1]
    assert (status(member), Mail.objects.count()) == ("active", before), "a preview changes nothing"
    assert client.post(page(member, what), said).url == f"/office/organisations/{member.organisation.slug}/"
    assert status(member) == expected
    record = client.get(f"/office/organisations/{member.organisation.slug}/").content.decode()
    assert "As said on the telephone." in record
    assert str(office_person) in record
    assert client.get(page(member, what)).status_code == 409


def test_what_was_decided_is_taken_back_with_a_reason_too(desk, office_person, member):
    client, why = desk(office_person), {"reason": "Looked into."}
    for what, back, during in (("suspend", "lift", "suspended"), ("remove", "take-back", "removed")):
        client.post(page(member, what), why)
        assert status(member) == during
        assert "From today: Member from" in client.get(page(member, back)).content.decode()
        client.post(page(member, back), why)
        assert status(member) == "active"
    assert member.suspensions.get().ended_by == office_person


def test_the_other_member_of_a_merging_is_found_by_name_without_a_script(desk, office_person, member):
    other = member_for_organisation(organisation=make_organisation(name="Birch Trust"), at=NOON)
    client = desk(office_person)
    assert f"?into={other.pk}" in client.get(page(member, "merge") + "?q=birch").content.decode()
    assert "Birch Trust" in client.get(page(member, "merge") + f"?into={other.pk}").content.decode()
    assert "Choose the other member first" in client.post(page(member, "merge"), {"reason": "One trust."}).content.decode()
    client.post(page(member, "merge"), {"reason": "One trust.", "into": other.pk})
    assert status(member) == "merged"


def test_she_leaves_and_appeals_by_telephone_and_somebody_else_decides(desk, office_person, reviewer, individual):
    client = desk(office_person)
    client.post(page(individual, "suspend"), {"reason": "A complaint."})
    client.post(page(individual, "appeal-for"), {"words": "It is not true."})
    appeal = Appeal.objects.get()
    assert (appeal.made_by, appeal.on_behalf_of) == (office_person, individual.person)
    address = f"/office/memberships/appeals/{appeal.pk}/"
    assert client.get(address).status_code == 403
    assert address not in client.get("/office/").content.decode()
    other = desk(reviewer)
    assert address in other.get("/office/").content.decode()
    said = {"upheld": "yes", "reasons": "It was not true."}
    assert "Declare that you have nothing to do" in other.post(address, said).content.decode()
    shown = other.post(address, said | {"no_interest": "on", "letter": "1"}).content.decode()
    assert "We agree with your appeal" in shown
    assert other.post(address, said | {"no_interest": "on"}).url == "/office/"
    assert status(individual) == "active"
    client.post(page(individual, "leave"))
    assert status(individual) == "left"


def test_lists_say_why_for_each(desk, office_person, member, individual):
    client = desk(office_person)
    assert "Member from 21 November 2026" in client.get("/office/organisations/").content.decode()
    assert "Member from 21 November 2026" in client.get("/office/people/?q=ida").content.decode()


def test_an_organisation_appeals_and_leaves_on_its_own_pages(desk, office_person, member, trustee):
    client, lead = desk(office_person), desk(member.lead)
    home = f"/my/organisations/{member.organisation.slug}/"
    client.post(page(member, "suspend"), {"reason": "A report is missing."})
    shown = lead.get(home).content.decode()
    assert "A report is missing." in shown
    assert lead.post(f"{home}membership/appeal/", {"words": "It was sent."}).url == home
    assert "We have your appeal" in lead.get(home).content.decode()
    assert appeal_decision(member=member, words="Again.", by=member.lead, at=NOON) == Appeal.objects.get()
    address = f"/office/memberships/appeals/{Appeal.objects.get().pk}/"
    desk(trustee).post(address, {"upheld": "no", "reasons": "It is still missing.", "no_interest": "on"})
    assert "The decision stands. It is still missing." in lead.get(home).content.decode()
    assert "this cannot be undone" in lead.get(f"{home}leave/").content.decode()
    lead.post(f"{home}leave/")
    shown = lead.get(home).content.decode()
    assert "Your organisation left the network on 21 November 2026." in shown
    assert "Start a plan" in shown

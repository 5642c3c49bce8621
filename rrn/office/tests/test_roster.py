"""The roster as the office keeps it, on its pages."""

from __future__ import annotations

import pytest

from rrn.membership.actions import member_for_organisation, start_period
from rrn.membership.models import RosterSeat
from rrn.membership.tests.factories import make_organisation
from rrn.office.tests.scenes import NOON
from rrn.organisations.models import Seat

pytestmark = pytest.mark.django_db
TERM = {
    "starts_on_day": "1", "starts_on_month": "12", "starts_on_year": "2026", "ends_on_day": "30", "ends_on_month": "11", "ends_on_year": "2029",
}  # fmt: skip


def asked(person, **more):
    return {"email": person.email, "body": "steering", "role": "member", "basis": "person", **TERM, **more}


def propose(client, person, **more):
    return client.post("/office/steering-group/propose/", asked(person, **more))


def test_the_office_proposes_is_refused_mends_it_and_confirms(desk, reader, office_person):
    office, organisation = desk(office_person), make_organisation(name="Alder House")
    answer = propose(office, reader, basis="organisation", organisation="alder house", comes_as="nurse")
    seat = RosterSeat.objects.get()
    here = f"/office/steering-group/{seat.pk}/"
    assert answer.url == here
    assert seat.organisation == organisation
    assert "holds no seat there" in office.post(f"{here}confirm/", follow=True).content.decode()
    Seat.objects.create(organisation=organisation, person=reader, kind="colleague", started_at=NOON)
    start_period(
        member=member_for_organisation(organisation=organisation, at=NOON), on=NOON.date(), by=office_person, at=NOON
    )
    assert "is confirmed" in office.post(f"{here}confirm/", follow=True).content.decode()
    assert "Confirmed" in office.get("/office/steering-group/").content.decode()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"email": "nobody@people.example"}, "There is no account with this address"),
        ({"basis": "organisation"}, "Write the name of the organisation"),
        ({"basis": "organisation", "organisation": "Nowhere"}, "No organisation here has this name"),
        ({"basis": "organisation", "organisation": "Twice"}, "Several organisations have this name"),
        ({"ends_on_year": "2025"}, "must come after its first"),
        ({"basis": ""}, "Choose by whose membership"),
    ],
)
def test_a_proposal_that_is_not_right_says_what_is_wrong(desk, reader, office_person, more, sentence):
    for _ in range(2):
        make_organisation(name="Twice")
    answer = propose(desk(office_person), reader, **more)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not RosterSeat.objects.exists()


def test_nobody_proposes_herself_or_somebody_twice(desk, reader, office_person):
    office = desk(office_person)
    assert "Nobody decides about her own seat" in propose(office, office_person).content.decode()
    propose(office, reader)
    assert "has a seat there already" in propose(office, reader).content.decode()


def test_the_office_notes_what_she_says_on_the_telephone_and_ends_the_seat(desk, reader, office_person):
    office = desk(office_person)
    propose(office, reader, body="trustees", basis="", organisation="")
    seat = RosterSeat.objects.get()
    here = f"/office/steering-group/{seat.pk}/"
    office.post(f"{here}named/", {"named": "yes", "version": "2026-11"})
    office.post(f"{here}interest/", {"words": "Keeps the books of a hall", "shown": "no"})
    office.post(f"{here}term/", TERM | {"starts_on_year": "2029", "ends_on_year": "2031"})
    page = office.get(here).content.decode()
    assert "on the telephone with Olu Office" in page
    assert "Keeps the books of a hall" in page
    assert "1 December 2029 – 30 November 2031" in page
    assert "by the office, for Rosa Reader" in page
    office.post(f"{here}interest/{seat.interests.get().pk}/end/")
    office.post(f"{here}named/", {"named": "no"})
    office.post(f"{here}end/", {"why": "Her own wish."})
    page = office.get(here).content.decode()
    assert "Ended on" in page
    assert "Her own wish." in page
    assert "Confirm the seat" not in page
    assert office.post(f"{here}end/", {"why": "Again."}).status_code == 409


def test_a_term_that_meets_another_says_so_beside_the_form(desk, reader, office_person):
    office = desk(office_person)
    propose(office, reader)
    answer = office.post(f"/office/steering-group/{RosterSeat.objects.get().pk}/term/", TERM)
    assert "has a term from 1 December 2026 to 30 November 2029 already" in answer.content.decode()

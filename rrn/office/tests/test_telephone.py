"""On the telephone: the office does it for somebody, and it is marked so."""

from __future__ import annotations

import pytest

from rrn.accounts.models import User
from rrn.events.models import Line
from rrn.learning.models import Video
from rrn.membership.models import Member
from rrn.organisations.models import Organisation
from rrn.post.models import Mail

pytestmark = pytest.mark.django_db


def test_an_organisation_is_started_for_a_caller_who_becomes_its_lead(desk, office_person):
    said = {"email": "Cal@people.example", "display_name": "Cal Ler", "name": "Farrow House", "role_title": "Head"}

    answer = desk(office_person).post("/office/organisations/start/", said)

    organisation = Organisation.objects.get()
    assert answer["Location"] == f"/office/organisations/{organisation.slug}/"
    seat = organisation.seats.get()
    assert (seat.kind, seat.person.email) == ("lead", "cal@people.example")
    assert organisation.plans.get().state == "draft"
    started = Line.objects.get(verb="plan.started")
    assert (started.by_id, started.for_id) == (str(office_person.pk), str(seat.person_id))
    assert Mail.objects.filter(to="cal@people.example", template="office/emails/account_made.txt").exists()


def test_a_caller_who_has_an_account_keeps_it(desk, office_person, reader):
    said = {"email": reader.email, "display_name": "Whoever", "name": "Farrow House"}

    desk(office_person).post("/office/organisations/start/", said)

    assert User.objects.get(pk=reader.pk).display_name == "Rosa Reader"
    assert Organisation.objects.get().seats.get().person == reader


def test_a_reviewer_starts_nothing_for_anybody(desk, reviewer):
    assert desk(reviewer).get("/office/organisations/start/").status_code == 403
    assert desk(reviewer).get("/office/people/join/").status_code == 403


ACTION = {"what": "Ask before I touch", "how_i_will_know": "My diary", "by_when_day": "1", "by_when_month": "6", "by_when_year": "2027"}
ABOUT = {
    "display_name": "Cal Ler", "role": "lived_experience", "sector": "health", "nation": "wales",
    "adult": "on", "terms": "on", "agree": "on",
}  # fmt: skip
HEARD = {"address": "on", "videos": "read_out"}


@pytest.fixture
def _videos(db):
    if not Video.objects.exists():
        from rrn.learning.tests.factories import make_video

        make_video(place=1), make_video(place=2)


@pytest.mark.usefixtures("_videos")
def test_an_individual_joins_on_the_telephone_in_her_own_words(desk, office_person):
    browser = desk(office_person)
    to = browser.post("/office/people/join/", {"email": "cal@people.example", "display_name": "Cal Ler"})["Location"]

    page = browser.get(to)
    answer = browser.post(to, ACTION | ABOUT | HEARD)

    assert "I read the words of both out to her" in page.text
    assert answer.status_code == 302, answer.text
    member = Member.objects.get(person__email="cal@people.example")
    assert member.periods.get().action.what == "Ask before I touch"
    assert Line.objects.get(verb="membership.joined").by_id == str(office_person.pk)
    assert Line.objects.get(verb="membership.joined").for_id == str(member.person_id)
    assert "by the office, for Cal Ler" in browser.get(f"/office/people/{member.person_id}/").text


@pytest.mark.usefixtures("_videos")
def test_what_is_missing_is_asked_again_and_what_was_said_is_kept(desk, office_person, reader):
    page = desk(office_person).post(f"/office/people/{reader.pk}/join/", ACTION | {"videos": "other"})

    assert "Write the reason." in page.text
    assert "Ask before I touch" in page.text
    assert not Member.objects.exists()

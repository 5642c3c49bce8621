"""An individual renews: what was last time, a new action or the unfinished one, the videos that are new to her, one period."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from rrn.core.time import start_of_day, travel
from rrn.core.verdict import Refused
from rrn.learning.tests.factories import make_video
from rrn.membership.actions import (
    end_action,
    join_as_individual,
    leave,
    save_joining_answers,
    say_how_it_goes,
)
from rrn.membership.models import IndividualAction, IndividualDetails, JoiningDraft, Period
from rrn.membership.queries import own_action, own_actions, steps_of
from rrn.membership.rules import PeriodKind
from rrn.membership.tests.joining import ABOUT, ACTION, fill_in_everything

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NEW = {
    "what": "I will write the next page with them.", "how_i_will_know": "It is read.", "strategy": "", "example": "",
    "by_when_day": "1", "by_when_month": "6", "by_when_year": "2029",
}  # fmt: skip


def noon_of(day: date) -> datetime:
    return start_of_day(day) + timedelta(hours=12)


def member_since(person, day: date) -> Period:
    at = noon_of(day)
    fill_in_everything(person, at, action=ACTION | {"by_when": ["30", "6", str(day.year + 1)]})
    return join_as_individual(person=person, by=person, at=at, client_key="first")


def renew(person, day: date, key="again", *, months_year=2) -> Period:
    answers = ACTION | {"by_when": ["1", "12", str(day.year + months_year - 1)]}
    save_joining_answers(person=person, step="action", answers=answers, by=person, at=noon_of(day))
    return join_as_individual(person=person, by=person, at=noon_of(day), client_key=key)


@pytest.mark.parametrize(
    ("since", "on", "kind", "starts_on", "ends_on"),
    [
        (date(2026, 11, 21), date(2028, 8, 22), "renewal", date(2028, 11, 21), date(2030, 11, 20)),
        (date(2026, 11, 21), date(2028, 11, 20), "renewal", date(2028, 11, 21), date(2030, 11, 20)),
        (date(2026, 11, 21), date(2028, 11, 21), "renewal", date(2028, 11, 21), date(2030, 11, 20)),
        (date(2026, 11, 21), date(2029, 1, 19), "renewal", date(2029, 1, 19), date(2031, 1, 18)),
        (date(2026, 11, 21), date(2029, 1, 20), "return", date(2029, 1, 20), date(2031, 1, 19)),
        (date(2026, 3, 1), date(2028, 2, 29), "renewal", date(2028, 3, 1), date(2030, 2, 28)),
        (date(2026, 2, 28), date(2028, 2, 27), "renewal", date(2028, 2, 28), date(2030, 2, 27)),
        (date(2026, 3, 2), date(2028, 3, 1), "renewal", date(2028, 3, 2), date(2030, 3, 1)),
        (date(2028, 2, 29), date(2030, 2, 28), "renewal", date(2030, 3, 1), date(2032, 2, 29)),
        (date(2028, 2, 29), date(2030, 3, 5), "renewal", date(2030, 3, 5), date(2032, 3, 4)),
        (date(2026, 1, 15), date(2028, 2, 29), "renewal", date(2028, 2, 29), date(2030, 2, 28)),
    ],
)
def test_the_next_two_years_begin_the_day_after_or_on_their_day(reader, since, on, kind, starts_on, ends_on):
    member_since(reader, since)
    period = renew(reader, on)
    assert (period.kind, period.starts_on, period.ends_on) == (kind, starts_on, ends_on)


def test_a_day_before_ninety_days_a_renewal_is_refused(reader):
    member_since(reader, date(2026, 11, 21))
    with pytest.raises(Refused, match="It can be renewed from 22 August 2028"):
        renew(reader, date(2028, 8, 21))


TODAY = date(2028, 9, 10)


@pytest.fixture
def due(reader, client):
    """A member whose renewal is due, signed in on that day."""
    member_since(reader, date(2026, 11, 21))
    with travel(noon_of(TODAY)):
        client.force_login(reader, backend=BACKEND)
        yield client


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code, answer.get("Location"))
    return answer.content.decode()


def key_in(page: str) -> str:
    return re.search(r'name="client_key" value="([^"]+)"', page)[1]


def test_her_page_leads_to_the_door_which_shows_last_time_and_asks_only_for_what_is_new(due, reader):
    page = read(due, "/my/")
    assert "/join/individual/" in page
    assert "The date of your action was 30 June 2027" in page
    door = read(due, "/join/individual/")
    assert "Renew your membership" in door
    assert "what helps when the room is too much" in door
    assert "The first video" not in door
    assert "An account with" not in door
    assert due.post("/join/individual/action/", NEW).url == "/join/individual/check/"
    page = read(due, "/join/individual/check/")
    assert "Still missing" not in page
    assert due.post("/join/individual/check/", {"client_key": key_in(page)}).url == "/join/individual/done/"
    assert "Your membership is renewed" in read(due, "/join/individual/done/")
    assert Period.objects.latest("starts_on").starts_on == date(2028, 11, 21)
    assert "Your next two years begin" in read(due, "/my/")


def test_two_presses_two_tabs_and_the_back_button_make_one_period(due, reader):
    due.post("/join/individual/action/", NEW)
    first, second = (key_in(read(due, "/join/individual/check/")) for _ in range(2))
    other = Client()
    other.force_login(reader, backend=BACKEND)
    for client, key in ((due, first), (due, first), (other, second), (due, "8d9c1f3e-0000-4000-8000-000000000000")):
        assert client.post("/join/individual/check/", {"client_key": key}).url.startswith("/join/individual/")
    assert Period.objects.count() == 2
    assert due.get("/join/individual/check/").url == "/join/individual/"


def test_a_video_that_was_replaced_since_is_asked_and_one_she_has_seen_is_not(due, reader):
    from rrn.learning.models import Completion, Video

    Video.objects.filter(place=2).update(retired_at=noon_of(date(2027, 5, 5)))
    fresh = make_video(2, slug="the-new-one", title="The new one")
    door = read(due, "/join/individual/")
    assert ("The second video" in door)
    assert ("The first video" not in door)
    due.post("/join/individual/action/", NEW)
    assert "The second video or its transcript" in read(due, "/join/individual/check/")
    assert "This video is complete" not in read(due, "/join/individual/video/2/").split("hidden>")[0]
    for section in (1, 2, 3):
        due.post(f"/videos/{fresh.slug}/read/{section}/", {"next": "/join/individual/video/2/"})
    assert Completion.objects.filter(person=reader, video=fresh).exists()
    page = read(due, "/join/individual/check/")
    assert "Still missing" not in page
    assert [step.key for step in steps_of(reader, TODAY, noon_of(TODAY), PeriodKind.RENEWAL)[0]] == ["video-2", "action", "about"]


def test_an_unfinished_action_is_carried_on_with_a_new_day_and_the_old_promise_is_closed(due, reader):
    old = own_action(reader)
    say_how_it_goes(action=old, reading="under_way", words="", by=reader, at=noon_of(TODAY))
    page = read(due, "/join/individual/action/?carry=1")
    assert old.what in page
    assert 'name="carried" value="yes"' in page
    due.post("/join/individual/action/", NEW | {"what": old.what, "carried": "yes"})
    due.post("/join/individual/check/", {"client_key": key_in(read(due, "/join/individual/check/"))})
    new = own_action(reader)
    assert new.carried_from == old
    assert IndividualAction.objects.get(pk=old.pk).end.how == "replaced"


def test_an_action_that_has_ended_is_not_carried_on_and_her_words_are_asked_about_first(due, reader):
    old = own_action(reader)
    due.post("/join/individual/action/", NEW)
    assert "You have already written an action" in read(due, "/join/individual/action/?carry=1")
    end_action(action=old, how="reached", words="Read.", by=reader, at=noon_of(TODAY))
    assert "carry it on" not in read(due, "/join/individual/")
    due.post("/join/individual/action/", NEW | {"carried": "yes"})
    due.post("/join/individual/check/", {"client_key": key_in(read(due, "/join/individual/check/"))})
    assert own_action(reader).carried_from is None
    assert IndividualAction.objects.get(pk=old.pk).end.how == "reached"


def test_what_we_know_of_her_is_kept_as_it_stands(due, reader):
    before = IndividualDetails.objects.get()
    due.post("/join/individual/action/", NEW)
    due.post("/join/individual/check/", {"client_key": key_in(read(due, "/join/individual/check/"))})
    after = IndividualDetails.objects.get()
    assert (after.changed_at, after.role) == (before.changed_at, before.role)
    assert reader.consents.filter(purpose="membership").count() == 1


def test_who_was_asked_under_other_words_agrees_again(due, reader):
    reader.consents.filter(purpose="membership").update(wording_version="2020-01")
    due.post("/join/individual/action/", NEW)
    assert "Your agreement that we keep what you told us" in read(due, "/join/individual/check/")


def test_every_action_of_hers_stays_to_be_read(due, reader, client):
    old = own_action(reader)
    due.post("/my/action/", {"reading": "under_way", "words": "Half of them."})
    assert due.post(f"/my/action/{old.period.reference}/end/", {"how": "partly", "words": "Seven of eleven.", "done_on_day": ""}).url.endswith("#end")
    due.post("/join/individual/action/", NEW)
    due.post("/join/individual/check/", {"client_key": key_in(read(due, "/join/individual/check/"))})
    leave(member=reader.member, by=reader, at=noon_of(TODAY))
    page = read(due, f"/my/action/{old.period.reference}/")
    for words in ("Seven of eleven.", "Half of them.", "Partly reached", "Your other actions", "Add a word"):
        assert words in page
    assert due.get(f"/my/action/{old.period.reference}/end/").url.endswith("#end")
    assert len(own_actions(reader)) == 2


def test_a_strangers_action_is_not_there(due, reader, stranger):
    reference = own_action(reader).period.reference
    other = Client()
    other.force_login(stranger, backend=BACKEND)
    for address in (f"/my/action/{reference}/", f"/my/action/{reference}/end/"):
        assert other.get(address).status_code == 404
        assert other.post(address, {"how": "reached", "words": "x", "reading": "done"}).status_code == 404


def test_the_office_writes_down_an_end_and_a_renewal_on_the_telephone(due, reader, office_person):
    office = Client()
    office.force_login(office_person, backend=BACKEND)
    reference = own_action(reader).period.reference
    page = read(office, f"/office/people/{reader.pk}/action/{reference}/?ended=1")
    answer = office.post(
        f"/office/people/{reader.pk}/action/{reference}/", {"how": "not_reached", "words": "She was ill.", "client_key": key_in(page)}
    )
    assert answer.url == f"/office/people/{reader.pk}/action/"
    assert own_action(reader).end.words == "She was ill."
    assert "She was ill." in read(due, f"/my/action/{reference}/")


@pytest.mark.parametrize("address", ["/my/", "/my/action/", "/join/individual/", "/join/individual/check/", "/join/individual/action/?carry=1"])
def test_no_page_of_a_renewal_costs_more_than_thirty_queries(due, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        read(due, address)


def test_nothing_is_kept_at_the_door_once_she_has_renewed(reader):
    member_since(reader, date(2026, 11, 21))
    save_joining_answers(person=reader, step="about", answers=ABOUT, by=reader, at=noon_of(TODAY))
    renew(reader, TODAY)
    assert not JoiningDraft.objects.exists()


def test_the_forms_of_an_action_are_sent_to_their_own_page(due, reader):
    """The component takes a variable called `action` for where its form goes; hers is another thing."""
    reference = own_action(reader).period.reference
    for address in ("/my/action/", f"/my/action/{reference}/", f"/my/action/{reference}/end/"):
        assert 'action="action of' not in read(due, address)

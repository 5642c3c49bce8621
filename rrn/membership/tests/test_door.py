"""The individual's door through the client, as a browser without JavaScript uses it."""

import re

import pytest
from django.test import Client

from rrn.core.time import travel
from rrn.learning.tests.factories import make_both_videos
from rrn.membership.actions import join_as_individual
from rrn.membership.models import ActionWord, IndividualAction, JoiningDraft, Period
from rrn.membership.tests.joining import fill_in_everything
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ACTION = {
    "what": "I will ask each pupil what helps.", "how_i_will_know": "Each has a page.", "strategy": "4",
    "by_when_day": "30", "by_when_month": "6", "by_when_year": "2027", "example": "",
}  # fmt: skip
ABOUT = {
    "display_name": "Rosa R", "role": "family_carer", "sector": "education", "nation": "wales", "agree": "on", "terms": "on",
}  # fmt: skip


@pytest.fixture(autouse=True)
def at_noon(noon):
    with travel(noon):
        yield


@pytest.fixture
def signed_in(client, reader):
    client.force_login(reader, backend=BACKEND)
    return client


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code, answer.get("Location"))
    return answer.content.decode()


def test_a_stranger_sees_what_the_door_asks_and_how_to_begin(client):
    page = read(client, "/join/individual/")
    assert "/account/signup/?next=/join/individual/" in page
    assert "each counts the same" in page


def test_somebody_joins_by_reading_from_the_first_step_to_the_last(signed_in, reader):
    make_both_videos()
    for place in (1, 2):
        assert "Choose your way" in read(signed_in, f"/join/individual/video/{place}/")
        for section in (1, 2, 3):
            signed_in.post(f"/videos/video-{place}/read/{section}/", {"next": f"/join/individual/video/{place}/"})
    assert signed_in.post("/join/individual/action/", ACTION).url == "/join/individual/about/"
    assert signed_in.post("/join/individual/about/", ABOUT).url == "/join/individual/check/"
    page = read(signed_in, "/join/individual/check/")
    assert "30 June 2027" in page
    assert "Family carer" in page
    key = JoiningDraft.objects.get().client_key

    first = signed_in.post("/join/individual/check/", {"client_key": key})
    second = signed_in.post("/join/individual/check/", {"client_key": key})

    assert first.url == second.url == "/join/individual/done/"
    period = Period.objects.get(member__person=reader)
    assert period.reference in read(signed_in, "/join/individual/done/")


def test_another_device_finds_everything_that_was_typed(signed_in, reader):
    signed_in.post("/join/individual/action/", ACTION)

    other = Client()
    other.force_login(reader, backend=BACKEND)
    page = read(other, "/join/individual/action/")
    assert "I will ask each pupil what helps." in page
    assert 'value="2027"' in page


def test_what_is_unfinished_or_wrong_is_kept_when_she_stops_for_today(signed_in):
    answer = signed_in.post("/join/individual/action/", ACTION | {"by_when_month": "", "later": "1"})
    assert answer.url == "/join/individual/"
    assert "Under way" in read(signed_in, "/join/individual/")
    assert 'value="30"' in read(signed_in, "/join/individual/action/")


def test_a_day_outside_the_two_years_is_refused_with_the_days_that_fit(signed_in):
    answer = signed_in.post("/join/individual/action/", ACTION | {"by_when_year": "2031"})
    assert answer.url == "/join/individual/action/?check=1"
    page = read(signed_in, answer.url)
    assert "between 22 November 2026 and 20 November 2028" in page
    assert "Error: " in page


def test_a_form_with_one_wrong_field_is_kept_and_the_page_itself_says_nothing_of_errors(signed_in):
    signed_in.post("/join/individual/action/", ACTION | {"by_when_month": "13"})
    page = read(signed_in, "/join/individual/action/")
    assert "I will ask each pupil what helps." in page
    assert 'value="13"' in page
    assert "Error: " not in page
    assert "Under way" in read(signed_in, "/join/individual/")


def test_what_is_wrong_about_her_is_said_and_the_rest_is_kept(signed_in):
    answer = signed_in.post("/join/individual/about/", ABOUT | {"display_name": "rosa@example.org", "terms": ""})
    assert answer.url == "/join/individual/about/?check=1"
    page = read(signed_in, answer.url)
    assert "Leave addresses out of it" in page
    assert "Tick the box to agree to the terms of use" in page
    assert page.count(" checked") == 3  # her role, her nation, her agreement
    assert "A name for others to see" in read(signed_in, "/join/individual/check/")


def test_the_address_that_checks_finds_nothing_wrong_once_it_is_right_or_nothing_is_there(signed_in):
    for address in ("action", "about"):
        assert "Error: " not in read(signed_in, f"/join/individual/{address}/?check=1")
    signed_in.post("/join/individual/action/?check=1", ACTION)
    assert "Error: " not in read(signed_in, "/join/individual/action/?check=1")


def test_an_answer_that_is_too_long_is_kept_in_full_and_does_not_join(signed_in):
    long = "I will ask. " * 100
    page = read(signed_in, signed_in.post("/join/individual/action/", ACTION | {"what": f"{long}\x00end"}).url)
    assert f"{long}end" in page
    assert "must be 600 characters or fewer" in page
    assert "600 characters or fewer" in read(signed_in, "/join/individual/check/")


def test_an_example_fills_the_form_and_is_hers_to_rewrite(signed_in):
    page = read(signed_in, "/join/individual/action/?example=nurse-3")
    assert "go back to a person within two days" in page
    assert 'value="2027"' in page
    assert "60 examples" in read(signed_in, "/join/individual/examples/")
    assert "1 example" in read(signed_in, "/join/individual/examples/?role=nurse&sector=health&strategy=6")
    read(signed_in, "/join/individual/action/?example=not-there")
    assert "60 examples" in read(signed_in, "/join/individual/examples/?role=pirate")


def test_an_example_asks_before_it_takes_the_place_of_her_words(signed_in):
    signed_in.post("/join/individual/action/", ACTION)
    page = read(signed_in, "/join/individual/action/?example=nurse-3")
    assert "You have already written an action" in page
    assert "I will ask each pupil what helps." in page
    assert "go back to a person within two days" in page

    page = read(signed_in, "/join/individual/action/?example=nurse-3&replace=1")
    assert "What you wrote before" in page
    assert "I will ask each pupil what helps." in page
    assert "go back to a person within two days" in page
    assert JoiningDraft.objects.get().answers["action"]["what"] == ACTION["what"]
    assert "I will ask each pupil what helps." in read(signed_in, "/join/individual/action/")


def test_looking_at_the_examples_keeps_what_she_has_typed(signed_in):
    answer = signed_in.post("/join/individual/action/", ACTION | {"how_i_will_know": "", "examples": "1"})
    assert answer.url == "/join/individual/examples/"
    assert "I will ask each pupil what helps." in read(signed_in, "/join/individual/action/?example=nurse-3")


def test_join_cannot_be_pressed_before_everything_is_there(signed_in):
    page = read(signed_in, "/join/individual/check/")
    assert "Still missing" in page
    assert ">Join</button>" not in page
    assert signed_in.post("/join/individual/check/").url == "/join/individual/"
    assert "You can join once we have" in read(signed_in, "/join/individual/")


def test_nothing_is_ticked_for_her(signed_in):
    page = read(signed_in, "/join/individual/about/")
    assert " checked" not in page


def test_a_member_is_told_until_when_she_is_one(signed_in, reader, noon):
    fill_in_everything(reader, noon)
    join_as_individual(person=reader, by=reader, at=noon, client_key="k")
    assert "20 November 2028" in read(signed_in, "/join/individual/")
    assert signed_in.get("/join/individual/action/").url == "/join/individual/"


def test_a_member_says_how_it_goes_shows_her_action_and_leaves(signed_in, reader, noon):
    fill_in_everything(reader, noon)
    join_as_individual(person=reader, by=reader, at=noon, client_key="k")
    said = {"reading": "under_way", "words": "Three pages are written."}
    assert signed_in.post("/my/action/", said).url == "/my/action/#said"
    assert "Three pages are written." in read(signed_in, "/my/action/")
    signed_in.post("/my/action/show/", {"shown": "yes"})
    assert IndividualAction.objects.get().listed_at
    signed_in.post("/my/membership/list/", {"listed": "yes"})
    assert "Take me off the list" in read(signed_in, "/my/membership/")
    assert "runs until 20 November 2028" in read(signed_in, "/my/membership/leave/")
    signed_in.post("/my/membership/leave/")
    assert "You left the network on 21 November 2026." in read(signed_in, "/my/membership/")
    assert ActionWord.objects.count() == 1


def test_somebody_without_a_membership_is_led_to_the_door(signed_in):
    for address in ("/my/action/", "/my/membership/", "/my/membership/leave/", "/join/individual/done/"):
        assert signed_in.get(address).url == "/join/individual/"
    assert signed_in.post("/my/action/show/").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/join/individual/", "/join/individual/video/1/", "/join/individual/action/", "/join/individual/about/",
     "/join/individual/check/", "/join/individual/examples/"],
)  # fmt: skip
def test_no_step_costs_more_than_twenty_queries(signed_in, reader, noon, django_assert_max_num_queries, address):
    fill_in_everything(reader, noon)
    with django_assert_max_num_queries(20):
        read(signed_in, address)


def test_what_she_sent_after_her_session_had_ended_is_there_when_she_has_signed_in_again(signed_in, reader, noon):
    session = signed_in.session
    session["rrn_signed_in_until"] = noon.timestamp() - 1
    session.save()
    assert "/account/login/" in signed_in.post("/join/individual/action/", ACTION).url

    signed_in.post("/account/login/", {"login": reader.email, "password": PASSWORD})

    page = read(signed_in, "/join/individual/action/")
    assert "I will ask each pupil what helps." in page
    assert 'value="30"' in page


def test_what_she_sent_without_any_session_is_there_too(signed_in, reader):
    for step, sent, seen in (("action", ACTION, "I will ask each pupil"), ("about", ABOUT, "Rosa R")):
        address = f"/join/individual/{step}/"
        token = re.search(r'name="kept_for_token" value="([^"]+)"', read(signed_in, address))[1]
        signed_in.cookies.pop("sessionid")
        assert "/account/login/" in signed_in.post(address, sent | {"kept_for_token": token}).url
        signed_in.post("/account/login/", {"login": reader.email, "password": PASSWORD})
        assert seen in read(signed_in, address)

"""What somebody wrote is not lost when her session has run out, and nobody else gets it."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from rrn.accounts.actions import drop_old_kept_forms, end_role, grant_role
from rrn.accounts.models import KeptForm, Role
from rrn.accounts.rules import KEPT_AT_MOST, fields_to_keep
from rrn.accounts.tests.conftest import PASSWORD
from rrn.core.form_owner import sign_owner
from rrn.core.time import now, travel

pytestmark = pytest.mark.django_db


@pytest.fixture
def away(client, person):
    """Ada signed in, and came back after her session had run out."""
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    with travel(now() + timedelta(days=15)):
        yield client


def test_a_form_sent_too_late_is_kept_and_filled_in_after_signing_in(away, person):
    answer = away.post("/account/name/", {"display_name": "Ada of the hill", "password": "secret"})
    assert answer["Location"] == "/account/login/?next=/account/name/"
    assert "What you wrote is kept" in away.get(answer["Location"]).content.decode()
    assert KeptForm.objects.get().fields == {"display_name": ["Ada of the hill"]}

    answer = away.post(
        "/account/login/", {"login": person.email, "password": PASSWORD, "next": "/account/name/"}
    )

    page = away.get(answer["Location"])
    assert 'value="Ada of the hill"' in page.content.decode()
    person.refresh_from_db()
    assert person.display_name == ""


def test_once_it_is_sent_it_is_no_longer_kept(away, person):
    away.post("/account/name/", {"display_name": "Ada"})
    away.post("/account/login/", {"login": person.email, "password": PASSWORD})
    away.post("/account/name/", {"display_name": "Ada"})
    assert not KeptForm.objects.exists()


def test_nobody_else_finds_it(away, office):
    away.post("/account/name/", {"display_name": "Ada"})
    away.post("/account/login/", {"login": office.email, "password": PASSWORD})
    assert "Ada" not in away.get("/account/name/").content.decode()
    assert KeptForm.objects.count() == 1


def test_a_form_sent_after_signing_out_in_another_window_is_kept_too(client, person):
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    client.post("/account/logout/")
    client.post(
        "/account/name/", {"display_name": "Ada"}, headers={"Referer": "http://testserver/account/name/"}
    )
    assert KeptForm.objects.get().person == person


def owner_of(page):
    return re.search(r'name="kept_for_token" value="([^"]+)"', page.content.decode())[1]


def test_a_form_that_comes_without_any_session_is_kept_for_whom_it_was_made(client, person, office):
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    sent = {"display_name": "Ada", "kept_for_token": owner_of(client.get("/account/name/"))}
    del client.cookies["sessionid"]

    answer = client.post("/account/name/", sent)
    assert "What you wrote is kept" in client.get(answer["Location"]).content.decode()
    assert KeptForm.objects.get().fields == {"display_name": ["Ada"]}

    somebody_else, herself = Client(), client
    somebody_else.post("/account/login/", {"login": office.email, "password": PASSWORD})
    assert 'value="Ada"' not in somebody_else.get("/account/name/").content.decode()
    herself.post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert 'value="Ada"' in herself.get("/account/name/").content.decode()


@pytest.mark.parametrize("wrong", ["", "7", "7.1800000000:forged", "\x00"])
def test_a_form_that_lies_about_whose_it_is_is_not_kept(client, person, wrong):
    client.post("/account/name/", {"display_name": "Ada", "kept_for_token": wrong})
    assert not KeptForm.objects.exists()


def test_a_form_that_is_older_than_any_session_is_not_kept(client, person, noon):
    sent = {"display_name": "Ada", "kept_for_token": sign_owner(person.pk, noon)}
    with travel(noon + timedelta(days=16)):
        client.post("/account/name/", sent)
    assert not KeptForm.objects.exists()


def test_a_stranger_leaves_nothing_behind(client, db):
    answer = client.post("/account/name/", {"display_name": "x"})
    assert answer["Location"] == "/account/login/?next=/account/name/"
    assert not KeptForm.objects.exists()
    assert "kept" not in client.get(answer["Location"]).content.decode()


def test_a_page_asked_for_too_late_says_so(away):
    answer = away.get("/account/", follow=True)
    assert "You were away for a while, so we signed you out." in answer.content.decode()
    assert "What you wrote is kept" not in answer.content.decode()


def test_a_program_is_told_so_in_its_own_language(away):
    answer = away.post("/account/name/", {"display_name": "Ada"}, headers={"Accept": "application/json"})
    assert answer.status_code == 401


def test_what_nobody_came_back_for_goes_after_a_day(away):
    away.post("/account/name/", {"display_name": "Ada"})
    assert drop_old_kept_forms(at=now() + timedelta(hours=23)) == 0
    assert drop_old_kept_forms(at=now() + timedelta(hours=24)) == 1


@pytest.mark.parametrize(
    "name", ["password", "password1", "csrfmiddlewaretoken", "code", "credential", "api_key"]
)
def test_secrets_are_never_kept(name):
    assert fields_to_keep([(name, ["x"]), ("what", ["y"])]) == {"what": ["y"]}


def test_a_form_without_end_is_not_kept():
    assert fields_to_keep([("what", ["y" * KEPT_AT_MOST])]) == {}


def test_staff_stay_signed_in_for_a_day_at_work(client, office):
    client.post("/account/login/", {"login": office.email, "password": PASSWORD})
    with travel(now() + timedelta(hours=13)):
        assert client.get("/account/").status_code == 302


def test_ending_a_role_ends_the_sessions_that_had_it(person, noon):
    grant_role(person=person, role=Role.REVIEWER, by=None, at=noon)
    client = Client()
    client.force_login(person)
    assert client.get("/account/").status_code == 200
    end_role(person=person, role=Role.REVIEWER, by=None, at=noon)
    assert client.get("/account/").status_code == 302

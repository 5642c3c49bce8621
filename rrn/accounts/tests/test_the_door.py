"""Signing up and signing in, as people do it."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from rrn.accounts.models import Consent, User
from rrn.accounts.tests.conftest import PASSWORD
from rrn.accounts.wordings import TERMS
from rrn.events.models import Line
from rrn.post.models import Mail

NEW = {"email": "New@Home.example", "password1": PASSWORD, "adult": "on", "terms": "on"}
pytestmark = pytest.mark.django_db


def verbs():
    return list(Line.objects.order_by("id").values_list("verb", flat=True))


def sign_in(client, email, password=PASSWORD, **extra):
    return client.post("/account/login/", {"login": email, "password": password, **extra})


def test_a_person_makes_an_account_and_confirms_her_address(client, code_in):
    answer = client.post("/account/signup/", NEW)
    assert answer["Location"] == "/account/confirm-email/"
    person = User.objects.get(email="new@home.example")
    assert person.adult_confirmed_at is not None
    assert Consent.objects.get(person=person).wording_version == TERMS.version
    assert not EmailAddress.objects.get(user=person).verified

    answer = client.post("/account/confirm-email/", {"code": code_in("new@home.example")})

    assert answer["Location"] == "/my/"
    assert EmailAddress.objects.get(user=person).verified
    assert client.get("/account/").status_code == 200
    assert verbs() == ["person.signed_up", "consent.given", "person.address_confirmed", "person.signed_in"]


def test_making_an_account_leads_back_to_where_she_was(client, code_in):
    client.post("/account/signup/?next=/join/individual/", NEW | {"next": "/join/individual/"})
    answer = client.post("/account/confirm-email/", {"code": code_in("new@home.example")})
    assert answer["Location"] == "/join/individual/"


def test_pressing_twice_makes_one_account(client):
    from django.test import Client

    client.post("/account/signup/", NEW)
    assert Client().post("/account/signup/", NEW).status_code in (302, 429)
    assert User.objects.count() == 1


def test_an_account_needs_no_password(client, code_in):
    client.post("/account/signup/", NEW | {"password1": ""})
    client.post("/account/confirm-email/", {"code": code_in("new@home.example")})
    assert not User.objects.get().has_usable_password()
    assert b"None: you sign in with codes" in client.get("/account/").content


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("adult", "Accounts are for people who are 18 or over"),
        ("terms", "Agree to the terms of use"),
        ("email", "Enter"),
    ],
)
def test_what_is_missing_is_said_in_words(client, missing, words):
    answer = client.post("/account/signup/", {key: value for key, value in NEW.items() if key != missing})
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert "<title>Error: " in answer.content.decode()
    assert not User.objects.exists()


def test_a_weak_password_is_refused_with_the_form_as_it_was(client):
    answer = client.post("/account/signup/", NEW | {"password1": "short"})
    assert "New@Home.example" in answer.content.decode()
    assert not User.objects.exists()


def test_an_unconfirmed_person_is_not_let_in(client, code_in):
    client.post("/account/signup/", NEW)
    assert client.get("/account/").status_code == 302
    client.cookies.clear()
    from django.core.cache import cache

    cache.clear()  # a moment has passed
    assert sign_in(client, "new@home.example")["Location"] == "/account/confirm-email/"
    client.post("/account/confirm-email/", {"code": code_in("new@home.example")})
    assert client.get("/account/").status_code == 200


def test_a_code_works_once_and_not_after_three_wrong_ones(client, code_in):
    client.post("/account/signup/", NEW)
    right = code_in("new@home.example")
    for _ in range(3):
        client.post("/account/confirm-email/", {"code": "000000" if right != "000000" else "111111"})
    client.post("/account/confirm-email/", {"code": right})
    assert not EmailAddress.objects.get().verified


def test_the_code_lives_for_thirty_minutes(client, code_in, monkeypatch):
    import time

    client.post("/account/signup/", NEW)
    code, then = code_in("new@home.example"), time.time()
    monkeypatch.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: then + 31 * 60)
    client.post("/account/confirm-email/", {"code": code})
    assert not EmailAddress.objects.get().verified


def test_she_signs_in_with_her_password_and_comes_back_to_where_she_was(client, person):
    answer = sign_in(client, "ADA@home.example", next="/account/name/")
    assert answer["Location"] == "/account/name/"


def test_next_never_leads_away(client, person):
    assert sign_in(client, person.email, next="https://elsewhere.example/")["Location"] == "/my/"
    assert client.get("/account/login/?next=//elsewhere.example").headers["Location"] == "/my/"


def test_she_signs_in_with_a_code(client, person, code_in):
    answer = client.post(
        "/account/login/code/?next=/account/name/", {"email": person.email, "next": "/account/name/"}
    )
    assert answer["Location"].startswith("/account/login/code/confirm/")
    answer = client.post(answer["Location"], {"code": code_in(person.email), "next": "/account/name/"})
    assert answer["Location"] == "/account/name/"


def test_a_forgotten_password_is_replaced_by_code_and_ends_every_session(
    client, person, code_in, django_user_model
):
    from django.test import Client

    elsewhere = Client()
    sign_in(elsewhere, person.email)
    client.post("/account/password/reset/", {"email": person.email})
    client.post("/account/password/reset/confirm/", {"code": code_in(person.email)})
    answer = client.post("/account/password/reset/complete/", {"password1": "another three words"})
    assert answer["Location"] == "/account/password/reset/done/"
    assert elsewhere.get("/account/").status_code == 302
    assert "person.password_reset" in verbs()
    assert sign_in(client, person.email, "another three words").status_code == 302


def test_she_changes_her_password_with_the_old_one(client, person, newest_mail):
    sign_in(client, person.email)
    wrong = client.post(
        "/account/password/change/", {"oldpassword": "no", "password1": "another three words"}
    )
    assert "Your current password is not right" in wrong.content.decode()
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": "another three words"})
    assert "person.password_changed" in verbs()
    assert newest_mail(person.email).subject == "Your password was changed"


def test_she_changes_her_address_by_a_code_sent_to_the_new_one(client, person, code_in):
    sign_in(client, person.email)
    answer = client.post("/account/email/", {"email": "ada@work.example", "action_add": "1"}, follow=True)
    assert "Show that it is you" in answer.content.decode()
    answer = client.post(
        f"/account/reauthenticate/?next={reverse('account_email')}",
        {"password": PASSWORD, "next": "/account/email/"},
    )
    answer = client.get("/account/confirm-email/")
    assert "ada@work.example" in answer.content.decode()
    client.post("/account/confirm-email/", {"code": code_in("ada@work.example")})
    person.refresh_from_db()
    assert person.email == "ada@work.example"
    assert EmailAddress.objects.get(user=person).email == "ada@work.example"
    assert "person.address_changed" in verbs()


def test_signing_out_is_asked_once_and_is_written_down(client, person):
    sign_in(client, person.email)
    assert client.get("/account/logout/").status_code == 200
    assert client.post("/account/logout/")["Location"] == "/"
    assert client.get("/account/").status_code == 302
    assert verbs()[-1] == "person.signed_out"


def test_signing_out_everywhere_else_leaves_this_session(client, person):
    from django.test import Client

    elsewhere = Client()
    sign_in(elsewhere, person.email)
    sign_in(client, person.email)
    client.post("/account/sign-out-everywhere/")
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_somebody_elses_password_dies_when_the_owner_of_the_address_proves_it(client, code_in):
    client.post("/account/signup/", NEW)  # a stranger, with her address and his password
    client.cookies.clear()
    client.post("/account/login/code/", {"email": "new@home.example"})
    client.post("/account/login/code/confirm/", {"code": code_in("new@home.example")})
    assert not User.objects.get().has_usable_password()


def test_every_mail_waits_in_the_outbox_and_carries_our_words(client):
    client.post("/account/signup/", NEW)
    mail = Mail.objects.get()
    assert mail.template == "accounts/emails/email_confirmation_signup.txt"
    assert "testserver" in mail.text
    assert "Restraint Reduction Network" in mail.html


def test_nothing_is_stored_when_the_mail_cannot_be_promised(client, monkeypatch):
    def broken(**_):
        raise RuntimeError("no outbox")

    monkeypatch.setattr("rrn.accounts.adapter.queue_mail", broken)
    with pytest.raises(RuntimeError):
        client.post("/account/signup/", NEW)
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "address", ["/account/login/", "/account/signup/", "/account/login/code/", "/account/password/reset/"]
)
def test_the_doors_pages_have_one_heading_and_no_inline_script(client, address):
    page = client.get(address).content.decode()
    assert page.count("<h1>") == 1
    assert "<script>" not in page
    assert "style=" not in page

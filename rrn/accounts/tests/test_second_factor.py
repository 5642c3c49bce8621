"""Something one has besides the password one knows. Staff cannot do without."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from rrn.accounts.adapter import SecondFactorAdapter
from rrn.accounts.tests.conftest import PASSWORD
from rrn.events.models import Line
from rrn.post.models import Mail

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_now(secret: str, step: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def sign_in(client: Client, person, next_page: str = ""):
    return client.post("/account/login/", {"login": person.email, "password": PASSWORD, "next": next_page})


@pytest.fixture
def with_app(person):
    TOTP.activate(person, SECRET)
    return person


def test_she_adds_an_app_by_its_square_or_its_key(client, person, django_capture_on_commit_callbacks):
    sign_in(client, person)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/").content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    secret = re.search(r"<code[^>]*>([\w ]+)</code>", page).group(1).replace(" ", "")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/account/2fa/totp/activate/", {"code": code_now(secret)})
    assert answer["Location"] == "/account/2fa/recovery-codes/"
    assert client.get(answer["Location"]).content.decode().count("<li><code>") == 10
    assert Mail.objects.filter(to=person.email, subject="An authenticator app was added").count() == 1
    assert Line.objects.filter(verb="person.authenticator_app_added").count() == 1


def test_the_seed_does_not_lie_open_in_the_database(with_app):
    stored = Authenticator.objects.get().data["secret"]
    assert SECRET not in stored
    assert SecondFactorAdapter().decrypt(stored) == SECRET


def test_the_seed_survives_a_change_of_the_secret_key(with_app, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new one"
    assert SecondFactorAdapter().decrypt(Authenticator.objects.get().data["secret"]) == SECRET


@pytest.mark.parametrize("way", ["password", "code"])
def test_no_door_goes_round_the_second_factor(client, with_app, way, code_in):
    if way == "password":
        answer = sign_in(client, with_app)
    else:
        client.post("/account/login/code/", {"email": with_app.email})
        answer = client.post("/account/login/code/confirm/", {"code": code_in(with_app.email)})
    assert answer["Location"] == "/account/2fa/authenticate/"
    assert client.get("/account/").status_code == 302
    wrong = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "Codes change every 30 seconds" in wrong.content.decode()
    client.post("/account/2fa/authenticate/", {"code": code_now(SECRET)})
    assert client.get("/account/").status_code == 200


def test_a_new_password_by_mail_does_not_go_round_it_either(client, with_app, code_in):
    client.post("/account/password/reset/", {"email": with_app.email})
    client.post("/account/password/reset/confirm/", {"code": code_in(with_app.email)})
    client.post("/account/password/reset/complete/", {"password1": "another three words"})
    answer = client.post("/account/login/", {"login": with_app.email, "password": "another three words"})
    assert answer["Location"] == "/account/2fa/authenticate/"


def test_a_code_of_the_app_works_once(with_app):
    first, second = Client(), Client()
    code = code_now(SECRET)
    for client in (first, second):
        sign_in(client, with_app)
        client.post("/account/2fa/authenticate/", {"code": code})
    assert first.get("/account/").status_code == 200
    assert second.get("/account/").status_code == 302


def test_staff_without_one_stand_before_a_closed_door_that_says_why(client, office):
    sign_in(client, office)
    assert client.get("/office/")["Location"] == "/account/second-factor/"
    page = client.get("/account/second-factor/").content.decode()
    assert "Add a second factor first" in page
    assert "/account/2fa/totp/activate/" in page


def test_staff_cannot_remove_their_last_one(client, office):
    TOTP.activate(office, SECRET)
    sign_in(client, office)
    client.post("/account/2fa/authenticate/", {"code": code_now(SECRET)})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.post("/account/2fa/totp/deactivate/").content.decode()
    assert "need a second factor" in page
    assert Authenticator.objects.filter(type="totp").exists()


def test_staff_cannot_remove_their_last_passkey(client, office):
    passkey = Authenticator.objects.create(user=office, type="webauthn", data={"name": "My telephone"})
    client.force_login(office)
    answer = client.post(f"/account/2fa/webauthn/keys/{passkey.pk}/remove/")
    assert answer["Location"] == "/account/2fa/webauthn/"
    assert Authenticator.objects.filter(pk=passkey.pk).exists()


def test_a_change_of_security_asks_again_who_you_are(client, person):
    sign_in(client, person)
    answer = client.get("/account/2fa/totp/activate/")
    assert answer["Location"].startswith("/account/reauthenticate/")
    assert "Show that it is you" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "name/",
        "language/",
        "email/",
        "password/change/",
        "2fa/",
        "2fa/webauthn/",
        "logout/",
        "second-factor/",
    ],
)
def test_every_page_of_the_account_opens_with_one_heading(client, person, address):
    sign_in(client, person)
    answer = client.get(f"/account/{address}")
    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1
    assert answer["Cache-Control"].startswith(("private", "max-age=0"))


@pytest.mark.parametrize(
    "address", ["2fa/totp/activate/", "2fa/webauthn/add/", "2fa/recovery-codes/generate/"]
)
def test_every_page_behind_a_second_question_opens(client, person, address):
    sign_in(client, person)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    answer = client.get(f"/account/{address}")
    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1


def test_the_page_for_a_passkey_carries_its_options_as_data(client, person):
    sign_in(client, person)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/2fa/webauthn/add/").content.decode()
    assert '<script id="passkey-data" type="application/json">' in page
    assert not re.search(r"<script>", page)


def test_the_options_for_signing_in_with_a_passkey_are_given_to_a_script(client, db):
    answer = client.get("/account/2fa/webauthn/login/", headers={"Accept": "application/json"})
    assert "request_options" in answer.json()

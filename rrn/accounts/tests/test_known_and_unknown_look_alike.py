"""RELIABILITY.md rules 11 to 13, G11 and G12: what a stranger can find out, and how often he may try."""

import re
import time
from statistics import median

import pytest
from django.core.cache import cache
from django.test import Client

from rrn.accounts.models import User
from rrn.accounts.tests.conftest import PASSWORD
from rrn.post.models import Mail

pytestmark = pytest.mark.django_db
FLOWS = {
    "sign-up": (
        "/account/signup/",
        lambda who: {"email": who, "password1": PASSWORD, "adult": "on", "terms": "on"},
    ),
    "code": ("/account/login/code/", lambda who: {"email": who}),
    "reset": ("/account/password/reset/", lambda who: {"email": who}),
    "password": ("/account/login/", lambda who: {"login": who, "password": "wrong one"}),
}


def walk(flow: str, who: str) -> list[bytes]:
    """Everything a stranger sees: answer by answer, without what is random in every page."""
    client, (address, fields) = Client(), FLOWS[flow]
    seen = []
    answer = client.post(address, fields(who))
    for _ in range(3):
        body = answer.content.replace(who.encode(), b"WHO")
        body = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", body)
        seen.append(b"%d %s %s" % (answer.status_code, answer.headers.get("Location", "").encode(), body))
        target = answer.headers.get("Location")
        answer = (
            client.get(target) if target else client.post("/account/login/code/confirm/", {"code": "000000"})
        )
    return seen


@pytest.mark.parametrize("flow", FLOWS)
def test_the_pages_are_the_same_bytes(flow, person):
    cache.clear()
    assert walk(flow, person.email) == walk(flow, "nobody@home.example")


@pytest.mark.parametrize("flow", ["sign-up", "code", "reset"])
def test_only_the_mail_says_the_difference(flow, person):
    walk(flow, person.email)
    walk(flow, "nobody@home.example")
    known, unknown = Mail.objects.get(to=person.email), Mail.objects.get(to="nobody@home.example")
    assert known.subject != unknown.subject


def test_a_known_address_gets_no_second_account_and_leaves_no_decoy(person):
    walk("sign-up", person.email)
    assert list(User.objects.values_list("email", flat=True)) == [person.email]


@pytest.mark.parametrize("flow", FLOWS)
def test_the_answers_take_the_same_time(flow, person, settings, record_property):
    """A short form of G11, whose 200 samples stand in bench/: here twelve, interleaved. CPU time, because other tests run beside it."""
    settings.ACCOUNT_RATE_LIMITS = dict.fromkeys(settings.ACCOUNT_RATE_LIMITS, "")
    address, fields = FLOWS[flow]
    times = {"known": [], "unknown": []}
    for number in range(14):
        for kind, who in (("known", person.email), ("unknown", f"nobody{number}@home.example")):
            client = Client()
            start = time.process_time()
            client.post(address, fields(who))
            times[kind].append(time.process_time() - start)
    known, unknown = median(times["known"][2:]), median(times["unknown"][2:])
    record_property("difference in ms", round((known - unknown) * 1000, 2))
    assert abs(known - unknown) < 0.012, f"{known:.4f} s, {unknown:.4f} s"


def test_a_password_is_guessed_at_most_twenty_times_an_hour(person, monkeypatch):
    """Five in five minutes and twenty in an hour, whatever the headers say."""
    judged, then = 0, time.time()
    real = User.check_password
    counted = []
    monkeypatch.setattr(User, "check_password", lambda self, raw: counted.append(raw) or real(self, raw))
    for minute in range(0, 60, 2):
        monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda m=minute: then + m * 60)
        for number in range(4):
            Client(headers={"X-Forwarded-For": f"10.{minute}.{number}.1"}).post(
                "/account/login/",
                {"login": person.email, "password": "guess"},
                REMOTE_ADDR=f"192.0.{minute}.{number}",
            )
    judged = len(counted)
    assert 5 < judged <= 20


def test_guessing_locks_nobody_out_who_is_signed_in(client, person):
    client.force_login(person)
    for _ in range(8):
        Client().post("/account/login/", {"login": person.email, "password": "guess"})
    assert client.get("/account/").status_code == 200
    again = client.post(
        "/account/reauthenticate/?next=/account/", {"password": PASSWORD, "next": "/account/"}
    )
    assert again["Location"] == "/account/"


def test_somebody_whose_password_is_being_guessed_still_gets_in_by_code(person, code_in):
    for _ in range(8):
        Client().post("/account/login/", {"login": person.email, "password": "guess"})
    client = Client()
    client.post("/account/login/code/", {"email": person.email})
    client.post("/account/login/code/confirm/", {"code": code_in(person.email)})
    assert client.get("/account/").status_code == 200


def test_one_house_one_limit(person, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_everywhere": "1/m/key"}
    Client().post("/account/login/", {"login": "a@b.example", "password": "x"})
    answer = Client().post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert "tried too often" in answer.content.decode()


@pytest.mark.parametrize(
    ("peer", "header", "proxies", "seen"),
    [
        ("198.51.100.7", "203.0.113.9", [], "198.51.100.7"),
        ("127.0.0.1", "203.0.113.9", ["127.0.0.1"], "203.0.113.9"),
        ("127.0.0.1", "203.0.113.9, 10.0.0.4", ["127.0.0.1", "10.0.0.0/8"], "203.0.113.9"),
        ("127.0.0.1", "1.1.1.1, 203.0.113.9", ["127.0.0.1"], "203.0.113.9"),
        ("127.0.0.1", "nonsense", ["127.0.0.1"], "127.0.0.1"),
    ],
)
def test_only_listed_proxies_say_who_is_calling(peer, header, proxies, seen, settings, rf):
    from rrn.core.client import client_address

    settings.TRUSTED_PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": header})
    assert client_address(request) == seen

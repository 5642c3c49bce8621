"""Large print, news, and the way back for an address to which mail came back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail as tray
from django.core.mail import get_connection
from django.test import Client
from django.urls import reverse

from rrn.accounts.actions import give_consent
from rrn.accounts.models import Consent
from rrn.accounts.readers import stop_link
from rrn.core.time import travel
from rrn.post.actions import claim_mails, queue_mail, send_mail
from rrn.post.holding import note_bounce
from rrn.post.models import AddressHold, Mail
from rrn.post.queries import hold_of

pytestmark = pytest.mark.django_db
CONTEXT = {"first": "One", "count": 1}


def write(person, at, **more):
    return queue_mail(to=person.email, template="post/emails/gathered.txt", context=CONTEXT, at=at, recipient=person, **more)


def leave(at):
    for mail in claim_mails(at=at):
        send_mail(mail=mail, connection=get_connection(), at=at)


def held(person, at):
    mail = write(person, at)
    leave(at)
    assert note_bounce(number=mail.message_id, address=person.email, hard=True, said_by="return", evidence="5.1.1 gone", at=at)
    return mail


@pytest.fixture
def at_noon(noon):
    with travel(noon):
        yield noon


@pytest.fixture
def signed_in(reader):
    client = Client()
    client.force_login(reader, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_large_print_changes_the_size_of_the_letters_and_not_one_word(reader, signed_in, at_noon):
    signed_in.post(reverse("accounts:mail"), {"large_print": "on"})
    mail = write(reader, at_noon)
    leave(at_noon)
    mail.refresh_from_db()
    assert mail.large_print
    html = tray.outbox[-1].alternatives[0][0]
    assert html.count("font: 24px/36px") == 2, "24 pixels are 18 points"
    assert "16px" not in html
    assert re.sub(r"font: [^,]*,", "", html) == re.sub(r"font: [^,]*,", "", mail.html)
    assert tray.outbox[-1].body == mail.text


def test_news_leaves_only_to_who_agreed_and_not_after_she_stopped_it(reader, signed_in, at_noon):
    first = write(reader, at_noon, kind=Mail.Kind.NEWS)
    leave(at_noon)
    first.refresh_from_db()
    assert (first.state, first.reason) == ("suppressed", "Its reader has not asked for news.")
    signed_in.post(reverse("accounts:mail"), {"news": "on"})
    second, third = write(reader, at_noon, kind=Mail.Kind.NEWS), None
    leave(at_noon)
    signed_in.post(reverse("accounts:mail"), {})
    third = write(reader, at_noon, kind=Mail.Kind.NEWS)
    service = write(reader, at_noon)
    leave(at_noon)
    for each in (second, third, service):
        each.refresh_from_db()
    assert [second.state, third.state, service.state] == ["sent", "suppressed", "sent"]


def test_one_click_stops_the_news_without_signing_in_and_a_look_does_nothing(reader, at_noon):
    give_consent(person=reader, purpose="news", by=reader, at=at_noon)
    path = stop_link(reader).removeprefix("http://testserver")
    program = Client(enforce_csrf_checks=True)
    assert program.get(path).status_code == 200
    assert Consent.objects.get(person=reader).withdrawn_at is None, "following a link changes nothing"
    assert program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Consent.objects.get(person=reader).withdrawn_at == at_noon
    program.post(path, {"List-Unsubscribe": "One-Click"})
    assert program.post(path, {"again": "yes"}).status_code == 200
    assert Consent.objects.filter(person=reader, withdrawn_at__isnull=True).count() == 1, "there is a way back"


def test_an_unknown_link_gets_the_same_answer_as_hers(reader, at_noon):
    path, unknown = stop_link(reader).removeprefix("http://testserver"), "/mail/stop/nobodys:token/"
    for sent in (None, {"List-Unsubscribe": "One-Click"}, {"again": "yes"}):
        answers = [Client().get(each) if sent is None else Client().post(each, sent) for each in (path, unknown)]
        hers, nobodys = [answer.content.decode().replace(each, "") for answer, each in zip(answers, (path, unknown), strict=True)]
        assert hers == nobodys
        assert answers[0]["Referrer-Policy"] == "no-referrer"


def test_a_code_to_the_held_address_lifts_the_hold(reader, signed_in, at_noon):
    held(reader, at_noon)
    assert "Mail to" in signed_in.get("/my/").content.decode()
    confirm = reverse("accounts:confirm_again")
    signed_in.post(confirm)
    leave(at_noon)
    code = re.search(r"^(\d{6})$", tray.outbox[-1].body, re.MULTILINE)
    assert code, "a code leaves even to an address on hold"
    wrong = f"{(int(code.group(1)) + 1) % 10**6:06d}"
    assert "That code is not right" in signed_in.post(confirm, {"code": wrong}).content.decode()
    assert hold_of(reader.email) is not None
    signed_in.post(confirm, {"code": code.group(1)})
    assert hold_of(reader.email) is None
    assert AddressHold.objects.get().lifted_how == "confirmed"
    mail = write(reader, at_noon)
    leave(at_noon)
    mail.refresh_from_db()
    assert mail.state == "sent"


@pytest.mark.parametrize("later", [timedelta(0), timedelta(minutes=31)])
def test_a_code_cannot_be_guessed_and_does_not_last(reader, signed_in, at_noon, later):
    held(reader, at_noon)
    confirm = reverse("accounts:confirm_again")
    signed_in.post(confirm)
    code = Mail.objects.filter(template__endswith="address_code.txt").get().subject[-6:]
    if not later:
        for _ in range(5):
            signed_in.post(confirm, {"code": f"{(int(code) + 1) % 10**6:06d}"})
    with travel(at_noon + later):
        signed_in.post(confirm, {"code": code})
    assert hold_of(reader.email) is not None


def test_the_mail_of_a_closed_account_stays_here(reader, noon):
    mail = write(reader, noon)
    type(reader).objects.filter(pk=reader.pk).update(is_active=False)
    leave(noon)
    mail.refresh_from_db()
    assert (mail.state, mail.reason) == ("suppressed", "The account has been closed.")

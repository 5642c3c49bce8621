"""Whoever writes to the network reaches the office's list and its post, once, and is told so."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from rrn.core.patients import is_patient_number, named_in
from rrn.core.sessions import clear_ended
from rrn.core.time import now, travel
from rrn.core.verdict import Refused
from rrn.post.actions import answer_message
from rrn.post.models import ContactMessage, Mail
from rrn.privacy.actions import erase_address
from rrn.website import limits

pytestmark = pytest.mark.django_db
TOLD = {"name": "Cal Carer", "address": "Cal@people.example", "topic": "plan", "words": "Where is the plan of Alder House?"}
FORM = "/contact/?about=other"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nobody_has_written():
    cache.clear()


def key_in(html: str) -> str:
    return re.search(r'name="client_key" value="([^"]+)"', html)[1]


def write(client, **changed):
    return client.post(FORM, TOLD | {"client_key": key_in(client.get(FORM).content.decode())} | changed, follow=True)


def test_the_two_ways_come_first_and_neither_is_a_form(client):
    html = client.get("/contact/").content.decode()
    assert html.index("?about=risk") < html.index("?about=other")
    assert 'method="post"' not in html
    assert "csrftoken" not in client.cookies


def test_someone_at_risk_is_shown_who_can_act_at_once(client):
    html = client.get("/contact/?about=risk").content.decode()
    assert "tel:999" in html
    assert "tel:116123" in html
    assert 'href="/help-now/wales/"' in html
    assert 'method="post"' not in html


def test_a_message_reaches_the_office_and_is_confirmed(client, settings):
    answer = write(client)

    message = ContactMessage.objects.get()
    html = answer.content.decode()
    assert message.reference in html
    assert (message.address, message.topic) == ("cal@people.example", "plan")
    to_office, to_writer = Mail.objects.order_by("pk")
    assert to_office.to == settings.RRN["EMAIL"]
    assert TOLD["words"] in to_office.text
    assert "because messages from the contact form come to this address" in to_office.text
    assert "something you started with us" not in to_office.text
    assert to_writer.to == "cal@people.example"
    assert TOLD["words"] not in to_writer.text, "a stranger's address may have been given"


def test_the_same_form_twice_is_one_message(client):
    key = key_in(client.get(FORM).content.decode())
    for _ in range(2):
        client.post(FORM, TOLD | {"client_key": key})

    assert ContactMessage.objects.count() == 1
    assert Mail.objects.count() == 2


def test_other_words_from_the_same_form_are_another_message_and_none_is_lost(client):
    key = key_in(client.get(FORM).content.decode())
    answers = [client.post(FORM, TOLD | {"client_key": key, "words": words})["Location"] for words in ("One.", "Two.", "Two.", "One.", "Three.")]

    assert sorted(ContactMessage.objects.values_list("words", flat=True)) == ["One.", "Three.", "Two."]
    assert answers[0] == answers[3]
    assert answers[1] == answers[2]
    assert len(set(answers)) == 3
    assert Mail.objects.count() == 6


def test_sending_the_same_again_is_not_counted_and_answers_as_before(client):
    key = key_in(client.get(FORM).content.decode())
    first, *more = [client.post(FORM, TOLD | {"client_key": key}) for _ in range(8)]

    assert {again["Location"] for again in more} == {first["Location"]}


def test_a_whole_trust_behind_one_connection_may_write(client):
    for number in range(30):
        write(client, address=f"p{number}@trust.example")

    assert ContactMessage.objects.count() == 30


def test_a_connection_that_sends_as_a_machine_does_is_told_our_telephone_number(client, settings, monkeypatch):
    monkeypatch.setitem(limits.CONFIG, "contact", "3/h/key")
    for number in range(3):
        write(client, address=f"p{number}@trust.example")

    html = write(client, address="p4@trust.example").content.decode()

    assert settings.RRN["TELEPHONE"] in html[html.index("<main") :]
    assert TOLD["words"] in html
    assert ContactMessage.objects.count() == 3


def test_what_was_written_is_kept_when_something_is_missing(client):
    html = write(client, address="nowhere").content.decode()

    assert "<title>Error: " in html
    assert TOLD["words"] in html
    assert "Write the email address in full" in html
    assert not ContactMessage.objects.exists()


def test_a_mistake_leads_to_a_page_of_its_own_and_no_word_is_in_its_address(client):
    key = key_in(client.get(FORM).content.decode())
    answer = client.post(FORM, TOLD | {"client_key": key, "address": "nowhere"})

    assert (answer.status_code, answer["Location"]) == (302, "/contact/?about=other&check=1")
    for _ in range(2):
        html = client.get(answer["Location"]).content.decode()
        assert "<title>Error: " in html
        assert TOLD["words"] in html
        assert key_in(html) == key
    before = client.get(FORM).content.decode()
    assert "<title>Error: " not in before
    assert TOLD["words"] in before


def test_what_was_kept_is_dropped_when_it_is_sent_and_the_stranger_is_one_again(client):
    html = write(client, address="nowhere").content.decode()
    assert Session.objects.count() == 1
    client.post(FORM, TOLD | {"client_key": key_in(html)})

    assert ContactMessage.objects.count() == 1
    assert not Session.objects.exists()
    again = client.get(f"{FORM}&check=1").content.decode()
    assert TOLD["words"] not in again
    assert "<title>Error: " not in again


def test_what_was_kept_is_shown_for_an_hour_and_then_to_nobody(client):
    with travel(NOON):
        write(client, address="nowhere")
    with travel(NOON + timedelta(minutes=59)):
        assert TOLD["words"] in client.get(f"{FORM}&check=1").content.decode()
    with travel(NOON + timedelta(minutes=61)):
        assert TOLD["words"] not in client.get(f"{FORM}&check=1").content.decode()


def test_what_was_kept_goes_with_its_session(client):
    write(client, address="nowhere")
    assert Session.objects.get().expire_date <= timezone.now() + timedelta(hours=1)
    assert clear_ended() == 0
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert clear_ended() == 1
    assert not Session.objects.exists()


def test_a_signed_in_person_stays_signed_in_and_has_her_words_too(client, office_person):
    client.force_login(office_person, backend="allauth.account.auth_backends.AuthenticationBackend")
    until = client.session.get_expiry_date()
    html = write(client, address="nowhere").content.decode()
    assert TOLD["words"] in html
    client.post(FORM, TOLD | {"client_key": key_in(html)})

    assert client.get("/my/").status_code == 200
    assert client.session.get_expiry_date() >= until


@pytest.mark.parametrize("too_much", [{"words": "a " * 12_000}, {"website": "https://spam.example", "topic": ""}])
def test_more_than_people_write_is_answered_and_not_kept(client, too_much):
    answer = write(client, **too_much)
    assert answer.status_code == 200
    assert not answer.redirect_chain
    assert not Session.objects.exists()


def test_mistakes_are_kept_no_more_often_than_people_make_them(client, monkeypatch):
    monkeypatch.setitem(limits.CONFIG, "contact_kept", "2/h/key")
    assert [len(write(client, address="nowhere").redirect_chain) for _ in range(3)] == [1, 1, 0]
    assert TOLD["words"] in write(client, address="nowhere").content.decode()


@pytest.mark.parametrize("words", ["Her number is 943 476 5919.", "9434765919", "Pupil A123456789012 was held"])
def test_the_number_of_a_patient_or_pupil_is_asked_to_be_taken_out(client, words):
    html = write(client, words=words).content.decode()

    assert "Take it out before you send; your text is still here" in html
    assert words in html
    assert not ContactMessage.objects.exists()


@pytest.mark.parametrize("words", ["Ring 0121 415 6960", "+44 121 415 6960", "Order 9434765918", "In 2014 1613 people", "12 March 2026"])
def test_other_numbers_may_be_written(words):
    assert named_in(words) == ""


def test_a_patients_number_carries_its_own_check():
    assert is_patient_number("9434765919")
    assert not is_patient_number("9434765918")


def test_a_machine_that_fills_in_everything_is_thanked_and_forgotten(client):
    answer = write(client, website="https://spam.example")
    assert answer.status_code == 200
    assert not ContactMessage.objects.exists()


def test_nobody_writes_more_often_than_people_do(client):
    for _ in range(5):
        write(client)

    html = write(client).content.decode()

    assert "Several messages have come from you already" in html
    assert TOLD["words"] in html
    assert ContactMessage.objects.count() == 5


def test_the_office_finds_it_in_its_list_and_says_that_it_is_answered(client, office_person):
    write(client)
    message = ContactMessage.objects.get()
    client.force_login(office_person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Message to answer" in client.get("/office/").content.decode()
    assert TOLD["words"] in client.get(f"/office/messages/{message.pk}/").content.decode()

    client.post(f"/office/messages/{message.pk}/", {"note": "Rang her.", "client": "1"})

    message.refresh_from_db()
    assert message.note == "Rang her."
    assert message.answered_at
    html = client.get(f"/office/messages/{message.pk}/").content.decode()
    assert "Marked the message as answered" in html
    assert "Olu Office" in html
    assert "Message to answer" not in client.get("/office/").content.decode()
    assert message.reference in client.get("/office/messages/?state=answered&q=cal").content.decode()


def test_a_message_is_answered_once_and_by_the_office(client, office_person, reviewer):
    write(client)
    message = ContactMessage.objects.get()
    with pytest.raises(PermissionDenied):
        answer_message(message=message, note="", by=reviewer, at=now())
    answer_message(message=message, note="", by=office_person, at=now())
    with pytest.raises(Refused, match="already"):
        answer_message(message=message, note="", by=office_person, at=now())


def test_what_an_erased_person_wrote_goes(client):
    write(client)

    erase_address(address="cal@people.example", by=None, at=now())

    message = ContactMessage.objects.get()
    assert (message.name, message.words) == ("", "")
    assert "cal@" not in message.address
    assert not Mail.objects.filter(text__icontains="Alder House").exists()

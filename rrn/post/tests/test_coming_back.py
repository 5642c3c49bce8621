"""What counts as a return, how an address goes on hold and comes off it, and a storm of returns."""

from __future__ import annotations

import json
import time
from base64 import b64encode
from datetime import timedelta
from imaplib import IMAP4
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.mail import get_connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from rrn.core.verdict import Refused
from rrn.post.actions import claim_mails, queue_mail, send_mail, send_mail_again
from rrn.post.holding import lift_as_confirmed, lift_hold, note_bounce
from rrn.post.mailboxes import note_return, read_returns
from rrn.post.models import AddressHold, Mail, ReturnedMail
from rrn.post.queries import hold_of
from rrn.post.returns import read_return
from rrn.post.rules import SOFT_RETURNS, is_hard

REPORT = """From: MAILER-DAEMON@x.example
To: returns@rrn.example
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind}; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.x.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} {words}

--b
Content-Type: message/rfc822

From: office@rrn.example
To: {address}
Message-ID: {number}
Subject: Hello

Hello.
--b--
"""


def report(*, number, address, status="5.1.1", action="failed", words="No such user", kind="delivery-status"):
    return REPORT.format(number=number, address=address, status=status, action=action, words=words, kind=kind).encode()


def sent(address, at, key=None):
    mail = queue_mail(to=address, template="post/emails/gathered.txt", context={"first": "One", "count": 1}, at=at, key=key)
    for claimed in claim_mails(at=at, most=10_000):
        send_mail(mail=claimed, connection=get_connection(), at=at)
    return mail


def bounce(mail, at, *, hard=True, address=None):
    return note_bounce(number=mail.message_id, address=address or mail.to, hard=hard, said_by="return", evidence="550 gone", at=at)


def test_only_an_address_at_fault_is_a_hard_return():
    assert is_hard(code=550, exact="5.1.1")
    assert is_hard(code=550, exact="")
    assert not is_hard(code=550, exact="5.7.1")
    assert not is_hard(code=552, exact="5.2.2")
    assert not is_hard(code=451, exact="")
    assert not is_hard(code=None, exact="")


@pytest.mark.django_db
def test_a_report_that_names_our_mail_and_its_address_puts_the_address_on_hold(noon):
    mail = sent("Ada@x.example", noon)
    assert note_return(raw=report(number=mail.message_id, address="ada@x.example"), at=noon) == 1
    mail.refresh_from_db()
    assert mail.state == Mail.State.BOUNCED
    assert hold_of("ADA@x.example").why == "hard"
    assert note_return(raw=report(number=mail.message_id, address="ada@x.example"), at=noon) == 0, "told twice it counts once"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "forged",
    [
        {"number": "<made-up@rrn.example>"},
        {"address": "somebody.else@x.example"},
        {"action": "delayed"},
        {"kind": "feedback-report"},
        {"number": ""},
    ],
)
def test_a_forged_or_harmless_report_changes_nothing(noon, forged):
    mail = sent("ada@x.example", noon)
    told = {"number": mail.message_id, "address": "ada@x.example"} | forged
    assert note_return(raw=report(**told), at=noon) == 0
    mail.refresh_from_db()
    assert mail.state == Mail.State.SENT
    assert not AddressHold.objects.exists()


@pytest.mark.django_db
def test_a_mail_that_has_not_left_cannot_have_come_back(noon):
    mail = queue_mail(to="ada@x.example", template="post/emails/gathered.txt", context={"first": "One", "count": 1}, at=noon)
    assert not bounce(mail, noon)
    assert not AddressHold.objects.exists()


@pytest.mark.django_db
def test_soft_returns_hold_an_address_when_there_are_several_within_a_month(noon):
    for number in range(SOFT_RETURNS):
        assert hold_of("ada@x.example") is None
        assert bounce(sent("ada@x.example", noon + timedelta(days=number)), noon + timedelta(days=number), hard=False)
    assert hold_of("ada@x.example").why == "soft"


@pytest.mark.django_db
def test_soft_returns_of_months_hold_nobody(noon):
    for number in range(2 * SOFT_RETURNS):
        at = noon + timedelta(days=20 * number)
        assert bounce(sent("ada@x.example", at), at, hard=False)
    assert hold_of("ada@x.example") is None


@pytest.mark.django_db
def test_what_comes_back_late_does_not_undo_a_lifting(noon):
    early, other = sent("ada@x.example", noon), sent("ada@x.example", noon)
    bounce(early, noon)
    assert lift_as_confirmed(address="ada@x.example", by=None, at=noon + timedelta(hours=1))
    assert bounce(other, noon + timedelta(hours=2)), "it is noted"
    assert hold_of("ada@x.example") is None, "but it left before she confirmed"
    later = sent("ada@x.example", noon + timedelta(hours=3))
    assert bounce(later, noon + timedelta(hours=4))
    assert hold_of("ada@x.example") is not None
    assert AddressHold.objects.count() == 2


@pytest.mark.django_db
def test_the_office_lifts_a_hold_with_a_reason_and_only_then_sends_again(noon, office_person, reader):
    mail = sent("ada@x.example", noon)
    bounce(mail, noon)
    hold = hold_of("ada@x.example")
    with pytest.raises(Refused, match="on hold"):
        send_mail_again(mail=mail, by=office_person, at=noon)
    with pytest.raises(PermissionDenied):
        lift_hold(hold=hold, why="She said so", by=reader, at=noon)
    with pytest.raises(Refused, match="few words"):
        lift_hold(hold=hold, why=" ", by=office_person, at=noon)
    lift_hold(hold=hold, why="She emptied her mailbox", by=office_person, at=noon)
    with pytest.raises(Refused, match="already"):
        lift_hold(hold=hold, why="Twice", by=office_person, at=noon)
    later = noon + timedelta(minutes=1)
    send_mail_again(mail=mail, by=office_person, at=later)
    for claimed in claim_mails(at=later):
        send_mail(mail=claimed, connection=get_connection(), at=later)
    mail.refresh_from_db()
    assert mail.state == "sent"
    assert bounce(mail, later + timedelta(hours=1)), "if it comes back once more that is news"
    assert hold_of("ada@x.example") is not None


@pytest.mark.django_db
def test_a_storm_of_returns_is_over_in_bounded_time_and_holds_each_address_once(noon):
    """A thousand returns of forty addresses, each told five times."""
    template = queue_mail(to="none@x.example", template="post/emails/gathered.txt", context={"first": "One", "count": 1}, at=noon)
    Mail.objects.bulk_create(
        Mail(
            to=f"reader{number % 40}@x.example", subject="Hello", text="Hello", state="sent", sent_at=noon, queued_at=noon,
            next_try_at=noon, message_id=f"<storm-{number}@rrn.example>",
        )
        for number in range(1000)
    )  # fmt: skip
    began = time.monotonic()
    news = 0
    for _ in range(5):
        for number in range(1000):
            raw = report(number=f"<storm-{number}@rrn.example>", address=f"reader{number % 40}@x.example")
            news += note_return(raw=raw, at=noon + timedelta(minutes=1))
    assert news == 1000
    assert AddressHold.objects.filter(lifted_at__isnull=True).count() == 40
    assert ReturnedMail.objects.count() == 1000
    assert time.monotonic() - began < 60, "five thousand in a minute"
    assert Mail.objects.get(pk=template.pk).state == "queued"


@pytest.mark.django_db
def test_a_maildir_is_read_once_and_goes_on_where_it_was_cut_off(noon, tmp_path):
    mails = [sent(f"reader{number}@x.example", noon) for number in range(3)]
    for folder in ("cur", "new", "tmp"):
        (tmp_path / folder).mkdir()
    for number, mail in enumerate(mails):
        (tmp_path / "new" / f"{number}.M1.host").write_bytes(report(number=mail.message_id, address=mail.to))
    (tmp_path / "new" / "9.M1.host").write_bytes(b"Subject: Hello\n\nAn ordinary mail" + b"x" * 600_000)
    place = f"maildir://{tmp_path}"
    assert read_returns(place=place, at=noon, most=2) == (2, 2)
    assert read_returns(place=place, at=noon) == (2, 1)
    assert read_returns(place=place, at=noon) == (0, 0)
    assert AddressHold.objects.count() == 3


class Imap:
    """As much of an IMAP server as is asked: what is unseen, the first part of it, and that it was seen."""

    def __init__(self, mails):
        self.mails, self.seen, self.hung_up = mails, set(), 0

    def __call__(self, host, port, timeout):
        assert (host, port, timeout) == ("mail.x.example", 993, 5)
        return self

    def login(self, name, password):
        assert (name, password) == ("returns@x.example", "a:b")

    def select(self, folder):
        assert folder == "INBOX"

    def search(self, charset, what):
        assert what == "UNSEEN"
        return "OK", [b" ".join(str(number).encode() for number in self.mails if number not in self.seen)]

    def fetch(self, number, what):
        assert "PEEK" in what, "a mail is seen only once it was taken"
        return "OK", [(b"1 (BODY[]<0> {9}", self.mails[int(number)]), b")"]

    def store(self, number, how, flags):
        self.seen.add(int(number))

    def shutdown(self):
        self.hung_up += 1


@pytest.mark.django_db
def test_a_mailbox_elsewhere_is_read_once_and_only_over_a_sealed_line(noon, monkeypatch):
    mails = [sent(f"reader{number}@x.example", noon) for number in range(3)]
    server: Any = Imap({number: report(number=mail.message_id, address=mail.to) for number, mail in enumerate(mails, 1)})
    monkeypatch.setattr("imaplib.IMAP4_SSL", server)
    place = "imaps://returns%40x.example:a%3Ab@mail.x.example/INBOX"
    assert read_returns(place=place, at=noon, most=2) == (2, 2)
    assert read_returns(place=place, at=noon) == (1, 1)
    assert read_returns(place=place, at=noon) == (0, 0)
    assert server.hung_up == 3
    server.login = lambda name, password: (_ for _ in ()).throw(IMAP4.error("LOGIN failed"))
    with pytest.raises(Refused, match="LOGIN failed"):
        read_returns(place=place, at=noon)
    for elsewhere in ("imap://a:b@mail.x.example/INBOX", "https://mail.x.example/", "maildir:///nowhere/at/all"):
        with pytest.raises(Refused):
            read_returns(place=elsewhere, at=noon)


@pytest.mark.django_db
def test_the_command_says_how_many_mails_of_ours_came_back(noon, tmp_path, capsys):
    from django.core.management import CommandError, call_command

    (tmp_path / "new").mkdir()
    mail = sent("ada@x.example", noon)
    (tmp_path / "new" / "1.M1.host").write_bytes(report(number=mail.message_id, address=mail.to))
    for folder in ("cur", "tmp"):
        (tmp_path / folder).mkdir()
    call_command("read_returns", "--from", f"maildir://{tmp_path}")
    assert capsys.readouterr().out == "1 mails read, 1 of ours came back.\n"
    with pytest.raises(CommandError, match="RRN_MAIL_RETURNS"):
        call_command("read_returns")


@pytest.mark.django_db
def test_the_providers_call_counts_with_its_secret_only(noon, settings):
    mail = sent("ada@x.example", noon)
    Mail.objects.filter(pk=mail.pk).update(provider_number="abc-123")
    told = json.dumps({
        "RecordType": "Bounce", "Type": "HardBounce", "MessageID": "abc-123", "Email": "ada@x.example",
        "Description": "The server was unable to deliver your message", "Details": "smtp;550 5.1.1 unknown", "BouncedAt": "2026-11-21T12:00:00Z",
    })  # fmt: skip
    client, path = Client(enforce_csrf_checks=True), "/mail/returns/postmark/"

    def call(secret, body=told):
        proof = "Basic " + b64encode(secret.encode()).decode()
        return client.post(path, body, content_type="application/json", headers={"Authorization": proof}).status_code

    assert call("office:secret") == 404, "no provider is set"
    settings.MAIL_PROVIDER, settings.ANYMAIL = "postmark", {"WEBHOOK_SECRET": ""}
    assert call(":") == 404, "without a secret the door stays shut"
    settings.ANYMAIL = {"WEBHOOK_SECRET": "office:secret"}
    assert call("office:guess") == 400
    assert not AddressHold.objects.exists()
    assert call("office:secret", "not json") == 400
    assert call("office:secret", "[]") == 400
    assert call("office:secret") == 200
    assert call("office:secret") == 200
    assert hold_of("ada@x.example").evidence.startswith("smtp;550 5.1.1")


HOSTILE = st.one_of(
    st.binary(max_size=3000),
    st.builds(
        lambda charset, words, deep: (
            b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
            + b'--b\nContent-Type: multipart/mixed; boundary="b"\n\n' * deep
            + b"--b\nContent-Type: message/delivery-status; charset=" + charset + b"\nContent-Transfer-Encoding: " + words[:20] + b"\n\n"
            + words
            + b"\n\nFinal-Recipient: rfc822;" + words + b"\nAction: failed\n\n--b\nContent-Type: text/rfc822-headers; charset=" + charset
            + b"\n\nMessage-ID: " + words + b"\n"
        ),
        st.sampled_from([b"utf-8", b"utf-7", b"idna", b"rot13", b"base64", b"=?x?", b"\xff", b'"', b"utf-16"]),
        st.binary(max_size=200),
        st.integers(min_value=0, max_value=400),
    ),
)  # fmt: skip


@given(HOSTILE)
def test_no_mail_however_hostile_is_more_than_a_short_claim(raw):
    for claim in read_return(raw):
        assert 0 < len(claim.number) <= 120
        assert all("\n" not in part for part in (claim.number, claim.diagnosis, *claim.addresses))
        assert len(claim.diagnosis) <= 300


def test_a_huge_mail_is_read_to_a_point_and_no_further():
    raw = report(number="<a@b>", address="ada@x.example") + b"x" * 30_000_000
    began = time.monotonic()
    [claim] = read_return(raw)
    assert claim.addresses == ("ada@x.example",)
    assert time.monotonic() - began < 2
    assert read_return(b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n" + b"X: y\n" * 200_000) == []

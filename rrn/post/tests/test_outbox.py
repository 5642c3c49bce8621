from datetime import timedelta

import pytest
from django.core import mail as tray
from django.core.mail import get_connection

from rrn.post.actions import claim_mails, note_abandoned_mails, queue_mail, send_mail
from rrn.post.compose import compose
from rrn.post.models import Mail


@pytest.fixture
def letter(tmp_path, settings):
    folder = tmp_path / "test"
    folder.mkdir()
    (folder / "hello.txt").write_text(
        "Subject: Your report is due\n\nDear {{ name }},\n\nhttps://example.org/report/\n\n- one\n- two\n"
    )
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
    return "test/hello.txt"


def test_a_mail_says_the_same_in_text_and_in_html(letter):
    written = compose(letter, {"name": "<Ada>"})
    assert written.subject == "Your report is due"
    assert "https://example.org/report/" in written.text
    assert "&lt;Ada&gt;" in written.html
    assert "<li>one</li><li>two</li>" in written.html


@pytest.mark.django_db
def test_the_same_promise_is_kept_once(letter, noon):
    first = queue_mail(to="a@b.example", template=letter, context={}, at=noon, key="welcome:1")
    second = queue_mail(to="a@b.example", template=letter, context={}, at=noon, key="welcome:1")
    assert first is not None
    assert second is None
    assert Mail.objects.count() == 1


@pytest.mark.django_db
def test_two_workers_never_claim_the_same_mail(letter, noon):
    queue_mail(to="a@b.example", template=letter, context={}, at=noon)
    assert len(claim_mails(at=noon)) == 1
    assert claim_mails(at=noon) == []


@pytest.mark.django_db
def test_a_sent_mail_keeps_its_message_id(letter, noon):
    queue_mail(to="a@b.example", template=letter, context={}, at=noon)
    [mail] = claim_mails(at=noon)
    send_mail(mail=mail, connection=get_connection(), at=noon)
    mail.refresh_from_db()
    assert mail.state == Mail.State.SENT
    assert tray.outbox[0].extra_headers["Message-ID"] == mail.message_id


@pytest.mark.django_db
def test_a_mail_whose_sender_died_is_unsure_and_is_not_sent_again(letter, noon):
    queue_mail(to="a@b.example", template=letter, context={}, at=noon)
    [mail] = claim_mails(at=noon)
    later = noon + timedelta(hours=1)
    assert note_abandoned_mails(at=later) == 1
    assert claim_mails(at=later) == []
    mail.refresh_from_db()
    assert mail.state == Mail.State.UNSURE

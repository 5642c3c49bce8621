"""Mail over a real line to a server that behaves as servers do, and what becomes of each mail."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rrn.post.actions import claim_mails, note_abandoned_mails, queue_mail, send_mail
from rrn.post.models import AddressHold, Mail
from rrn.post.tests.mailserver import Behaviour, free_port, line_to, serving

pytestmark = pytest.mark.django_db
TEMPLATE = "post/emails/gathered.txt"
ADDRESSES = ("ada@x.example", "ben@x.example", "cara@x.example")


@pytest.fixture
def server():
    behaviour = Behaviour()
    with serving(behaviour) as port:
        behaviour.port = port
        yield behaviour


def write(*addresses, at, key="mail"):
    return [
        queue_mail(to=address, template=TEMPLATE, context={"first": "One", "count": 1}, at=at, key=f"{key}:{address}") for address in addresses
    ]


def leave(server, at):
    """What the worker does in one turn: claim, and hand over on one line."""
    connection = line_to(server.port)
    connection.open()
    try:
        for mail in claim_mails(at=at):
            send_mail(mail=mail, connection=connection, at=at)
    finally:
        connection.close()


def states(mails):
    for mail in mails:
        mail.refresh_from_db()
    return [mail.state for mail in mails]


def test_what_the_server_takes_was_sent_once_with_its_number(server, noon):
    mails = write(*ADDRESSES, at=noon)
    leave(server, noon)
    leave(server, noon)
    assert states(mails) == ["sent"] * 3
    assert sorted(server.numbers()) == sorted(mail.message_id for mail in mails)


def test_a_slow_server_is_waited_for(server, noon):
    server.delay = 0.3
    mails = write(*ADDRESSES, at=noon)
    leave(server, noon)
    assert states(mails) == ["sent"] * 3


def test_one_of_several_is_refused_and_goes_on_hold_while_the_others_leave(server, noon):
    server.refused["ben@x.example"] = "550 5.1.1 No such mailbox here"
    mails = write(*ADDRESSES, at=noon)
    leave(server, noon)
    assert states(mails) == ["sent", "bounced", "sent"]
    hold = AddressHold.objects.get()
    assert (hold.address, hold.why) == ("ben@x.example", "hard")
    assert "No such mailbox" in hold.evidence
    [again] = write("ben@x.example", at=noon, key="later")
    leave(server, noon)
    assert states([again]) == ["suppressed"]
    assert again.reason == "Mail to this address came back, so it is on hold."
    assert len(server.taken) == 2, "nothing is sent to an address on hold"


def test_a_mail_that_is_refused_by_a_policy_holds_nobody(server, noon):
    server.refused["ada@x.example"] = "550 5.7.1 Your network is on our list"
    [mail] = write("ada@x.example", at=noon)
    leave(server, noon)
    assert states([mail]) == ["bounced"]
    assert not AddressHold.objects.exists()


def test_a_greylisted_mail_waits_and_is_taken_on_the_second_try(server, noon):
    server.greylisted = {"ada@x.example"}
    [mail] = write("ada@x.example", at=noon)
    leave(server, noon)
    assert states([mail]) == ["queued"]
    assert mail.next_try_at > noon
    leave(server, noon)
    assert states([mail]) == ["queued"], "it keeps to its time"
    leave(server, mail.next_try_at)
    assert states([mail]) == ["sent"]
    assert len(server.taken) == 1
    assert not AddressHold.objects.exists()


def test_a_line_that_drops_after_the_words_leaves_its_mail_unsure_and_the_next_one_gets_a_new_line(server, noon):
    server.hangs_up_after_words = {"ada@x.example"}
    mails = write(*ADDRESSES, at=noon)
    leave(server, noon)
    assert states(mails) == ["unsure", "sent", "sent"]
    assert len(server.taken) == 3, "the first was taken although nobody said so"
    leave(server, noon + timedelta(hours=1))
    assert len(server.taken) == 3, "it is not sent again blindly"


def test_words_that_are_refused_come_back_without_a_hold(server, noon):
    server.answer_to_words["ada@x.example"] = "554 5.6.0 We do not like these words"
    [mail] = write("ada@x.example", at=noon)
    leave(server, noon)
    assert states([mail]) == ["bounced"]
    assert not AddressHold.objects.exists()


def test_a_server_that_is_away_for_a_day_costs_no_mail_and_no_try(noon):
    """The worker's own duty asks the server first; nothing is claimed while it is away, nothing is lost, nothing doubled."""
    from rrn.clock import duties
    from rrn.clock.duties import Tally, send_due_mails

    behaviour, port = Behaviour(), free_port()
    mails = write(*ADDRESSES, at=noon)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duties, "get_connection", lambda: line_to(port))
        for hour in range(24):
            with pytest.raises(ConnectionRefusedError):
                send_due_mails(noon + timedelta(hours=hour), Tally(beat=lambda: True))
        assert states(mails) == ["queued"] * 3
        assert [mail.attempts for mail in mails] == [0, 0, 0]
        with serving(behaviour, port=port):
            for minute in range(3):
                send_due_mails(noon + timedelta(days=1, minutes=minute), Tally(beat=lambda: True))
    assert states(mails) == ["sent"] * 3
    assert sorted(behaviour.numbers()) == sorted(mail.message_id for mail in mails)
    assert note_abandoned_mails(at=noon + timedelta(days=2)) == 0


def test_a_server_that_goes_away_in_the_middle_of_a_batch_has_the_rest_tried_later(server, noon):
    server.refused["ada@x.example"] = "421 4.3.2 Going down for the night"
    mails = write(*ADDRESSES, at=noon)
    leave(server, noon)
    assert states(mails) == ["queued", "sent", "sent"]
    server.refused.clear()
    leave(server, noon + timedelta(minutes=10))
    assert states(mails) == ["sent"] * 3
    assert len(server.taken) == 3


def test_news_carries_the_one_click_address_over_the_line_and_service_mail_never_does(server, noon, reader):
    from rrn.accounts.actions import give_consent

    give_consent(person=reader, purpose="news", by=reader, at=noon)
    context = {"first": "One", "count": 1}
    news = queue_mail(to=reader.email, template=TEMPLATE, context=context, at=noon, recipient=reader, kind=Mail.Kind.NEWS)
    queue_mail(to=reader.email, template=TEMPLATE, context=context, at=noon, recipient=reader)
    leave(server, noon)
    with_stop, without = server.taken
    assert with_stop["Message-ID"] == news.message_id
    link = "".join(with_stop["List-Unsubscribe"].split()).strip("<>")
    assert "/mail/stop/" in link
    assert with_stop["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in with_stop.get_payload()[0].get_payload(decode=True).decode()
    assert without["List-Unsubscribe"] is None
    assert "/mail/stop/" not in without.as_string()


def test_after_three_days_without_a_server_only_the_reminder_that_is_still_useful_leaves(server, monkeypatch):
    from rrn.accounts.models import User
    from rrn.post.models import Notice, RuleKept
    from rrn.post.notices import Rule, register
    from rrn.post.tests.test_notices import MONDAY, NAME, expected, run, write

    monkeypatch.setattr("rrn.post.notices._RULES", {})
    register(Rule(name=NAME, label="Birthdays", offsets=(0, 2, 9), expected=expected, write=write))
    RuleKept.objects.create(rule=NAME, since=MONDAY.date())
    User.objects.create(email="one@gathered.example", date_joined=MONDAY)
    for day in range(4):
        run(MONDAY + timedelta(days=day))
    assert Mail.objects.filter(state="queued").count() == 2
    leave(server, MONDAY + timedelta(days=3))
    first, second = Mail.objects.order_by("pk")
    assert (first.state, second.state) == ("suppressed", "sent")
    assert server.numbers() == [second.message_id]
    assert list(Notice.objects.with_end().order_by("offset").values_list("ended_as", flat=True)) == ["superseded", "sent"]


def test_no_mail_is_written_to_an_address_on_hold_and_its_notice_says_why(server, monkeypatch):
    from rrn.accounts.models import User
    from rrn.post.models import Notice, RuleKept
    from rrn.post.notices import Rule, register
    from rrn.post.tests.test_notices import MONDAY, NAME, expected, run, write

    monkeypatch.setattr("rrn.post.notices._RULES", {})
    register(Rule(name=NAME, label="Birthdays", offsets=(0, 2, 9), expected=expected, write=write))
    RuleKept.objects.create(rule=NAME, since=MONDAY.date())
    User.objects.create(email="one@gathered.example", date_joined=MONDAY)
    AddressHold.objects.create(address="one@gathered.example", since=MONDAY, why="hard", evidence="550")
    run(MONDAY)
    notice = Notice.objects.get()
    assert (notice.closed_as, notice.reason) == ("no_address", "Mail to this address came back, so it is on hold.")
    assert not Mail.objects.exists()

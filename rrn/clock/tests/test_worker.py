from datetime import timedelta

import pytest
from django.core import mail as tray
from django.core.mail.backends.base import BaseEmailBackend

from rrn.clock.duties import DUTIES, Duty, each
from rrn.clock.models import JobRun, Setback
from rrn.clock.worker import Worker
from rrn.core.time import travel
from rrn.events.actions import record
from rrn.events.models import Block
from rrn.post.models import Mail

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


class MailServerAway(BaseEmailBackend):
    def open(self):
        raise ConnectionRefusedError


def waiting_mail(at, number=1):
    return Mail.objects.create(
        to=f"a{number}@people.example", subject="Hello", text="Hello", message_id=f"<{number}@rrn.example>", queued_at=at, next_try_at=at
    )


def turn_at(at, worker=None, duties=None):
    with travel(at):
        return (worker or Worker(duties)).turn()


def test_a_turn_sends_what_is_due_and_leaves_what_is_not(noon):
    waiting_mail(noon)
    waiting_mail(noon + timedelta(hours=1), number=2)
    turn_at(noon)
    assert [letter.to for letter in tray.outbox] == [["a1@people.example"]]


def test_a_turn_seals_the_diary(noon, reader):
    record("person.greeted", about=reader, by=None, at=noon)
    turn_at(noon)
    assert Block.objects.get().lines == 1


def test_a_second_turn_at_the_same_instant_changes_nothing(noon, reader):
    waiting_mail(noon)
    record("person.greeted", about=reader, by=None, at=noon)
    first, second = Worker(owner="same"), Worker(owner="same")
    turn_at(noon, first)
    assert turn_at(noon, second) == 0
    assert (len(tray.outbox), Block.objects.count()) == (1, 1)


def test_while_one_worker_holds_the_lease_another_does_nothing(noon):
    turn_at(noon, Worker(owner="first"))
    waiting_mail(noon)
    assert turn_at(noon + timedelta(seconds=2), Worker(owner="second")) == 0
    assert turn_at(noon + timedelta(minutes=5), Worker(owner="second")) == 1


def test_without_a_mail_server_no_mail_loses_a_try_and_the_other_duties_go_on(noon, settings, reader):
    settings.EMAIL_BACKEND = f"{__name__}.MailServerAway"
    mail = waiting_mail(noon)
    record("person.greeted", about=reader, by=None, at=noon)
    turn_at(noon)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (Mail.State.QUEUED, 0)
    assert JobRun.objects.get(name="mails that are due").error == "ConnectionRefusedError"
    assert Block.objects.count() == 1


def test_a_duty_that_keeps_breaking_off_is_tried_less_often(noon):
    tries = []

    def break_off(at, tally):
        tries.append(at)
        raise ConnectionRefusedError

    worker = Worker([Duty("mail", timedelta(seconds=1), break_off)])
    for seconds in range(60):
        turn_at(noon + timedelta(seconds=seconds), worker)
    assert len(tries) == 5


def test_one_bad_record_does_not_spoil_the_night_and_is_tried_again_later(noon):
    done, bad = [], {"b"}

    def do(letter, *, at):
        if letter in bad:
            raise ValueError(letter)
        done.append(letter)

    letters = each("letters", every=timedelta(), find=lambda at, most: [x for x in "abc" if x not in done][:most], do=do)
    worker = Worker([letters])
    turn_at(noon, worker)
    assert done == ["a", "c"]
    assert Setback.objects.get().error == "ValueError"
    bad.clear()
    turn_at(noon + timedelta(minutes=1), worker)
    assert done == ["a", "c"]
    turn_at(noon + timedelta(minutes=2), worker)
    assert done == ["a", "c", "b"]
    assert not Setback.objects.exists()


def test_a_worker_told_to_stop_finishes_the_record_in_its_hands_and_no_other(noon):
    done = []
    worker = Worker()

    def do(letter, *, at):
        done.append(letter)
        worker.stop()

    worker.duties = [each("letters", every=timedelta(), find=lambda at, most: [x for x in "abc" if x not in done], do=do)]
    turn_at(noon, worker)
    assert done == ["a"]


def test_a_clock_that_went_backwards_makes_nothing_due_twice(noon):
    begun = []
    worker = Worker([Duty("nightly", DAY, lambda at, tally: begun.append(at))])
    for at in (noon, noon - 3 * DAY, noon + timedelta(hours=23), noon + DAY):
        turn_at(at, worker)
    assert begun == [noon, noon + DAY]


def test_every_duty_has_its_own_name():
    names = [duty.name for duty in DUTIES]
    assert len(names) == len(set(names))

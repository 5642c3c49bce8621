"""A mailing: its steps, its words, and that each reader gets one mail or none, whatever happens in between."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given, settings
from hypothesis import strategies as st

from rrn.core.verdict import Refused
from rrn.post import mailings
from rrn.post.actions import claim_mails, send_mail
from rrn.post.erasing import ERASER
from rrn.post.mailing_rules import STEPS, Move, State, fill_in, needs_second, problem_of, step
from rrn.post.mailings import Conflict, Reader
from rrn.post.models import Mail, Mailing, MailingRecipient
from tests.cast import person

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)  # a Friday
TWO_WORKING_DAYS = timedelta(days=4)


def reader(number: int, **words: str) -> Reader:
    return Reader(
        recipient=("accounts.user", str(number)), about=("accounts.user", str(number)), address=f"r{number}@people.example",
        words={"name": f"Reader {number}"} | words, stop_link="https://example.org/stop/",
    )  # fmt: skip


def readers(number: int) -> list[Reader]:
    return [reader(each) for each in range(9_000_001, 9_000_001 + number)]


def draft(by, **said):
    said = {"kind": "service", "reach": "leads", "subject": "A new number", "text": "Dear {name},\n\nWe have moved.", "view_list": "members"} | said
    return mailings.start_mailing(client_key=uuid4(), said=said, by=by, at=AT)


def hand_in(mailing, by, found, *, reason="Everybody must know.", at=AT, not_before=None):
    return mailings.submit_mailing(
        mailing=mailing, version=mailing.version, readers=found, reason=reason, not_before=not_before, by=by, at=at
    )


def turn(mailing, *, at=AT, most=2):
    """One step of the worker, of two mails."""
    rows = mailings.unwritten(mailing, most=most)
    return mailings.write_step(mailing=mailing, readers={row.pk: reader(int(row.recipient_id)) for row in rows}, at=at)


@pytest.mark.parametrize(("state", "move"), list(product(State, Move)))
def test_a_mailing_moves_only_along_the_listed_steps(state, move):
    if (state, move) in STEPS:
        assert step(state, move) == STEPS[state, move]
    else:
        with pytest.raises(Refused):
            step(state, move)


@pytest.mark.parametrize("text", ["Dear {surname}", "{name", "name}", "{{name}}", "{}", "{name.email}", "{% now %}{password}"])
def test_a_field_that_is_not_listed_is_refused(text):
    assert problem_of(text)


def test_a_persons_own_words_are_never_read_as_a_field():
    assert fill_in("Dear {name}, {Status  Until}", {"name": "{status until}", "status until": "1 May 2028"}) == "Dear {status until}, 1 May 2028"


def test_many_readers_and_words_of_news_in_a_service_letter_need_a_second_person():
    assert not needs_second(kind="service", text="We moved.", number=50, alone_up_to=50)
    assert needs_second(kind="service", text="We moved.", number=51, alone_up_to=50)
    assert "donate" in needs_second(kind="service", text="Please donate.", number=1, alone_up_to=50)
    assert not needs_second(kind="news", text="Please donate.", number=1, alone_up_to=50)


def test_two_who_write_the_same_draft_notice_each_other(office_person):
    mailing = draft(office_person)
    said = {"kind": "service", "reach": "leads", "subject": "Hers", "text": "Hers.", "view_list": "members"}
    mailings.save_mailing(mailing=mailing, version=1, said=said, by=office_person, at=AT)
    with pytest.raises(Conflict, match="saved this draft while you had it open"):
        mailings.save_mailing(mailing=mailing, version=1, said=said | {"text": "His."}, by=office_person, at=AT)
    assert Mailing.objects.get().text == "Hers."


def test_fifty_leave_by_one_person_and_fifty_one_wait_for_another(office_person, reviewer):
    assert hand_in(draft(office_person), office_person, readers(50)).state == State.RELEASED
    large = hand_in(draft(office_person), office_person, readers(51))
    assert large.state == State.SUBMITTED
    assert turn(large) == 0
    with pytest.raises(PermissionDenied, match="Somebody else"):
        mailings.agree_to_mailing(mailing=large, number=51, by=office_person, at=AT)
    with pytest.raises(Refused, match="Look again"):
        mailings.agree_to_mailing(mailing=large, number=50, by=reviewer, at=AT)
    assert mailings.agree_to_mailing(mailing=large, number=51, by=reviewer, at=AT).state == State.RELEASED


def test_nobody_else_than_a_second_person_agrees_or_stops(office_person, moderator, reader):
    large = hand_in(draft(office_person), office_person, readers(51))
    for stranger in (moderator, reader):
        with pytest.raises(PermissionDenied):
            mailings.agree_to_mailing(mailing=large, number=51, by=stranger, at=AT)
        with pytest.raises(PermissionDenied):
            mailings.stop_mailing(mailing=large, why="No.", by=stranger, at=AT)
        with pytest.raises(PermissionDenied):
            draft(stranger)


def test_whom_nobody_answers_goes_on_alone_a_day_later_and_anybody_can_stop_it(office_person, trustee):
    large = hand_in(draft(office_person), office_person, readers(51))
    with pytest.raises(PermissionDenied, match="two working days"):
        mailings.release_mailing_alone(mailing=large, why="It is urgent.", by=office_person, at=AT + timedelta(days=2))
    then = AT + TWO_WORKING_DAYS
    alone = mailings.release_mailing_alone(mailing=large, why="It is urgent.", by=office_person, at=then)
    assert not mailings.mailings_to_send(at=then).exists()
    assert turn(alone, at=then) == 0
    assert mailings.mailings_to_send(at=then + timedelta(hours=24)).exists()
    mailings.stop_mailing(mailing=alone, why="The date is wrong.", by=trustee, at=then + timedelta(hours=1))
    assert turn(alone, at=then + timedelta(hours=25)) == 0


def test_a_mailing_is_held_until_the_moment_that_was_chosen(office_person):
    later = AT + timedelta(days=3)
    mailing = hand_in(draft(office_person), office_person, readers(3), not_before=later)
    assert not mailings.mailings_to_send(at=AT).exists()
    assert list(mailings.mailings_to_send(at=later)) == [mailing]
    assert mailings.take_back_mailing(mailing=mailing, by=office_person, at=AT).state == State.DRAFT
    assert not MailingRecipient.objects.exists()


def test_what_is_stopped_stays_at_the_door_although_it_was_written(office_person):
    mailing = hand_in(draft(office_person), office_person, readers(4))
    turn(mailing)
    mailings.stop_mailing(mailing=mailing, why="The date is wrong.", by=office_person, at=AT)
    for mail in claim_mails(at=AT):
        send_mail(mail=mail, connection=None, at=AT)
    assert list(Mail.objects.values_list("state", "reason")) == [("suppressed", "The mailing was stopped before this left.")] * 2


def test_each_mail_has_one_reader_and_her_own_words(office_person):
    mailing = hand_in(draft(office_person), office_person, readers(3))
    while turn(mailing):
        pass
    assert sorted(Mail.objects.values_list("to", flat=True)) == [f"r{number}@people.example" for number in (9000001, 9000002, 9000003)]
    assert all(f"Reader {mail.recipient_id}," in mail.text for mail in Mail.objects.all())
    assert not any("Stop it here" in mail.text for mail in Mail.objects.all())


def test_news_leaves_only_for_those_who_have_agreed_and_says_how_to_stop_it(office_person):
    mailing = hand_in(draft(office_person, kind="news"), office_person, readers(1))
    turn(mailing)
    mail = Mail.objects.get()
    assert "https://example.org/stop/" in mail.text
    send_mail(mail=claim_mails(at=AT)[0], connection=None, at=AT)
    mail.refresh_from_db()
    assert (mail.state, mail.reason) == ("suppressed", "Its reader has not asked for news.")


def test_who_lacks_a_word_of_the_letter_is_left_out_with_the_reason(office_person):
    mailing = draft(office_person, text="Dear {name} of {organisation}")
    hand_in(mailing, office_person, [reader(9000001), reader(9000002, organisation="Elder Care")])
    assert MailingRecipient.objects.get(left_out="no_word").reason == "The letter says {organisation}, and her record has none."


def test_an_erased_address_goes_from_a_mailing_and_from_the_filters_of_its_view(office_person):
    mailing = draft(office_person, text="Ask ada@people.example.", view_list="people", view_query="q=ada%40people.example", view_name="People: q")
    other = draft(office_person, text="Ask nada@people.example.")
    for found in ERASER.find("ada@people.example", until=AT):
        ERASER.erase(found, address="ada@people.example", at=AT)
    mailing.refresh_from_db()
    other.refresh_from_db()
    assert (mailing.text, mailing.view_query, mailing.subject) == ("Erased", "q=erased", "A new number")
    assert other.text == "Ask nada@people.example."


class Killed(Exception):
    """The worker died in the middle."""


@pytest.mark.django_db
@given(what=st.lists(st.sampled_from(["step", "killed", "stop", "take back", "hand in", "agree", "twice"]), max_size=25), number=st.integers(1, 7))
@settings(max_examples=40, deadline=None)
def test_whatever_happens_in_between_each_reader_has_at_most_one_mail_and_exactly_one_when_it_is_done(what, number):
    from django.db import transaction

    with transaction.atomic():
        olu, rui = person("Olu Office", roles=("office",)), person("Rui Reviewer", roles=("reviewer",))
        mailing = draft(olu, text="Please donate, {name}")  # a second person, however few
        for deed in what:
            with transaction.atomic():
                _do(deed, Mailing.objects.get(pk=mailing.pk), number, olu, rui)
            places = MailingRecipient.objects.filter(mailing=mailing, mail__isnull=False)
            assert Mail.objects.filter(template=mailings.TEMPLATE).count() == places.count() <= number
        mailing.refresh_from_db()
        written = Mail.objects.filter(template=mailings.TEMPLATE).values_list("to", flat=True)
        assert len(set(written)) == len(written)
        if mailing.state == State.DONE:
            assert len(written) == number
        transaction.set_rollback(True)


def _do(deed, mailing, number, olu, rui):
    from django.db import transaction

    try:
        with transaction.atomic():
            if deed in ("step", "killed"):
                turn(mailing)
            elif deed == "twice":  # two workers that have read the same places
                rows = mailings.unwritten(mailing, most=2)
                found = {row.pk: reader(int(row.recipient_id)) for row in rows}
                mailings.write_step(mailing=mailing, readers=found, at=AT)
                assert mailings.write_step(mailing=mailing, readers=found, at=AT) == 0
            elif deed == "stop":
                mailings.stop_mailing(mailing=mailing, why="Wrong.", by=olu, at=AT)
            elif deed == "take back":
                mailings.take_back_mailing(mailing=mailing, by=olu, at=AT)
            elif deed == "hand in":
                hand_in(mailing, olu, readers(number))
            elif deed == "agree":
                mailings.agree_to_mailing(mailing=mailing, number=number, by=rui, at=AT)
            if deed == "killed":
                raise Killed
    except (Refused, Killed, PermissionDenied):
        pass

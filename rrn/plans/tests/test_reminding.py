"""What the clock does for plans: publish on the day, remind twice, return to draft; each once, late or not."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from rrn.clock.duties import DUTIES, Tally
from rrn.plans.actions import accept_plan, ask_changes, open_review, submit_plan, withdraw_plan
from rrn.plans.notices import CHANGES_ASKED, key
from rrn.plans.pages import next_step
from rrn.plans.queries import DECLARATION_VERSION
from rrn.plans.rules import State
from rrn.post.actions import queue_mail
from rrn.post.models import Mail, Notice
from rrn.post.noting import note_due
from tests.scenes import plan_ready_to_send, published_plan

SENT = datetime(2026, 11, 2, 10, tzinfo=UTC)
ASKED = datetime(2026, 11, 9, 10, tzinfo=UTC)
BY = date(2026, 12, 9)


def turn(at):
    """One turn of the plan's duties, as the worker makes it."""
    names = {"plans to publish", "plans to return to draft", "notices due", "notices to mails"}
    for duty in DUTIES:
        if duty.name in names:
            tally = Tally(beat=lambda: True)
            duty.act(at, tally)
            assert tally.failed == 0


@pytest.fixture
def sent(reviewer):
    plan = plan_ready_to_send(at=SENT)
    submit_plan(plan=plan, by=plan.started_by, at=SENT)
    open_review(plan=plan, no_interest_declared=True, declaration_version=DECLARATION_VERSION, by=reviewer, at=ASKED)
    return plan


def reminders():
    return Mail.objects.filter(template="plans/emails/changes_reminder.txt").count()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 11, 28), None),
        (date(2026, 11, 29), -10),
        (date(2026, 12, 5), -10),
        (date(2026, 12, 6), -3),
        (date(2026, 12, 9), -3),
        (date(2026, 12, 10), None),
    ],
)
def test_two_reminders_fall_ten_and_three_days_before(sent, reviewer, day, due):
    """Whenever the clock first looks, the latest that is still useful goes out."""
    ask_changes(plan=sent, by=reviewer, at=ASKED, words="Say how you will know.", answer_by=BY)
    turn(datetime.combine(day, time(9), UTC))
    assert list(Notice.objects.filter(mail__isnull=False).values_list("offset", flat=True)) == ([due] if due else [])


@pytest.mark.django_db
def test_a_day_that_had_passed_when_changes_were_asked_reminds_nobody(sent, reviewer):
    late = datetime(2026, 12, 1, 10, tzinfo=UTC)
    ask_changes(plan=sent, by=reviewer, at=late, words="Say how you will know.", answer_by=date(2026, 12, 15))
    for day in (1, 2, 5):
        turn(datetime(2026, 12, day, 11, tzinfo=UTC))
    assert list(Notice.objects.values_list("offset", flat=True)) == [-10]
    assert not Notice.objects.filter(due_on__lte=date(2026, 12, 1)).exists()


@pytest.mark.django_db
def test_a_reminder_sent_before_this_was_a_rule_is_not_sent_again(sent, reviewer):
    """The house changes hands in the middle: the first reminder left under its old key, the second is still to come."""
    ask_changes(plan=sent, by=reviewer, at=ASKED, words="Say how you will know.", answer_by=BY)
    asked, lead = sent.changes_asked.get(), sent.started_by
    queue_mail(
        to=lead.email, template="plans/emails/changes_reminder.txt", context={"answer_by": BY}, at=ASKED,
        recipient=lead, about=sent, key=f"plans.changes_asked:{asked.pk}:-10:{lead.pk}",
    )  # fmt: skip
    for day in (2, 5, 6, 8):
        turn(datetime(2026, 12, day, 9, tzinfo=UTC))
    assert reminders() == 2
    first, second = Notice.objects.order_by("offset")
    assert first.mail.key == key(first) == f"plans.changes_asked:{asked.pk}:-10:{lead.pk}"
    assert second.mail is not None
    assert CHANGES_ASKED.looks_back > 30


@pytest.mark.django_db
def test_an_answered_request_is_reminded_of_no_more_and_the_notice_says_why(sent, reviewer):
    ask_changes(plan=sent, by=reviewer, at=ASKED, words="Say how you will know.", answer_by=BY)
    note_due(at=datetime(2026, 11, 29, 0, 1, tzinfo=UTC))
    withdraw_plan(plan=sent, by=sent.started_by, at=datetime(2026, 11, 29, 8, tzinfo=UTC))
    turn(datetime(2026, 11, 29, 9, tzinfo=UTC))
    notice = Notice.objects.get()
    assert (notice.closed_as, notice.reason) == ("superseded", "The plan has moved on meanwhile.")
    assert reminders() == 0


@pytest.mark.django_db
def test_each_reminder_is_sent_once_however_often_the_clock_asks(sent, reviewer):
    ask_changes(plan=sent, by=reviewer, at=ASKED, words="Say how you will know.", answer_by=BY)
    for day in range(40):
        for _ in range(2):
            turn(ASKED + timedelta(days=day))
    assert reminders() == 2
    sent.refresh_from_db()
    assert sent.state == State.DRAFT


@pytest.mark.django_db
def test_after_an_outage_only_the_latest_reminder_goes_out(sent, reviewer):
    ask_changes(plan=sent, by=reviewer, at=ASKED, words="Say how you will know.", answer_by=BY)
    turn(datetime(2026, 12, 7, 9, tzinfo=UTC))
    turn(datetime(2026, 12, 8, 9, tzinfo=UTC))
    assert reminders() == 1


@pytest.mark.django_db
def test_an_accepted_plan_is_published_by_the_clock_on_its_day_and_not_before(sent, reviewer):
    accept_plan(plan=sent, by=reviewer, at=ASKED, publish_on=date(2026, 11, 20))
    turn(datetime(2026, 11, 19, 23, 30, tzinfo=UTC))
    sent.refresh_from_db()
    assert sent.state == State.ACCEPTED
    turn(datetime(2026, 11, 20, 0, 5, tzinfo=UTC))
    sent.refresh_from_db()
    assert sent.state == State.PUBLISHED
    assert sent.runs_from == date(2026, 11, 20)


@pytest.mark.django_db
def test_a_lead_reads_inside_what_the_public_reads_outside(reviewer):
    plan = published_plan(at=SENT, reviewer=reviewer)
    assert next_step(plan, date(2027, 1, 1)) == "Your plan is published and runs until 1 November 2028."
    assert "A renewal is due by then." in next_step(plan, date(2028, 10, 1))
    assert "It still counts until 31 December 2028" in next_step(plan, date(2028, 11, 20))
    assert "Your organisation’s membership ended on 1 November 2028." in next_step(plan, date(2029, 2, 1))

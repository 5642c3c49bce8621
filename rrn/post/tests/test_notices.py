"""What becomes of a notice, what is still useful, and what is gathered."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rrn.accounts.models import User
from rrn.post import ledger
from rrn.post.models import Mail, Notice, RuleKept
from rrn.post.notices import Piece, Rule, due_between, recorded_before, register, rules, to_notice
from rrn.post.noting import note_due, waiting_notices, write_notices
from rrn.post.rules import End, Offsets, days_to_note, end_of, is_unexplained, offset_words

MONDAY = datetime(2028, 5, 1, 6, tzinfo=UTC)
NAME = "post.birthdays_of_accounts"


def expected(offset, first, last):
    """A rule of the tests: an account is told of the day on which it was made, which is its anchor."""
    rows = User.objects.filter(due_between("date_joined__date", offset, first, last), email__endswith="@gathered.example")
    return [to_notice(rows, offset=offset, anchor="date_joined__date", recipient=("accounts.user", "pk"), about=("accounts.user", "pk"))]


def write(notices, day):
    for notice in notices:
        person = User.objects.get(pk=notice.recipient_id)
        context = {"first": f"{notice.rule} {notice.offset}", "count": 1}
        yield Piece(notice=notice, to=person.email, template="post/emails/gathered.txt", context=context)


@pytest.fixture
def gathered_rules(monkeypatch):
    """Two rules of which at most one mail a week leaves together, and nothing else."""
    monkeypatch.setattr("rrn.post.notices._RULES", {})
    for name in (NAME, f"{NAME}_again"):
        register(Rule(name=name, label="Birthdays", offsets=(0, 2, 9), expected=expected, write=write, gathered=True))
    RuleKept.objects.bulk_create(RuleKept(rule=rule.name, since=date(2028, 5, 1)) for rule in rules())


def run(at):
    note_due(at=at)
    while batch := waiting_notices(at=at):
        if not write_notices(notices=batch, at=at):
            return


@pytest.mark.django_db
def test_everything_gathered_for_one_person_is_one_mail_and_none_within_a_week(gathered_rules):
    person = User.objects.create(email="one@gathered.example", date_joined=MONDAY)
    User.objects.create(email="two@gathered.example", date_joined=MONDAY + timedelta(days=3))
    for day in range(12):
        for hour in (0, 5):
            run(MONDAY + timedelta(days=day, hours=hour))
    mails = list(Mail.objects.filter(to=person.email).order_by("queued_at"))
    assert [(mail.queued_at - MONDAY).days for mail in mails] == [0, 7, 14][: len(mails)]
    assert [mail.notices.count() for mail in mails] == [2, 2]
    assert mails[0].subject.startswith("2 reminders: ")
    assert mails[0].text.count("reminders: ") == 2
    assert mails[0].html.count("<h2>") == 2
    Mail.objects.update(state=Mail.State.SENT)
    ends = Notice.objects.filter(recipient_id=str(person.pk)).with_end().order_by("due_on").values_list("offset", "ended_as")
    assert set(ends) == {(0, "gathered"), (2, "gathered"), (9, "waiting")}


@pytest.mark.django_db
def test_a_gathered_notice_has_a_week_and_a_day_before_anybody_asks(gathered_rules):
    User.objects.create(email="one@gathered.example", date_joined=MONDAY)
    run(MONDAY)
    Mail.objects.update(state=Mail.State.SENT)
    note_due(at=MONDAY + timedelta(days=2))
    assert ledger.unexplained(at=MONDAY + timedelta(days=2 + 7)) == []
    assert sum(line.late for line in ledger.unexplained(at=MONDAY + timedelta(days=2 + 9))) > 0


@pytest.mark.django_db
def test_facts_recorded_on_the_day_itself_are_not_known_when_it_begins():
    User.objects.create(email="one@gathered.example", date_joined=datetime(2028, 5, 1, 22, 59, tzinfo=UTC))
    User.objects.create(email="two@gathered.example", date_joined=datetime(2028, 5, 1, 23, 1, tzinfo=UTC))  # 2 May in London
    rows = User.objects.filter(email__endswith="@gathered.example")
    assert [one.email for one in rows.filter(recorded_before("date_joined", date(2028, 5, 2), date(2028, 5, 1)))] == ["one@gathered.example"]


@pytest.mark.django_db
@settings(max_examples=60)
@given(
    closed=st.sampled_from(["", *Notice.Closing.values]),
    state=st.sampled_from([None, *Mail.State.values]),
    gathered=st.booleans(),
)
def test_python_and_the_database_say_the_same_of_what_became_of_a_notice(closed, state, gathered):
    Notice.objects.all().delete()
    mail = None
    if state and not closed:
        mail = Mail.objects.create(
            state=state, to="a@people.example", subject="s", text="t", message_id=f"<{Mail.objects.count()}@x>", queued_at=MONDAY, next_try_at=MONDAY
        )
    day = MONDAY.date()
    Notice.objects.create(
        rule="r", offset=0, anchor_on=day, due_on=day, recipient_kind="k", recipient_id="1", about_kind="k", about_id="1",
        noted_at=MONDAY, mail=mail, gathered=gathered, closed_as=closed, reason="why" if closed else "",
    )  # fmt: skip
    said = end_of(closed_as=closed, mail_state=mail.state if mail else None, gathered=gathered)
    assert Notice.objects.with_end().get().ended_as == said.value


@pytest.mark.parametrize(
    ("offset", "until"),
    [(-90, date(2028, 3, 31)), (-7, date(2028, 5, 30)), (0, date(2028, 6, 13)), (45, date(2028, 7, 30))],
)
def test_an_offset_is_useful_until_the_day_before_the_next(offset, until):
    assert Offsets((-90, -60, -30, -7, 0, 14, 30, 45), 15).useful_until(offset, date(2028, 5, 31)) == until


@pytest.mark.parametrize(
    ("since", "until", "day", "days"),
    [
        (date(2028, 5, 1), None, date(2028, 5, 1), 1),
        (date(2028, 5, 1), date(2028, 5, 1), date(2028, 5, 1), 0),
        (date(2028, 5, 1), date(2028, 5, 1), date(2028, 6, 10), 40),
        (date(2028, 5, 1), date(2028, 5, 9), date(2028, 5, 2), 0),
        (date(2028, 5, 9), None, date(2028, 5, 2), 0),
    ],
)
def test_a_rule_notes_the_days_it_has_not_noted_and_a_clock_gone_back_notes_none(since, until, day, days):
    assert len(days_to_note(since, until, day)) == days


@pytest.mark.parametrize(
    ("end", "noted", "gathered", "asked"),
    [
        (None, None, False, True),
        (End.WAITING, timedelta(hours=23), False, False),
        (End.WAITING, timedelta(hours=25), False, True),
        (End.WAITING, timedelta(days=7), True, False),
        (End.WAITING, timedelta(days=9), True, True),
        (End.SUPERSEDED, timedelta(days=9), False, False),
        (End.BOUNCED, timedelta(days=9), False, False),
    ],
)
def test_what_nobody_can_explain_is_missing_or_waits_for_too_long(end, noted, gathered, asked):
    at = MONDAY + timedelta(days=20)
    noted_at = at - noted if noted else None
    due_on = at.date() - timedelta(days=1)
    assert is_unexplained(end=end, due_on=due_on, noted_at=noted_at, gathered_rule=gathered, day=at.date(), at=at) is asked


def test_days_before_and_after_are_said_in_words():
    assert [offset_words(offset) for offset in (-90, -1, 0, 1, 45)] == [
        "90 days before", "1 day before", "on the day", "1 day after", "45 days after",
    ]  # fmt: skip

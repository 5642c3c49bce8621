"""The reminders of an individual's action: by their dates, to her alone, and none after she has said that it is over."""

from datetime import date, timedelta

import pytest

from rrn.clock.duties import DUTIES, Tally
from rrn.core.time import start_of_day
from rrn.membership.action_notices import ACTION, ACTION_HALFWAY
from rrn.membership.actions import end_action, leave, say_how_it_goes, suspend_member
from rrn.membership.models import IndividualAction, Member, Period
from rrn.membership.rules import ActionEnding, PeriodKind, Reading, grace_end, halfway_of, last_day
from rrn.membership.tests.factories import make_person
from rrn.post import ledger
from rrn.post.compose import compose
from rrn.post.models import Mail, Notice, RuleKept

pytestmark = pytest.mark.django_db
MADE = date(2026, 11, 21)
BY_WHEN = date(2027, 6, 30)
HALFWAY = date(2027, 3, 11)


def promise(by_when=BY_WHEN, *, made_on=MADE, person=None):
    at = start_of_day(made_on) + timedelta(hours=12)
    member = Member.objects.create(kind="individual", person=person or make_person(), made_at=at)
    ends_on = last_day(made_on)
    period = Period.objects.create(
        member=member, kind=PeriodKind.FIRST, reference=f"R{member.pk}", starts_on=made_on, ends_on=ends_on,
        grace_ends_on=grace_end(ends_on), made_at=at,
    )  # fmt: skip
    return IndividualAction.objects.create(
        period=period, what="I will ask.", how_i_will_know="They say.", by_when=by_when, halfway_on=halfway_of(made_on, by_when), made_at=at
    )


def expected_on(day):
    span = ledger.Span(day, day)
    return {row[5] for rule in (ACTION, ACTION_HALFWAY) for row in ledger.expected(span, rule)}


def run(day):
    for duty in DUTIES:
        if duty.name in ("notices due", "notices to mails"):
            tally = Tally(beat=lambda: True)
            duty.act(start_of_day(day) + timedelta(minutes=5), tally)
            assert tally.failed == 0


def keep_since(day):
    for rule in (ACTION, ACTION_HALFWAY):
        RuleKept.objects.create(rule=rule.name, since=day)


@pytest.mark.parametrize(
    ("made_on", "by_when", "days"),
    [
        (MADE, BY_WHEN, [HALFWAY, date(2027, 6, 16), BY_WHEN, date(2027, 7, 30)]),
        (date(2028, 2, 29), date(2028, 4, 28), [date(2028, 3, 29), date(2028, 4, 14), date(2028, 4, 28), date(2028, 5, 28)]),
        (date(2028, 1, 1), date(2028, 3, 14), [date(2028, 2, 6), date(2028, 2, 29), date(2028, 3, 14), date(2028, 4, 13)]),
        (date(2027, 3, 1), date(2027, 3, 28), [date(2027, 3, 14), date(2027, 3, 28), date(2027, 4, 27)]),
        (date(2027, 3, 1), date(2027, 3, 10), [date(2027, 3, 10), date(2027, 4, 9)]),
    ],
)
def test_she_is_reminded_half_way_two_weeks_before_on_the_day_and_thirty_days_after(made_on, by_when, days):
    action = promise(by_when, made_on=made_on)
    keep_since(made_on)
    for day in (*days, days[-1] + timedelta(days=10)):
        run(day)
    assert list(Notice.objects.order_by("due_on").values_list("due_on", flat=True)) == days
    assert Mail.objects.count() == len(days)
    assert {mail.to for mail in Mail.objects.all()} == {action.period.member.person.email}


@pytest.mark.parametrize("day", [HALFWAY, date(2027, 6, 16), BY_WHEN, date(2027, 7, 30)])
@pytest.mark.parametrize(("when", "owed"), [(-1, False), (0, True), (1, True)])
@pytest.mark.parametrize("what", [Reading.DONE, Reading.STOPPED, "end", "left", "suspended"])
def test_what_she_said_before_the_day_counts_and_nothing_after_changes_what_was_owed(day, when, owed, what, office_person):
    action = promise()
    member = action.period.member
    at, by = start_of_day(day + timedelta(days=when)) + timedelta(hours=12), member.person
    if what == "end":
        end_action(action=action, how=ActionEnding.PARTLY, words="", by=by, at=at)
    elif what == "left":
        leave(member=member, by=by, at=at)
    elif what == "suspended":
        suspend_member(member=member, reason="We look into a complaint.", by=office_person, at=at)
    else:
        say_how_it_goes(action=action, reading=what, words="", by=by, at=at)
    assert bool(expected_on(day)) is owed


def test_other_words_leave_the_reminders_and_taking_done_back_brings_them_back():
    action = promise()
    by = action.period.member.person
    for days, reading in ((1, "done"), (2, "under_way")):
        say_how_it_goes(action=action, reading=reading, words="", by=by, at=start_of_day(MADE + timedelta(days=days)))
    assert expected_on(HALFWAY) == {str(by.pk)}


def test_an_action_of_a_membership_that_has_lapsed_is_asked_after_no_more():
    action = promise(last_day(MADE))
    assert expected_on(action.by_when + timedelta(days=30))
    Period.objects.update(grace_ends_on=action.by_when + timedelta(days=29))
    assert not expected_on(action.by_when + timedelta(days=30))


@pytest.mark.parametrize(
    ("what", "why"), [("done", "Said to be done meanwhile."), ("stopped", "Said to be stopped meanwhile."), ("end", "The action has ended meanwhile.")]
)
def test_what_she_says_before_the_mail_is_written_supersedes_it_without_giving_her_words_away(what, why):
    action = promise()
    by, at = action.period.member.person, start_of_day(BY_WHEN) + timedelta(hours=2)
    keep_since(BY_WHEN)
    next(duty for duty in DUTIES if duty.name == "notices due").act(start_of_day(BY_WHEN), Tally(beat=lambda: True))
    if what == "end":
        end_action(action=action, how="withdrawn", words="Ill.", by=by, at=at)
    else:
        say_how_it_goes(action=action, reading=what, words="Ill.", by=by, at=at)
    run(BY_WHEN + timedelta(days=1))
    assert Notice.objects.get().reason == why
    assert not Mail.objects.exists()


def test_after_an_outage_only_the_latest_still_useful_one_goes_out():
    promise()
    keep_since(MADE)
    run(MADE)
    run(date(2027, 6, 20))
    assert [(one.rule, one.closed_as) for one in Notice.objects.order_by("due_on")] == [
        ("membership.action_halfway", "superseded"), ("membership.action", ""),
    ]  # fmt: skip
    assert Mail.objects.get().subject == "Two weeks until the date of your action"


@pytest.mark.parametrize(("rule", "offset"), [(ACTION_HALFWAY, 0), *((ACTION, offset) for offset in ACTION.offsets)])
def test_every_letter_leads_to_the_actions_page_and_says_nothing_that_she_wrote(rule, offset, settings):
    action = promise()
    (notice,) = ledger.to_come(rule, offset, day=(HALFWAY if rule is ACTION_HALFWAY else BY_WHEN) + timedelta(days=offset), days=0)
    (piece,) = rule.write([notice], notice.due_on)
    letter = compose(piece.template, piece.context)
    links = [line for line in letter.text.splitlines() if line.startswith("http")]
    assert links == [f"{settings.BASE_URL}/my/action/{action.period.reference}/"]
    assert ("30 June 2027" in letter.text)
    assert (action.period.reference in letter.text)
    for never in (action.what, action.how_i_will_know, "{", "None", "reached your goal", "!"):
        assert never not in letter.text


def test_writing_thirty_costs_what_writing_one_costs(django_assert_max_num_queries):
    for _ in range(30):
        promise()
    notices = ledger.to_come(ACTION, 0, day=BY_WHEN, days=0)
    assert len(notices) == 20  # as many as the preview shows
    with django_assert_max_num_queries(9):
        assert len(list(ACTION.write(notices, BY_WHEN))) == 20

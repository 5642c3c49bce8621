"""The rules as tables: what a membership is on a day."""

from datetime import date, timedelta

import pytest

from rrn.core.verdict import Refused
from rrn.membership.rules import (
    EndingFact,
    EndingKind,
    Facts,
    OverrideFact,
    PeriodFact,
    PeriodKind,
    Span,
    Status,
    counts_on,
    ended_on,
    grace_end,
    last_day,
    next_start,
    status_on,
    why,
)

START = date(2026, 6, 1)
END = date(2028, 5, 31)
GRACE = date(2028, 7, 30)


def period(starts_on=START, left_on=None):
    ends_on = last_day(starts_on)
    return PeriodFact(starts_on, ends_on, grace_end(ends_on), left_on)


ONE = Facts(periods=(period(),))


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2026, 6, 14), date(2028, 6, 13)),
        (date(2024, 2, 29), date(2026, 2, 28)),
        (date(2028, 2, 29), date(2030, 2, 28)),
        (date(2026, 2, 28), date(2028, 2, 27)),
        (date(2026, 3, 1), date(2028, 2, 29)),
        (date(2027, 3, 1), date(2029, 2, 28)),
        (date(2026, 1, 1), date(2027, 12, 31)),
        (date(2026, 12, 31), date(2028, 12, 30)),
        (date(2026, 3, 29), date(2028, 3, 28)),
        (date(2026, 10, 25), date(2028, 10, 24)),
        (date(2026, 8, 30), date(2028, 8, 29)),
        (date(2026, 8, 31), date(2028, 8, 30)),
    ],
)
def test_a_period_is_two_years_with_its_last_day_included(starts_on, ends_on):
    assert last_day(starts_on) == ends_on


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (START - timedelta(days=1), Status.NONE),
        (START, Status.ACTIVE),
        (END - timedelta(days=91), Status.ACTIVE),
        (END - timedelta(days=90), Status.DUE),
        (END, Status.DUE),
        (END + timedelta(days=1), Status.GRACE),
        (GRACE, Status.GRACE),
        (GRACE + timedelta(days=1), Status.LAPSED),
        (GRACE + timedelta(days=4000), Status.LAPSED),
    ],
)
def test_one_period_goes_from_active_to_due_to_grace_to_lapsed(day, status):
    assert status_on(ONE, day) == status
    assert counts_on(ONE, day) == (status in {Status.ACTIVE, Status.DUE, Status.GRACE})


@pytest.mark.parametrize(
    ("sent", "decided", "day", "status"),
    [
        (END - timedelta(days=20), None, GRACE + timedelta(days=100), Status.GRACE),
        (GRACE, None, GRACE + timedelta(days=100), Status.GRACE),
        (GRACE, GRACE + timedelta(days=30), GRACE + timedelta(days=29), Status.GRACE),
        (GRACE, GRACE + timedelta(days=30), GRACE + timedelta(days=30), Status.LAPSED),
        (GRACE + timedelta(days=1), None, GRACE + timedelta(days=2), Status.LAPSED),
        (END + timedelta(days=1), END + timedelta(days=2), GRACE, Status.GRACE),
    ],
)
def test_grace_runs_on_while_a_renewal_sent_in_it_is_undecided(sent, decided, day, status):
    facts = Facts(periods=(period(),), applications=(Span(sent, decided),))
    assert status_on(facts, day) == status


def test_an_application_without_a_period_is_applied_until_it_is_decided():
    facts = Facts(applications=(Span(START, START + timedelta(days=10)),))
    assert status_on(facts, START) == Status.APPLIED
    assert status_on(facts, START + timedelta(days=10)) == Status.NONE


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2026, 9, 30), Status.ACTIVE),
        (date(2026, 10, 1), Status.SUSPENDED),
        (date(2026, 10, 31), Status.SUSPENDED),
        (date(2026, 11, 1), Status.ACTIVE),
    ],
)
def test_a_suspension_holds_until_the_day_it_is_lifted(day, status):
    facts = Facts(periods=(period(),), suspensions=(Span(date(2026, 10, 1), date(2026, 11, 1)),))
    assert status_on(facts, day) == status


def test_a_suspended_membership_that_runs_out_is_ended_and_not_suspended():
    facts = Facts(periods=(period(),), suspensions=(Span(date(2026, 10, 1)),))
    assert status_on(facts, GRACE) == Status.SUSPENDED
    assert status_on(facts, GRACE + timedelta(days=1)) == Status.LAPSED


def test_a_renewal_in_time_joins_on_and_is_not_due_any_more():
    facts = Facts(periods=(period(), period(END + timedelta(days=1))))
    assert status_on(facts, END) == Status.ACTIVE
    assert status_on(facts, END + timedelta(days=1)) == Status.ACTIVE


def test_somebody_who_left_is_out_from_that_day_and_may_return_the_same_day():
    left = Facts(periods=(period(left_on=date(2027, 1, 5)),))
    assert status_on(left, date(2027, 1, 4)) == Status.ACTIVE
    assert status_on(left, date(2027, 1, 5)) == Status.LEFT
    back = Facts(periods=(*left.periods, period(date(2027, 1, 5))))
    assert status_on(back, date(2027, 1, 5)) == Status.ACTIVE


def test_a_renewal_that_was_left_before_it_began_never_begins():
    facts = Facts(periods=(period(left_on=date(2028, 5, 1)), period(END + timedelta(days=1), left_on=date(2028, 5, 1))))
    assert status_on(facts, END + timedelta(days=1)) == Status.LEFT


def test_an_override_lets_a_lapsed_membership_count_until_its_last_day():
    override = OverrideFact(Span(GRACE), until=GRACE + timedelta(days=30))
    facts = Facts(periods=(period(),), overrides=(override,))
    assert status_on(facts, GRACE + timedelta(days=30)) == Status.GRACE
    assert status_on(facts, GRACE + timedelta(days=31)) == Status.LAPSED


@pytest.mark.parametrize("kind", list(EndingKind))
def test_a_decision_that_ends_a_membership_stands_until_it_is_taken_back(kind):
    span = Span(date(2027, 1, 1), date(2027, 2, 1))
    facts = Facts(periods=(period(),), endings=(EndingFact(kind, span),))
    assert status_on(facts, date(2027, 1, 1)) == Status(kind.value)
    assert ended_on(facts, date(2027, 1, 1)) == date(2027, 1, 1)
    assert status_on(facts, date(2027, 2, 1)) == Status.ACTIVE


@pytest.mark.parametrize(
    ("facts", "on", "starts_on", "kind"),
    [
        (Facts(), START, START, PeriodKind.FIRST),
        (ONE, END - timedelta(days=90), END + timedelta(days=1), PeriodKind.RENEWAL),
        (ONE, END, END + timedelta(days=1), PeriodKind.RENEWAL),
        (ONE, END + timedelta(days=1), END + timedelta(days=1), PeriodKind.RENEWAL),
        (ONE, GRACE, GRACE, PeriodKind.RENEWAL),
        (ONE, GRACE + timedelta(days=1), GRACE + timedelta(days=1), PeriodKind.RETURN),
        (Facts(periods=(period(left_on=date(2027, 1, 5)),)), date(2027, 1, 5), date(2027, 1, 5), PeriodKind.RETURN),
    ],
)
def test_a_renewal_in_time_starts_the_day_after_and_a_later_one_on_its_day(facts, on, starts_on, kind):
    assert next_start(facts, on) == (starts_on, kind)


@pytest.mark.parametrize(
    ("facts", "on", "words"),
    [
        (ONE, START, "can be renewed from 2 March 2028"),
        (Facts(periods=(period(), period(END + timedelta(days=1)))), END, "renewed already"),
        (Facts(periods=(period(),), endings=(EndingFact(EndingKind.REMOVED, Span(START)),)), END, "removed by the network"),
    ],
)
def test_a_period_that_cannot_start_is_refused_with_the_reason(facts, on, words):
    with pytest.raises(Refused, match=words):
        next_start(facts, on)


@pytest.mark.parametrize(
    ("facts", "day", "sentence"),
    [
        (ONE, START, "Member from 1 June 2026 to 31 May 2028."),
        (ONE, END, "Member until 31 May 2028. A renewal is due by then."),
        (ONE, GRACE, "The membership ran until 31 May 2028. It still counts until 30 July 2028, so that a renewal can come in."),
        (ONE, GRACE + timedelta(days=1), "Membership ended on 31 May 2028."),
        (Facts(), START, "Has not been a member."),
        (Facts(periods=(period(),), suspensions=(Span(START),)), START, "Suspended since 1 June 2026."),
    ],
)
def test_the_status_has_a_sentence_with_its_dates(facts, day, sentence):
    assert why(facts, day) == sentence

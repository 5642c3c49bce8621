"""The schedule of a membership's answers says on any day what the rule says on that day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from rrn.membership.rules import (
    COUNTING,
    Facts,
    PeriodFact,
    Span,
    Status,
    current_period,
    ended_on,
    grace_end,
    last_day,
    status_on,
)
from rrn.register.rules import (
    Group,
    Promise,
    added_by,
    answer_on,
    answers_of,
    groups_of,
    in_force,
    leaves_lists_on,
    listed_since,
    read_answers,
    read_spans,
    sort_key,
    spans_of,
    tally_of,
    write_answers,
    write_spans,
)
from rrn.register.tests.histories import ANY_DAY, BASE, histories

STARTS = date(2026, 6, 14)


def member_from(starts: date, **more) -> Facts:
    ends = last_day(starts)
    return Facts(periods=(PeriodFact(starts, ends, grace_end(ends)),), **more)


def on(spans, day, before=None):
    return next((value for since, value in reversed(spans) if since <= day), before)


@given(facts=histories(), day=ANY_DAY)
def test_the_span_that_covers_a_day_has_the_status_of_that_day(facts, day):
    assert on(spans_of(facts), day, Status.NONE) == status_on(facts, day)


@given(facts=histories(), day=ANY_DAY)
def test_the_dates_beside_a_status_are_those_that_the_rule_gives_on_that_day(facts, day):
    answer, period = answer_on(answers_of(facts), day), current_period(facts, day)
    assert answer.status == status_on(facts, day)
    if answer.status is Status.SUSPENDED:
        since = [paused.starts_on for paused in facts.suspensions if paused.covers(day)]
        assert (answer.start, answer.end) == (min(since), None)
        return
    if answer.status is Status.GRACE:
        assert period is not None
        assert (answer.start, answer.end) == (period.ends_on + timedelta(days=1), None)
        return
    assert answer.start == (period.starts_on if period else None)
    assert answer.end == (ended_on(facts, day) or (period.ends_on if period else None))


@given(facts=histories())
def test_neighbouring_spans_differ_and_survive_being_written_down(facts):
    spans, answers = spans_of(facts), answers_of(facts)
    assert all(one[1] != other[1] for one, other in pairwise(spans))
    assert read_spans(write_spans(spans)) == spans
    assert list(read_answers(write_answers(answers))) == answers


@given(facts=histories(), day=ANY_DAY)
def test_an_ended_membership_is_in_lists_for_24_months_and_nowhere_a_day_longer(facts, day):
    status, ended = status_on(facts, day), ended_on(facts, day)
    group = on(groups_of(answers_of(facts)), day)
    if status in (Status.NONE, Status.APPLIED):
        assert group is None
    elif ended is None:
        assert group in (Group.IN_FORCE, Group.ENDING_SOON, Group.RENEWAL_DUE, Group.SUSPENDED)
    else:
        assert group is (Group.ENDED if ended >= listed_since(day) else Group.ENDED_EARLIER)


@given(day=st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_the_day_on_which_an_ended_membership_leaves_the_lists_is_the_first_such_day(day):
    leaves = leaves_lists_on(day)
    assert listed_since(leaves) > day
    assert listed_since(leaves - timedelta(days=1)) <= day


@given(facts=histories(), day=ANY_DAY, runs=st.integers(0, 900), length=st.integers(1, 800))
def test_totals_up_to_a_day_count_what_is_true_on_that_day(facts, day, runs, length):
    first = BASE + timedelta(days=runs)
    promise = Promise(first, first + timedelta(days=length), {"actions": 4, "strategy:3": 1})
    spans = spans_of(facts)
    changes = added_by("organisation", spans, [promise])
    total = {}
    for (series, since), change in changes.items():
        if since <= day:
            total[series] = total.get(series, 0) + change
    status = status_on(facts, day)
    for each in Status:
        expected = int(each == status and each is not Status.NONE)
        assert total.get(f"organisation:{each.value}", 0) == expected
    counts = int(status in COUNTING and promise.first_day <= day <= promise.last_day)
    assert (total.get("plans", 0), total.get("actions", 0), total.get("strategy:3", 0)) == (counts, 4 * counts, counts)


def test_two_years_are_told_in_four_lines():
    assert write_spans(spans_of(member_from(STARTS))) == (
        "2026-06-14,active;2028-03-15,due;2028-06-14,grace;2028-08-13,lapsed"
    )


def test_a_suspension_stops_a_plan_being_in_force_and_its_end_starts_it_again():
    facts = member_from(STARTS, suspensions=(Span(date(2026, 9, 1), date(2026, 10, 1)),))
    promise = Promise(STARTS, last_day(STARTS), {})
    assert in_force(spans_of(facts), promise)[0] == (STARTS, date(2026, 9, 1))
    assert in_force(spans_of(facts), promise)[1][0] == date(2026, 10, 1)


def test_an_action_about_seclusion_is_about_environmental_restraint_too():
    tally = tally_of([(3, ["seclusion"], "new"), (None, [], "")])
    assert tally["practice:seclusion"] == tally["practice:environmental"] == 1
    assert (tally["actions"], tally["strategy:none"], tally["under_way:not_said"]) == (2, 1, 1)


def test_capitals_accents_and_marks_do_not_change_a_names_place():
    assert sort_key("Ŵyr Élan’s  Care (North)") == "wyr elans care north"

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrn.core.time import add_years
from rrn.core.verdict import Refused
from rrn.core.working_days import BANK_HOLIDAYS, is_working_day, working_days_between
from rrn.organisations.rules import SeatHeld, has_interest
from rrn.plans import rules
from rrn.plans.differences import differences, pieces
from rrn.plans.rules import STEPS, Missing, Move, Part, State, outcome, step

DAYS = st.dates(date(2024, 1, 1), date(2034, 12, 31))
READY = {
    "what": "x",
    "strategy": 4,
    "owner_role": "Deputy head",
    "due_on": date(2027, 6, 30),
    "how_you_will_know": "x",
}
DAY = date(2026, 11, 20)
ALL_THREE = {"publication", "accuracy", "authority"}


@pytest.mark.parametrize(("state", "move"), list(product(State, Move)))
def test_a_plan_moves_only_along_the_listed_steps(state, move):
    if (state, move) in STEPS:
        assert step(state, move) == STEPS[state, move]
    else:
        with pytest.raises(Refused):
            step(state, move)


def test_the_walk_of_a_plan_is_the_one_the_network_describes():
    walk = [
        Move.SUBMIT,
        Move.OPEN_REVIEW,
        Move.ASK_CHANGES,
        Move.RESUBMIT,
        Move.ACCEPT,
        Move.PUBLISH,
        Move.CLOSE,
    ]
    state = State.DRAFT
    for move in walk:
        state = step(state, move)
    assert state == State.CLOSED


def test_a_plan_that_was_published_never_moves_back():
    assert {move for state, move in STEPS if state == State.PUBLISHED} == {Move.CLOSE}
    assert not [move for state, move in STEPS if state in (State.CLOSED, State.WITHDRAWN)]


@pytest.mark.parametrize("field", sorted(READY))
def test_each_of_the_five_is_needed_to_send_and_says_where(field):
    lacks = rules.missing_to_send(actions=[(7, READY | {field: None})], confirmed=ALL_THREE, day=DAY)
    assert [(one.part, one.action, one.field) for one in lacks] == [(Part.ACTIONS, 7, field)]
    assert lacks[0].sentence.startswith("Action 1: ")


@pytest.mark.parametrize(
    ("count", "ready"), [(0, False), (1, True), (2, True), (8, True), (20, True), (21, False)]
)
def test_one_action_is_the_least_and_twenty_the_most(count, ready):
    lacks = rules.missing_to_send(actions=[(n, READY) for n in range(count)], confirmed=ALL_THREE, day=DAY)
    assert (lacks == []) is ready


@pytest.mark.parametrize(("count", "advice"), [(1, True), (2, True), (3, False), (8, False), (9, True)])
def test_fewer_than_three_or_more_than_eight_gets_a_hint_and_nothing_more(count, advice):
    assert bool(rules.counts_hint(count)) is advice


def test_every_confirmation_is_needed():
    lacks = rules.missing_to_send(actions=[(1, READY)], confirmed=set(), day=DAY)
    assert {one.field for one in lacks} == ALL_THREE
    assert all(isinstance(one, Missing) and one.part == Part.CONFIRMATIONS for one in lacks)


@pytest.mark.parametrize(
    ("due", "fine"),
    [
        (date(2026, 11, 19), False),
        (date(2026, 11, 20), True),
        (date(2028, 11, 19), True),
        (date(2028, 11, 20), False),
    ],
)
def test_a_due_date_lies_inside_two_years(due, fine):
    assert (rules.due_problem(due, DAY) == "") is fine


def test_an_answer_is_promised_fifteen_working_days_from_the_day_after():
    assert rules.promised_on(date(2026, 11, 20), BANK_HOLIDAYS) == date(2026, 12, 11)


def test_bank_holidays_of_england_and_wales_do_not_count():
    # Christmas Day, Boxing Day on a Saturday with its Monday, and New Year's Day.
    assert rules.promised_on(date(2026, 12, 18), BANK_HOLIDAYS) == date(2027, 1, 13)


@given(DAYS)
def test_a_promise_is_a_working_day_with_fifteen_working_days_before_it(sent):
    promise = rules.promised_on(sent, BANK_HOLIDAYS)
    assert is_working_day(promise, BANK_HOLIDAYS)
    assert working_days_between(sent, promise, BANK_HOLIDAYS) == rules.REVIEW_DAYS
    assert promise > sent


@given(DAYS, st.integers(0, 40), st.integers(1, 60))
def test_the_promise_goes_on_with_what_was_left_and_at_least_five_days(sent, until_asked, until_back):
    promise = rules.promised_on(sent, BANK_HOLIDAYS)
    asked = sent + timedelta(days=until_asked)
    left = rules.days_left(promise, asked, BANK_HOLIDAYS)
    again = rules.promised_again_on(asked + timedelta(days=until_back), left, BANK_HOLIDAYS)
    counted = working_days_between(asked + timedelta(days=until_back), again, BANK_HOLIDAYS)
    assert 0 <= left <= rules.REVIEW_DAYS
    assert counted == max(left, rules.LEAST_DAYS_AGAIN)


@given(DAYS, DAYS)
def test_a_later_plan_never_has_the_earlier_promise(one, other):
    first, second = sorted([one, other])
    assert rules.promised_on(first, BANK_HOLIDAYS) <= rules.promised_on(second, BANK_HOLIDAYS)


@pytest.mark.parametrize(
    ("seats", "declared", "has"),
    [
        ([], [], False),
        ([SeatHeld(None)], [], True),
        ([SeatHeld(date(2024, 11, 20))], [], True),
        ([SeatHeld(date(2024, 11, 19))], [], False),
        ([], [None], True),
        ([], [date(2024, 11, 20)], True),
        ([], [date(2024, 11, 19)], False),
    ],
)
def test_an_interest_is_a_seat_now_or_within_twenty_four_months_or_one_declared(seats, declared, has):
    assert has_interest(seats, declared, DAY) is has


@given(DAYS)
def test_an_interest_of_29_february_fades_with_the_calendar(ended):
    last = add_years(ended, 2)
    assert has_interest([SeatHeld(ended)], [], last)
    assert not has_interest([SeatHeld(ended)], [], last + timedelta(days=1))


VALUES = st.one_of(
    st.none(), st.text(max_size=8), st.integers(1, 6), st.dates(), st.lists(st.sampled_from("abc"))
)


@given(VALUES, VALUES, VALUES)
def test_saving_never_overwrites_what_its_writer_did_not_see(seen, now, new):
    came = outcome(current=now, new=new, expected=rules.edition(seen))
    if came.write:
        assert rules.edition(now) == rules.edition(seen)
    if came.conflict:
        assert rules.edition(now) not in (rules.edition(seen), rules.edition(new))
        assert rules.edition(new) != rules.edition(seen)


@given(VALUES, VALUES)
def test_a_field_that_its_writer_left_alone_is_never_a_conflict(seen, now):
    came = outcome(current=now, new=seen, expected=rules.edition(seen))
    assert not came.write
    assert not came.conflict


def test_one_persons_changes_within_a_short_while_are_one_edit():
    start = datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert rules.same_edit(last_by=1, by=1, started=start, at=start + timedelta(minutes=9))
    assert not rules.same_edit(last_by=1, by=1, started=start, at=start + timedelta(minutes=11))
    assert not rules.same_edit(last_by=1, by=2, started=start, at=start)


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_comparison_keeps_every_letter_of_both_versions(before, after):
    found = pieces(before, after)
    assert "".join(one.text for one in found if not one.added) == before
    assert "".join(one.text for one in found if not one.removed) == after


def test_differences_name_the_action_that_was_added_changed_and_taken_out():
    empty = dict.fromkeys(rules.PUBLIC_PLAN_FIELDS, "") | {"practices": [], "no_restraint": False}
    action = dict.fromkeys(rules.ACTION_FIELDS) | {"practices": []}
    one = action | {"id": 1, "number": 1, "what": "Ask each child"}
    two = action | {"id": 2, "number": 2, "what": "Train staff"}
    new = action | {"id": 3, "number": 2, "what": "Open the garden"}
    found = differences(
        empty | {"actions": [one, two]},
        empty | {"summary": "Short", "actions": [one | {"what": "Ask every child"}, new]},
    )
    assert [one.field for one in found.fields] == ["summary"]
    assert [(one.id, one.added, one.removed) for one in found.actions] == [
        (1, False, False),
        (3, True, False),
        (2, False, True),
    ]
    changed = found.actions[0].fields[0]
    assert [piece.text for piece in changed.pieces if piece.removed] == ["each"]
    assert [piece.text for piece in changed.pieces if piece.added] == ["every"]

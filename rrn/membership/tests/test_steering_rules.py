"""A seat on the roster from day to day, as tables."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rrn.core.verdict import Refused
from rrn.membership.rules import (
    EndingFact,
    EndingKind,
    Facts,
    PeriodFact,
    Span,
    check_term,
    grace_end,
    last_day,
)
from rrn.membership.rules.steering import (
    Body,
    SeatFacts,
    Standing,
    Term,
    is_entitled,
    is_seated,
    not_a_member_since,
    seat_in_words,
    standing_on,
    what_is_missing,
    what_you_can_do,
)

STARTS = date(2026, 1, 10)
ENDS = last_day(STARTS)  # 9 January 2028
GRACE = grace_end(ENDS)  # 9 March 2028
MEMBER = Facts(periods=(PeriodFact(STARTS, ENDS, GRACE),))
TERM = Term(date(2026, 6, 1), date(2029, 5, 31))
NEVER = date(2031, 1, 1)


def seat(**facts):
    values = {"body": Body.STEERING, "terms": (TERM,), "confirmed_on": date(2026, 5, 20), "member": MEMBER}
    return SeatFacts(**values | facts)


AS_A_PERSON = [
    (date(2026, 5, 19), Standing.PROPOSED, None),
    (date(2026, 5, 20), Standing.TO_COME, None),
    (date(2026, 5, 31), Standing.TO_COME, None),
    (date(2026, 6, 1), Standing.SITS, None),
    (ENDS, Standing.SITS, None),
    (GRACE, Standing.SITS, None),
    (date(2028, 3, 10), Standing.MEMBERSHIP_ENDED, date(2028, 3, 10)),
    (date(2028, 4, 8), Standing.MEMBERSHIP_ENDED, date(2028, 3, 10)),
    (date(2028, 4, 9), Standing.UNDER_REVIEW, date(2028, 3, 10)),
    (date(2029, 5, 31), Standing.UNDER_REVIEW, date(2028, 3, 10)),
    (date(2029, 6, 1), Standing.ENDED, None),
]


@pytest.mark.parametrize(("day", "standing", "since"), AS_A_PERSON)
def test_a_seat_held_as_a_person_follows_her_membership(day, standing, since):
    assert standing_on(seat(), day) is standing
    assert not_a_member_since(seat(), day) == since


THROUGH = [
    (date(2026, 6, 30), Standing.MEMBERSHIP_ENDED, date(2026, 6, 1)),  # confirmed before, her seat there is to come
    (date(2026, 7, 1), Standing.SITS, None),
    (date(2027, 6, 30), Standing.SITS, None),
    (date(2027, 7, 1), Standing.MEMBERSHIP_ENDED, date(2027, 7, 1)),
    (date(2027, 7, 31), Standing.UNDER_REVIEW, date(2027, 7, 1)),
    (date(2027, 9, 1), Standing.SITS, None),  # she has a seat there again
    (date(2028, 3, 10), Standing.MEMBERSHIP_ENDED, date(2028, 3, 10)),  # and the organisation is no member any more
]


@pytest.mark.parametrize(("day", "standing", "since"), THROUGH)
def test_a_seat_held_through_an_organisation_follows_both_its_membership_and_her_seat_there(day, standing, since):
    held = (Span(date(2026, 7, 1), date(2027, 7, 1)), Span(date(2027, 9, 1)))
    assert standing_on(seat(held=held), day) is standing
    assert not_a_member_since(seat(held=held), day) == since


OTHERS = [
    ("a trustee needs no membership", {"body": Body.TRUSTEES, "member": Facts()}, Standing.SITS),
    ("somebody who never was a member", {"member": Facts()}, Standing.UNDER_REVIEW),
    ("not confirmed", {"confirmed_on": None}, Standing.PROPOSED),
    ("ended today", {"ended_on": date(2027, 1, 1)}, Standing.ENDED),
    ("ended tomorrow", {"ended_on": date(2027, 1, 2)}, Standing.SITS),
    ("ended before it was confirmed", {"confirmed_on": None, "ended_on": date(2026, 5, 5)}, Standing.ENDED),
    ("without a term", {"terms": ()}, Standing.ENDED),
    ("between two terms", {"terms": (Term(date(2026, 6, 1), date(2026, 12, 1)), Term(date(2027, 2, 1), date(2028, 1, 1)))}, Standing.TO_COME),
    ("a suspended member", {"member": Facts(MEMBER.periods, suspensions=(Span(date(2026, 12, 20)),))}, Standing.MEMBERSHIP_ENDED),
    (
        "a member that was removed",
        {"member": Facts(MEMBER.periods, endings=(EndingFact(EndingKind.REMOVED, Span(date(2026, 12, 2))),))},
        Standing.UNDER_REVIEW,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "standing"), [row[1:] for row in OTHERS], ids=[row[0] for row in OTHERS])
def test_what_else_a_seat_may_be_on_new_years_day(facts, standing):
    assert standing_on(seat(**facts), date(2027, 1, 1)) is standing


def test_terms_that_follow_one_another_are_one_time_and_a_gap_begins_anew():
    outside = Facts()
    one = (Term(date(2026, 6, 1), date(2026, 12, 31)), Term(date(2027, 1, 1), date(2027, 12, 31)))
    gap = (Term(date(2026, 6, 1), date(2026, 12, 30)), Term(date(2027, 1, 1), date(2027, 12, 31)))
    assert not_a_member_since(seat(member=outside, terms=one), date(2027, 3, 1)) == date(2026, 6, 1)
    assert not_a_member_since(seat(member=outside, terms=gap), date(2027, 3, 1)) == date(2027, 1, 1)


def test_between_two_turning_days_nothing_changes():
    held = (Span(date(2026, 7, 1), date(2027, 7, 1)), Span(date(2027, 9, 1)))
    facts = seat(held=held)
    for shift in range(1300):
        day = date(2026, 5, 1) + timedelta(days=shift)
        since = not_a_member_since(facts, day)
        assert (since is not None) == (is_seated(facts, day) and not is_entitled(facts, day))
        if since is not None:
            assert not is_entitled(facts, since)
            assert all(not is_entitled(facts, since + timedelta(days=n)) for n in range((day - since).days))


MISSING = [
    (seat(), NEVER, ["Membership ended on 9 January 2028.", "way back is /join/individual/"]),
    (seat(member=Facts()), TERM.starts_on, ["Ada Reed is not a member yet", "/join/individual/", "telephone"]),
    (seat(member=Facts(MEMBER.periods, suspensions=(Span(STARTS),))), TERM.starts_on, ["Suspended since", "lifted"]),
    (seat(held=()), TERM.starts_on, ["holds no seat there", "One of its leads", "can hold again"]),
    (seat(held=(Span(STARTS),), member=Facts()), TERM.starts_on, ["Alder House", "plan has to be published"]),
]


@pytest.mark.parametrize(("facts", "day", "parts"), MISSING)
def test_the_refusal_names_what_is_missing_and_how_to_mend_it(facts, day, parts):
    sentence = what_is_missing(facts, day, name="Ada Reed", organisation="Alder House")
    assert "Ada Reed" in sentence
    assert [part for part in parts if part not in sentence] == []
    assert "telephone us" in what_you_can_do(facts, day, organisation="Alder House").lower()


def test_nothing_is_missing_for_a_member_and_for_a_trustee():
    assert what_is_missing(seat(), TERM.starts_on, name="Ada Reed") == ""
    assert what_is_missing(seat(body=Body.TRUSTEES, member=Facts()), NEVER, name="Ada Reed") == ""


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 5, 1), "not confirmed yet"),
        (date(2026, 5, 25), "begins on 1 June 2026"),
        (date(2026, 6, 2), "runs until 31 May 2029"),
        (date(2028, 3, 12), "since 10 March 2028. If that has not changed by 9 April 2028"),
        (date(2028, 4, 12), "“under review”, without a name"),
        (date(2030, 1, 1), "The term ended on 31 May 2029"),
    ],
)
def test_the_standing_is_said_in_a_sentence(day, words):
    assert words in seat_in_words(seat(), day)


def test_a_term_ends_after_it_begins_and_meets_no_other():
    with pytest.raises(Refused, match="after its first"):
        check_term(Term(STARTS, STARTS), ())
    with pytest.raises(Refused, match="already"):
        check_term(Term(date(2029, 5, 31), date(2030, 1, 1)), (TERM,))
    check_term(Term(date(2029, 6, 1), date(2030, 1, 1)), (TERM,))

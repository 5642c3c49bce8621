"""Two years of an individual: her action's dates, what she says, how it ends, and what is next for her."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given, settings
from hypothesis import strategies as st

from rrn.core.verdict import Refused
from rrn.events.models import Line
from rrn.membership.actions import end_action, join_as_individual, say_how_it_goes
from rrn.membership.models import ActionEnd, ActionWord
from rrn.membership.queries import next_for, own_action, own_actions, present_action
from rrn.membership.rules import (
    DONE_ENDINGS,
    SETTLED,
    ActionEnding,
    ActionFacts,
    Clock,
    Facts,
    Page,
    PeriodFact,
    Promise,
    Reading,
    Status,
    asks_halfway,
    clock_on,
    clock_words,
    due_from,
    grace_end,
    halfway_of,
    in_order,
    last_day,
    of_action,
    of_membership,
    of_organisation,
    status_on,
)
from rrn.membership.tests.joining import fill_in_everything
from rrn.organisations.models import Seat

DAY = date(2026, 11, 21)
BY_WHEN = date(2027, 6, 30)


# -- The clock's reading ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made_on", "by_when", "halfway"),
    [
        (date(2026, 11, 21), date(2027, 6, 30), date(2027, 3, 11)),
        (date(2028, 2, 29), date(2028, 12, 29), date(2028, 7, 30)),
        (date(2028, 2, 1), date(2028, 3, 28), date(2028, 2, 29)),
        (date(2026, 11, 1), date(2026, 11, 29), None),
        (date(2026, 11, 1), date(2026, 11, 30), date(2026, 11, 15)),
    ],
)
def test_half_way_is_a_day_of_its_own_and_a_short_action_has_none(made_on, by_when, halfway):
    assert halfway_of(made_on, by_when) == halfway


@pytest.mark.parametrize(
    ("day", "facts", "words"),
    [
        (date(2027, 6, 15), {}, "On time"),
        (date(2027, 6, 16), {}, "Due soon, in 14 days"),
        (date(2027, 6, 29), {}, "Due soon, in 1 day"),
        (date(2027, 6, 30), {}, "Due today"),
        (date(2027, 7, 1), {}, "Overdue by 1 day"),
        (date(2027, 7, 30), {"said": Reading.UNDER_WAY, "said_on": date(2027, 7, 2)}, "Overdue by 30 days"),
        (date(2027, 7, 30), {"said": Reading.DONE, "said_on": BY_WHEN}, "Done on time"),
        (date(2027, 7, 30), {"said": Reading.DONE, "said_on": date(2027, 7, 12)}, "Done 12 days late"),
        (date(2027, 7, 30), {"ending": ActionEnding.REACHED, "ended_on": date(2027, 7, 2), "done_on": date(2027, 6, 1)}, "Done on time"),
        (date(2027, 7, 30), {"ending": ActionEnding.REACHED_LATE, "ended_on": date(2027, 7, 1)}, "Done 1 day late"),
        (date(2027, 7, 30), {"ending": ActionEnding.NOT_REACHED, "ended_on": date(2027, 7, 1)}, "No longer running"),
        (date(2027, 7, 30), {"said": Reading.STOPPED, "said_on": date(2027, 2, 1)}, "No longer running"),
    ],
)
def test_the_clock_reads_the_dates_beside_what_she_says(day, facts, words):
    assert clock_words(ActionFacts(by_when=BY_WHEN, **facts), day) == words


DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
NEAR = st.integers(-400, 400)


@st.composite
def actions(draw):
    by_when = draw(DAYS)
    after = lambda: by_when + timedelta(days=draw(NEAR))  # noqa: E731  # read where it stands
    said = draw(st.none() | st.sampled_from(Reading))
    ending = draw(st.none() | st.sampled_from(ActionEnding))
    return ActionFacts(
        by_when=by_when, halfway_on=draw(st.none() | st.just(by_when - timedelta(days=60))), said=said, said_on=after() if said else None,
        ending=ending, ended_on=after() if ending else None, done_on=after() if ending and draw(st.booleans()) else None,
    )  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(action=actions(), day=DAYS)
def test_every_action_has_one_reading_a_day_and_a_settled_one_never_changes(action, day):
    clock = clock_on(action, day)
    assert clock_words(action, day)
    if action.settled:
        assert clock == clock_on(action, day + timedelta(days=400))
        assert clock in {Clock.DONE_ON_TIME, Clock.DONE_LATE, Clock.STOPPED}
        assert not asks_halfway(action, day)
    else:
        assert (clock is Clock.OVERDUE) == (day > action.by_when)
    if action.ending and action.ending not in DONE_ENDINGS:
        assert clock is Clock.STOPPED


@settings(max_examples=300, deadline=None)
@given(action=actions(), day=DAYS)
def test_what_is_next_of_an_action_names_its_own_page_and_no_date_that_has_passed_as_coming(action, day):
    listed = of_action(Promise(7, action, DAY), day)
    assert all(one.page is Page.ACTION and one.number == 7 for one in listed)
    assert all(one.on and one.on > day for one in listed if one.coming)
    if action.ending or action.said is Reading.STOPPED:
        assert listed == []
    if not action.settled and day > action.by_when:
        assert [one.coming for one in listed] == [False]


# -- What is next of the membership ------------------------------------------------------------------------------------


def facts_from(starts_on: date, *more: PeriodFact, left_on: date | None = None) -> Facts:
    ends_on = last_day(starts_on)
    return Facts(periods=(PeriodFact(starts_on, ends_on, grace_end(ends_on), left_on), *more))


LEAP = date(2028, 2, 29)


@pytest.mark.parametrize(
    ("starts_on", "days_from_end", "words", "coming"),
    [
        (DAY, -91, "You can renew your membership", True),
        (DAY, -90, "Renew your membership by 20 November 2028", False),
        (DAY, 0, "Renew your membership by 20 November 2028", False),
        (DAY, 1, "Renew your membership by 19 January 2029", False),
        (DAY, 60, "Renew your membership by 19 January 2029", False),
        (DAY, 61, "Come back when you like", False),
        (LEAP, -90, "Renew your membership by 28 February 2030", False),
        (date(2026, 3, 1), 0, "Renew your membership by 29 February 2028", False),
        (date(2026, 3, 1), 1, "Renew your membership by 29 April 2028", False),
    ],
)
def test_the_membership_says_what_is_next_on_the_very_day(starts_on, days_from_end, words, coming):
    facts = facts_from(starts_on)
    (one,) = of_membership(facts, last_day(starts_on) + timedelta(days=days_from_end), begun=False)
    assert (one.words, one.coming) == (words, coming)


def test_who_has_renewed_is_told_when_her_next_two_years_begin_and_nothing_is_asked():
    second = PeriodFact(date(2028, 11, 21), date(2030, 11, 20), date(2031, 1, 19))
    (one,) = of_membership(facts_from(DAY, second), date(2028, 10, 1), begun=False)
    assert (one.coming, one.on) == (True, date(2028, 11, 21))


@settings(max_examples=200, deadline=None)
@given(starts_on=DAYS, after=st.integers(0, 900), left=st.none() | st.integers(1, 700), begun=st.booleans())
def test_what_is_next_follows_the_status(starts_on, after, left, begun):
    facts = facts_from(starts_on, left_on=starts_on + timedelta(days=left) if left else None)
    day = starts_on + timedelta(days=after)
    status, listed = status_on(facts, day), of_membership(facts, day, begun=begun)
    assert len(listed) == 1
    assert listed[0].coming == (status is Status.ACTIVE)
    if status in (Status.DUE, Status.GRACE):
        assert listed[0].on
        assert listed[0].on >= day
    if status is Status.ACTIVE:
        assert listed[0].on == due_from(facts.periods[0].ends_on) > day
    assert len(of_organisation("Alder House", 3, facts, day)) == (status in (Status.ACTIVE, Status.DUE, Status.GRACE))


def test_the_most_pressing_thing_stands_first_and_what_is_coming_last():
    day = last_day(DAY) + timedelta(days=5)
    overdue = Promise(1, ActionFacts(by_when=BY_WHEN), DAY)
    listed = in_order([*of_action(overdue, day), *of_membership(facts_from(DAY), day, begun=False)])
    assert [one.page for one in listed] == [Page.JOIN, Page.ACTION]


# -- Its end, once -----------------------------------------------------------------------------------------------------


@pytest.fixture
def hers(reader, noon):
    fill_in_everything(reader, noon)
    join_as_individual(person=reader, by=reader, at=noon, client_key="k")
    return own_action(reader)


@pytest.mark.django_db
@pytest.mark.parametrize("how", ActionEnding)
def test_each_ending_is_written_down_once_in_her_words_and_words_may_be_added(hers, reader, noon, how):
    end_action(action=hers, how=how, words="It took longer.", by=reader, at=noon, client_key="a")
    end_action(action=hers, how=how, words="It took longer.", by=reader, at=noon, client_key="a")
    with pytest.raises(Refused, match="written down already"):
        end_action(action=hers, how="reached", words="No.", by=reader, at=noon, client_key="b")
    say_how_it_goes(action=hers, reading="done", words="They go on with it.", by=reader, at=noon + timedelta(days=40))
    assert ActionEnd.objects.get().words == "It took longer."
    assert [(word.reading, word.words) for word in ActionWord.objects.all()] == [("", "They go on with it.")]
    assert Line.objects.filter(verb="action.ended").count() == 1


@pytest.mark.django_db
def test_an_end_says_how_and_a_day_that_can_be(hers, reader, noon):
    for how, done_on in (("won", None), ("reached", DAY + timedelta(days=1)), ("reached", DAY - timedelta(days=1))):
        with pytest.raises(Refused):
            end_action(action=hers, how=how, words="", by=reader, at=noon, done_on=done_on)
    assert end_action(action=hers, how="withdrawn", words="", by=reader, at=noon, done_on=DAY).done_on is None
    with pytest.raises(Refused, match="want to add"):
        say_how_it_goes(action=hers, reading="", words=" ", by=reader, at=noon)


@pytest.mark.django_db
def test_only_she_and_the_office_end_it_and_the_diary_says_for_whom(hers, reader, stranger, office_person, noon):
    with pytest.raises(PermissionDenied):
        end_action(action=hers, how="reached", words="", by=stranger, at=noon)
    end_action(action=hers, how="partly", words="Half of it.", by=office_person, at=noon)
    line = Line.objects.get(verb="action.ended")
    assert (line.by_id, line.for_id) == (str(office_person.pk), str(reader.pk))


@pytest.mark.django_db
def test_she_said_done_on_the_first_of_the_days_on_which_she_said_it(hers, reader, noon):
    for days, reading in ((0, "done"), (10, "under_way"), (20, "done"), (30, "done")):
        say_how_it_goes(action=hers, reading=reading, words="", by=reader, at=noon + timedelta(days=days))
    assert own_action(reader).facts.said_on == DAY + timedelta(days=20)
    assert own_action(reader).facts.said in SETTLED


# -- What is next, asked of the database -----------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "first"),
    [
        (DAY, ""),
        (date(2027, 3, 11), "You are half-way to the date of your action"),
        (date(2027, 6, 20), "The date of your action is 30 June 2027, in 10 days"),
        (date(2027, 7, 5), "The date of your action was 30 June 2027"),
        (date(2028, 10, 1), "The date of your action was 30 June 2027"),
        (date(2028, 12, 1), "Renew your membership by 19 January 2029"),
        (date(2029, 3, 1), "Come back when you like"),
    ],
)
def test_the_one_thing_stands_first(hers, reader, day, first):
    listed = [one for one in next_for(reader, day) if not one.coming]
    assert (listed[0].words if listed else "") == first


@pytest.mark.django_db
def test_what_is_next_costs_the_same_for_one_organisation_as_for_ten(hers, reader, noon, make_person, django_assert_max_num_queries):
    from rrn.membership.actions import member_for_organisation, start_period
    from rrn.membership.tests.factories import make_organisation

    for _ in range(10):
        organisation = make_organisation()
        Seat.objects.create(organisation=organisation, person=reader, kind="lead", started_at=noon)
        start_period(member=member_for_organisation(organisation=organisation, at=noon), on=DAY, by=None, at=noon)
    with django_assert_max_num_queries(11):
        listed = next_for(reader, date(2028, 10, 1))
    assert sum(one.page is Page.ORGANISATION for one in listed) == 10


@pytest.mark.django_db
def test_her_page_is_about_the_two_years_that_run_until_they_have_ended_well(hers, reader, noon):
    from rrn.membership.actions import save_joining_answers
    from rrn.membership.tests.joining import ACTION

    later = noon + timedelta(days=700)
    new = ACTION | {"what": "I will begin again.", "by_when": ["1", "6", "2029"]}
    save_joining_answers(person=reader, step="action", answers=new, by=reader, at=later)
    join_as_individual(person=reader, by=reader, at=later, client_key="again")
    day = DAY + timedelta(days=700)
    assert present_action(own_actions(reader), day) == hers
    assert present_action(own_actions(reader), day + timedelta(days=60)) != hers
    end_action(action=hers, how="reached", words="", by=reader, at=later)
    assert present_action(own_actions(reader), day) != hers

"""Boundaries stand in the diary once, dated with their day, and nothing is answered from them."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rrn.core.time import start_of_day
from rrn.events.models import Line
from rrn.membership.actions import grant_override, leave, note_application, note_boundaries, start_period
from rrn.membership.models import Boundary, Member, Period
from rrn.membership.queries import facts_of, with_facts
from rrn.membership.rules import BoundaryKind, boundary_on, grace_end, last_day, status_on
from rrn.membership.tests.factories import make_organisation, make_person
from rrn.membership.tests.test_status_agrees import HISTORIES, _write

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 21)
END, GRACE = date(2028, 11, 20), date(2029, 1, 19)


@pytest.fixture
def member(noon, office_person):
    made = Member.objects.create(kind="organisation", organisation=make_organisation(), made_at=noon)
    start_period(member=made, on=DAY, by=office_person, at=noon)
    return made


def noted():
    return {(row.kind, row.on) for row in Boundary.objects.all()}


def at(day):
    return start_of_day(day) + timedelta(hours=9)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (END - timedelta(days=91), set()),
        (END - timedelta(days=90), {("due", date(2028, 8, 22))}),
        (END, {("due", date(2028, 8, 22))}),
        (END + timedelta(days=1), {("due", date(2028, 8, 22)), ("grace", date(2028, 11, 21))}),
        (GRACE, {("due", date(2028, 8, 22)), ("grace", date(2028, 11, 21))}),
        (GRACE + timedelta(days=1), {("due", date(2028, 8, 22)), ("grace", date(2028, 11, 21)), ("ended", date(2029, 1, 20))}),
    ],
)
def test_each_boundary_is_noted_on_its_day_and_not_before(member, on, expected):
    note_boundaries(on=on, at=at(on))
    assert noted() == expected


def test_a_clock_that_slept_for_years_notes_each_once_and_dates_it_with_its_day(member, noon):
    late = date(2033, 5, 5)
    assert note_boundaries(on=late, at=at(late)) == 3
    assert note_boundaries(on=late, at=at(late)) == 0
    lines = Line.objects.filter(verb__in=["membership.became_due", "membership.grace_began", "membership.ended"])
    assert {(line.verb, line.at) for line in lines} == {
        ("membership.became_due", start_of_day(date(2028, 8, 22))),
        ("membership.grace_began", start_of_day(date(2028, 11, 21))),
        ("membership.ended", start_of_day(date(2029, 1, 20))),
    }


def test_who_left_or_renewed_before_a_boundary_never_passes_it(member, office_person):
    start_period(member=member, on=END, by=office_person, at=at(END))
    assert note_boundaries(on=date(2029, 6, 1), at=at(date(2029, 6, 1))) == 1  # the first was due; the second is not yet
    leave(member=member, by=office_person, at=at(date(2029, 6, 2)))
    assert note_boundaries(on=date(2039, 1, 1), at=at(date(2039, 1, 1))) == 0


def test_what_the_office_or_a_waiting_renewal_keeps_open_ends_when_they_end(member, office_person, noon):
    note_application(member=member, by=None, at=at(GRACE))
    on = GRACE + timedelta(days=30)
    note_boundaries(on=on, at=at(on))
    assert "ended" not in {kind for kind, _ in noted()}
    member.applications.update(ended_on=on + timedelta(days=5))
    until = on + timedelta(days=60)
    grant_override(member=member, until=until, reason="Illness.", by=office_person, at=at(on))
    assert note_boundaries(on=until, at=at(until)) == 0
    assert note_boundaries(on=until + timedelta(days=3), at=at(until)) == 1
    assert ("ended", until + timedelta(days=1)) in noted()


def test_it_stops_between_two_steps_when_told_to_and_goes_on_later(member):
    assert note_boundaries(on=END, at=at(END), go_on=lambda: False) == 0
    assert note_boundaries(on=END, at=at(END)) == 1


@settings(max_examples=4, suppress_health_check=list(HealthCheck))
@given(histories=st.lists(HISTORIES, min_size=10, max_size=20), later=st.integers(0, 2600))
def test_the_rules_and_the_database_pass_the_same_boundaries_and_nothing_is_answered_from_them(histories, later, noon):
    """Whatever was recorded: what is noted by a day is what the rules say, and without it every answer is the same."""
    office, target = make_person(), Member.objects.create(kind="individual", person=make_person(), made_at=noon)
    members = [Member.objects.create(kind="individual", person=make_person(), made_at=noon) for _ in histories]
    for one, history in zip(members, histories, strict=True):
        _write(one, target, office, noon, history)
    ours = Member.objects.filter(pk__in=[one.pk for one in members])
    facts = {one.pk: facts_of(one) for one in with_facts(ours)}
    on = date(2026, 1, 1) + timedelta(days=later)
    note_boundaries(on=on, at=noon)
    expected = set()
    for period in Period.objects.filter(member__in=ours):
        known = facts[period.member_id]
        fact = next(one for one in known.periods if (one.starts_on, one.left_on) == (period.starts_on, period.left_on))
        for kind in BoundaryKind:
            day = boundary_on(kind, known, fact)
            if day is not None and day <= on:
                expected.add((period.pk, kind.value, day))
    assert set(Boundary.objects.filter(period__member__in=ours).values_list("period", "kind", "on")) == expected
    before = dict(ours.with_status(on).values_list("pk", "status_now"))
    Boundary.objects.filter(period__member__in=ours).delete()
    assert dict(ours.with_status(on).values_list("pk", "status_now")) == before
    assert before == {pk: status_on(known, on).value for pk, known in facts.items()}


def test_29_february_and_both_changes_of_the_clocks_pass_at_londons_midnight(noon):
    for starts_on in (date(2028, 2, 29), date(2026, 3, 29), date(2026, 10, 25)):
        made = Member.objects.create(kind="organisation", organisation=make_organisation(), made_at=noon)
        ends_on = last_day(starts_on)
        period = Period.objects.create(
            member=made, kind="first", reference=f"B-{made.pk}", starts_on=starts_on, ends_on=ends_on,
            grace_ends_on=grace_end(ends_on), made_at=noon,
        )  # fmt: skip
        note_boundaries(on=ends_on + timedelta(days=1), at=noon)
        row = Boundary.objects.get(period=period, kind="grace")
        line = Line.objects.get(verb="membership.grace_began", about_id=str(period.pk))
        assert (row.on, line.at) == (ends_on + timedelta(days=1), start_of_day(ends_on + timedelta(days=1)))

"""The status in Python and the status in the database are one rule: whatever was recorded, on whatever day."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rrn.membership.models import Application, Ending, Member, Override, Period, Suspension
from rrn.membership.queries import facts_of, with_facts
from rrn.membership.rules import EndingKind, PeriodKind, grace_end, last_day, status_on
from rrn.membership.tests.factories import make_person

BASE = date(2026, 1, 1)
DAYS = st.integers(0, 1700).map(lambda days: BASE + timedelta(days=days))
LATER = st.one_of(st.none(), st.integers(0, 900))
STARTS = st.one_of(DAYS, st.sampled_from([date(2028, 2, 29), date(2026, 6, 1), date(2028, 6, 1), date(2026, 6, 2)]))
SPANS = st.lists(st.tuples(DAYS, LATER), max_size=2)


def _after(day, later):
    return None if later is None else day + timedelta(days=later)


def _only_one_open(spans):
    """The constraints allow one open row; close all but the first."""
    seen = False
    for starts_on, later in spans:
        yield starts_on, (0 if later is None and seen else later)
        seen = seen or later is None


def _days_that_matter(member):
    days = {BASE, BASE + timedelta(days=900)}
    for row in member.periods.all():
        days |= {row.starts_on, row.ends_on, row.grace_ends_on, row.ends_on - timedelta(days=90)}
        days |= {row.left_on} if row.left_on else set()
    for rows in (member.applications, member.suspensions, member.endings, member.overrides):
        for row in rows.all():
            days |= {row.starts_on, row.ended_on or row.starts_on, getattr(row, "until", row.starts_on)}
    return sorted({day + timedelta(days=shift) for day in days for shift in (-1, 0, 1)})


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    periods=st.lists(st.tuples(STARTS, LATER), max_size=3, unique_by=lambda row: row[0]),
    applications=SPANS,
    suspensions=SPANS,
    endings=st.lists(st.tuples(st.sampled_from(EndingKind), DAYS, LATER), max_size=2, unique_by=lambda row: row[0]),
    overrides=st.lists(st.tuples(DAYS, st.integers(0, 400), LATER), max_size=1),
)
def test_python_and_the_database_give_the_same_answer(periods, applications, suspensions, endings, overrides, noon):
    person, office, other = make_person(), make_person(), make_person()
    member = Member.objects.create(kind="individual", person=person, made_at=noon)
    target = Member.objects.create(kind="individual", person=other, made_at=noon)
    decided = {"reason": "said", "decided_by": office, "decided_at": noon}
    for number, (starts_on, left) in enumerate(periods):
        ends_on = last_day(starts_on)
        Period.objects.create(
            member=member, kind=PeriodKind.FIRST, reference=f"{member.pk}-{number}", starts_on=starts_on, ends_on=ends_on,
            grace_ends_on=grace_end(ends_on), left_on=_after(starts_on, left and left - 100), made_at=noon,
        )
    for starts_on, later in _only_one_open(applications):
        Application.objects.create(member=member, starts_on=starts_on, ended_on=_after(starts_on, later))
    for starts_on, later in _only_one_open(suspensions):
        Suspension.objects.create(member=member, starts_on=starts_on, ended_on=_after(starts_on, later), **decided)
    for kind, starts_on, later in endings:
        into = target if kind == EndingKind.MERGED else None
        Ending.objects.create(
            member=member, kind=kind, starts_on=starts_on, ended_on=_after(starts_on, later), into=into, **decided
        )
    for starts_on, length, later in overrides:
        Override.objects.create(
            member=member, starts_on=starts_on, until=starts_on + timedelta(days=length),
            ended_on=_after(starts_on, later), **decided,
        )
    facts = facts_of(with_facts(Member.objects.filter(pk=member.pk)).get())
    for day in _days_that_matter(member):
        in_the_database = Member.objects.with_status(day).get(pk=member.pk).status_now
        assert in_the_database == status_on(facts, day), day

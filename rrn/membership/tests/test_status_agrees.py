"""The status in Python and the status in the database are one rule: whatever was recorded, on whatever day."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rrn.membership.models import Application, Ending, Member, Override, Period, Suspension
from rrn.membership.queries import (
    bring_facts,
    facts_by_holder,
    facts_of,
    tell_status,
    telling_of_facts,
    with_facts,
)
from rrn.membership.rules import EndingKind, Facts, PeriodKind, counts_on, grace_end, last_day, status_on
from rrn.membership.tests.factories import make_person

BASE = date(2026, 1, 1)
DAYS = st.integers(0, 1700).map(lambda days: BASE + timedelta(days=days))
LATER = st.one_of(st.none(), st.integers(0, 900))
STARTS = st.one_of(DAYS, st.sampled_from([date(2028, 2, 29), date(2026, 6, 1), date(2028, 6, 1), date(2026, 6, 2)]))
SPANS = st.lists(st.tuples(DAYS, LATER), max_size=2)
HISTORIES = st.fixed_dictionaries(
    {
        "periods": st.lists(st.tuples(STARTS, LATER), max_size=3, unique_by=lambda row: row[0]),
        "applications": SPANS,
        "suspensions": SPANS,
        "endings": st.lists(st.tuples(st.sampled_from(EndingKind), DAYS, LATER), max_size=1),
        "overrides": st.lists(st.tuples(DAYS, st.integers(0, 400), LATER), max_size=1),
    }
)


def _after(day, later):
    return None if later is None else day + timedelta(days=later)


def _only_one_open(spans):
    """The constraints allow one open row; close all but the first."""
    seen = False
    for starts_on, later in spans:
        yield starts_on, _after(starts_on, 0 if later is None and seen else later)
        seen = seen or later is None


def _write(member, target, office, at, history):
    decided = {"reason": "said", "decided_by": office, "decided_at": at}
    for number, (starts_on, left) in enumerate(history["periods"]):
        ends_on = last_day(starts_on)
        Period.objects.create(
            member=member, kind=PeriodKind.FIRST, reference=f"{member.pk}-{number}", starts_on=starts_on, ends_on=ends_on,
            grace_ends_on=grace_end(ends_on), left_on=_after(starts_on, left and left - 100), made_at=at,
        )  # fmt: skip
    for starts_on, ended_on in _only_one_open(history["applications"]):
        Application.objects.create(member=member, starts_on=starts_on, ended_on=ended_on)
    for starts_on, ended_on in _only_one_open(history["suspensions"]):
        Suspension.objects.create(member=member, starts_on=starts_on, ended_on=ended_on, **decided)
    for kind, starts_on, later in history["endings"]:
        into = target if kind == EndingKind.MERGED else None
        ended_on = _after(starts_on, later)
        Ending.objects.create(member=member, kind=kind, starts_on=starts_on, ended_on=ended_on, into=into, **decided)
    for starts_on, length, later in history["overrides"]:
        until = starts_on + timedelta(days=length)
        Override.objects.create(
            member=member, starts_on=starts_on, until=until, ended_on=_after(starts_on, later), **decided
        )


def _boundaries(facts):
    """Every day on which an answer may change, for these facts."""
    for period in facts.periods:
        yield from (period.starts_on, period.ends_on, period.grace_ends_on, period.ends_on - timedelta(days=90))
        yield period.left_on or period.starts_on
    spans = [*facts.applications, *facts.suspensions, *(ending.span for ending in facts.endings)]
    for span in [*spans, *(override.span for override in facts.overrides)]:
        yield from (span.starts_on, span.ended_on or span.starts_on)
    yield from (override.until for override in facts.overrides)


TOLD = ("status_now", "now_from", "now_to", "now_grace_to", "now_left_on")


def _told_one_by_one(members, day):
    """As a member's own page asks."""
    found = set()
    for member in telling_of_facts(members):
        bring_facts(member)
        tell_status(member, day)
        found.add((member.pk, *(getattr(member, name) for name in TOLD)))
    return found


@pytest.mark.django_db
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories=st.lists(HISTORIES, min_size=10, max_size=20), picks=st.randoms(use_true_random=False))
def test_python_and_the_database_give_the_same_answer(histories, picks, noon):
    """Takes about two seconds: some hundred histories, each on the days around its own boundaries."""
    office = make_person()
    target = Member.objects.create(kind="individual", person=make_person(), made_at=noon)
    members = [Member.objects.create(kind="individual", person=make_person(), made_at=noon) for _ in histories]
    for member, history in zip(members, histories, strict=True):
        _write(member, target, office, noon, history)
    ours = Member.objects.filter(pk__in=[member.pk for member in members])
    facts = {member.pk: facts_of(member) for member in with_facts(ours)}
    at_once = facts_by_holder("person", [member.person_id for member in members])
    assert {member.pk: at_once.get(member.person_id, Facts()) for member in members} == facts
    around = {day + timedelta(days=shift) for known in facts.values() for day in _boundaries(known) for shift in (-1, 0, 1)}
    for day in picks.sample(sorted(around | {BASE}), k=min(12, len(around) + 1)):
        answers = dict(ours.with_status(day).values_list("pk", "status_now"))
        counting = set(ours.counting_on(day).values_list("pk", flat=True))
        one_by_one = _told_one_by_one(ours, day)
        assert one_by_one == set(ours.with_status(day).values_list("pk", *TOLD))
        for pk, known in facts.items():
            assert answers[pk] == status_on(known, day), (day, known)
            assert (pk in counting) == counts_on(known, day), (day, known)

"""Three years of the clock, undisturbed and disturbed, end the same (RELIABILITY.md, "Walk it"). Full size: bench/three_years.py."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bench.three_years import TRICKY, Plan, differences, one
from rrn.core.time import london_day, start_of_day
from rrn.membership.rules import last_day
from tests.databases import copy_of_its_own

MEMBERS = 9


def test_the_walk_goes_through_both_changes_of_the_clocks_a_leap_day_and_the_ends_of_months():
    plan = Plan(MEMBERS)
    days = {plan.first + timedelta(days=number) for number in range(plan.days)}
    changes = {day for day in days if (start_of_day(day + timedelta(days=1)) - start_of_day(day)) != timedelta(days=1)}
    assert len(changes) == 6
    assert {date(2026, 3, 29), date(2026, 10, 25)} <= changes
    assert {date(2028, 2, 28), date(2028, 2, 29)} <= days
    assert {date(2024, 2, 29), date(2024, 5, 31), date(2024, 11, 30)} <= set(TRICKY)
    assert last_day(date(2024, 2, 29)) == date(2026, 2, 28)
    summer = [fact for fact in Plan(200).facts if fact.what == "leave" and fact.at.hour == 22]
    assert summer
    assert all(london_day(fact.at) == fact.at.date() for fact in summer)  # 23:30 in British Summer Time


@pytest.mark.slow
def test_three_years_with_repeats_kills_outages_and_runners_side_by_side_end_as_undisturbed_ones(
    django_db_setup, django_db_blocker, house_databases
):
    walks, ends = {}, {}
    for manner in ("calm", "restless", "away"):
        with copy_of_its_own(house_databases, django_db_blocker, manner), django_db_blocker.unblock():
            walks[manner], ends[manner] = one(Plan(MEMBERS, seed=3, manner=manner, busy_only=True))
    assert len(ends["calm"]["notices"]) > 40
    assert len(ends["calm"]["boundaries"]) > 15
    assert walks["restless"].kills > 10
    assert len(walks["away"].ran) < len(walks["calm"].ran)
    assert differences(ends["calm"], ends["restless"], walks["restless"]) == []
    assert differences(ends["calm"], ends["away"], walks["away"]) == []

"""The queue: oldest promise first, clocks, filters, one page at a time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rrn.office.clocks import clock_of
from rrn.office.tests import scenes
from rrn.plans import actions

pytestmark = pytest.mark.django_db
TODAY = scenes.NOON.date()


def test_the_oldest_promise_stands_first(desk, reviewer):
    scenes.sent("Younger", at=scenes.SENT + timedelta(days=2))
    scenes.sent("Older")

    page = desk(reviewer).get("/office/plans/").text

    assert page.index("Older") < page.index("Younger")


@pytest.mark.parametrize(
    ("show", "there"),
    [
        ("", {"Waiting", "Mine", "Theirs", "Asked", "Accepted"}),
        ("mine", {"Mine", "Asked"}),
        ("waiting", {"Waiting"}),
        ("changes", {"Asked"}),
        ("accepted", {"Accepted"}),
        ("nonsense", {"Waiting", "Mine", "Theirs", "Asked", "Accepted"}),
    ],
)
def test_each_filter_shows_its_plans(desk, reviewer, office_person, show, there):
    scenes.sent("Waiting House")
    scenes.opened(reviewer, plan=scenes.sent("Mine House"))
    scenes.opened(office_person, plan=scenes.sent("Theirs House"))
    asked = scenes.opened(reviewer, plan=scenes.sent("Asked House"))
    actions.ask_changes(plan=asked, by=reviewer, at=scenes.NOON, words="Say how often.")
    taken = scenes.opened(office_person, plan=scenes.sent("Accepted House"))
    actions.accept_plan(plan=taken, by=office_person, at=scenes.NOON, publish_on=date(2026, 12, 1))

    page = desk(reviewer).get(f"/office/plans/?show={show}").text

    assert {name for name in ("Waiting", "Mine", "Theirs", "Asked", "Accepted") if f"{name} House" in page} == there


def test_the_clock_counts_working_days_and_says_when_it_is_late(reviewer):
    plan = scenes.sent()

    assert plan.promised_on == date(2026, 11, 23)
    assert clock_of(plan, date(2026, 11, 19)).words == "23 November 2026, 2 working days left"
    assert not clock_of(plan, date(2026, 11, 19)).urgent
    assert clock_of(plan, date(2026, 11, 20)).urgent
    assert clock_of(plan, date(2026, 11, 23)).words == "23 November 2026, today"
    assert clock_of(plan, date(2026, 11, 25)).words == "23 November 2026, overdue by 2 working days"


def test_the_clock_is_paused_while_changes_are_asked(reviewer):
    plan = scenes.opened(reviewer)
    actions.ask_changes(plan=plan, by=reviewer, at=scenes.NOON, words="Say how often.")
    plan.refresh_from_db()

    assert clock_of(plan, TODAY).words == "Paused with 1 working day left. Changes asked for by 21 December 2026"


def test_twenty_plans_cost_no_more_queries_than_two(desk, reviewer, django_assert_max_num_queries):
    for _ in range(27):
        scenes.sent()
    browser = desk(reviewer)
    browser.get("/office/plans/")

    with django_assert_max_num_queries(14):
        page = browser.get("/office/plans/").text

    assert page.count("Take it") == 25
    assert "Next page" in page

"""A reviewer who has something to do with an organisation never reads its plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from rrn.core.time import travel
from rrn.office.tests import scenes
from rrn.organisations.models import Seat
from tests.cast import person
from tests.journeys.conftest import look

SENTENCE = "Someone with no interest in the organisation must review its plan."
PROMISE = "Meet after every restraint, part 1"


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with travel(scenes.NOON):
        yield


@pytest.fixture
def plan(house: str) -> Any:
    return scenes.sent("Hollin Park School")


def test_a_reviewer_with_a_seat_in_the_organisation_is_refused_with_the_sentence(arrive, axe, plan):
    reviewer = person("Rui Reviewer", roles=("reviewer",))
    Seat.objects.create(organisation=plan.organisation, person=reviewer, kind="colleague", started_at=scenes.SENT)
    page = arrive(reviewer)

    the_queue_offers_her_nothing(page, axe, plan)
    every_way_in_ends_with_the_sentence(page, axe, plan)


def test_a_reviewer_who_says_that_it_is_her_customer_leaves_the_plan_to_others(arrive, axe, plan):
    page = arrive(person("Rui Reviewer", roles=("reviewer",)), on_a_telephone=True)
    page.goto("/office/plans/")
    look(page, axe)
    page.get_by_role("link", name="Take it").click()
    page.wait_for_url("**/declare/")
    look(page, axe)
    page.get_by_label("I sell to it, buy from it, train its staff or inspect it").check()
    page.get_by_role("button", name="I have an interest").click()
    page.wait_for_url("**/office/plans/")
    assert page.get_by_text("Noted. Somebody else reads the plans of Hollin Park School.").is_visible()

    the_queue_offers_her_nothing(page, axe, plan)
    every_way_in_ends_with_the_sentence(page, axe, plan)


def the_queue_offers_her_nothing(page: Any, axe: Any, plan: Any) -> None:
    page.goto("/office/plans/")
    assert page.get_by_text("You have an interest in it").is_visible()
    assert page.get_by_role("link", name="Take it").count() == 0
    assert page.get_by_role("link", name=plan.reference).count() == 0
    look(page, axe)


def every_way_in_ends_with_the_sentence(page: Any, axe: Any, plan: Any) -> None:
    for way in ("", "declare/", "ask-changes/", "accept/", "not-accept/"):
        answer = page.goto(f"/office/plans/{plan.reference}/{way}")
        assert answer.status == 403, way
        assert page.locator("h1").inner_text() == "This is not yours to do"
        assert page.get_by_text(SENTENCE).is_visible(), way
        assert page.get_by_text(PROMISE).count() == 0, way
    look(page, axe)

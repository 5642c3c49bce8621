"""Back works everywhere in the individual's door: every page is asked for, none is the answer to a press."""

from __future__ import annotations

from typing import Any

from rrn.core.time import now, today
from tests.journeys.conftest import look, sign_in


def test_back_works_after_a_corrected_mistake_and_after_joining(page, axe, make_person):
    from rrn.learning.tests.factories import complete_both
    from rrn.membership.actions import save_joining_answers
    from rrn.membership.tests.joining import ABOUT

    carer = make_person("Cara Carer")
    complete_both(carer, now())
    save_joining_answers(person=carer, step="about", answers=ABOUT, by=carer, at=now())
    sign_in(page.context, carer)
    she_makes_a_mistake_and_corrects_it(page, axe)
    for _ in range(2):
        page.go_back()
        assert page.get_by_label("What will you do?").input_value() == "I will ask what helps."
    an_example_asks_first(page, axe)

    page.goto("/join/individual/check/")
    page.get_by_role("button", name="Join").click()
    page.wait_for_url("**/done/")
    page.go_back()
    assert page.locator("h1").inner_text() == "Join as an individual"
    page.go_forward()
    assert page.locator("h1").inner_text() == "You are a member"


def she_makes_a_mistake_and_corrects_it(page: Any, axe: Any) -> None:
    page.goto("/join/individual/action/")
    page.get_by_label("What will you do?").fill("I will ask what helps.")
    page.get_by_label("How will you know?").fill("It is written down.")
    for box, value in zip(("Day", "Month", "Year"), ("1", "13", str(today().year + 1)), strict=True):
        page.get_by_label(box).fill(value)
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/action/?check=1")
    look(page, axe)
    assert page.title().startswith("Error: ")
    page.get_by_label("Month").fill("3")
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/about/")


def an_example_asks_first(page: Any, axe: Any) -> None:
    page.goto("/join/individual/action/?example=teacher-1")
    look(page, axe)
    page.get_by_role("link", name="Start from the example instead").click()
    look(page, axe)

"""Back works everywhere in the individual's door and on the contact form: every page is asked for, none is the answer to a press."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest

from rrn.core.time import now, today
from rrn.post.models import ContactMessage
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


WORDS = "Where is the plan of Alder House?"


@pytest.mark.parametrize("scripts", [True, False])
def test_back_brings_a_message_with_a_mistake_again_and_none_is_sent_twice(browser, browser_context_args, axe, scripts):
    with closing(browser.new_context(**browser_context_args, java_script_enabled=scripts)) as context:
        page = context.new_page()
        a_message_with_a_mistake(page)
        if scripts:
            look(page, axe)
        page.locator("main").get_by_role("link", name="who can act now").click()
        page.wait_for_url("**/help-now/")
        page.go_back()
        assert page.locator("h1").inner_text() == "Write to us"
        assert page.get_by_label("Your message").input_value() == WORDS
        assert "Cal" not in page.url

        page.get_by_label("Email address").fill("cal@people.example")
        page.get_by_role("button", name="Send it").click()
        page.wait_for_url("**about=sent**")
        page.go_back()
        assert page.locator("h1").inner_text() == "Write to us"
        page.go_forward()
        assert "We have your message" in page.locator("h1").inner_text()
    assert ContactMessage.objects.count() == 1


def a_message_with_a_mistake(page: Any) -> None:
    page.goto("/contact/")
    page.locator("main a[href='?about=other']").click()
    page.get_by_label("Your name").fill("Cal Carer")
    page.get_by_label("Email address").fill("nowhere")
    page.locator("input[name=topic]").first.check()
    page.get_by_label("Your message").fill(WORDS)
    page.get_by_role("button", name="Send it").click()
    page.wait_for_url("**about=other&check=1")
    assert page.title().startswith("Error: ")


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

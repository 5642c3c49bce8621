"""A commissioner filters the directory, sends the address to a colleague, and Back brings her where she was."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from rrn.core.time import travel
from tests.journeys.conftest import look
from tests.scenes import published_plan

PUBLISHED = datetime(2026, 6, 14, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def a_day_in_november():
    with travel(datetime(2026, 11, 21, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def houses():
    published_plan("Alder House", at=PUBLISHED, sector="health", nation="england", region="north_west")
    published_plan("Alder School", at=PUBLISHED, sector="education", nation="england")
    published_plan("Beck House", at=PUBLISHED, sector="health", nation="wales")


def asked(page):
    return {name: values for name, values in parse_qs(urlsplit(page.url).query).items() if name != "after"}


def names(page):
    return page.locator("main h3 a").all_inner_texts()


def filter_by(page, *labels):
    for label in labels:
        page.get_by_role("checkbox", name=label).first.check()
    page.get_by_role("button", name="Use these filters").click()


def test_a_filter_stands_in_the_address_a_colleague_sees_the_same_and_back_returns(page, arrive, axe, houses):
    page.goto("/members/")
    assert names(page) == ["Alder House", "Alder School", "Beck House"]
    filter_by(page, "England", "Health")
    page.wait_for_url("**/members/?*")
    assert asked(page) == {"nation": ["england"], "sector": ["health"]}
    assert names(page) == ["Alder House"]
    look(page, axe)
    colleague = arrive(on_a_telephone=True)
    colleague.goto(page.url)
    assert names(colleague) == ["Alder House"]
    look(colleague, axe)

    page.get_by_role("link", name="Alder House").click()
    page.wait_for_url("**/members/alder-house/")
    page.go_back()
    assert asked(page) == {"nation": ["england"], "sector": ["health"]}
    assert page.get_by_role("checkbox", name="England").first.is_checked()
    page.get_by_role("link", name="Remove Health").click()
    page.wait_for_url("**/members/?nation=england")
    assert names(page) == ["Alder House", "Alder School"]
    for box, ticked in (("England", True), ("Health", False)):
        assert page.get_by_role("checkbox", name=box).first.is_checked() is ticked


def test_after_back_the_boxes_are_those_of_the_address_and_not_those_last_ticked(page, houses):
    page.goto("/members/?sector=health")
    filter_by(page, "England")
    page.wait_for_url("**/members/?*nation=england*")
    page.go_back()
    page.wait_for_url("**/members/?sector=health")
    assert names(page) == ["Alder House", "Beck House"]
    assert page.get_by_role("checkbox", name="Health").first.is_checked()
    assert not page.get_by_role("checkbox", name="England").first.is_checked()
    page.go_forward()
    page.wait_for_url("**/members/?*nation=england*")
    assert page.get_by_role("checkbox", name="England").first.is_checked()
    page.get_by_role("checkbox", name="Wales").first.check()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")  # a page kept as it was left
    assert page.get_by_role("checkbox", name="England").first.is_checked()
    assert not page.get_by_role("checkbox", name="Wales").first.is_checked()


def test_the_map_asks_the_same_question_and_gives_it_back(page, houses):
    page.goto("/members/?sector=health")
    page.get_by_role("link", name="Map", exact=True).click()
    page.wait_for_url("**/members/map/?sector=health")
    assert page.locator("#results").inner_text() == "2 organisations"
    page.get_by_role("link", name="Wales, 1 organisation").click()
    page.wait_for_url("**/members/?nation=wales&sector=health")
    assert names(page) == ["Beck House"]


def test_the_chosen_place_of_the_map_is_marked_in_the_drawing_and_in_the_list_also_on_a_telephone(page, houses):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/members/map/?nation=wales")
    tick = page.locator(".rrn-places .rrn-icon")
    assert tick.count() == page.locator(".rrn-map__tick").count() == 1
    assert tick.bounding_box()["width"] < 25
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.get_by_role("link", name="Wales, 1 organisation").get_attribute("aria-current") == "true"


def test_all_of_it_works_without_javascript(browser, browser_context_args, houses):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto("/members/")
        page.get_by_label("Name, place or words of a plan").fill("alder")
        page.get_by_role("button", name="Go").click()
        assert asked(page) == {"q": ["alder"]}
        assert names(page) == ["Alder House", "Alder School"]
        filter_by(page, "Education")
        assert asked(page) == {"q": ["alder"], "sector": ["education"]}
        assert names(page) == ["Alder School"]
        page.go_back()
        assert names(page) == ["Alder House", "Alder School"]
    finally:
        context.close()

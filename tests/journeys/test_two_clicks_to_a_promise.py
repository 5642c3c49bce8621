"""A family carer on a small telephone gets from the home page to a dated promise in two clicks, from every entry there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rrn.core.time import travel
from tests.journeys.conftest import look
from tests.journeys.keyboard import tab_to
from tests.scenes import published_plan

PUBLISHED = datetime(2026, 6, 14, 10, tzinfo=UTC)
DUE = "19 July 2027"


@pytest.fixture(autouse=True)
def a_day_in_november():
    with travel(datetime(2026, 11, 21, 12, tzinfo=UTC)):
        yield


def houses():
    names = ["Alder House", "Beck House", "Corrie House"]
    for place, name in enumerate(names):
        published_plan(name, at=PUBLISHED + timedelta(hours=place), sector="health")
    return names


def promise_in_sight(page):
    """The action's own card: what, who and by when."""
    card = page.locator("article.rrn-action").first
    return card.get_by_text(DUE).is_visible() and card.get_by_text("Deputy head").is_visible()


def test_from_each_of_the_latest_plans_to_a_dated_action(phone, axe):
    for name in houses():
        phone.goto("/")
        phone.get_by_role("link", name=name).first.click()
        phone.wait_for_url("**/members/**")
        assert phone.get_by_text(DUE).first.is_visible()
        look(phone, axe)
        phone.get_by_role("link", name="Every pupil who was held 1 times").click()
        phone.wait_for_url("**/plan/#action-1")
        assert promise_in_sight(phone)
        look(phone, axe)


def test_from_a_counter_and_from_the_search_to_a_page_with_dates(phone, axe):
    houses()
    phone.goto("/")
    phone.locator("main").get_by_role("link", name="organisation members").click()
    phone.get_by_role("link", name="Beck House").click()
    phone.wait_for_url("**/members/beck-house/")
    assert phone.get_by_text(DUE).first.is_visible()
    phone.goto("/")
    phone.locator("main input[name=q]").fill("corrie")
    phone.locator("main input[name=q]").press("Enter")
    phone.get_by_role("link", name="Corrie House").first.click()
    phone.wait_for_url("**/members/corrie-house/")
    assert phone.get_by_text(DUE).first.is_visible()


def test_from_a_place_on_the_map_to_a_promise_by_keyboard(page, axe):
    published_plan("Orrel House", at=PUBLISHED, nation="england", region="north_west")
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto("/members/map/")
        look(page, axe)
    tab_to(page, "North West, 1 organisation", most=60)
    page.keyboard.press("Enter")
    page.wait_for_url("**/members/?nation=england&region=north_west")
    page.get_by_role("link", name="Orrel House").click()
    assert page.get_by_text(DUE).first.is_visible()


def test_what_a_member_promised_prints_with_where_to_check_it(page):
    published_plan("Alder House", at=PUBLISHED)
    for address in ("/members/alder-house/", "/members/alder-house/plan/"):
        page.goto(address)
        page.emulate_media(media="print")
        assert page.get_by_text("Check today’s status at").is_visible()
        assert page.get_by_text("14 June 2026 – 13 June 2028").count() or page.get_by_text("14 June 2026").first.is_visible()
        assert not page.get_by_role("navigation", name="Main").is_visible()
        page.emulate_media(media="screen")

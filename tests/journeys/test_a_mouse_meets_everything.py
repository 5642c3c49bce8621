"""A mouse meets every link and control: nothing lies over it, it is large enough, and pressing it does what it says.

A drawing once lay over the home page's search and took its clicks; the keyboard and axe could not see that.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from rrn.accounts.models import User
from rrn.core.time import travel
from tests.journeys.kinds import one_of_each_kind, one_of_each_kind_for
from tests.scenes import published_plan

HITS = (Path(__file__).parent / "hits.js").read_text()
PUBLISHED = datetime(2026, 6, 14, 10, tzinfo=UTC)
WIDTHS = (320, 768, 1024, 1280)
# Who looks at which part of the house; the last number is the least of kinds there must be.
PEOPLE = (
    ("ama.sedgelock@", ("/my/", "/account/", "/account/email/", "/account/2fa/", "/videos/"), 8),
    ("ikenna.wold@", ("/join/individual/", "/my/"), 3),
    ("morag.birchenlea@", ("/my/",), 12),
    ("oisin.inglemarsh@", ("/my/",), 8),
    ("amina.ashwend@", ("/office/",), 12),
    ("calla.ombersleigh@", ("/office/plans/",), 4),
)


def missed(page: Any, addresses: list[str]) -> list[str]:
    wrong = []
    for address in addresses:
        page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        page.goto(address)
        page.wait_for_load_state()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            wrong += [f"{address} at {width}: {said}" for said in page.evaluate(HITS)]
    return wrong


def test_nothing_lies_over_a_link_or_control_and_each_is_large_enough(network, page, arrive):
    addresses = [*one_of_each_kind(), "/account/login/", "/account/signup/", "/account/password/reset/"]
    assert len(addresses) >= 23
    wrong = missed(page, addresses)
    for who, within, least in PEOPLE:
        somebody = User.objects.get(email__startswith=who)
        kinds = one_of_each_kind_for(somebody, within=within)
        assert len(kinds) >= least, (who, kinds)
        wrong += [f"{who} {said}" for said in missed(arrive(somebody), kinds)]
    assert wrong == [], "\n".join(wrong)

@pytest.fixture
def houses(house):
    with travel(datetime(2026, 11, 21, 12, tzinfo=UTC)):
        published_plan("Alder House", at=PUBLISHED, sector="health", nation="england", region="north_west")
        published_plan("Beck House", at=PUBLISHED, sector="health", nation="wales")
        yield


@pytest.mark.parametrize("width", WIDTHS)
def test_search_breadcrumbs_navigation_filter_and_map_answer_a_real_click(page, houses, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/")
    page.click("#home-search")
    page.keyboard.type("alder")
    page.click("main form[role=search] button")
    page.wait_for_url("**/members/?q=alder")
    page.click("main h3 a")
    page.wait_for_url("**/members/alder-house/")
    page.click(".rrn-band .govuk-breadcrumbs__link >> text=Members")
    page.wait_for_url("**/members/")

    menu = page.locator("details.rrn-menu")
    assert menu.is_visible() is (width <= 768)
    if menu.is_visible():
        page.click("details.rrn-menu summary")
        assert page.evaluate(HITS) == []
        page.click("details.rrn-menu >> text=Figures")
    else:
        page.click("nav.rrn-nav >> text=Figures")
    page.wait_for_url("**/figures/")

    page.goto("/members/")
    if width <= 768:
        page.click(".rrn-filters > details > summary")
        assert page.evaluate(HITS) == []
    page.click(".rrn-filters__option >> text=Wales")
    page.click("text=Use these filters")
    page.wait_for_url(re.compile(r"/members/\?.*nation=wales"))
    assert page.locator("main h3 a").all_inner_texts() == ["Beck House"]

    page.goto("/members/map/")
    page.click("a[aria-label='North West, 1 organisation']")
    page.wait_for_url("**/members/?nation=england&region=north_west")

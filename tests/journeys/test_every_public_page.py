"""Every kind of page that a stranger can come to, in the made-up network: axe finds nothing, nothing sticks out."""

from __future__ import annotations

from datetime import timedelta

from rrn.core.time import now
from tests.journeys.conftest import fits
from tests.journeys.kinds import one_of_each_kind
from tests.scenes import published_plan

WIDTHS = (320, 768, 1280)
# A row that has become a block shows its heading over most of its width; in a strip of it a title is a word a line.
STRIPS = """() => [...document.querySelectorAll("tbody tr")]
    .filter(row => row.checkVisibility() && getComputedStyle(row).display === "block")
    .flatMap(row => [...row.querySelectorAll("th")].map(head => [head, head.getBoundingClientRect().width, row.getBoundingClientRect().width]))
    .filter(([head, its, whole]) => its < 0.8 * whole)
    .map(([head, its, whole]) => `${head.innerText.slice(0, 40)}: ${Math.round(its)} of ${Math.round(whole)} pixels`)"""


def test_axe_finds_nothing_and_nothing_sticks_out_at_three_widths(network, page, axe):
    looked_at = one_of_each_kind()
    assert len(looked_at) >= 20
    for address in looked_at:
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto(address)
        page.wait_for_load_state()
        axe(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            fits(page)
            assert page.evaluate(STRIPS) == [], f"{address} at {width}"


def test_the_actions_of_a_member_are_cards_of_their_whole_width_where_the_page_is_narrow(house, page):
    published_plan("Alder House", at=now() - timedelta(days=30))
    page.goto("/members/alder-house/")
    for width in (320, 390, 600):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.locator(".rrn-promises tbody tr").first.evaluate("row => getComputedStyle(row).display") == "block"
        assert page.evaluate(STRIPS) == [], width

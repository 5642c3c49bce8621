"""Every kind of page that a stranger can come to, in the made-up network: axe finds nothing, nothing sticks out."""

from __future__ import annotations

from datetime import timedelta

from rrn.core.renewals import renew_pending
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


COLOURS = """() => {
    const read = (name, part) => [...document.querySelectorAll(name)].map(one => getComputedStyle(one)[part]);
    const system = document.body.appendChild(document.createElement("a"));
    const colour = name => { system.style.color = name; return getComputedStyle(system).color; };
    return {
        paper: colour("Canvas"), ink: colour("CanvasText"), link: colour("LinkText"),
        lines: read(".rrn-chart__data, .rrn-chart__dots, .rrn-chart__rule, .rrn-chart__grid", "stroke"),
        tiles: read(".rrn-map__tile rect", "fill"), edges: read(".rrn-map__tile rect", "stroke"),
        linked: read(".rrn-map__tile[href] text", "fill"),
    };
}"""


def test_charts_and_the_map_keep_to_the_colours_that_somebody_has_chosen(house, page):
    published_plan("Alder House", at=now() - timedelta(days=200), sector="health", nation="wales")
    renew_pending(at=now())
    for scheme in ("dark", "light"):
        page.emulate_media(forced_colors="active", color_scheme=scheme)
        page.goto("/figures/")
        seen = page.evaluate(COLOURS)
        assert seen["lines"]
        assert set(seen["lines"]) <= {seen["ink"], seen["link"]}, (scheme, seen)
        page.goto("/members/map/")
        seen = page.evaluate(COLOURS)
        assert set(seen["tiles"]) == {seen["paper"]}, (scheme, seen)
        assert set(seen["edges"]) <= {seen["ink"], seen["link"]}, (scheme, seen)
        assert seen["linked"]
        assert set(seen["linked"]) <= {seen["ink"], seen["link"]}, (scheme, seen)


def test_the_tables_of_the_figures_show_every_heading_whole_on_the_smallest_telephone(house, phone):
    published_plan("Alder House", at=now() - timedelta(days=200), sector="health", nation="wales")
    renew_pending(at=now())
    phone.goto("/figures/")
    tables = phone.locator("main section > .rrn-scroll")
    assert tables.count() >= 5
    assert tables.evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.innerText)") == []

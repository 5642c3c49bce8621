"""Every kind of page that a stranger can come to, in the made-up network: axe finds nothing, nothing sticks out."""

from __future__ import annotations

from tests.journeys.conftest import fits
from tests.journeys.kinds import one_of_each_kind

WIDTHS = (320, 768, 1280)


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

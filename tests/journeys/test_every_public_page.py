"""Every kind of page that a stranger can come to, in the made-up network: axe finds nothing, nothing sticks out."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from rrn.core.time import start_of_day
from rrn.demo.fill import fill
from rrn.demo.tests.network import DAY, NOW
from rrn.demo.tests.test_crawl import crawl
from tests.journeys.conftest import fits

WIDTHS = (320, 768, 1280)
# One page of each kind is looked at; of these every one, because staff write them.
EVERY_ONE = {"website:page"}


@pytest.fixture
def network(house, settings, tmp_path, monkeypatch):
    monkeypatch.setattr("rrn.core.time._fixed", NOW)
    settings.STORAGES = settings.STORAGES | {
        "private": settings.STORAGES["private"] | {"OPTIONS": {"location": tmp_path, "base_url": None}}
    }
    fill(day=DAY, now=start_of_day(DAY))
    return house


def one_of_each_kind() -> list[str]:
    pages, _ = crawl()
    chosen: dict[str, str] = {}
    for address in sorted(pages, key=lambda address: ("?" not in address, len(pages[address].ids)), reverse=True):
        kind = resolve(urlsplit(address).path).view_name or ""
        chosen[address if kind in EVERY_ONE else kind + ("?" if "?" in address else "")] = address
    return sorted(chosen.values())


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

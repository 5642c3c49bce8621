"""The home page with everything that is fetched before anybody scrolls: at most 60 kB, and no script in its way (P11)."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from rrn.core.time import travel
from tests.house.scene import AT, build_scene

MOST = 60_000
PACKED_ALREADY = {".woff2", ".png", ".jpg", ".jpeg", ".webp", ".avif"}


def weight_of(address: str) -> int:
    """As it goes over the wire: what is not packed by itself is compressed."""
    assert address.startswith("/static/"), f"{address} comes from elsewhere"
    found = finders.find(address.removeprefix("/static/").partition("?")[0])
    assert found, f"{address} is not there"
    body = Path(found).read_bytes()
    return len(body) if Path(found).suffix in PACKED_ALREADY else len(gzip.compress(body, 6))


def seen_first(html: str) -> set[str]:
    """Styles, scripts and what they import, fonts that are fetched ahead, the icon, and pictures not put off."""
    found = {tag for tag in re.findall(r"<(?:link|script|img)\b[^>]*>", html) if 'loading="lazy"' not in tag}
    links = {tag for tag in found if tag.startswith("<link") and re.search(r'rel="(?:stylesheet|preload|icon|modulepreload)"', tag)}
    others = {tag for tag in found if not tag.startswith("<link")}
    addresses = {match[1] for tag in links | others if (match := re.search(r'\b(?:href|src)="([^"]+)"', tag))}
    return {address for address in addresses if not address.startswith("data:")}


@pytest.mark.django_db
def test_the_home_page_with_everything_first_seen_weighs_at_most_sixty_kilobytes(client):
    with travel(AT):
        build_scene()
        html = client.get("/").content.decode()
    parts = {address: weight_of(address) for address in seen_first(html) if address.startswith("/static/")}
    total = len(gzip.compress(html.encode(), 6)) + sum(parts.values())
    assert len(parts) >= 3
    assert total <= MOST, f"{total:,} bytes: {parts}"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/members/", "/figures/", "/help-now/", "/account/login/"])
def test_no_script_keeps_a_page_from_being_drawn(client, path):
    html = client.get(path).content.decode()
    blocking = [tag for tag in re.findall(r"<script\b[^>]*>", html) if not re.search(r'type="(?:module|application/ld\+json)"|\b(?:defer|async)\b', tag)]
    assert blocking == []

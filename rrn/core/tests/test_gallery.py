"""Every component stands in the gallery, and the gallery shows each as it is when empty, long, in Welsh and wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from rrn.core import gallery
from rrn.core.templatetags.rrn_drawn import _drawn as drawn

COMPONENTS = Path(__file__).parents[1] / "templates" / "components"
pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    return client.get("/components/")


def test_every_component_has_its_place_in_the_gallery(client):
    drawn.cache_clear()
    page = client.get("/components/")
    shown = {template.name for template in page.templates if template.name}
    files = {f"components/{path.name}" for path in COMPONENTS.glob("*.html")}
    assert sorted(files - shown) == []


def test_the_gallery_shows_the_longest_name_welsh_and_an_error(page):
    text = page.content.decode()
    assert gallery.LONG in text
    assert f'lang="cy">{gallery.WELSH}' in text
    assert "govuk-error-summary" in text
    assert "govuk-error-message" in text


def test_every_part_the_gallery_links_to_is_there(page):
    text = page.content.decode()
    for anchor, _ in page.context["parts"]:
        assert f'id="{anchor}"' in text

"""Pages and pictures for tests."""

from __future__ import annotations

import io
import json
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image

from rrn.website.models import ContentPage, HomePage, NewsIndexPage, NewsPage, Picture

EVERY_BLOCK = [
    {"type": "heading", "value": {"words": "What happened", "level": "2"}},
    {"type": "words", "value": "<p>Ring {telephone} or <a href=\"/members/\">look it up</a>.</p>"},
    {"type": "heading", "value": {"words": "What happened", "level": "3"}},
    {"type": "callout", "value": {"title": "Before you read", "words": "<p>It is <b>calm</b>.</p>"}},
    {"type": "quote", "value": {"words": "They asked us first.", "source": "A father, Wales"}},
    {"type": "links", "value": [{"type": "item", "id": "a", "value": {"words": "Members", "page": None, "address": "/members/", "more": "All of them."}}]},
    {"type": "timeline", "value": [{"type": "item", "id": "b", "value": {"when": "2014", "words": "<p>The pledge.</p>"}}]},
    {"type": "facts", "value": [{"type": "item", "id": "c", "value": {"name": "Founded", "words": "<p>2014</p>"}}]},
    {"type": "call", "value": {"words": "Join us", "page": None, "address": "/join/", "more": "It is free."}},
    {"type": "table", "value": {"table": {"caption": "Hours by month", "columns": [{"type": "words", "heading": "Month"}, {"type": "number", "heading": "Hours"}],
                                          "rows": [{"values": ["May", "28"]}]}}},
]  # fmt: skip


def picture(alt: str = "A kettle on a windowsill", size: tuple[int, int] = (1600, 900)) -> Picture:
    file = io.BytesIO()
    Image.new("RGB", size, "white").save(file, "PNG")
    file.seek(0)
    return Picture.objects.create(title="Kettle", alt=alt, file=ImageFile(file, name="kettle.png"))


def page(title: str = "A page", body: list[Any] | None = None, **fields: Any) -> ContentPage:
    """A published page below home."""
    made = ContentPage(title=title, body=json.dumps(body or []), locale=HomePage.objects.get().locale, **fields)
    HomePage.objects.get().add_child(instance=made)
    made.save_revision().publish()
    return ContentPage.objects.get(pk=made.pk)


def news(title: str, on: Any, **fields: Any) -> NewsPage:
    index = NewsIndexPage.objects.get()
    made = NewsPage(title=title, on=on, locale=index.locale, **fields)
    index.add_child(instance=made)
    made.save_revision().publish()
    return made

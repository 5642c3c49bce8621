"""Structured data in templates: of a member, of a plan, and for the room upstairs that keeps the news."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.safestring import SafeString

from rrn.core.templatetags.rrn_machines import json_ld
from rrn.register.machines import jsonld

register = template.Library()


@register.simple_tag
def member_data(organisation: Any, shown: Any = None) -> SafeString:
    """An organisation and the published plan that its page shows (rrn.plans.queries.PlanPage)."""
    return json_ld(jsonld.member_page(organisation, shown))


@register.simple_tag
def data_set_data() -> SafeString:
    return json_ld(jsonld.data_set())


@register.simple_tag
def news_data(
    title: str,
    path: str,
    published_on: date,
    changed_on: date | None = None,
    summary: str = "",
    image: str | None = "",
    language: str = "en-GB",
) -> SafeString:
    """A page of news: `{% news_data page.title page.url page.on page.changed_on summary=… image=… %}`."""
    return json_ld(
        jsonld.news_article(
            title=title, path=path, published_on=published_on, changed_on=changed_on, summary=summary, image=image or "", language=language
        )
    )

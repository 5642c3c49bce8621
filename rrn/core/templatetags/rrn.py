"""Words, dates and drawings for templates. `{% load rrn %}`; every tag has its example in the gallery (`/components/`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from rrn.core import drawings
from rrn.core.time import london_day, now, today

register = template.Library()


def _day(value: date | datetime) -> date:
    return london_day(value) if isinstance(value, datetime) else value


@register.filter
def full_date(value: date | datetime | None) -> str:
    """21 November 2026."""
    if not value:
        return ""
    day = _day(value)
    return f"{day.day} {day:%B %Y}"


@register.filter
def short_date(value: date | datetime | None) -> str:
    """21 November, where the year is plain from what stands around it."""
    if not value:
        return ""
    day = _day(value)
    return f"{day.day} {day:%B}"


@register.filter
def month_and_year(value: date | datetime | None) -> str:
    return f"{_day(value):%B %Y}" if value else ""


@register.filter
def clock_time(value: datetime | None) -> str:
    """14:02, in London."""
    from rrn.core.time import LONDON

    return f"{value.astimezone(LONDON):%H:%M}" if value else ""


@register.simple_tag
def span(start: date | None, end: date | None) -> str:
    """14 June 2026 – 13 June 2028."""
    return f"{full_date(start)} – {full_date(end)}" if start and end else full_date(start or end)


def days_in_words(days: int) -> str:
    return "1 day" if days == 1 else f"{days:,} days"


@register.filter
def days_until(value: date | datetime | None, on: date | None = None) -> str:
    """today · tomorrow · in 23 days · yesterday · 42 days ago."""
    if not value:
        return ""
    days = (_day(value) - (on or today())).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in near:
        return near[days]
    return f"in {days_in_words(days)}" if days > 0 else f"{days_in_words(-days)} ago"


@register.filter
def printed_on(_: Any) -> str:
    return full_date(now())


@register.filter
def words(value: str) -> list[str]:
    return str(value).split()


@register.filter
def initials(value: str) -> str:
    found = re.findall(r"\b\w", str(value))
    return "".join((found[0], found[-1]) if len(found) > 1 else found).upper() or "–"


@register.filter
def counted(number: int, noun: str) -> str:
    """`{{ 3|counted:"action" }}` → 3 actions; `"person,people"` gives both words."""
    one, _, many = noun.partition(",")
    return f"{number:,} {one if number == 1 else many or one + 's'}"


@register.filter
def telephone_link(number: str) -> str:
    """What a telephone dials: digits, with a leading plus kept."""
    return re.sub(r"(?!^\+)\D", "", str(number))


@register.filter
def columns_of(items: Sequence[Any], size: int) -> list[Sequence[Any]]:
    return [items[start : start + size] for start in range(0, len(items), size)]


@register.simple_tag
def theme_colour() -> str:
    """The browser's own bar, in plum deep."""
    return drawings.THEME_COLOUR


@register.simple_tag
def icon(name: str, classes: str = "", label: str = "") -> SafeString:
    """One drawing of the sprite. It decorates words that stand beside it, unless it has a label of its own."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="rrn-icon {}" {} focusable="false" width="24" height="24"><use href="{}#{}"></use></svg>',
        classes,
        spoken,
        static("rrn/sprite.svg"),
        name,
    )

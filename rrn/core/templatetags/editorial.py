"""How words and pictures of the office's pages are drawn. `{% load editorial %}`; examples are in the gallery.

A text may hold places that settings fill, so that a telephone number is written once for the whole site: {telephone},
{email}, {name}, {strapline}, {charity_number}, {minimum_age}, and {version} on the page of the terms.
"""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.conf import settings
from django.utils.html import conditional_escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from wagtail.images.models import Filter
from wagtail.rich_text import expand_db_html

from rrn.core.templatetags.rrn import telephone_link

register = template.Library()

PLACE = re.compile(r"\{(telephone|email|name|strapline|charity_number|minimum_age|version)\}")
INSIDE_A_LINK = re.compile(r"(<a\b[^>]*>.*?</a>|<[^>]*>)", re.DOTALL | re.IGNORECASE)
WIDTHS = (480, 960, 1440)
SIZES = tuple(f"width-{width}|format-webp|webpquality-72" for width in WIDTHS)


def fact(name: str, version: str, *, linked: bool) -> Any:
    """What stands in a place. Telephone and address are links, except inside a link or where only letters may stand."""
    facts = settings.RRN
    if name == "version":
        return version
    value = facts[name.upper()]
    if linked and name == "telephone":
        return format_html('<a href="tel:{}">{}</a>', telephone_link(str(value)), value)
    if linked and name == "email":
        return format_html('<a href="mailto:{}">{}</a>', value, value)
    return value


def fill(html: str, version: str) -> str:
    """Fill the places of a text that is HTML already, tags and links left as they are."""
    pieces = []
    for piece in INSIDE_A_LINK.split(html):
        linked = not piece.startswith("<")
        pieces.append(PLACE.sub(lambda found: str(conditional_escape(fact(found[1], version, linked=linked))), piece))  # noqa: B023
    return "".join(pieces)


@register.simple_tag(takes_context=True)
def rich(context: Any, value: Any) -> SafeString:
    """A text with bold, links and lists, as Wagtail keeps it: it lets nothing else in when it is saved."""
    source = getattr(value, "source", value) or ""
    return mark_safe(fill(expand_db_html(source), str(context.get("version", ""))))  # noqa: S308


@register.simple_tag(takes_context=True)
def said(context: Any, value: Any) -> SafeString:
    """A plain text with its places filled."""
    return mark_safe(fill(str(conditional_escape(value or "")), str(context.get("version", ""))))  # noqa: S308


@register.filter
def plainly(value: Any) -> str:
    """A text as bare words, for titles and descriptions."""
    words = PLACE.sub(lambda found: str(fact(found[1], "", linked=False)), strip_tags(str(value or "")))
    return re.sub(r"\s+", " ", words).strip()


@register.inclusion_tag("components/picture.html", takes_context=True)
def picture(context: Any, image: Any, alt: str = "", caption: str = "", width: str = "text", shown_at_once: bool = False) -> dict[str, Any]:
    """A picture in the sizes that were drawn when its page was published. A page on its way to the public draws none:
    only a preview of staff does, because nothing may be written while somebody reads.
    """
    wanted = {spec: Filter(spec=spec) for spec in SIZES}
    if context.get("previewed"):
        drawn = list(image.get_renditions(*wanted.values()).values())
    else:
        drawn = list(image.find_existing_renditions(*wanted.values()).values())
    drawn = sorted({each.width: each for each in drawn}.values(), key=lambda each: each.width)
    return {
        "drawn": drawn,
        "largest": drawn[-1] if drawn else None,
        "smallest": drawn[0] if drawn else None,
        "alt": alt or image.default_alt_text,
        "caption": caption,
        "width": width,
        "sizes": "(min-width: 769px) 18rem, 100vw" if width == "list" else "(min-width: 769px) 45rem, 100vw",
        "shown_at_once": shown_at_once,
    }

"""Parts of a page that are the same on page after page, drawn once for what they are given."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def drawn_once(drawing: str, **given: Any) -> SafeString:
    """A template that sees nothing but what it is given here: for the same values the drawing that was made before.

    No request, no settings, nobody's name and nothing of today reaches it, so it cannot go stale or show one visitor
    what was drawn for another. Values are texts, numbers, yes or no, and lists of tuples.
    """
    return _drawn(drawing, get_language(), tuple([(key, _still(value)) for key, value in given.items()]))


def _still(value: Any) -> Hashable:
    """Lists as they are now; lazy ones let go of the request that they were made for."""
    return value if value is None or isinstance(value, str | int) else tuple(value)


@lru_cache(maxsize=256)
def _drawn(drawing: str, language: str | None, given: tuple[tuple[str, Hashable], ...]) -> SafeString:
    return get_template(drawing).template.render(template.Context(dict(given)))  # type: ignore[attr-defined]  # Django's own engine

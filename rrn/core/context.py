"""What every page's clothes need to know."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from rrn.core import navigation
from rrn.core.audience import Audience, audience_of
from rrn.core.views import NOT_FOR_MACHINES


class Link(NamedTuple):
    """A link of the header, and whether this page stands under it."""

    words: str
    address: str
    lang: str
    here: bool


def site(request: HttpRequest) -> dict[str, Any]:
    def menus() -> navigation.Menus:
        """Read when a page shows them, once a request."""
        if not hasattr(request, "_menus"):
            language = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
            request._menus = navigation.menus(language)  # type: ignore[attr-defined]  # ours, for this request
        return request._menus  # type: ignore[attr-defined]

    return {
        "RRN": settings.RRN,
        "demonstration": settings.DEMONSTRATION,
        "base_url": settings.BASE_URL,
        "canonical": canonical(request),
        "navigation": SimpleLazyObject(
            lambda: tuple(
                [Link(item.words, item.address, item.lang, item.holds(request.path)) for item in menus().header]
            )
        ),
        "foot_links": SimpleLazyObject(lambda: menus().footer),
        "search_address": navigation.SEARCH_ADDRESS,
    }


def canonical(request: HttpRequest) -> str:
    """The one address of a page that is for everyone: the configured house, the path, and of what was asked only that
    which the address knows (`Stored.query`), in one order. Empty for all other pages.
    """
    match = request.resolver_match
    if match is None or request.path.startswith(NOT_FOR_MACHINES):
        return ""
    if audience_of(match.func, request.path) is not Audience.EVERYONE:
        return ""
    stored = getattr(match.func, "stored", None)
    known = [(name, value) for name in (stored.query if stored else ()) for value in request.GET.getlist(name) if value]
    return f"{settings.BASE_URL}{request.path}" + (f"?{urlencode(known)}" if known else "")

"""What every page's clothes need to know."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from rrn.core import navigation


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
        "navigation": SimpleLazyObject(
            lambda: [
                {"words": item.words, "address": item.address, "lang": item.lang, "here": item.holds(request.path)}
                for item in menus().header
            ]
        ),
        "foot_links": SimpleLazyObject(lambda: menus().footer),
        "search_address": navigation.SEARCH_ADDRESS,
    }

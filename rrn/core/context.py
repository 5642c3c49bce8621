"""What every page's clothes need to know."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from rrn.core import navigation
from rrn.core.audience import Audience, audience_of
from rrn.core.views import NOT_FOR_MACHINES


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "RRN": settings.RRN,
        "demonstration": settings.DEMONSTRATION,
        "base_url": settings.BASE_URL,
        "canonical": canonical(request),
        "navigation": [
            {"words": item.words, "address": item.address, "here": item.holds(request.path)}
            for item in navigation.HEADER
        ],
        "foot_links": navigation.FOOTER,
        "search_address": navigation.SEARCH_ADDRESS,
    }


def canonical(request: HttpRequest) -> str:
    """The one address of a page that is for everyone: the configured house and the path, without what was asked.

    A page whose query belongs to its address says so with `canonical_query` in its context. Empty for all others.
    """
    match = request.resolver_match
    if match is None or request.path.startswith(NOT_FOR_MACHINES):
        return ""
    return f"{settings.BASE_URL}{request.path}" if audience_of(match.func, request.path) is Audience.EVERYONE else ""

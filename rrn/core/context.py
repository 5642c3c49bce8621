"""What every page's clothes need to know."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from rrn.core import navigation


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "RRN": settings.RRN,
        "demonstration": settings.DEMONSTRATION,
        "base_url": settings.BASE_URL,
        "navigation": [
            {"words": item.words, "address": item.address, "here": item.holds(request.path)}
            for item in navigation.HEADER
        ],
        "foot_links": navigation.FOOTER,
        "search_address": navigation.SEARCH_ADDRESS,
    }

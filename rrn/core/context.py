"""What every page's clothes need to know."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    return {"RRN": settings.RRN, "demonstration": settings.DEMONSTRATION, "base_url": settings.BASE_URL}

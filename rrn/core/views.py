"""Error pages and the two addresses for machines."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rrn.core import gallery


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def busy(request: HttpRequest) -> HttpResponse:
    """The database cannot write just now: say so, and when to try again."""
    response = render(request, "503.html", status=503)
    response["Retry-After"] = "5"
    return response


def components(request: HttpRequest) -> HttpResponse:
    """Every component with its examples, for whoever builds the next page."""
    return render(request, "core/components.html", gallery.examples())

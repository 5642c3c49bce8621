from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def second_factor_needed(request: HttpRequest) -> HttpResponse:
    """Staff are shown why the office is closed to them until they have a second factor."""
    return render(request, "accounts/second_factor_needed.html")

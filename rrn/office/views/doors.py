"""What Wagtail keeps for itself elsewhere: there is one door, /account/, and one place where roles are given.

Its sign-in and password pages are closed by `rrn.accounts.closed_urls` (docs/decisions/0009-one-door.md).
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def sign_out(request: HttpRequest) -> HttpResponse:
    return redirect("account_logout")


def own_account(request: HttpRequest) -> HttpResponse:
    """Wagtail's page for one's own name, password and picture: all of that is under /account/."""
    return redirect("account_email")


def people_elsewhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Wagtail's users and groups. Here roles are granted and ended, with dates, on our own page."""
    return redirect("office:roles")

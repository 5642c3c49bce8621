"""Wagtail's own doors, closed: there is one door, /account/ (docs/decisions/0009-one-door.md), and one place for roles."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme


def sign_in(request: HttpRequest) -> HttpResponse:
    """The house's own sign-in, and back to where she wanted to go."""
    wanted = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        wanted = "/office/"
    return redirect_to_login(wanted)


def password(request: HttpRequest, rest: str = "") -> HttpResponse:
    return redirect("account_reset_password")


def sign_out(request: HttpRequest) -> HttpResponse:
    return redirect("account_logout")


def own_account(request: HttpRequest) -> HttpResponse:
    """Wagtail's page for one's own name, password and picture: all of that is under /account/."""
    return redirect("account_email")


def people_elsewhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Wagtail's users and groups. Here roles are granted and ended, with dates, on our own page."""
    return redirect("office:roles")

"""Sessions end, and nothing that was written ends with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from rrn.accounts import kept
from rrn.accounts.hashers import TooManyHashing
from rrn.core.audience import Audience, audience_of
from rrn.core.time import now

UNTIL = "rrn_signed_in_until"
OPEN = {Audience.EVERYONE, Audience.DEMONSTRATION, None}


def end_session(request: HttpRequest, *, away: bool) -> None:
    """Sign out, remembering whose session it was so that a form from it can be kept for her alone."""
    was = request.user.pk
    logout(request)
    request.session[kept.WAS] = was
    if away:
        request.session[kept.AWAY] = "away"


class SessionEndMiddleware:
    """Before the outer door: end what has run out, and keep the form that came too late."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        at = now()
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            self._end_what_ran_out(request, at)
        request.kept_form = SimpleLazyObject(lambda: kept.kept_form(request, at))  # type: ignore[attr-defined]  # read by initial_for
        response = self.get_response(request)
        if (
            request.method == "POST"
            and 300 <= response.status_code < 400
            and not getattr(request, "sent_away", False)
        ):
            kept.sent(request)
        return response

    def _end_what_ran_out(self, request: HttpRequest, at: datetime) -> None:
        until = request.session.get(UNTIL)
        if until is not None and until < at.timestamp() and request.user.is_authenticated:
            end_session(request, away=True)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if (
            request.method != "POST"
            or request.user.is_authenticated
            or audience_of(view, request.path) in OPEN
        ):
            return None
        page = kept.keep_posted_form(request, now())
        request.sent_away = True  # type: ignore[attr-defined]  # read above
        if request.accepts("application/json") and not request.accepts("text/html"):
            return JsonResponse({"error": "You are signed out. Sign in and try again."}, status=401)
        return redirect_to_login(page or kept.page_of(request))

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, TooManyHashing):
            response = render(request, "429.html", status=429)
            response["Retry-After"] = "5"
            return response
        return None

"""What happens to every request before and after its view."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db.utils import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from rrn.core.audience import Audience, audience_of, is_open_to
from rrn.core.logs import request_id

GetResponse = Callable[[HttpRequest], HttpResponse]

STAFF_AUDIENCES = {
    Audience.STAFF,
    Audience.OFFICE,
    Audience.REVIEWERS,
    Audience.MODERATORS,
    Audience.SAFEGUARDING,
    Audience.SUPERUSER,
}


class RequestIdMiddleware:
    """Give every request a number that the error page, the log line and the telephone can agree on."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = secrets.token_hex(6)
        request.request_id = number  # type: ignore[attr-defined]  # read by error pages
        token = request_id.set(number)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response["X-Request-ID"] = number
        return response


class ZeroByteMiddleware:
    """Take zero bytes out of what an address asks, and find no page of a name that holds one.

    Nobody types one, PostgreSQL stores none in a text, and each view would have to remember it for itself.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            raise Http404
        asked = request.META.get("QUERY_STRING", "")
        if "%00" in asked:
            request.META["QUERY_STRING"] = asked.replace("%00", "")
        return self.get_response(request)


class HeadersMiddleware:
    """Private unless a view says otherwise, and no power that a page does not use."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
            patch_vary_headers(response, ["Cookie"])
        if request.path.startswith("/office/"):
            # Wagtail's admin carries inline scripts and styles of its own; its policy stops at its door. A preview is
            # made as if somebody had asked for the public page, and brings that page's policy along.
            del response["Content-Security-Policy"]
            response._csp_replace = {  # type: ignore[attr-defined]  # django-csp reads it
                "script-src": [SELF, UNSAFE_INLINE],
                "style-src": [SELF, UNSAFE_INLINE],
                "img-src": [SELF, "data:", "blob:"],
                "frame-src": [SELF],
                "frame-ancestors": [SELF] if "/preview" in request.path else [NONE],
            }
        return response


class LanguageMiddleware:
    """The address says the language of a page: Welsh stands under /cy/, all else is English. No header, no cookie."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = "cy" if request.path_info.startswith("/cy/") else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]  # where Django's own middleware puts it
        with translation.override(language):
            return self.get_response(request)


class AudienceMiddleware:
    """Deny by default: an address opens only for the audience it declares (RELIABILITY.md rule 1)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        audience = audience_of(view, request.path)
        if audience is None:
            raise ImproperlyConfigured(f"{request.path} has no audience. Define it with rrn.core.audience.address().")
        if audience is Audience.EVERYONE:
            return None
        if audience is Audience.DEMONSTRATION:
            if not settings.DEMONSTRATION:
                raise Http404
            return None
        user = request.user
        if not is_open_to(audience, user):
            if user.is_authenticated:
                raise PermissionDenied("This page is for the network's staff." if audience in STAFF_AUDIENCES else "")
            return redirect_to_login(request.get_full_path())
        if audience in STAFF_AUDIENCES and not user.has_second_factor:  # type: ignore[union-attr]  # open_to has signed her in
            # RELIABILITY.md rule 14: no staff door without a second factor.
            return HttpResponseRedirect(reverse("accounts:second_factor_needed"))
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A database that is locked or full is a moment's wait, said plainly, not a failure (rule 9)."""
        if isinstance(error, OperationalError) and re.search(r"locked|full|disk I/O", str(error)):
            from rrn.core.views import busy

            return busy(request)
        return None

"""Error pages and the two addresses for machines."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.cache import cache_control

from rrn.core import gallery
from rrn.core.audience import reads_only

NOT_FOR_MACHINES = ("/account/", "/my/", "/office/", "/join/organisation/", "/join/individual/", "/claim/", "/invitation/")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def busy(request: HttpRequest) -> HttpResponse:
    """The database cannot write just now: say so, and when to try again."""
    response = render(request, "503.html", status=503)
    response["Retry-After"] = "5"
    return response


@reads_only
def components(request: HttpRequest) -> HttpResponse:
    """Every component with its examples, for whoever builds the next page."""
    return render(request, "core/components.html", gallery.examples())


@reads_only
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines leave alone: the whole demonstration, and otherwise what is people's own."""
    closed = ("/",) if settings.DEMONSTRATION else NOT_FOR_MACHINES
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    if not settings.DEMONSTRATION:
        lines += ["", f"Sitemap: {settings.BASE_URL}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@reads_only
@cache_control(public=True, max_age=3600)
def favicon(request: HttpRequest) -> HttpResponse:
    """For programs that ask for the sign by its old name."""
    return redirect(static("rrn/favicon.svg"))

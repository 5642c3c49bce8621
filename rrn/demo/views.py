"""The demonstration's own pages: whom one can be, and the letters that did not leave the machine."""

from __future__ import annotations

import functools
import ipaddress
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from rrn.core.audience import reads_only
from rrn.core.client import client_address
from rrn.demo import queries
from rrn.demo.people import PASSWORD

View = Callable[..., Any]
SANDBOX = ["allow-popups", "allow-popups-to-escape-sandbox", "allow-top-navigation-by-user-activation"]


def from_this_machine(view: View) -> View:
    """Whoever sits elsewhere finds nothing here, whatever the server was told to listen on."""

    @functools.wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not ipaddress.ip_address(client_address(request)).is_loopback:
            raise Http404
        return view(request, *args, **kwargs)

    return opened


@reads_only
@from_this_machine
def people(request: HttpRequest) -> HttpResponse:
    """Everybody whom a visitor can be, with what it takes to try the real door."""
    context = {"people": queries.people(), "password": PASSWORD, "until": queries.code_good_until()}
    return render(request, "demo/people.html", context)


@require_POST
@from_this_machine
def be(request: HttpRequest, number: int) -> HttpResponse:
    """Sign in as this person at once; where she has a second factor it counts as shown."""
    person = get_object_or_404(queries.introduced(), pk=number)
    adapter = get_adapter(request)
    if request.user.is_authenticated:
        adapter.logout(request)
    adapter.login(request, person)
    record_authentication(request, person, "password", email=person.email, reauthenticated=True)
    if person.has_second_factor:
        record_authentication(request, person, "mfa", type="totp", reauthenticated=True)
    messages.info(request, f"You are {person} now.")
    return redirect("/office/" if person.is_staff else "/my/")


@reads_only
@from_this_machine
def mails(request: HttpRequest) -> HttpResponse:
    """The letter tray: every mail of the outbox, newest first."""
    to, before = request.GET.get("to", "").strip(), request.GET.get("before", "")
    found = queries.mails(
        to=to, before=int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None
    )
    page = found[: queries.MAILS_A_PAGE]
    more = page[-1].pk if len(found) > len(page) else None
    return render(request, "demo/mails.html", {"mails": page, "to": to, "more": more})


@reads_only
@from_this_machine
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # its stub knows no arguments from the address
def mail(request: HttpRequest, number: int) -> HttpResponse:
    """One mail: its words, and how it looks."""
    return render(request, "demo/mail.html", {"mail": get_object_or_404(queries.all_mails(), pk=number)})


@reads_only
@from_this_machine
@xframe_options_sameorigin
@csp(  # type: ignore[arg-type]  # likewise
    {
        "default-src": [NONE],
        "script-src": [NONE],
        "style-src": [UNSAFE_INLINE],
        "img-src": ["data:"],
        "connect-src": [NONE],
        "form-action": [NONE],
        "frame-ancestors": [SELF],
        "sandbox": SANDBOX,
    }
)
def mail_page(request: HttpRequest, number: int) -> HttpResponse:
    """How the mail looks, in a box that runs nothing and fetches nothing."""
    found = get_object_or_404(queries.all_mails(), pk=number)
    return HttpResponse(found.html.replace("<head>", '<head><base target="_top">', 1))

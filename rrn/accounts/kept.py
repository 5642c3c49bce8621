"""What somebody wrote is not lost when her session has run out.

A form that arrives after the session ended is kept for the person whose session it was. Once she has signed in again
the page she comes back to finds it: `initial_for(request)` is what a view gives its form on GET.

    form = ReportForm(request.POST or None, initial={**initial, **initial_for(request)})
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest

from rrn.accounts.actions import drop_kept_form, keep_form
from rrn.accounts.models import KeptForm, User
from rrn.accounts.rules import fields_to_keep
from rrn.core.form_owner import owner_in

WAS = "rrn_was_signed_in"  # in an anonymous session: whose session this was
AWAY = "rrn_away"  # in an anonymous session: "away" or "kept", for the sign-in page's sentence
HAS = "rrn_has_kept_forms"  # in a signed-in session: something waits


def page_of(request: HttpRequest) -> str:
    """The page the form stood on: where she should come back to."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc == request.get_host() and came_from.path.startswith("/"):
        return came_from.path + (f"?{came_from.query}" if came_from.query else "")
    return request.get_full_path()


def keep_posted_form(request: HttpRequest, at: datetime) -> str | None:
    """Keep the posted fields for the person whose form it was; the page to return to, or None.

    The form itself says whose it was; where it does not, the session that ended does.
    """
    person_id = owner_in(request.POST, at) or request.session.get(WAS)
    if request.method != "POST" or person_id is None:
        return None
    person = User.objects.filter(pk=person_id, is_active=True).first()
    fields = fields_to_keep(request.POST.lists())
    page = page_of(request)
    if person is None or not fields or len(page) > 500 or len(request.path) > 500:
        return None
    keep_form(person=person, path=request.path, page=page, fields=fields, at=at)
    request.session[AWAY] = "kept"
    return page


def note_waiting_forms(request: HttpRequest, person: User, at: datetime) -> None:
    """At sign-in: remember that something waits, so that other requests need not ask the database."""
    if KeptForm.objects.filter(person=person, until__gt=at).exists():
        request.session[HAS] = True
    for key in (WAS, AWAY):
        request.session.pop(key, None)


def kept_form(request: HttpRequest, at: datetime) -> dict[str, list[str]]:
    """The fields kept for this person and this page; nothing for anybody else."""
    if not request.user.is_authenticated or not request.session.get(HAS):
        return {}
    waiting = KeptForm.objects.filter(person=request.user, until__gt=at)
    for kept in waiting.order_by("-kept_at")[:20]:
        if request.path in (kept.path, urlsplit(kept.page).path):
            return kept.fields
    return {}


def initial_for(request: HttpRequest) -> dict[str, Any]:
    """Initial values for a form on this page: one value, or a list where several were chosen."""
    if request.method not in ("GET", "HEAD"):
        return {}
    kept: dict[str, list[str]] = getattr(request, "kept_form", None) or {}
    return {name: values[0] if len(values) == 1 else values for name, values in kept.items() if values}


def sent(request: HttpRequest) -> None:
    """A form went through: what was kept of it is no longer needed."""
    if request.user.is_authenticated and request.session.get(HAS):
        drop_kept_form(person=request.user, path=request.path)
        if not KeptForm.objects.filter(person=request.user).exists():
            request.session.pop(HAS, None)

"""Who an address is for. Every address of the house says so, and one without an audience does not open.

This is the outer door only: which plan, draft or post somebody may see is the owning room's `permissions.py`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from enum import Enum
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from rrn.core.pagestore.marks import Stored


class Audience(Enum):
    """The people an address opens for; the value is the sentence for `docs/who-can-do-what.md`."""

    EVERYONE = "Everyone"
    SIGNED_IN = "Anybody signed in, with a confirmed address"
    STAFF = "The network's staff: any staff role, with a second factor"
    OFFICE = "The office"
    REVIEWERS = "Reviewers and the office"
    MODERATORS = "Moderators, the safeguarding lead and the office"
    SAFEGUARDING = "The safeguarding lead and the deputy"
    SUPERUSER = "The person who runs the installation"
    DEMONSTRATION = "Everyone, in the demonstration only"


ROLES: dict[Audience, frozenset[str]] = {
    Audience.OFFICE: frozenset({"office"}),
    Audience.REVIEWERS: frozenset({"office", "reviewer"}),
    Audience.MODERATORS: frozenset({"office", "moderator", "safeguarding_lead", "safeguarding_deputy"}),
    Audience.SAFEGUARDING: frozenset({"safeguarding_lead", "safeguarding_deputy"}),
}

# Addresses that belong to libraries, by prefix; ours are listed one by one where they are defined.
LIBRARIES: dict[str, Audience] = {
    "/account/": Audience.EVERYONE,  # allauth asks for sign-in and re-authentication itself
    "/office/": Audience.STAFF,  # Wagtail asks for its own permissions behind this door
    "/documents/": Audience.EVERYONE,  # Wagtail asks the collection's view restriction
    "/static/": Audience.EVERYONE,
}


def reads_only(view: Callable[..., Any]) -> Callable[..., Any]:
    """For a view that writes nothing: it answers GET and HEAD, and to all else 405 with what it allows.

    The question whether a form is one of ours is left out, or it would answer first, with a page about cookies. There
    is nothing to protect: no other method reaches the view, and whoever may not come in is turned away as before.
    """

    guarded = require_safe(view)
    guarded.reads_only = True  # type: ignore[attr-defined]  # asked for by the house's tests
    guarded.csrf_exempt = True  # type: ignore[attr-defined]  # where Django looks for it
    return guarded


def address(
    route: str,
    view: Callable[..., Any],
    *,
    audience: Audience,
    name: str,
    kwargs: dict[str, Any] | None = None,
    stored: Stored | None = None,
) -> URLPattern:
    """`path()` with an audience. The view itself stays as it is, so one view may serve two addresses.

    `stored` lets the page store keep its answers to people without a session; then the page shows nobody anything
    of her own and has no form that posts.
    """
    if stored is not None and audience is not Audience.EVERYONE:
        raise ImproperlyConfigured(f"{name} is not for everyone, so its pages cannot be kept.")

    @functools.wraps(view)
    def opened(request: HttpRequest, *args: Any, **extra: Any) -> Any:
        return view(request, *args, **extra)

    opened.audience = audience  # type: ignore[attr-defined]  # read by AudienceMiddleware and the matrix test
    opened.stored = stored  # type: ignore[attr-defined]  # read by the page store's middleware
    return path(route, opened, kwargs, name=name)


def audience_of(view: Callable[..., Any], request_path: str) -> Audience | None:
    """The audience of the view that answers this path, or None when nobody has said."""
    found = getattr(view, "audience", None)
    if found is not None:
        return found
    return next((audience for prefix, audience in LIBRARIES.items() if request_path.startswith(prefix)), None)


def is_open_to(audience: Audience, user: Any) -> bool:
    """Whether the outer door opens for this person; `user` is accounts' User or the anonymous one."""
    if audience in (Audience.EVERYONE, Audience.DEMONSTRATION):
        return True
    if not user.is_authenticated:
        return False
    if audience is Audience.SIGNED_IN:
        return True
    if audience is Audience.SUPERUSER:
        return bool(user.is_superuser)
    if user.is_superuser:
        return audience is not Audience.SAFEGUARDING
    if audience is Audience.STAFF:
        return bool(user.is_staff)
    return bool(ROLES[audience] & user.roles)

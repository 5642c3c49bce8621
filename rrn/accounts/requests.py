"""A request whose address opens for signed-in people only, so that its person is a `User`."""

from __future__ import annotations

from django.http import HttpRequest

from rrn.accounts.models import User


class SignedInRequest(HttpRequest):
    user: User  # type: ignore[assignment]  # AudienceMiddleware has sent everybody else away

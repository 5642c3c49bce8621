"""What this room writes to people. Each is an outbox row in the caller's transaction."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from rrn.core.time import london_day
from rrn.organisations.models import Invitation, Seat
from rrn.post.actions import queue_mail


def seat_offered(invitation: Invitation, token: str, at: datetime) -> None:
    """The link only: whose address it is has to be shown by signing in."""
    queue_mail(
        to=invitation.email,
        template="organisations/emails/seat_offered.txt",
        context={
            "organisation": invitation.organisation.name,
            "inviter": invitation.invited_by.seen_as,
            "kind": invitation.kind,
            "until": london_day(invitation.expires_at),
            "link": settings.BASE_URL + reverse("organisations:invitation", args=[token]),
            "why": "You get this because somebody there gave us your address. If it is not for you, do nothing.",
        },
        at=at,
        about=invitation,
    )


def seat_changed(seat: Seat, at: datetime) -> None:
    """Somebody was given a seat, or another kind of it, without asking for it herself."""
    queue_mail(
        to=seat.person.email,
        template="organisations/emails/seat_changed.txt",
        context={
            "organisation": seat.organisation.name,
            "kind": seat.kind,
            "link": settings.BASE_URL + seat.organisation.get_home_url(),
            "why": "You get this because you have an account with us and hold a seat there.",
        },
        at=at,
        recipient=seat.person,
        about=seat,
    )

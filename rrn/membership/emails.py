"""The letters about a seat: rows of the outbox, written in the action's own transaction."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from rrn.membership.models import RosterSeat
from rrn.membership.rules import Body, Term, full_date
from rrn.post.actions import queue_mail

# As a sentence goes on: "a seat …".
WHERE = {Body.STEERING.value: "on the steering group", Body.TRUSTEES.value: "among the trustees"}


def _about(seat: RosterSeat) -> dict[str, object]:
    return {
        "person": seat.person,
        "where": WHERE[seat.body],
        "role": seat.get_role_display().lower(),
        "organisation": seat.organisation,
        "must_be_member": seat.body == Body.STEERING,
        "link": f"{settings.BASE_URL}/my/steering-group/",
    }


def proposed_for_a_seat(seat: RosterSeat, term: Term, at: datetime) -> None:
    queue_mail(
        to=seat.person.email,
        template="membership/emails/proposed_for_a_seat.txt",
        context=_about(seat)
        | {
            "starts": full_date(term.starts_on),
            "ends": full_date(term.ends_on),
            "join": f"{settings.BASE_URL}/join/individual/",
        },
        at=at,
        recipient=seat.person,
        about=seat,
        key=f"roster_proposed:{seat.pk}",
    )


def seat_confirmed(seat: RosterSeat, at: datetime) -> None:
    queue_mail(
        to=seat.person.email,
        template="membership/emails/seat_confirmed.txt",
        context=_about(seat) | {"page": f"{settings.BASE_URL}/steering-group/"},
        at=at,
        recipient=seat.person,
        about=seat,
        key=f"roster_confirmed:{seat.pk}",
    )

"""What waits for the chair and the office: seats on the steering group whose membership has ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from rrn.core.todos import MOST, ToDo
from rrn.membership.permissions import chairs_of
from rrn.membership.roster import waiting_for_the_chair
from rrn.membership.rules import Body, full_date


def steering_seats(user: Any, day: date) -> Iterable[ToDo]:
    """For the office, and for a chair among the staff; on her own page every chair has them. Twelve queries at most."""
    chairs = chairs_of(user, day)
    if not (user.is_office or Body.STEERING in chairs):
        return
    for one in waiting_for_the_chair(day, (Body.STEERING,))[: MOST + 1]:
        review = one.review_from or day
        yield ToDo(
            what="Steering seat",
            about=str(one.seat.person),
            url=reverse("office:roster_seat", args=[one.seat.pk]) if user.is_office else reverse("membership:my_roster"),
            since=one.since,
            since_words=f"Since {full_date(one.since or day)}",
            promise="Under review in public" if day >= review else f"Under review from {full_date(review)}",
            due=review,
            with_whom="The chair",
            mine=Body.STEERING in chairs,
            owned=True,
            urgent=day >= review,
            do="Open",
        )

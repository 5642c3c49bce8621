"""What the office has to answer: people who had trouble with a video."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from rrn.core.time import london_day
from rrn.core.todos import MOST, ToDo
from rrn.learning.permissions import troubles_visible_to


def troubles(user: Any, day: date) -> Iterable[ToDo]:
    """Open troubles, oldest first. One query."""
    waiting = troubles_visible_to(user).filter(answered_at__isnull=True).select_related("person", "video")
    for trouble in waiting[: MOST + 1]:
        since = london_day(trouble.told_at)
        yield ToDo(
            what="Trouble with a video",
            about=f"{trouble.person}: {trouble.video}",
            url=f"/office/videos/trouble/{trouble.pk}/",
            since=since,
            urgent=(day - since).days >= 3,
            do="Answer",
        )

"""An individual's action: its dates, what she says, how it ended, and what the clock reads beside it. Pure.

What she says and what the clock reads are two things and are never merged. Nothing here is a mark.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices

SOON_DAYS = 14  # before its day an action is due soon
SHORT_DAYS = 28  # an action of less has no half-way of its own: the reminder of fourteen days before comes first


class Reading(TextChoices):
    """What she says while it goes on."""

    NOT_STARTED = "not_started", "Not started"
    UNDER_WAY = "under_way", "Under way"
    DONE = "done", "Done"
    STOPPED = "stopped", "Stopped"
    CHANGED = "changed", "Changed"


class ActionEnding(TextChoices):
    """How an action ended, as she says it."""

    REACHED = "reached", "Reached"
    REACHED_LATE = "reached_late", "Reached, later than planned"
    PARTLY = "partly", "Partly reached"
    NOT_REACHED = "not_reached", "Not reached"
    WITHDRAWN = "withdrawn", "Given up"
    REPLACED = "replaced", "Something else took its place"


# After these words nobody reminds her any more.
SETTLED = frozenset({Reading.DONE, Reading.STOPPED})
DONE_ENDINGS = frozenset({ActionEnding.REACHED, ActionEnding.REACHED_LATE, ActionEnding.PARTLY})


class Clock(TextChoices):
    """What the dates alone say of an action on a day."""

    ON_TIME = "on_time", "On time"
    DUE_SOON = "due_soon", "Due soon"
    OVERDUE = "overdue", "Overdue"
    DONE_ON_TIME = "done_on_time", "Done on time"
    DONE_LATE = "done_late", "Done late"
    STOPPED = "stopped", "No longer running"


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """The stored dates of one action, and what she has said of it as far as a day knows."""

    by_when: date
    halfway_on: date | None = None
    said: Reading | None = None
    said_on: date | None = None
    ending: ActionEnding | None = None
    ended_on: date | None = None
    done_on: date | None = None  # the day that she gave, where she gave one

    @property
    def settled(self) -> bool:
        """Nothing more is asked about it."""
        return self.ending is not None or self.said in SETTLED


def halfway_of(made_on: date, by_when: date) -> date | None:
    """The day half-way between the promise and its day, written down once; None for a short action."""
    days = (by_when - made_on).days
    return made_on + timedelta(days=days // 2) if days > SHORT_DAYS else None


def _finished_on(action: ActionFacts) -> date | None:
    """The day on which it was done, if it was: the one she gave, or else the day on which she said so first."""
    if action.ending in DONE_ENDINGS:
        told = action.said_on if action.said == Reading.DONE else action.ended_on
        return action.done_on or told
    if action.ending is None and action.said == Reading.DONE:
        return action.said_on
    return None


def clock_on(action: ActionFacts, day: date) -> Clock:
    """What the dates say: nothing she writes about how it went makes them say another thing."""
    if done := _finished_on(action):
        return Clock.DONE_ON_TIME if done <= action.by_when else Clock.DONE_LATE
    if action.settled:
        return Clock.STOPPED
    if day > action.by_when:
        return Clock.OVERDUE
    return Clock.DUE_SOON if day >= action.by_when - timedelta(days=SOON_DAYS) else Clock.ON_TIME


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def clock_words(action: ActionFacts, day: date) -> str:
    """The clock's reading as it stands beside her own words."""
    clock = clock_on(action, day)
    if clock is Clock.OVERDUE:
        return f"Overdue by {_days((day - action.by_when).days)}"
    if clock is Clock.DUE_SOON:
        left = (action.by_when - day).days
        return "Due today" if left == 0 else f"Due soon, in {_days(left)}"
    done = _finished_on(action)
    if clock is Clock.DONE_LATE and done:
        return f"Done {_days((done - action.by_when).days)} late"
    return str(clock.label)


def asks_halfway(action: ActionFacts, day: date) -> bool:
    """From half-way until the day is near she is asked how it goes, unless she has said so since half-way."""
    if action.settled or action.halfway_on is None:
        return False
    near = action.by_when - timedelta(days=SOON_DAYS)
    unsaid = action.said_on is None or action.said_on < action.halfway_on
    return action.halfway_on <= day < near and unsaid

"""What becomes of a notice. Pure: facts go in, an answer comes out; `models.NoticeQuerySet.with_end` is the same as a query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import TextChoices

# A notice has a day to be noted and written; one that is gathered may wait for its week besides.
PATIENCE = timedelta(days=1)
WEEK = timedelta(days=7)


class End(TextChoices):
    """Every answer to "what became of it?" that a notice can give; all but the first are for good."""

    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    GATHERED = "gathered", "Gathered into one mail with others"
    SUPERSEDED = "superseded", "Superseded"
    SUPPRESSED = "suppressed", "Not sent"
    NO_ADDRESS = "no_address", "Nobody to write to"
    BOUNCED = "bounced", "Came back"
    UNSURE = "unsure", "Perhaps sent"


# What a mail's state makes of a notice that it carries; a mail that has not left yet leaves it waiting.
END_OF_MAIL = {"unsure": End.UNSURE, "bounced": End.BOUNCED, "suppressed": End.SUPPRESSED}


def end_of(*, closed_as: str, mail_state: str | None, gathered: bool) -> End:
    """What became of one notice, from how it was closed and from the mail that carries it."""
    if closed_as:
        return End(closed_as)
    if mail_state == "sent":
        return End.GATHERED if gathered else End.SENT
    return END_OF_MAIL.get(mail_state or "", End.WAITING)


def is_unexplained(*, end: End | None, due_on: date, noted_at: datetime | None, gathered_rule: bool, day: date, at: datetime) -> bool:
    """Whether the office should ask: it was due before today and nobody noted it, or it has waited too long.

    `end` is None for a notice that should be there and is not.
    """
    if end is None or noted_at is None:
        return due_on < day
    return end == End.WAITING and noted_at < at - patience(gathered_rule)


def patience(gathered_rule: bool) -> timedelta:
    return PATIENCE + WEEK if gathered_rule else PATIENCE


@dataclass(frozen=True, slots=True)
class Offsets:
    """The days of one rule, counted from its anchor, the earliest first."""

    days: tuple[int, ...]
    last_useful: int  # how many days the last of them is still worth sending

    def useful_until(self, offset: int, anchor_on: date) -> date:
        """The last day on which this one is worth sending: then the next takes its place."""
        later = [day for day in self.days if day > offset]
        after = min(later) - 1 if later else offset + self.last_useful
        return anchor_on + timedelta(days=after)


def offset_words(offset: int) -> str:
    if offset == 0:
        return "on the day"
    days = "1 day" if abs(offset) == 1 else f"{abs(offset)} days"
    return f"{days} {'before' if offset < 0 else 'after'}"


def days_to_note(kept_since: date, noted_until: date | None, day: date) -> Sequence[date]:
    """The days that one rule has not noted yet, up to this one. A clock that went back notes nothing again."""
    first = noted_until + timedelta(days=1) if noted_until else kept_since
    return [first + timedelta(days=number) for number in range((day - first).days + 1)]

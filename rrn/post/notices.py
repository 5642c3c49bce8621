"""Rules of notices: what is to be written to whom, counted in days from a date that is stored once.

A room that owns an anchor keeps its rule in `<room>/notices.py` and hands it down with `register` in
`AppConfig.ready()`. A rule says three things: on which days counted from the anchor (`offsets`), what is *expected*
(`expected`: computed from the dates, as the facts stood when the due day began in London; facts recorded later change
nothing), and the words (`write`, asked when the mail is written, with the facts of that moment).

`expected(offset, first, last)` gives querysets made with `to_notice` of everything whose due day lies in first…last.
They may hold no order, slice or `values`; they are counted, joined and paged here. For an organisation with nobody to
write to one gives a row whose recipient is the organisation; `write` closes it as "no address".

`write(notices, day)` gives for each of the notices one `Piece` (a mail) or one `Closed` (the facts changed meanwhile,
or there is nobody to write to), in any order. It writes nothing: the preview asks it too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import CharField, F, Model, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.db.models.lookups import LessThan

from rrn.core.days import AddDays, LondonDay
from rrn.core.time import start_of_day
from rrn.post.models import Notice
from rrn.post.rules import Offsets, offset_words

# What `to_notice` gives each row of an expected queryset, besides its own number.
ROW = ("anchor_on", "due_on", "recipient_kind", "recipient_id", "about_kind", "about_id")


@dataclass(frozen=True, slots=True)
class Piece:
    """The mail of one notice. `about` says on whose timeline it stands, where that is not what the notice is about."""

    notice: Notice
    to: str
    template: str
    context: dict[str, Any]
    about: Model | None = None


@dataclass(frozen=True, slots=True)
class Closed:
    """A notice that no mail is written for, and why, in words for the office that name nobody."""

    notice: Notice
    how: Notice.Closing
    why: str


def superseded(notice: Notice, why: str) -> Closed:
    """The facts changed since it was due: renewed, left, done."""
    return Closed(notice, Notice.Closing.SUPERSEDED, why)


def no_address(notice: Notice, why: str) -> Closed:
    return Closed(notice, Notice.Closing.NO_ADDRESS, why)


def promise_key(notice: Notice) -> str:
    """The key of its mail in the outbox: the same promise is kept once, even where its notice was lost."""
    who = f"{notice.recipient_kind}:{notice.recipient_id}"
    return f"notice:{notice.rule}:{notice.offset}:{notice.anchor_on}:{who}:{notice.about_kind}:{notice.about_id}"


def nothing_in_diary(notices: Sequence[Notice], at: datetime) -> None:
    """Most rules leave it at the notice and its mail: both stand on the timeline already."""


@dataclass(frozen=True, slots=True)
class Rule:
    name: str  # "<room>.<anchor>"
    label: str
    offsets: tuple[int, ...]
    expected: Callable[[int, date, date], Sequence[QuerySet[Any]]]
    write: Callable[[Sequence[Notice], date], Iterable[Piece | Closed]]
    gathered: bool = False  # at most one mail a person a week, with whatever else waits for her
    service: bool = True  # about something she has with us; news is not
    last_useful: int = 30  # days after the last offset on which it is still worth sending
    looks_back: int = 0  # days before its first run in a house that a rule begins with: for one that takes over
    key: Callable[[Notice], str] = promise_key  # where mails of before the rule carry another key
    written: Callable[[Sequence[Notice], datetime], None] = field(default=nothing_in_diary)

    def useful_until(self, offset: int, anchor_on: date) -> date:
        """The last day on which it is worth sending; after an outage only the latest still useful goes out."""
        return Offsets(self.offsets, self.last_useful).useful_until(offset, anchor_on)

    def offset_label(self, offset: int) -> str:
        return offset_words(offset)


_RULES: dict[str, Rule] = {}


def register(rule: Rule) -> None:
    """Add a room's rule; one of the same name is replaced, so that `ready()` may run twice."""
    if list(rule.offsets) != sorted(set(rule.offsets)):
        raise ValueError(f"The offsets of {rule.name} must ascend.")
    _RULES[rule.name] = rule


def rules() -> tuple[Rule, ...]:
    return tuple(_RULES[name] for name in sorted(_RULES))


def rule_named(name: str) -> Rule | None:
    return _RULES.get(name)


# -- For a rule's own querysets ------------------------------------------------------------------------------------


def due_between(column: str, offset: int, first: date, last: date) -> Q:
    """Rows whose anchor plus the offset lies in first…last; the column's own index finds them, in order where it is a day."""
    if first == last:
        return Q(**{column: first - timedelta(days=offset)})
    return Q(**{f"{column}__range": (first - timedelta(days=offset), last - timedelta(days=offset))})


def due_from_anchor(column: str, offset: int) -> AddDays:
    """The due day of a row, to compare dates of facts with: `Q(left_on__lte=due_from_anchor("ends_on", -30))`."""
    return AddDays(column, offset)


def recorded_before(instant: str, due: Any, first: date) -> Q:
    """An instant lies before the due day began in London: what a notice of that day may know of.

    `first` is the earliest due day asked about: what was recorded before it is known without asking for its day.
    """
    return Q(**{f"{instant}__lt": start_of_day(first)}) | Q(LessThan(LondonDay(instant), due))


def to_notice(
    queryset: QuerySet[Any],
    *,
    offset: int,
    anchor: Any,
    recipient: tuple[str, Any],
    about: tuple[str, Any],
) -> QuerySet[Any]:
    """Give each row what makes one notice one: `recipient` and `about` are (kind, column of the number)."""
    anchored = F(anchor) if isinstance(anchor, str) else anchor
    return queryset.order_by().annotate(
        anchor_on=anchored,
        due_on=AddDays(anchored, offset),
        recipient_kind=Value(recipient[0], output_field=CharField()),
        recipient_id=Cast(recipient[1], CharField()),
        about_kind=Value(about[0], output_field=CharField()),
        about_id=Cast(about[1], CharField()),
    )

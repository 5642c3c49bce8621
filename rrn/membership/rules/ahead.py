"""What is next for a person: what she can do now, the most pressing first, and the dates that are coming. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from rrn.membership.rules.action import ActionFacts, Clock, Reading, asks_halfway, clock_on
from rrn.membership.rules.boundaries import lapses_on
from rrn.membership.rules.status import (
    COUNTING,
    Facts,
    Status,
    current_period,
    due_from,
    full_date,
    is_renewed,
    status_on,
)

ONE_DAY = timedelta(days=1)


class Page(Enum):
    """Where a thing is done."""

    JOIN = "join"
    ACTION = "action"
    MEMBERSHIP = "membership"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Next:
    """One thing: what it is, its date if it has one, and where it is done. `coming` ones are only good to know."""

    words: str
    page: Page
    do: str
    on: date | None = None
    more: str = ""
    coming: bool = False
    number: int = 0  # of the action, or of the organisation
    pressing: int = 9  # 0 stands before 1


@dataclass(frozen=True, slots=True)
class Promise:
    """One of her actions among what is next."""

    number: int
    facts: ActionFacts
    starts_on: date


def of_membership(facts: Facts, day: date, *, begun: bool) -> list[Next]:
    """Joining, renewing, coming back. `begun`: she has filled in something at the door."""
    status = status_on(facts, day)
    period = current_period(facts, day)
    if period is None or status in (Status.LAPSED, Status.LEFT):
        return _joining(facts, status, begun=begun)
    if status not in COUNTING:
        return []
    if status is Status.GRACE:
        until = (lapses_on(facts, period) or period.grace_ends_on + ONE_DAY) - ONE_DAY
        words = f"Renew your membership by {full_date(until)}"
        more = f"Your two years ended on {full_date(period.ends_on)}. Your membership still counts until {full_date(until)}."
        return [Next(words, Page.JOIN, _go_on("renewing", "Renew", begun), on=until, more=more, pressing=0)]
    if status is Status.DUE:
        words = f"Renew your membership by {full_date(period.ends_on)}"
        more = "Your next two years begin the day after. You choose a new action, or carry this one on."
        return [Next(words, Page.JOIN, _go_on("renewing", "Renew", begun), on=period.ends_on, more=more, pressing=2)]
    if is_renewed(facts, day):
        starts = min(later.starts_on for later in facts.periods if later.starts_on > day and later.left_on is None)
        return [Next("Your next two years begin", Page.MEMBERSHIP, "Your membership", on=starts, coming=True)]
    return [Next("You can renew your membership", Page.MEMBERSHIP, "Your membership", on=due_from(period.ends_on), coming=True)]


def _go_on(doing: str, start: str, begun: bool) -> str:
    return f"Go on with {doing}" if begun else start


def _joining(facts: Facts, status: Status, *, begun: bool) -> list[Next]:
    if status in (Status.REMOVED, Status.CLOSED, Status.MERGED, Status.APPLIED):
        return []
    if begun:
        return [Next("Finish joining", Page.JOIN, "Go on with joining", more="Everything that you filled in is kept.", pressing=1)]
    if status in (Status.LAPSED, Status.LEFT):
        more = "It is a new membership of two years, with a new action. The videos that you have seen count."
        return [Next("Come back when you like", Page.JOIN, "Join again", more=more, pressing=5)]
    return []


def of_action(promise: Promise, day: date) -> list[Next]:
    """Saying how it goes, and telling us how it ended; then its dates to come."""
    action, number = promise.facts, promise.number
    when = full_date(action.by_when)
    if action.ending is not None or action.said is Reading.STOPPED:
        return []
    if action.said is Reading.DONE:
        words = "You said that your action is done"
        return [Next(words, Page.ACTION, "Say how it ended", number=number, more="You can close it in your own words.", pressing=4)]
    if clock_on(action, day) is Clock.OVERDUE:
        words = f"The date of your action was {when}"
        more = "Tell us how it ended, in your own words, or that it still goes on. Nobody marks it."
        return [Next(words, Page.ACTION, "Say how it went", on=action.by_when, number=number, more=more, pressing=1)]
    listed = []
    if asks_halfway(action, day):
        words = "You are half-way to the date of your action"
        more = "Say how it goes, if you like. A word is enough."
        listed.append(Next(words, Page.ACTION, "Say how it goes", number=number, more=more, pressing=3))
    elif action.halfway_on and max(day, promise.starts_on) < action.halfway_on:
        listed.append(Next("Half-way to the date of your action", Page.ACTION, "Your action", on=action.halfway_on, number=number, coming=True))
    return [*listed, _its_day(promise, day)]


def _its_day(promise: Promise, day: date) -> Next:
    """Near, it is the thing to do; before that it is a date to come."""
    action, number = promise.facts, promise.number
    if clock_on(action, day) is not Clock.DUE_SOON:
        return Next("The date of your action", Page.ACTION, "Your action", on=action.by_when, number=number, coming=True)
    left = (action.by_when - day).days
    away = "today" if left == 0 else "tomorrow" if left == 1 else f"in {left} days"
    more = "Say how it goes, or how it ended."
    return Next(
        f"The date of your action is {full_date(action.by_when)}, {away}", Page.ACTION, "Say how it goes", on=action.by_when,
        number=number, more=more, pressing=3,
    )  # fmt: skip


def of_organisation(name: str, number: int, facts: Facts, day: date) -> list[Next]:
    """The same for who leads an organisation: the end of its membership and of what still counts."""
    status, period = status_on(facts, day), current_period(facts, day)
    if period is None or status not in COUNTING:
        return []
    do = f"Go to {name}"
    if status is Status.GRACE:
        until = lapses_on(facts, period)
        if until is None:
            return []
        last = until - ONE_DAY
        more = f"Its two years ended on {full_date(period.ends_on)}. Its membership still counts until {full_date(last)}."
        return [Next(f"Send the next plan of {name} by {full_date(last)}", Page.ORGANISATION, do, on=last, more=more, number=number, pressing=0)]
    if status is Status.DUE:
        if any(sent.covers(day) and sent.starts_on >= period.starts_on for sent in facts.applications):
            return []
        more = "A plan that is published by then begins the day after the present one ends."
        words = f"Send the next plan of {name}. The present one runs until {full_date(period.ends_on)}"
        return [Next(words, Page.ORGANISATION, do, on=period.ends_on, more=more, number=number, pressing=2)]
    if is_renewed(facts, day):
        return []
    words = f"The next plan of {name} can be sent"
    return [Next(words, Page.ORGANISATION, do, on=due_from(period.ends_on), number=number, coming=True)]


def in_order(listed: Sequence[Next]) -> list[Next]:
    """The most pressing first, of those the earliest date; then what is coming, by date."""
    return sorted(listed, key=lambda one: (one.coming, 0 if one.coming else one.pressing, one.on or date.max, one.number))

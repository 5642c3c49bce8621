"""What waits for somebody: each room says what of its own is to be done, the office shows it as one list.

A to-do is never stored. It is the answer to a question asked of the records on a day, so it disappears by being
done. A room registers its questions in `AppConfig.ready()`; each answers with at most `MOST` to-dos in a fixed
number of queries, the most pressing first, and only with what this person may see and can do something about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

from rrn.core.working_days import BANK_HOLIDAYS, working_days_between

MOST = 50
WORKING, CALENDAR = "working", "days"


@dataclass(frozen=True, slots=True)
class ToDo:
    """One line of the list: What · About · Since · Our promise · With · do.

    `counted` says how the promise was given, in working days or in days, so that the list says what is left of it;
    without it `promise` says all there is to say. `owned`: the room itself knows whose it is, so nobody takes it here.
    `key` names the record within its source; without one the address does.
    """

    what: str
    about: str
    url: str
    since: date | None = None
    since_words: str = ""
    promise: str = ""
    due: date | None = None
    with_whom: str = "Nobody yet"
    mine: bool = False
    urgent: bool = False
    do: str = "Open"
    about_url: str = ""
    counted: str = ""
    owned: bool = False
    key: str = ""
    left: str = ""
    source: str = ""
    taken: bool = False

    @property
    def name(self) -> str:
        """What tells it apart from the others of its source."""
        return self.key or self.url


Question = Callable[[Any, date], Iterable[ToDo]]


@dataclass(frozen=True, slots=True)
class Source:
    """One room's question. `label` names its tab on the list; `whole` gives the address of the source's own list."""

    name: str
    label: str
    ask: Question
    whole: Callable[[], str] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What one source answered. `more` says that the list was cut at `MOST`."""

    source: Source
    todos: tuple[ToDo, ...]
    more: bool


_SOURCES: dict[str, Source] = {}


def register(name: str, *, label: str, ask: Question, whole: Callable[[], str] | None = None) -> None:
    """Add a room's question; the same name again replaces it, so that `ready()` may run twice."""
    _SOURCES[name] = Source(name=name, label=label, ask=ask, whole=whole)


def sources() -> tuple[Source, ...]:
    return tuple(_SOURCES.values())


def ask_all(*, user: Any, day: date) -> list[Found]:
    """Every room's answer for this person on this day, in the order in which the rooms registered."""
    return [ask_one(source, user=user, day=day) for source in sources()]


def ask_one(source: Source, *, user: Any, day: date) -> Found:
    """One room's answer, each to-do with what is left of its promise."""
    found = [
        replace(todo, source=source.name, left=left_in_words(todo.due, day, todo.counted))
        for todo in islice(source.ask(user, day), MOST + 1)
    ]
    return Found(source=source, todos=tuple(found[:MOST]), more=len(found) > MOST)


def find(name: str, key: str, *, user: Any, day: date) -> ToDo | None:
    """One to-do as this person's list has it; None where it is not on her list."""
    source = _SOURCES.get(name)
    answer = ask_one(source, user=user, day=day).todos if source else ()
    return next((todo for todo in answer if todo.name == key), None)


def left_in_words(due: date | None, day: date, counted: str) -> str:
    """What is left of a promise, counted as it was given: 3 working days left · today · overdue by 2 days."""
    if due is None or not counted:
        return ""
    if due == day:
        return "today"
    first, last = min(due, day), max(due, day)
    number = working_days_between(first, last, BANK_HOLIDAYS) if counted == WORKING else (last - first).days
    unit = ("working day" if counted == WORKING else "day") + ("" if number == 1 else "s")
    if counted == WORKING and number == 0:
        return "no working day left" if due > day else "overdue since the weekend"
    return f"{number} {unit} left" if due > day else f"overdue by {number} {unit}"


def most_pressing_first(todos: Iterable[ToDo]) -> list[ToDo]:
    """Urgent ones, then by the promised day, then by how long they have waited."""
    return sorted(todos, key=lambda todo: (not todo.urgent, todo.due or date.max, todo.since or date.max, todo.about))

"""What waits for somebody: each room says what of its own is to be done, the office shows it as one list.

A to-do is never stored. It is the answer to a question asked of the records on a day, so it disappears by being
done. A room registers its questions in `AppConfig.ready()`; each answers with at most `MOST` to-dos in a fixed
number of queries, the most pressing first, and only with what this person may see and can do something about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

MOST = 50


@dataclass(frozen=True, slots=True)
class ToDo:
    """One line of the list: What · About · Since · Our promise · With · do."""

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


Question = Callable[[Any, date], Iterable[ToDo]]


@dataclass(frozen=True, slots=True)
class Source:
    """One room's question. `label` names its tab on the list."""

    name: str
    label: str
    ask: Question


@dataclass(frozen=True, slots=True)
class Found:
    """What one source answered. `more` says that the list was cut at `MOST`."""

    source: Source
    todos: tuple[ToDo, ...]
    more: bool


_SOURCES: dict[str, Source] = {}


def register(name: str, *, label: str, ask: Question) -> None:
    """Add a room's question; the same name again replaces it, so that `ready()` may run twice."""
    _SOURCES[name] = Source(name=name, label=label, ask=ask)


def sources() -> tuple[Source, ...]:
    return tuple(_SOURCES.values())


def ask_all(*, user: Any, day: date) -> list[Found]:
    """Every room's answer for this person on this day, in the order in which the rooms registered."""
    answers = []
    for source in sources():
        found = tuple(islice(source.ask(user, day), MOST + 1))
        answers.append(Found(source=source, todos=found[:MOST], more=len(found) > MOST))
    return answers


def most_pressing_first(todos: Iterable[ToDo]) -> list[ToDo]:
    """Urgent ones, then by the promised day, then by how long they have waited."""
    return sorted(todos, key=lambda todo: (not todo.urgent, todo.due or date.max, todo.since or date.max, todo.about))

"""The to-do list of one person: the rooms' answers, who has taken which of them, tabs and what was cut.

The rooms have answered before; who has taken what is one query more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from rrn.accounts.desk import taken_todos
from rrn.accounts.models import TakenToDo, User
from rrn.core.time import london_day
from rrn.core.todos import MOST, Found, ToDo, most_pressing_first

NOBODY = "Nobody yet"


@dataclass(frozen=True, slots=True)
class Tab:
    name: str
    label: str
    count: str
    current: bool


@dataclass(frozen=True, slots=True)
class Cut:
    """A source whose answer was cut: what it is called, and where all of it stands."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class TodoList:
    todos: list[ToDo]
    tabs: list[Tab]
    heading: str
    showing: str
    cut: list[Cut]


def with_takers(found: Iterable[Found], user: User, at: datetime) -> list[Found]:
    """The same answers, with the name of whoever has taken one that no room gives to anybody. One query."""
    takers = {(taken.source, taken.key): taken for taken in taken_todos(at)}
    return [replace(each, todos=tuple(_held(todo, takers, user) for todo in each.todos)) for each in found]


def _held(todo: ToDo, takers: dict[tuple[str, str], TakenToDo], user: User) -> ToDo:
    taken = takers.get((todo.source, todo.name))
    if todo.owned or taken is None or not still_holds(taken, todo):
        return todo
    return replace(todo, with_whom=str(taken.person), mine=taken.person_id == user.pk, taken=True)


def still_holds(taken: TakenToDo, todo: ToDo) -> bool:
    """What was taken before this to-do began was another one about the same record."""
    return todo.since is None or london_day(taken.taken_at) >= todo.since


def todo_list(found: list[Found], *, show: str) -> TodoList:
    """The rooms' answers as one list with its tabs. No query."""
    by_name = {each.source.name: each for each in found if each.todos}
    everything = [todo for each in by_name.values() for todo in each.todos]
    anybody_s: dict[str, tuple[str, str, Callable[[ToDo], bool]]] = {
        "mine": ("Mine", "your own list", lambda todo: todo.mine),
        "free": ("Nobody’s yet", "what nobody has taken", lambda todo: not todo.owned and not todo.taken),
    }
    if show in anybody_s:
        _, showing, wanted = anybody_s[show]
        chosen = [todo for todo in everything if wanted(todo)]
    elif show in by_name:
        chosen, showing = list(by_name[show].todos), f"“{by_name[show].source.label}”"
    else:
        chosen, showing, show = everything, "", ""
    more = any(each.more for each in by_name.values())
    tabs = [Tab("", "Everybody’s", _count(len(everything), more), not show)]
    tabs += [
        Tab(name, label, str(sum(map(wanted, everything))), show == name) for name, (label, _, wanted) in anybody_s.items()
    ]
    tabs += [Tab(name, each.source.label, _count(len(each.todos), each.more), show == name) for name, each in by_name.items()]
    cut = [Cut(each.source.label, each.source.whole() if each.source.whole else "") for each in by_name.values() if each.more]
    return TodoList(
        todos=most_pressing_first(chosen),
        tabs=tabs if everything else [],
        heading=f"{_things(len(chosen))}, most urgent first." if chosen else "",
        showing=showing,
        cut=cut,
    )


def _count(number: int, more: bool) -> str:
    return f"{number} and more" if more else str(number)


def _things(number: int) -> str:
    return "1 thing" if number == 1 else f"{number} things"


def cut_at() -> int:
    return MOST

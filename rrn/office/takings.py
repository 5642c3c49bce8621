"""Taking, handing over and giving back a to-do that no room gives to anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet

from rrn.accounts import desk
from rrn.accounts.models import STAFF_ROLES, User
from rrn.core.time import london_day
from rrn.core.todos import ToDo, find
from rrn.core.verdict import Refused
from rrn.office.todo_list import still_holds

GONE = "This is no longer to be done, or it is not on your list."


def todo_of(*, source: str, key: str, user: User, at: datetime) -> ToDo:
    """The to-do as it stands on her own list, with whoever has taken it. The source's queries and one."""
    todo = find(source, key, user=user, day=london_day(at))
    if todo is None:
        raise Refused(GONE)
    taken = desk.todo_holder(source, key, at)
    if taken is None or not still_holds(taken, todo):
        return todo
    return replace(todo, with_whom=str(taken.person), mine=taken.person_id == user.pk, taken=True)


def take(*, source: str, key: str, by: User, at: datetime) -> ToDo:
    """It is hers from now on."""
    todo = _free_to_take(source, key, by, at)
    desk.take_todo(source=source, key=key, person=by, by=by, at=at)
    return todo


def hand_over(*, source: str, key: str, to: User, by: User, at: datetime) -> ToDo:
    """A colleague does it, one who has it on her list too."""
    todo = _free_to_take(source, key, by, at)
    if find(source, key, user=to, day=london_day(at)) is None:
        raise Refused(f"{to} cannot do this: it is not on her list.")
    desk.take_todo(source=source, key=key, person=to, by=by, at=at)
    return todo


def give_back(*, source: str, key: str, by: User, at: datetime) -> None:
    desk.give_back_todo(source=source, key=key, by=by, at=at)


def colleagues_of(user: User) -> QuerySet[User]:
    """To whom she can hand something over: the network's other staff, by name. One query."""
    held = {"role_grants__ended_at__isnull": True, "role_grants__role__in": STAFF_ROLES}
    return User.objects.filter(is_active=True, **held).exclude(pk=user.pk).distinct().order_by("display_name", "email")


def _free_to_take(source: str, key: str, by: User, at: datetime) -> ToDo:
    todo = todo_of(source=source, key=key, user=by, at=at)
    if todo.owned:
        raise Refused("This is taken on its own page.")
    return todo

"""Spreadsheets of the office's lists: who may take what away, and the line in the diary that says who did.

More than fifty people's names and addresses leave with a second person only (PRODUCT, "A second person"); until somebody
else has agreed they are left out, and the rest of the view goes out without them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from rrn.accounts.models import User
from rrn.core.verdict import require
from rrn.events.actions import record
from rrn.membership.models import Member
from rrn.office import lists
from rrn.office.members import cells, lines_of
from rrn.office.permissions import may_read_people

PEOPLE_ALONE = 50
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    rows: Iterator[list[Any]]
    with_people: bool


def names_people(asked: lists.Asked, *, user: User, day: date) -> bool:
    """Whether the view holds so few people that one person may take their names away. One query that stops at fifty-one."""
    found = lists.MEMBERS.find(user, asked.said, day).filter(kind=Member.Kind.INDIVIDUAL)
    return found.order_by().values("pk")[: PEOPLE_ALONE + 1].count() <= PEOPLE_ALONE


@transaction.atomic
def of_members(*, asked: lists.Asked, form: str, day: date, by: User, at: datetime) -> Sheet:
    """The view's members a few hundred at a time, and a line in the diary that names the view and not the people."""
    require(may_read_people(by))
    with_people = names_people(asked, user=by, day=day)
    record("office.took_away", about=by, by=by, at=at, list=asked.list.name, query=asked.query, form=form, people=with_people)
    return Sheet(f"members-{day.isoformat()}", _rows(asked, by, day, with_people), with_people)


def _rows(asked: lists.Asked, user: User, day: date, with_people: bool) -> Iterator[list[Any]]:
    on = asked.said.get("on") or day
    found = lists.MEMBERS.find(user, asked.said, day).order_by("pk").select_related("person", "organisation", "details")
    last = 0
    while some := list(found.filter(pk__gt=last)[:AT_ONCE]):
        last = some[-1].pk
        for line in lines_of(some, on):
            yield cells(line, with_people=with_people)

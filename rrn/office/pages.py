"""Long lists, a page at a time, cut in the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest

A_PAGE = 25


def page_of(request: HttpRequest, rows: Any, size: int = A_PAGE, name: str = "page") -> Page:
    """The page the address asks for under this name; a number that is none is the nearest one."""
    return Paginator(rows, size).get_page(request.GET.get(name))


def address_without_page(request: HttpRequest) -> str:
    """The query string of this list without its page, ready for `page=` to follow."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


# -- Long lists cut at a record, not at a number: the thousandth page costs what the first one does ------------------


@dataclass(frozen=True, slots=True)
class Slice:
    """A page of records in their order, with the addresses of the page before and the one after; empty where there is none."""

    rows: list[Any]
    newer: str = ""
    older: str = ""

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)


def slice_of(request: HttpRequest, found: QuerySet[Any], *, by_day: str = "", size: int = A_PAGE) -> Slice:
    """One query. The records come by number, the latest first; with `by_day` by that day, the earliest first, or the
    latest first where it is written with a minus.

    The address names the last record of the page before, `after`, or the first of the page after, `before`.
    """
    query = request.GET.copy()
    down, by_day = by_day.startswith("-"), by_day.lstrip("-")
    after, before = (_place(query.pop(name, [""])[-1], by_day) for name in ("after", "before"))
    order = ["-pk"] if not by_day else [f"-{by_day}", "-pk"] if down else [by_day, "pk"]
    down = down or not by_day
    if before is not None and after is None:
        rows = list(found.filter(_beyond(before, by_day, down=not down)).order_by(*map(_turned, order))[: size + 1])
        more_before, more_after = len(rows) > size, True
        rows = rows[:size][::-1]
    else:
        rows = list((found.filter(_beyond(after, by_day, down=down)) if after is not None else found).order_by(*order)[: size + 1])
        more_before, more_after = after is not None, len(rows) > size
        rows = rows[:size]

    def address(name: str, record: Any) -> str:
        moved = query.copy()
        moved[name] = f"{getattr(record, by_day)}.{record.pk}" if by_day else str(record.pk)
        return f"?{moved.urlencode()}"

    return Slice(
        rows,
        newer=address("before", rows[0]) if rows and more_before else "",
        older=address("after", rows[-1]) if rows and more_after else "",
    )


def _place(given: str, by_day: str) -> tuple[date | None, int] | None:
    """The record an address names; None where it names none."""
    day, _, number = given.rpartition(".")
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    try:
        return (date.fromisoformat(day) if by_day else None), int(number)
    except ValueError:
        return None


def _beyond(place: tuple[date | None, int], by_day: str, *, down: bool) -> Q:
    """What lies beyond this record, going down or up."""
    (day, number), step = place, "lt" if down else "gt"
    if not by_day:
        return Q(**{f"pk__{step}": number})
    return Q(**{f"{by_day}__{step}e": day}) & (Q(**{f"{by_day}__{step}": day}) | Q(**{f"pk__{step}": number}))


def _turned(order: str) -> str:
    return order[1:] if order.startswith("-") else f"-{order}"

"""Long lists, a page at a time, cut in the database."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
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

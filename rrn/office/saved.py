"""Saved views as a list shows them: which there are, which one this is, and how one is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from rrn.accounts import desk
from rrn.accounts.models import SavedView, User
from rrn.core.verdict import Refused
from rrn.office import lists
from rrn.office.forms import SaveViewForm

ON_THE_HOME_PAGE = 8
REMOVED_LATELY = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Tools:
    """What stands above a list beside its filters."""

    views: list[SavedView]
    menu: bool
    current: SavedView | None
    form: SaveViewForm


def tools_of(user: User, asked: lists.Asked, *, menu: bool = True) -> Tools:
    """The saved views of this list, and the form for another. One query; none without the menu, which is a link then."""
    views = list(desk.views_visible_to(user).filter(list=asked.list.name)[:100]) if menu else []
    current = next((view for view in views if asked.query and view.query == asked.query), None)
    return Tools(views, menu, current, SaveViewForm(initial={"list": asked.list.name, "query": asked.query}))


def save(*, list_name: str, name: str, query: str, shared: bool, by: User, at: datetime) -> tuple[SavedView, str]:
    """Keep a view with what its list understands of the address; and the sentence about what it does not."""
    office_list = lists.LISTS.get(list_name)
    if office_list is None:
        raise Refused("There is no such list.")
    asked = lists.read(office_list, query)
    if not asked.query:
        raise Refused("Choose a filter first: without one, the view is the whole list.")
    view = desk.save_view(list_name=list_name, name=name, query=asked.query, shared=shared, by=by, at=at)
    return view, asked.not_understood


def address_of(view: SavedView) -> str:
    """The list as this view asks it today; what the list no longer knows stays in the address, so that the list says so."""
    office_list = lists.LISTS[view.list]
    return f"{office_list.url}?{view.query}"


def all_of(user: User, of_list: lists.OfficeList | None = None) -> QuerySet[SavedView]:
    """Those of every list, or of one. One query."""
    return desk.views_visible_to(user).filter(list__in=[of_list.name] if of_list else list(lists.LISTS))


def removed_lately(user: User, at: datetime) -> QuerySet[SavedView]:
    """Her own that can be brought back, the latest first. One query."""
    return SavedView.objects.filter(owner=user, removed_at__gt=at - REMOVED_LATELY).order_by("-removed_at")


def on_the_home_page(user: User, day: date) -> list[dict[str, object]] | None:
    """Her views and the shared ones, the first eight by name, with what each holds. Two queries; nothing for who keeps none."""
    if not user.is_office:
        return None
    views = list(all_of(user)[:ON_THE_HOME_PAGE])
    return [{"view": view, "count": count} for view, count in zip(views, lists.counts(views, user=user, day=day), strict=True)]

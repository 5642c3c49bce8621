"""What the office's frame needs to draw itself, and how it writes days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from wagtail.admin.menu import MenuItem, SubmenuMenuItem, admin_menu

from rrn.core.time import LONDON

register = template.Library()


def _entry(item: MenuItem, request: Any) -> dict[str, Any]:
    children = []
    if isinstance(item, SubmenuMenuItem):
        inside = sorted(item.menu.menu_items_for_request(request), key=lambda child: child.order)
        children = [_entry(child, request) for child in inside]
    url = str(item.url)
    here = request.path == url
    # The list of to-dos stands above every other address, so it is current only on itself.
    inside = here or (url != "/office/" and url.startswith("/office/") and request.path.startswith(url))
    return {"label": item.label, "url": url, "here": here, "current": inside, "children": children}


@register.simple_tag(takes_context=True)
def office_menu(context: dict[str, Any]) -> list[dict[str, Any]]:
    """Wagtail's main menu for this person, as plain entries."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return []
    items = sorted(admin_menu.menu_items_for_request(request), key=lambda item: item.order)
    return [_entry(item, request) for item in items]


@register.filter
def day(value: date | datetime | None) -> str:
    """"20 November 2026": a day in full, in London."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(LONDON)
    return f"{value.day} {value:%B %Y}"


@register.filter
def moment(value: datetime | None) -> str:
    """"20 November 2026, 14:05": an instant as London's clocks showed it."""
    if value is None:
        return ""
    local = value.astimezone(LONDON)
    return f"{local.day} {local:%B %Y}, {local:%H:%M}"

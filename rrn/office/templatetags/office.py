"""What the office's frame needs to draw itself."""

from __future__ import annotations

import uuid
from typing import Any

from django import template
from wagtail.admin.menu import MenuItem, SubmenuMenuItem, admin_menu

register = template.Library()


def _entry(item: MenuItem, request: Any) -> dict[str, Any]:
    children = []
    if isinstance(item, SubmenuMenuItem):
        inside = sorted(item.menu.menu_items_for_request(request), key=lambda child: child.order)
        children = [_entry(child, request) for child in inside]
    url = str(item.url)
    here = request.path == url
    # The list of to-dos stands above every other address, so it is current only on itself.
    current = here or (url != "/office/" and url.startswith("/office/") and request.path.startswith(url))
    return {"label": item.label, "url": url, "here": here, "current": current, "children": children}


@register.simple_tag(takes_context=True)
def office_menu(context: dict[str, Any]) -> list[dict[str, Any]]:
    """Wagtail's main menu for this person, as plain entries."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return []
    items = sorted(admin_menu.menu_items_for_request(request), key=lambda item: item.order)
    return [_entry(item, request) for item in items]


@register.simple_tag
def new_key() -> str:
    """The key of one form on a page with many: the same press twice is one."""
    return str(uuid.uuid4())

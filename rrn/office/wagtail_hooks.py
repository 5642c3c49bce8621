"""The office's name, colours and menu in Wagtail's frame."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.templatetags.wagtailadmin_tags import versioned_static

from rrn.core.audience import Audience, is_open_to

# Wagtail's own entries that staff use here. Its users, groups, workflows and help speak of things we do elsewhere.
WAGTAIL_ENTRIES = frozenset({"explorer", "images", "documents", "snippets", "settings"})
CLOSED_SETTINGS = frozenset({"users", "groups", "workflows", "workflow-tasks"})


class OfficeMenuItem(MenuItem):
    """An entry that shows when the door behind it opens."""

    def __init__(self, label: str, url: Any, *, audience: Audience, order: int) -> None:
        super().__init__(label, url, name=f"office-{order}", order=order)
        self.audience = audience

    def is_shown(self, request: HttpRequest) -> bool:
        return is_open_to(self.audience, request.user)


ENTRIES = (
    OfficeMenuItem("To do", reverse_lazy("office:home"), audience=Audience.STAFF, order=10),
    OfficeMenuItem("Plans", reverse_lazy("office:plans"), audience=Audience.REVIEWERS, order=20),
    OfficeMenuItem("Members", reverse_lazy("office:members"), audience=Audience.OFFICE, order=25),
    OfficeMenuItem("Organisations", reverse_lazy("office:organisations"), audience=Audience.OFFICE, order=30),
    OfficeMenuItem("People", reverse_lazy("office:people"), audience=Audience.OFFICE, order=40),
    OfficeMenuItem("2014 pledge", reverse_lazy("office:pledges"), audience=Audience.OFFICE, order=50),
    OfficeMenuItem("Mail", reverse_lazy("office:mails"), audience=Audience.OFFICE, order=60),
    OfficeMenuItem("Notices", reverse_lazy("office:notices"), audience=Audience.OFFICE, order=62),
    OfficeMenuItem("Messages", reverse_lazy("office:messages"), audience=Audience.OFFICE, order=65),
    OfficeMenuItem("Clock", reverse_lazy("office:clock"), audience=Audience.OFFICE, order=68),
    OfficeMenuItem("Steering group", reverse_lazy("office:roster"), audience=Audience.OFFICE, order=67),
    OfficeMenuItem("Roles", reverse_lazy("office:roles"), audience=Audience.OFFICE, order=70),
)

for entry in ENTRIES:
    hooks.register("register_admin_menu_item", lambda entry=entry: entry)


@hooks.register("construct_main_menu")
def only_what_is_used(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave our entries, and Wagtail's for those who edit pages."""
    items[:] = [item for item in items if isinstance(item, OfficeMenuItem) or item.name in WAGTAIL_ENTRIES]


@hooks.register("construct_settings_menu")
def close_what_has_one_door_elsewhere(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in CLOSED_SETTINGS]


@hooks.register("insert_global_admin_css")
def our_clothes() -> str:
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("rrn/frame.css"))

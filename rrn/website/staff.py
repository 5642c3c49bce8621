"""Who may do what in Wagtail's frame: answered from the roles held now, by the groups that stand for them.

Wagtail asks which groups a person is in. Nobody is put into a group here: the group "Office" holds what the office may
do with pages, pictures and documents, and its members are whoever holds the role when it is asked
(docs/decisions/0027-pages-and-their-staff.md).
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Model, QuerySet
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from rrn.accounts.backends import allow

OFFICE, EDITORS = "Office", "Website editors"
GROUP_OF = {"office": OFFICE, "editor": EDITORS}

PAGES = {
    OFFICE: ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page"),
    EDITORS: ("add_page", "change_page"),
}
COLLECTIONS = {
    OFFICE: ("image", "document"),
    EDITORS: ("image", "document"),
}

KEPT_BY_THE_OFFICE = (
    "website.view_menu", "website.change_menu",
    "wagtailredirects.view_redirect", "wagtailredirects.add_redirect", "wagtailredirects.change_redirect", "wagtailredirects.delete_redirect",
    "wagtailcore.add_collection", "wagtailcore.change_collection", "wagtailcore.view_collection",
    "wagtail_localize.submit_translation",
)  # fmt: skip


def groups_of(user: Any) -> list[str]:
    return [group for role, group in GROUP_OF.items() if role in getattr(user, "roles", ())]


def _answered(records: type[Model], *related: str) -> Any:
    """In place of "the permissions of her groups": those of the groups that stand for her roles."""

    def permissions_of(user: Any) -> QuerySet[Any]:
        everything = records._default_manager
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return everything.none()
        return everything.filter(group__name__in=groups_of(user)).select_related("permission", *related)

    return permissions_of


def answer_wagtail() -> None:
    """Let Wagtail's three policies ask the roles. Called once, in `AppConfig.ready()`."""
    from wagtail.documents.permissions import permission_policy as documents
    from wagtail.images import permissions as images
    from wagtail.permissions import collection_permission_policy, page_permission_policy

    page_permission_policy.get_all_permissions_for_user = _answered(GroupPagePermission, "page")  # type: ignore[method-assign]  # its one question
    for policy in (documents, images.permission_policy, collection_permission_policy):
        policy.get_all_permissions_for_user = _answered(GroupCollectionPermission, "collection")
    allow("office", *KEPT_BY_THE_OFFICE)
    allow("editor", "wagtail_localize.submit_translation")


def make_groups() -> None:
    """The two groups and what they may do, below the root of the pages and of the collections. Safe to run again."""
    root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    for group_name, codenames in PAGES.items():
        group, _ = Group.objects.get_or_create(name=group_name)
        for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames):
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
        wanted = [f"{verb}_{kind}" for kind in COLLECTIONS[group_name] for verb in ("add", "change", "choose")]
        for permission in Permission.objects.filter(
            content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=wanted
        ):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)

"""Wagtail's frame for those who change pages: menus, and the pages that must not go missing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from rrn.website.models import ContactPage, HelpNowPage, HomePage, Menu
from rrn.website.welsh import sentences_missing

ALWAYS_THERE = (HomePage, HelpNowPage, ContactPage)


class MenuViewSet(SnippetViewSet):
    """The two menus. There are only these, so none is added or deleted."""

    model = Menu
    icon = "list-ul"
    list_display = ("__str__",)
    copy_view_enabled = False
    inspect_view_enabled = False


register_snippet(MenuViewSet)


def _refuse(request: HttpRequest, page: Page, what: str) -> HttpResponse | None:
    if not isinstance(page.specific, ALWAYS_THERE):
        return None
    messages.error(request, f"“{page}” cannot be {what}: every page of the site leads to it. Change its words instead.")
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_delete_page")
def keep_from_being_deleted(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refuse(request, page, "deleted")


@hooks.register("before_unpublish_page")
def keep_from_being_taken_down(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refuse(request, page, "taken down")


@hooks.register("before_move_page")
def keep_its_place(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    return _refuse(request, page, "moved")


@hooks.register("before_bulk_action")
def keep_from_bulk_work(
    request: HttpRequest, action_type: str, objects: list[Any], action_class: type
) -> HttpResponse | None:
    if action_type not in ("delete", "unpublish", "move"):
        return None
    pages = [each for each in objects if isinstance(each, Page)]
    return next((answer for page in pages if (answer := _refuse(request, page, "among these"))), None)


@hooks.register("before_edit_page", order=-2)
def an_approval_that_came_too_late(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Two read the same page, or one pressed twice: Wagtail would look for a step that nobody is at any more."""
    if request.method != "POST" or "action-workflow-action" not in request.POST or page.current_workflow_task:
        return None
    messages.warning(request, f"Somebody has already decided about “{page}”: it waits for nobody. This is how it stands now.")
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_edit_page", order=-1)
def keep_an_unfinished_translation_back(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Before the editor of translations is asked: it would publish English in the place of what is missing."""
    if not (missing := sentences_missing(page)):
        return None
    if request.method == "POST" and request.POST.get("action") == "publish":
        return redirect("wagtailadmin_pages:edit", page.pk)
    if request.method == "GET":
        messages.warning(
            request,
            f"{missing} of its sentences are not translated yet, so this translation cannot be published: a page is public in Welsh once "
            "all of it is Welsh. Until then readers see what was published in Welsh before, or are told, in Welsh, that it is not there.",
        )
    return None

"""Wagtail's frame for those who change pages: menus, and the pages that must not go missing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail_localize.models import Translation
from wagtail_localize.views.update_translations import UpdateTranslationsView

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


def say_what_is_missing(request: HttpRequest, page: Page) -> bool:
    """Whether its translation is unfinished; then whoever wants it published reads how much is missing."""
    missing = sentences_missing(page)
    if missing:
        messages.error(
            request,
            f"“{page}” is not published: {missing} of its sentences are not translated yet. A page is public in Welsh once all of it is "
            "Welsh; until then readers are told, in Welsh, that it is not there.",
        )
    return bool(missing)


@hooks.register("before_edit_page", order=-1)
def keep_an_unfinished_translation_back(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Before the editor of translations is asked: it would publish English in the place of what is missing."""
    if request.method != "POST" or request.POST.get("action") != "publish" or not say_what_is_missing(request, page):
        return None
    return redirect("wagtailadmin_pages:edit", page.pk)


class OnlyWholeTranslations(UpdateTranslationsView):  # type: ignore[misc]  # it comes without types
    """The same for its other door: where the English has changed, the Welsh that was published stays until it is whole again."""

    def form_valid(self, form: Form) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        if form.cleaned_data["publish_translations"]:
            for translation in Translation.objects.filter(source=self.object, enabled=True):
                page = translation.get_target_instance()
                if isinstance(page, Page):
                    say_what_is_missing(self.request, page)
        return answer


@hooks.register("register_admin_urls", order=-1)
def the_door_for_updates() -> list[Any]:
    return [path("localize/update/<int:translation_source_id>/", OnlyWholeTranslations.as_view())]

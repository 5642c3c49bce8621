"""The plan's actions: list, write, order, take out, put back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from rrn.core.audience import reads_only
from rrn.core.time import london_day, now
from rrn.core.verdict import Refused
from rrn.plans.actions import add_action, move_action, put_back_action, remove_action, save_action
from rrn.plans.forms import ActionForm, SendForm
from rrn.plans.pages import action_page
from rrn.plans.queries import actions_of, missing_from, open_comments, removed_actions_of
from rrn.plans.rules import MOST_ACTIONS, Part, counts_hint
from rrn.plans.views.desk import back, is_writable, posted, refusals_back_to, sit_down
from rrn.plans.views.saving import answer, not_saved


@reads_only
def actions(request: HttpRequest, slug: str) -> HttpResponse:
    """The actions as they stand, with what each still needs."""
    desk = sit_down(request, slug)
    plan = desk.plan()
    rows = actions_of(plan)
    missing = missing_from(plan, london_day(now()), rows)
    words = desk.words(
        plan=plan,
        part=Part.ACTIONS,
        rows=[(row, [one for one in missing if one.action == row.pk]) for row in rows],
        taken_out=removed_actions_of(plan),
        hint=counts_hint(len(rows)),
        room=len(rows) < MOST_ACTIONS,
        writable=is_writable(plan),
        client_key=uuid.uuid4(),
        comments=[one for one in open_comments(plan) if one.part == Part.ACTIONS and not one.action_id],
    )
    return render(request, "plans/actions.html", words)


@require_POST
@refusals_back_to("plans:actions")
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add an empty action and open it; a second press opens the first's."""
    desk = sit_down(request, slug)
    form = SendForm(request.POST)
    form.is_valid()
    action = add_action(plan=desk.plan(), client_key=form.cleaned_data["client_key"], **desk.hand())
    return redirect("plans:action", slug, action.pk)


def action(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One action: read it, write it, save it by button or by itself."""
    desk = sit_down(request, slug)
    plan = desk.plan()
    row = get_object_or_404(plan.actions, pk=pk)
    form = ActionForm(posted(request), record=row)
    if request.method == "POST":
        form.is_valid()
        values = {name: value for name, value in form.values().items() if name != request.POST.get("theirs")}
        try:
            saved = save_action(action=row, values=values, expected=form.expected(), **desk.hand())
        except Refused as refusal:
            return not_saved(desk, form, refusal, reverse("plans:actions", args=[slug]))
        if (reply := answer(request, form, saved)) is not None:
            return reply
        if form.is_valid() and not saved.conflicts:
            return back("plans:actions", slug, f"action-{row.pk}")
        form = form.again(saved)
    row.refresh_from_db()
    words = desk.words(
        plan=plan, form=form, writable=is_writable(plan), **action_page(plan, row, london_day(now()))
    )
    return render(request, "plans/action.html", words, status=409 if form.conflicts else 200)


@require_POST
@refusals_back_to("plans:actions")
def move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    desk = sit_down(request, slug)
    row = get_object_or_404(desk.plan().actions, pk=pk)
    move_action(action=row, up=request.POST.get("direction") == "up", **desk.hand())
    return back("plans:actions", slug, f"action-{pk}")


def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A page that says what will happen, then does it."""
    desk = sit_down(request, slug)
    row = get_object_or_404(desk.plan().actions, pk=pk, removed_at__isnull=True)
    if request.method != "POST":
        return render(request, "plans/remove_action.html", desk.words(action=row))
    refusals_back_to("plans:actions")(_remove)(request, slug, row, desk)
    return redirect("plans:actions", slug)


def _remove(request: HttpRequest, slug: str, row, desk) -> HttpResponse:
    remove_action(action=row, **desk.hand())
    messages.success(request, "The action is taken out. Its words are kept: you can put it back below.")
    return redirect("plans:actions", slug)


@require_POST
@refusals_back_to("plans:actions")
def put_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    desk = sit_down(request, slug)
    row = get_object_or_404(desk.plan().actions, pk=pk, removed_at__isnull=False)
    put_back_action(action=row, **desk.hand())
    return back("plans:actions", slug, f"action-{pk}")

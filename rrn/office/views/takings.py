"""Taking a to-do, handing it over, giving it back. The list is the page; each answer leads back to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from rrn.core.time import now
from rrn.core.verdict import Refused
from rrn.office import takings
from rrn.office.forms import HandOverForm, TodoForm


def _named(request: HttpRequest, given: object) -> dict[str, str]:
    form = TodoForm(given)
    if not form.is_valid():
        raise Refused(takings.GONE)
    return {"source": form.cleaned_data["source"], "key": form.cleaned_data["key"]}


@require_POST
def take(request: HttpRequest) -> HttpResponse:
    todo = takings.take(**_named(request, request.POST), by=request.user, at=now())
    messages.success(request, f"You do this now: {todo.about}.")
    return redirect("office:home")


@require_POST
def give_back(request: HttpRequest) -> HttpResponse:
    takings.give_back(**_named(request, request.POST), by=request.user, at=now())
    messages.success(request, "It is on everybody’s list again.")
    return redirect("office:home")


def hand_over(request: HttpRequest) -> HttpResponse:
    """Choose a colleague. Only one who has it on her own list can do it."""
    given = request.POST if request.method == "POST" else request.GET
    if request.method == "GET" and not given:
        return redirect("office:home")
    named = _named(request, given)
    todo = takings.todo_of(**named, user=request.user, at=now())
    form = HandOverForm(request.POST if request.method == "POST" else None, colleagues=takings.colleagues_of(request.user))
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        try:
            takings.hand_over(**named, to=to, by=request.user, at=now())
        except Refused as refusal:
            form.add_error("to", str(refusal))
        else:
            messages.success(request, f"{to} does this now: {todo.about}.")
            return redirect("office:home")
    return render(request, "office/hand_over.html", {"todo": todo, "form": form, "named": named})

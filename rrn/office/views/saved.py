"""Saved views: keep one, open it, give it another name, share it, remove it and bring it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from rrn.accounts import desk
from rrn.core.audience import reads_only
from rrn.core.time import now, today
from rrn.core.verdict import Refused, require
from rrn.office import lists, saved
from rrn.office.forms import NameViewForm, SaveViewForm
from rrn.office.permissions import may_read_people


@reads_only
def views(request: HttpRequest) -> HttpResponse:
    """Every view she can open, with how many records it holds today."""
    require(may_read_people(request.user))
    of_list = lists.LISTS.get(request.GET.get("list", ""))
    kept = list(saved.all_of(request.user, of_list)[:100])
    numbers = lists.counts(kept, user=request.user, day=today())
    rows = [{"view": view, "list": lists.LISTS[view.list].label, "count": number} for view, number in zip(kept, numbers, strict=True)]
    return render(request, "office/views.html", {"rows": rows, "list": of_list, "removed": saved.removed_lately(request.user, now())[:20]})


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    require(may_read_people(request.user))
    form = SaveViewForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            view, left_out = saved.save(
                list_name=said["list"], name=said["name"], query=said["query"], shared=said["shared"], by=request.user, at=now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"“{view}” is kept. {left_out}".strip())
            return redirect(saved.address_of(view))
    return render(request, "office/view_form.html", {"form": form, "title": "Save this view", "button": "Save the view"})


@reads_only
def view(request: HttpRequest, number: int) -> HttpResponse:
    return redirect(saved.address_of(get_object_or_404(saved.all_of(request.user), pk=number)))


def change(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(saved.all_of(request.user), pk=number)
    require(desk.may_change_view(request.user, found))
    form = NameViewForm(request.POST if request.method == "POST" else None, initial={"name": found.name, "shared": found.shared})
    if request.method == "POST" and form.is_valid():
        try:
            desk.change_view(view=found, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The view is changed.")
            return redirect("office:views")
    return render(request, "office/view_form.html", {"form": form, "view": found, "title": "Change the view", "button": "Save"})


@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(saved.all_of(request.user), pk=number)
    desk.remove_view(view=found, by=request.user, at=now())
    messages.success(request, f"“{found}” is removed. You can bring it back for 28 days.")
    return redirect("office:views")


@require_POST
def bring_back(request: HttpRequest, number: int) -> HttpResponse:
    require(may_read_people(request.user))
    found = get_object_or_404(saved.removed_lately(request.user, now()), pk=number)
    desk.bring_back_view(view=found, by=request.user, at=now())
    messages.success(request, f"“{found}” is back.")
    return redirect("office:views")

"""Acts on many records: choose, look at what would happen, do it, undo it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from rrn.accounts import batches
from rrn.accounts.models import Batch
from rrn.core.audience import reads_only
from rrn.core.forms import DateBoxField
from rrn.core.time import now, today
from rrn.core.verdict import Refused, require
from rrn.office import bulk, lists
from rrn.office.forms import ChooseForm
from rrn.office.pages import page_of
from rrn.office.permissions import may_read_people

TURNS = 5  # of two hundred records, before the page shows how far it has got


@reads_only
def all_batches(request: HttpRequest) -> HttpResponse:
    """What was done to many records at once, the latest first."""
    require(may_read_people(request.user))
    found = batches.batches_visible_to(request.user)
    page = page_of(request, found)
    rows = [{"batch": batch, "label": bulk.act_named(batch.act).label} for batch in page]
    return render(request, "office/batches.html", {"page": page, "rows": rows})


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """The ticked records, or all of the view."""
    require(may_read_people(request.user))
    form = ChooseForm(request.POST)
    if not form.is_valid() or form.cleaned_data["list"] not in lists.LISTS:
        raise Refused("Choose what is to be done.")
    said = form.cleaned_data
    office_list, act = lists.LISTS[said["list"]], bulk.act_named(said["act"])
    asked = lists.read(office_list, said["query"])
    found = office_list.find(request.user, asked.said, today()).order_by().values_list("pk", flat=True)
    if not said["all"]:
        ticked = [int(number) for number in request.POST.getlist("record") if number.isdecimal() and len(number) < 19]
        found = found.filter(pk__in=ticked)
    numbers = sorted(set(found[: act.most + 1]))
    batch = bulk.choose(act=act, list_name=office_list.name, numbers=numbers, by=request.user, at=now())
    return redirect("office:batch", batch.reference)


def batch(request: HttpRequest, reference: str) -> HttpResponse:
    """Before: the form and what would happen. Afterwards: what became of each."""
    found = get_object_or_404(batches.batches_visible_to(request.user), reference=reference)
    if found.state == Batch.State.CHOSEN:
        return _before(request, found)
    if request.method == "POST":
        return _go_on(request, found)
    return _after(request, found)


def _before(request: HttpRequest, found: Batch) -> HttpResponse:
    act, doing = bulk.act_named(found.act), "digest" in request.POST
    given = request.POST if request.method == "POST" and not doing else None
    form = act.form(given, initial=_initial(act, found.said))
    if given is not None and form.is_valid():
        batches.say(batch=found, said=_plain(form.cleaned_data), by=request.user)
        return redirect("office:batch", found.reference)
    if doing and found.said:
        if bulk.begin(found, digest=request.POST["digest"], by=request.user, at=now()):
            return _go_on(request, found)
        messages.error(request, "Something has changed since you looked. Look at it again.")
        return redirect("office:batch", found.reference)
    preview = bulk.preview_of(found, user=request.user, day=today()) if found.said and given is None else None
    context = {"batch": found, "act": act, "form": form, "preview": preview, "chosen": found.rows.count(), "list": lists.LISTS[found.list]}
    return render(request, "office/batch.html", context)


def _plain(said: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in said.items()}


def _initial(act: bulk.Act, said: dict[str, Any]) -> dict[str, Any]:
    """What was said before, as the form shows it."""
    fields = act.form().fields
    return {name: date.fromisoformat(value) if isinstance(fields[name], DateBoxField) else value for name, value in said.items()}


def _go_on(request: HttpRequest, found: Batch) -> HttpResponse:
    """A thousand records a press at most; the page then says how far it has got."""
    require(may_read_people(request.user))
    for _ in range(TURNS + 1):
        if not bulk.go_on(found, by=request.user, at=now()):
            break
    return redirect("office:batch", found.reference)


def _after(request: HttpRequest, found: Batch) -> HttpResponse:
    act, figures = bulk.act_named(found.act), batches.figures(found)
    page = page_of(request, found.rows.all(), size=50)
    there = act.find(request.user, [row.number for row in page])
    names = {effect.number: effect for effect in act.preview(list(there.values()), found.said, request.user, today())}
    rows = [{"row": row, "record": names.get(row.number)} for row in page]
    context = {"batch": found, "act": act, "figures": figures, "page": page, "rows": rows, "left": bulk.left_of(found, figures)}
    return render(request, "office/batch_done.html", context | {"list": lists.LISTS[found.list]})


@require_POST
def undo(request: HttpRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(batches.batches_visible_to(request.user), reference=reference)
    batches.begin_undo(batch=found, by=request.user, at=now())
    return _go_on(request, found)

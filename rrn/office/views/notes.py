"""Notes of the office on an organisation or a person: written from its page, taken back with a date."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from rrn.accounts import desk
from rrn.core.time import now, today
from rrn.core.verdict import require
from rrn.office import doings
from rrn.office.forms import NoteForm
from rrn.office.permissions import may_read_people

ABOUT = ("organisation", "person")


def write(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    require(may_read_people(request.user))
    found = doings.record_of(kind, number, user=request.user, day=today()) if kind in ABOUT else None
    if found is None:
        raise Http404
    form, back = NoteForm(request.POST if request.method == "POST" else None), doings.KINDS[kind].url(found)
    if request.method == "POST" and form.is_valid():
        desk.write_note(about=found, words=form.cleaned_data["words"], by=request.user, at=now())
        messages.success(request, "The note is written.")
        return redirect(back)
    return render(request, "office/note.html", {"form": form, "about": found, "back": back})


@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """It stays readable, as taken back."""
    note = get_object_or_404(desk.notes_visible_to(request.user), pk=number)
    kind = note.about_kind.rpartition(".")[2]
    kind = "person" if kind == "user" else kind
    found = doings.record_of(kind, int(note.about_id), user=request.user, day=today())
    desk.take_back_note(note=note, about=found, by=request.user, at=now())
    messages.success(request, "The note is taken back.")
    return redirect(doings.KINDS[kind].url(found))

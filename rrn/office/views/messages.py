"""What people wrote to the network: all of it, one of it, and that it is answered."""

from __future__ import annotations

from django.contrib import messages as said
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from rrn.core.audience import reads_only
from rrn.core.time import now
from rrn.core.verdict import require
from rrn.office import queries
from rrn.office.forms import AnsweredForm, SearchForm
from rrn.office.pages import page_of
from rrn.office.permissions import may_read_people
from rrn.post.actions import answer_message
from rrn.post.permissions import messages_visible_to


@reads_only
def messages(request: HttpRequest) -> HttpResponse:
    require(may_read_people(request.user))
    form = SearchForm(request.GET or None)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    state = request.GET.get("state", "")
    found = page_of(request, queries.messages(request.user, state=state, words=words))
    return render(request, "office/messages.html", {"form": form, "page": found, "state": state, "words": words})


def message(request: HttpRequest, number: int) -> HttpResponse:
    """One message. Answer by mail or telephone first; then say so here."""
    require(may_read_people(request.user))
    found = get_object_or_404(messages_visible_to(request.user), pk=number)
    form = AnsweredForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer_message(message=found, note=form.cleaned_data["note"], by=request.user, at=now())
        said.success(request, f"Message {found.reference} is marked as answered.")
        return redirect("office:messages")
    return render(request, "office/message.html", {"message": found, "form": form, "diary": queries.diary_of(found)})

"""Addresses on hold, letters on paper, and calls."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from rrn.core.audience import reads_only
from rrn.core.time import now, today
from rrn.core.verdict import Refused, require
from rrn.office import queries, reaching
from rrn.office.forms import CallForm, LetterForm, LiftForm, PostedForm, SearchForm
from rrn.office.pages import address_without_page, page_of
from rrn.office.permissions import may_read_people
from rrn.post.holding import lift_hold
from rrn.post.paper import note_call, post_letter, sheet, write_letter
from rrn.post.permissions import holds_visible_to, letters_visible_to, may_reach_people


@reads_only
def holds(request: HttpRequest) -> HttpResponse:
    require(may_read_people(request.user))
    form = SearchForm(request.GET or None)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    state = request.GET.get("state", "")
    found = page_of(request, reaching.holds(request.user, state=state, words=words))
    context = {"form": form, "page": found, "state": state, "words": words, "query": address_without_page(request)}
    return render(request, "office/holds.html", context)


def hold(request: HttpRequest, number: int) -> HttpResponse:
    """One address: what came back, whose it is, and what to do."""
    require(may_read_people(request.user))
    found = get_object_or_404(holds_visible_to(request.user), pk=number)
    form = LiftForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        lift_hold(hold=found, why=form.cleaned_data["why"], by=request.user, at=now())
        messages.success(request, f"Mail goes to {found.address} again.")
        return redirect("office:hold", number)
    context = {"hold": found, "people": reaching.people_of(found, request.user), "form": form, "diary": queries.diary_of(found)}
    return render(request, "office/hold.html", context)


def _reader(request: HttpRequest, kind: str, number: int) -> Any:
    require(may_reach_people(request.user))
    who = reaching.reader(request.user, kind, number)
    if who is None:
        raise Http404
    return who


def letter_write(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """A letter, begun with the words of the mail that could not be sent."""
    who = _reader(request, kind, number)
    notice = reaching.notice_for(request.user, request.GET.get("notice", ""), kind, who)
    if request.method == "POST":
        form = LetterForm(request.POST)
    else:
        begun = reaching.words_to_begin_with(request.user, notice=notice, mail=request.GET.get("mail", ""), at=now())
        form = LetterForm(initial={"name": str(who), "large_print": getattr(who, "large_print", False)} | begun)
    if request.method == "POST" and form.is_valid():
        try:
            letter = write_letter(recipient=who, notice=notice, **form.cleaned_data, by=request.user, at=now())
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            return redirect("office:letter", letter.pk)
    context = {"who": who, "back": reaching.page_of_reader(kind, who), "form": form, "notice": notice}
    return render(request, "office/letter_write.html", context)


@reads_only
def letter(request: HttpRequest, number: int) -> HttpResponse:
    require(may_read_people(request.user))
    found = get_object_or_404(letters_visible_to(request.user), pk=number)
    return render(request, "office/letter.html", _letter_page(request, found, PostedForm(initial={"on": today()})))


def _letter_page(request: HttpRequest, found: Any, form: PostedForm) -> dict[str, Any]:
    who = reaching.reader_of(found, request.user)
    back = reaching.page_of_reader("", who) if who else ""
    return {"letter": found, "who": who, "back": back, "form": form, "diary": queries.diary_of(found)}


@reads_only
def letter_sheet(request: HttpRequest, number: int) -> HttpResponse:
    """The letter as a PDF, to print."""
    require(may_read_people(request.user))
    found = get_object_or_404(letters_visible_to(request.user), pk=number)
    answer = HttpResponse(sheet(found), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="letter-{found.pk}.pdf"'
    return answer


@require_POST
def letter_posted(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(letters_visible_to(request.user), pk=number)
    form = PostedForm(request.POST)
    if form.is_valid():
        try:
            post_letter(letter=found, on=form.cleaned_data["on"], by=request.user, at=now())
        except Refused as refusal:
            form.add_error("on", str(refusal))
        else:
            messages.success(request, "The letter is marked as posted.")
            return redirect("office:letter", number)
    return render(request, "office/letter.html", _letter_page(request, found, form))


def call(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Write down a call that was made or taken."""
    who = _reader(request, kind, number)
    notice = reaching.notice_for(request.user, request.GET.get("notice", ""), kind, who)
    form = CallForm(request.POST if request.method == "POST" else None, initial={"spoken_with": str(who), "called_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            note_call(recipient=who, notice=notice, **form.cleaned_data, by=request.user, at=now())
        except Refused as refusal:
            form.add_error("said", str(refusal))
        else:
            messages.success(request, "The call is written down.")
            return redirect(reaching.page_of_reader(kind, who))
    return render(request, "office/call.html", {"who": who, "back": reaching.page_of_reader(kind, who), "form": form, "notice": notice})

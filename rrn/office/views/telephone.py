"""On the telephone: the office does for a caller what she could do by form, marked as done by staff."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from rrn.accounts.permissions import people_visible_to
from rrn.core.audience import reads_only
from rrn.core.time import london_day, now, today
from rrn.core.verdict import Refused, require
from rrn.membership.forms import (
    AboutForm,
    ActionForm,
    AddWordForm,
    EndForm,
    WordForm,
    about_answers,
    action_answers,
)
from rrn.membership.queries import answers_with_known, draft_of, joining_facts, next_period_of, own_actions
from rrn.membership.rules import full_date
from rrn.office.actions import join_caller, read_person, start_for_caller, take_call, write_for_caller
from rrn.office.forms import CallerForm, HeardForm, StartForm
from rrn.office.permissions import may_act_for_callers


def start(request: HttpRequest) -> HttpResponse:
    """Enter a caller's organisation; then go to its own pages and write for her."""
    require(may_act_for_callers(request.user))
    form = StartForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said, at = form.cleaned_data, now()
        try:
            caller = take_call(email=said["email"], display_name=said["display_name"], by=request.user, at=at)
            organisation = start_for_caller(
                caller=caller,
                name=said["name"],
                role_title=said["role_title"],
                client_key=said["client_key"],
                by=request.user,
                at=at,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{organisation} is entered, and {caller} is its lead. Now write for her.")
            return redirect("office:organisation", organisation.slug)
    return render(request, "office/start.html", {"form": form})


def join_start(request: HttpRequest) -> HttpResponse:
    """Who is calling: her account, made now if she has none."""
    require(may_act_for_callers(request.user))
    form = CallerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            caller = take_call(email=said["email"], display_name=said["display_name"], by=request.user, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("office:join", caller.pk)
    return render(request, "office/join_start.html", {"form": form})


def join(request: HttpRequest, number: int) -> HttpResponse:
    """Write down what she says, read out what she agrees to, and join her."""
    require(may_act_for_callers(request.user))
    person = get_object_or_404(people_visible_to(request.user), pk=number)
    (starts_on, kind), draft = next_period_of(person, today()), draft_of(person)
    kept = answers_with_known(person, draft.answers if draft else {}, kind, now())
    facts, given = joining_facts(person, kept, now(), kind), request.POST if request.method == "POST" else None
    about = kept.get("about") or {"display_name": person.display_name}
    heard = HeardForm(
        given, ask_address=not facts.address_confirmed, ask_videos=not facts.places_completed.issuperset({1, 2})
    )
    forms = {
        "action_form": ActionForm(given, starts_on=starts_on, initial=kept.get("action", {})),
        "about_form": AboutForm(given, ask_adult=not facts.adult, ask_terms=not facts.terms_agreed, initial=about),
        "heard_form": heard,
    }
    right = [form.is_valid() for form in forms.values()]
    if given and all(right):
        try:
            join_caller(
                person=person,
                answers={"action": action_answers(given), "about": about_answers(given)},
                videos_heard=heard.videos_heard,
                address_read_back=bool(heard.cleaned_data.get("address")),
                client_key=heard.cleaned_data["client_key"].hex,
                by=request.user,
                at=now(),
            )
        except Refused as refusal:
            heard.add_error(None, str(refusal))
        else:
            messages.success(request, f"{person} is a member from {full_date(starts_on)}. She has a letter with everything in it.")
            return redirect("office:person", person.pk)
    return render(request, "office/join.html", {"person": person, "kind": kind, **forms})


@reads_only
def actions(request: HttpRequest, number: int) -> HttpResponse:
    """What somebody who calls has promised, to say for her how it goes or how it ended."""
    require(may_act_for_callers(request.user))
    person = get_object_or_404(people_visible_to(request.user), pk=number)
    read_person(person=person, by=request.user, at=now())
    return render(request, "office/actions.html", {"person": person, "actions": own_actions(person), "today": today()})


def action(request: HttpRequest, number: int, reference: str) -> HttpResponse:
    """In her words: how it goes, or how it ended. What the office writes is marked as that."""
    require(may_act_for_callers(request.user))
    person = get_object_or_404(people_visible_to(request.user), pk=number)
    mine = next((one for one in own_actions(person) if one.period.reference == reference), None)
    if mine is None:
        raise Http404
    read_person(person=person, by=request.user, at=now())
    given, ended = request.POST if request.method == "POST" else None, hasattr(mine, "end")
    wanted = "end" if "how" in (given or {}) or "ended" in request.GET else "word"
    known = {"language": mine.language}
    form = (
        EndForm(given, first=london_day(mine.made_at), last=today(), initial=known)
        if wanted == "end" and not ended
        else (AddWordForm if ended else WordForm)(given, initial=known)
    )
    if given is not None and form.is_valid():
        try:
            write_for_caller(action=mine, said=form.cleaned_data, by=request.user, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Written down for {person}, as done by the office.")
            return redirect("office:actions", person.pk)
    return render(request, "office/action.html", {"person": person, "action": mine, "form": form, "ended": ended, "ending": wanted == "end"})

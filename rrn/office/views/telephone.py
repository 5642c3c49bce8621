"""On the telephone: the office does for a caller what she could do by form, marked as done by staff."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from rrn.accounts.permissions import people_visible_to
from rrn.core.time import now, today
from rrn.core.verdict import Refused, require
from rrn.membership.forms import AboutForm, ActionForm, about_answers, action_answers
from rrn.membership.queries import draft_of, joining_facts, start_if_joined
from rrn.office.actions import join_caller, start_for_caller, take_call
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
    starts_on, draft = start_if_joined(person, today()), draft_of(person)
    kept = draft.answers if draft else {}
    facts, given = joining_facts(person, kept, now()), request.POST if request.method == "POST" else None
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
            messages.success(request, f"{person} is a member from today. She has a letter with everything in it.")
            return redirect("office:person", person.pk)
    return render(request, "office/join.html", {"person": person, **forms})

"""The public pages that belong to no other room."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from rrn.accounts.models import User
from rrn.accounts.requests import SignedInRequest
from rrn.accounts.wordings import TERMS
from rrn.core.time import now, today
from rrn.membership.door import membership_in_words
from rrn.membership.queries import draft_of, member_of, own_action
from rrn.organisations.models import Seat
from rrn.organisations.permissions import READERS
from rrn.organisations.queries import open_invitations_for, organisations_of
from rrn.plans.pages import next_step
from rrn.plans.queries import current_plans
from rrn.register.queries import counters, latest_plans
from rrn.website import actions
from rrn.website.forms import CheckContactForm, SelfCheckForm
from rrn.website.queries import NATIONS, all_contacts, contacts_for, contacts_to_check


def home(request: HttpRequest) -> HttpResponse:
    day = today()
    return render(
        request,
        "website/home.html",
        {"day": day, "counters": counters(day), "plans": latest_plans(day)},
    )


def join(request: HttpRequest) -> HttpResponse:
    """The three questions keep their answers in the address, so the page can be sent to a colleague."""
    form = SelfCheckForm(request.GET if request.GET else None)
    answer = form.cleaned_data if form.is_bound and form.is_valid() else None
    return render(request, "website/join.html", {"form": form, "answer": answer})


def help_now(request: HttpRequest) -> HttpResponse:
    return render(request, "website/help_now.html", {"nations": NATIONS, "contacts": contacts_for()})


def help_now_in(request: HttpRequest, nation: str) -> HttpResponse:
    found = next((each for each in NATIONS if each.value.replace("_", "-") == nation), None)
    if found is None:
        raise Http404
    return render(
        request, "website/help_now_nation.html", {"nation": found, "contacts": contacts_for(found.value)}
    )


def contact(request: HttpRequest) -> HttpResponse:
    return render(request, "website/contact.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "website/accessibility.html")


def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "website/privacy.html")


def terms(request: HttpRequest) -> HttpResponse:
    return render(request, "website/terms.html", {"version": TERMS.version})


def help_contacts_to_check(request: HttpRequest) -> HttpResponse:
    """Every entry of help now, with when somebody last checked it."""
    waiting = {contact.pk for contact in contacts_to_check(today())}
    return render(request, "website/help_contacts_to_check.html", {"contacts": all_contacts(), "waiting": waiting})


def check_help_contact(request: HttpRequest, number: int) -> HttpResponse:
    """Telephone it, correct what is wrong, say that it is right."""
    contact = get_object_or_404(all_contacts(), pk=number)
    form = CheckContactForm(request.POST or None, instance=contact)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in form.Meta.fields}
        actions.keep_help_contact(
            contact=contact,
            facts=facts,
            checked_by=form.cleaned_data["checked_by"],
            by=request.user,  # type: ignore[arg-type]  # the address opens for the office only
            at=now(),
        )
        messages.success(request, f"{contact.name} is marked as checked today.")
        return redirect("website:help_contacts_to_check")
    return render(request, "website/check_help_contact.html", {"form": form, "contact": contact})


def _seats_with_what_is_next(person: User, day: date) -> list[tuple[Seat, str]]:
    """Each seat with the next date of its organisation's plan; a colleague has none to look after. Two queries."""
    seats = list(organisations_of(person))
    plans = current_plans([seat.organisation_id for seat in seats if seat.kind in READERS])
    return [(seat, next_step(plans.get(seat.organisation_id), day)) for seat in seats]


def my(request: SignedInRequest) -> HttpResponse:
    """A member's home: what is next, for herself and for the organisations in which she has a seat."""
    day = today()
    mine = member_of(request.user)
    context = {
        "day": day,
        "membership": membership_in_words(mine, day) if mine else None,
        "action": own_action(request.user),
        "draft": draft_of(request.user),
        "seats": _seats_with_what_is_next(request.user, day),
        "invitations": open_invitations_for(request.user, now()),
    }
    return render(request, "website/my.html", context)

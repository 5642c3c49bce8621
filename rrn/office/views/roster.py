"""The roster of the steering group and the trustees, kept by the office."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from rrn.core.audience import reads_only
from rrn.core.time import now, today
from rrn.core.verdict import Refused, require
from rrn.membership import roster as kept
from rrn.membership.actions import (
    agree_to_be_named,
    confirm_seat,
    declare_roster_interest,
    end_roster_interest,
    end_roster_seat,
    give_another_term,
    propose_seat,
    take_back_naming,
)
from rrn.membership.models import RosterSeat
from rrn.membership.permissions import may_keep_roster, roster_visible_to
from rrn.membership.roster_forms import EndSeatForm, ProposeForm, RosterInterestForm, TermForm
from rrn.membership.wordings import ROSTER_NAMING
from rrn.office import queries


@reads_only
def roster(request: HttpRequest) -> HttpResponse:
    require(may_keep_roster(request.user))
    day = today()
    bodies = kept.whole_roster(day)
    counted = {name: kept.public_body(seats) for name, seats in bodies.items()}
    return render(
        request,
        "office/roster.html",
        {"bodies": bodies, "counted": counted, "ended": kept.ended_seats(), "day": day},
    )


def propose(request: HttpRequest) -> HttpResponse:
    require(may_keep_roster(request.user))
    form = ProposeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        person = queries.person_with_address(said["email"])
        organisations = queries.organisations_called(said["organisation"]) if said["organisation"] else []
        if person is None:
            form.add_error("email", "There is no account with this address. She makes one first.")
        elif said["organisation"] and len(organisations) != 1:
            form.add_error("organisation", queries.not_one_organisation(len(organisations)))
        else:
            try:
                seat = propose_seat(
                    person=person, body=said["body"], role=said["role"], comes_as=said["comes_as"], term=form.term,
                    organisation=organisations[0] if organisations else None, by=request.user, at=now(),
                )  # fmt: skip
            except (Refused, PermissionDenied) as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"{person} is proposed. She has a mail that says so.")
                return redirect("office:roster_seat", seat.pk)
    return render(request, "office/roster_propose.html", {"form": form})


def _found(request: HttpRequest, number: int) -> RosterSeat:
    return get_object_or_404(roster_visible_to(request.user, today()), pk=number)


@reads_only
def seat(request: HttpRequest, number: int) -> HttpResponse:
    """One seat: what it is today and why, and everything the office can do about it."""
    found = _found(request, number)
    context = {
        "one": kept.on_one(found, today()),
        "may": may_keep_roster(request.user, found),
        "wording": ROSTER_NAMING,
        "mails": queries.mails_about(request.user, found),
        "diary": queries.diary_of(found),
    }
    return render(request, "office/roster_seat.html", context)


@require_POST
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    try:
        confirmed = confirm_seat(seat=_found(request, number), by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The seat of {confirmed.person} is confirmed. She has a mail that says so.")
    return redirect("office:roster_seat", number)


def term(request: HttpRequest, number: int) -> HttpResponse:
    found = _found(request, number)
    form = TermForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.term
            give_another_term(seat=found, starts_on=given.starts_on, ends_on=given.ends_on, by=request.user, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The seat has another term.")
            return redirect("office:roster_seat", number)
    return render(request, "office/roster_form.html", {"form": form, "seat": found, "heading": "Another term", "button": "Give the term"})


def end(request: HttpRequest, number: int) -> HttpResponse:
    found = _found(request, number)
    form = EndSeatForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        end_roster_seat(seat=found, why=form.cleaned_data["why"], by=request.user, at=now())
        messages.success(request, f"The seat of {found.person} has ended.")
        return redirect("office:roster_seat", number)
    return render(request, "office/roster_form.html", {"form": form, "seat": found, "heading": "End the seat", "button": "End the seat"})


@require_POST
def naming(request: HttpRequest, number: int) -> HttpResponse:
    """She said on the telephone that she agrees to be named, or that she takes it back."""
    found = _found(request, number)
    if request.POST.get("named") == "yes":
        agree_to_be_named(seat=found, by=request.user, at=now(), version=request.POST.get("version", "")[:20])
    else:
        take_back_naming(seat=found, by=request.user, at=now())
    messages.success(request, "What she said is noted, with your name beside it.")
    return redirect("office:roster_seat", number)


def interest(request: HttpRequest, number: int) -> HttpResponse:
    found = _found(request, number)
    form = RosterInterestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        declare_roster_interest(
            seat=found, words=said["words"], is_public=said["shown"] == "yes", by=request.user, at=now(),
            client_key=said["client_key"].hex,
        )  # fmt: skip
        return redirect("office:roster_seat", number)
    return render(request, "office/roster_form.html", {"form": form, "seat": found, "heading": "An interest she told us", "button": "Note it"})


@require_POST
def interest_end(request: HttpRequest, number: int, interest: int) -> HttpResponse:
    found = _found(request, number)
    end_roster_interest(interest=get_object_or_404(kept.interests_of(found), pk=interest), by=request.user, at=now())
    return redirect("office:roster_seat", number)

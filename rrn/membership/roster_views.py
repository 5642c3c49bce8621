"""The roster in public, and the page of whoever holds a seat or chairs."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from rrn.accounts.requests import SignedInRequest
from rrn.core.audience import reads_only
from rrn.core.time import now, today
from rrn.core.verdict import Refused, require
from rrn.membership.actions import (
    agree_to_be_named,
    declare_roster_interest,
    end_roster_interest,
    end_roster_seat,
    take_back_naming,
)
from rrn.membership.permissions import may_end_roster_seat, roster_visible_to
from rrn.membership.roster import interests_of, on_one, own_seats, public_roster, roster_for
from rrn.membership.roster_forms import EndSeatForm, RosterInterestForm
from rrn.membership.wordings import ROSTER_NAMING


@reads_only
def steering_group(request: HttpRequest) -> HttpResponse:
    """Who guides the network, and how many of them are members today."""
    day = today()
    return render(request, "membership/steering_group.html", {**public_roster(day), "day": day})


@reads_only
def my_roster(request: SignedInRequest) -> HttpResponse:
    """Her own seats, and for a chair the seats of her body with those that need her first."""
    shown = roster_for(request.user, today())
    if not (shown.mine or shown.chaired):
        raise Http404
    return render(request, "membership/my/roster.html", {"shown": shown, "wording": ROSTER_NAMING, "day": today()})


@require_POST
def name_me(request: SignedInRequest, number: int) -> HttpResponse:
    seat = get_object_or_404(own_seats(request.user), pk=number)
    if request.POST.get("named") == "yes":
        version = request.POST.get("version", "")[:20]
        agree_to_be_named(seat=seat, by=request.user, at=now(), version=version)
        messages.success(request, "The public page may name you.")
    else:
        take_back_naming(seat=seat, by=request.user, at=now())
        messages.success(request, "The public page no longer names you.")
    return redirect("membership:my_roster")


def roster_interest(request: SignedInRequest, number: int) -> HttpResponse:
    """She declares an interest."""
    seat = get_object_or_404(own_seats(request.user), pk=number)
    form = RosterInterestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            declare_roster_interest(
                seat=seat, words=said["words"], is_public=said["shown"] == "yes", by=request.user, at=now(),
                client_key=said["client_key"].hex,
            )  # fmt: skip
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("membership:my_roster")
    return render(request, "membership/my/roster_interest.html", {"form": form, "seat": seat})


@require_POST
def end_interest(request: SignedInRequest, number: int, interest: int) -> HttpResponse:
    seat = get_object_or_404(own_seats(request.user), pk=number)
    end_roster_interest(interest=get_object_or_404(interests_of(seat), pk=interest), by=request.user, at=now())
    return redirect("membership:my_roster")


def end_seat(request: SignedInRequest, number: int) -> HttpResponse:
    """What ending a seat means, for whoever holds it and for the chair; the button does it."""
    seat = get_object_or_404(roster_visible_to(request.user, today()), pk=number)
    require(may_end_roster_seat(request.user, seat, today()))
    form = EndSeatForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            end_roster_seat(seat=seat, why=form.cleaned_data["why"], by=request.user, at=now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"The seat of {seat.person.seen_as} has ended.")
        still = roster_for(request.user, today())
        return redirect("membership:my_roster" if still.mine or still.chaired else "/my/")
    one = on_one(seat, today())
    return render(request, "membership/my/roster_end.html", {"form": form, "one": one, "mine": seat.person == request.user})

"""Seats: the list of names, inviting, the code, changing, ending, and taking a seat that was offered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from rrn.accounts.actions import rename
from rrn.core.time import now
from rrn.core.verdict import Refused, require
from rrn.organisations.actions import (
    accept_invitation,
    change_seat,
    end_seat,
    hand_over,
    invite,
    renew_code,
    renew_invitation,
    switch_off_code,
    take_back_invitation,
    take_seat_by_code,
)
from rrn.organisations.forms import AsksNameForm, CodeForm, InviteForm, SeatForm, TakeSeatForm, looks_shared
from rrn.organisations.models import Organisation, SeatKind
from rrn.organisations.permissions import may_lead, organisations_visible_to, seats_visible_to
from rrn.organisations.queries import (
    current_code,
    invitation_by_token,
    most_seats,
    open_invitations,
    seats_of,
    seats_taken,
)

# Wrong codes one account may type in an hour before it has to wait: a code has about 59 bits.
WRONG_CODES_AN_HOUR = 10


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, for a form that is bound whenever something was."""
    return request.POST if request.method == "POST" else None


def _organisation(request: HttpRequest, slug: str) -> Organisation:
    """An organisation whose list of names this person may see; anything else is a 404."""
    organisation = get_object_or_404(organisations_visible_to(request.user), slug=slug)  # type: ignore[arg-type]  # signed in
    if (
        not request.user.is_office
        and not seats_visible_to(request.user)
        .filter(  # type: ignore[union-attr,arg-type]  # signed in
            organisation=organisation, person=request.user
        )
        .exclude(kind=SeatKind.COLLEAGUE)
        .exists()
    ):
        raise Http404
    return organisation


def _page(
    request: HttpRequest, organisation: Organisation, form: InviteForm, status: int = 200
) -> HttpResponse:
    at = now()
    leads = bool(may_lead(request.user, organisation))  # type: ignore[arg-type]  # signed in by audience
    words: dict[str, Any] = {
        "organisation": organisation,
        "seats": seats_of(organisation),
        "offers": [(offer, offer.is_open(at)) for offer in open_invitations(organisation, at)]
        if leads
        else [],
        "leads": leads,
        "code": current_code(organisation) if leads else "",
        "taken": seats_taken(organisation, at),
        "most": most_seats(),
        "form": form,
    }
    return render(request, "organisations/seats.html", words, status=status)


def seats(request: HttpRequest, slug: str) -> HttpResponse:
    """Who holds a seat. A lead invites here; she sees names, nothing of what they do."""
    organisation = _organisation(request, slug)
    form = InviteForm(posted(request))
    if request.method != "POST" or not form.is_valid():
        return _page(request, organisation, form)
    try:
        offer = invite(
            organisation=organisation,
            email=form.cleaned_data["email"],
            kind=SeatKind(form.cleaned_data["kind"]),
            role_title=form.cleaned_data["role_title"],
            by=request.user,  # type: ignore[arg-type]  # signed in by audience
            at=now(),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, organisation, form)
    shared = " Many people share that mail domain, so check the address." if looks_shared(offer.email) else ""
    messages.success(request, f"We have written to {offer.email}.{shared}")
    return redirect("organisations:seats", slug)


@require_POST
def code(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a new code, or switch it off."""
    organisation = _organisation(request, slug)
    act = switch_off_code if request.POST.get("do") == "off" else renew_code
    act(organisation=organisation, by=request.user, at=now())  # type: ignore[arg-type]  # signed in by audience
    return redirect("organisations:seats", slug)


def seat(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change what a seat lets its holder do, or make its holder the lead in one's own place."""
    organisation = _organisation(request, slug)
    require(may_lead(request.user, organisation))  # type: ignore[arg-type]  # signed in by audience
    row = get_object_or_404(seats_of(organisation), pk=pk)
    form = SeatForm(posted(request), seat=row)
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = {"by": request.user, "at": now()}
        try:
            if "hand_over" in request.POST:
                hand_over(organisation=organisation, to=row, **given)
            else:
                change_seat(
                    seat=row,
                    kind=SeatKind(form.cleaned_data["kind"]),
                    role_title=form.cleaned_data["role_title"],
                    **given,
                )
            return redirect("organisations:seats", slug)
        except Refused as refusal:
            form.add_error("kind", str(refusal))
    return render(
        request, "organisations/seat.html", {"organisation": organisation, "seat": row, "form": form}
    )


def end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A page that says what will happen, then does it. Everybody may end her own."""
    row = get_object_or_404(seats_visible_to(request.user), pk=pk, organisation__slug=slug)  # type: ignore[arg-type]  # signed in
    if request.method == "POST":
        try:
            end_seat(seat=row, by=request.user, at=now())  # type: ignore[arg-type]  # signed in by audience
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("organisations:end_seat", slug, pk)
        messages.success(request, "The seat is ended.")
        return redirect("plans:mine") if row.person == request.user else redirect("organisations:seats", slug)
    return render(
        request,
        "organisations/end_seat.html",
        {"organisation": row.organisation, "seat": row, "own": row.person == request.user},
    )


@require_POST
def take_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    organisation = _organisation(request, slug)
    offer = get_object_or_404(open_invitations(organisation, now()), pk=pk)
    take_back_invitation(invitation=offer, by=request.user, at=now())  # type: ignore[arg-type]  # signed in by audience
    messages.success(request, f"The invitation to {offer.email} is taken back.")
    return redirect("organisations:seats", slug)


def _name(request: HttpRequest, form: AsksNameForm) -> None:
    """Keep the name that somebody gave on taking a seat."""
    if name := form.cleaned_data.get("your_name"):  # type: ignore[attr-defined]  # a form's
        rename(person=request.user, display_name=name, by=request.user, at=now())  # type: ignore[arg-type]  # signed in


def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Where an invitation's link leads. Signed out it names nothing; the button acts, opening the page does not."""
    offer = invitation_by_token(token)
    is_hers = bool(offer and request.user.is_authenticated and request.user.email == offer.email)
    form = TakeSeatForm(posted(request), asks_name=is_hers and not request.user.display_name)  # type: ignore[union-attr]  # hers: signed in
    words = {
        "form": form,
        "offer": offer if is_hers else None,
        "token": token,
        "open": bool(offer and offer.is_open(now())),
    }
    if request.method == "POST" and offer:
        try:
            if "fresh" in request.POST:
                renew_invitation(invitation=offer, at=now())
                return render(request, "organisations/invitation_sent.html")
            if not request.user.is_authenticated:
                return redirect("organisations:invitation", token)
            if not form.is_valid():
                return render(request, "organisations/invitation.html", words)
            accept_invitation(invitation=offer, by=request.user, at=now())
            _name(request, form)
            return redirect("plans:home", offer.organisation.slug)
        except Refused as refusal:
            messages.error(request, str(refusal))
    return render(request, "organisations/invitation.html", words)


def by_code(request: HttpRequest) -> HttpResponse:
    """Become a colleague with the code the lead gave out. Wrong ones are counted."""
    form = CodeForm(posted(request), asks_name=not request.user.display_name)  # type: ignore[union-attr]  # signed in
    if request.method == "POST" and form.is_valid():
        key = f"seat-code:{request.user.pk}:{now():%Y%m%d%H}"
        tries = cache.get_or_set(key, 0, 3600) or 0
        try:
            if tries >= WRONG_CODES_AN_HOUR:
                raise Refused(
                    "That was the tenth wrong code. Try again in an hour, or ask your lead for an invitation."
                )
            taken = take_seat_by_code(code=form.cleaned_data["code"], by=request.user, at=now())  # type: ignore[arg-type]  # signed in
            _name(request, form)
            return redirect("plans:home", taken.organisation.slug)
        except Refused as refusal:
            cache.set(key, tries + 1, 3600)
            form.add_error("code", str(refusal))
    return render(request, "organisations/by_code.html", {"form": form})

"""An organisation's membership, for its people: leaving for it, and appealing against a suspension or a removal."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from rrn.core.time import london_day, now
from rrn.core.verdict import require
from rrn.membership.actions import appeal_decision, leave
from rrn.membership.forms import AppealForm
from rrn.membership.permissions import may_appeal
from rrn.membership.queries import appeal_of, latest_period, licence_of
from rrn.plans.forms import WithdrawForm
from rrn.plans.pages import membership_of
from rrn.plans.permissions import before_publication
from rrn.plans.rules import State
from rrn.plans.views.desk import posted, refusals_back_to, sit_down


@refusals_back_to("plans:home")
def leaving(request: HttpRequest, slug: str) -> HttpResponse:
    """A page that says what leaving does to the organisation; a lead's press does it."""
    desk = sit_down(request, slug)
    organisation = desk.organisation
    stands = membership_of(organisation, desk.reads, london_day(now()))
    if not desk.reads:
        raise PermissionDenied("Only your organisation's lead can leave the network for it.")
    if not stands["may_leave"]:
        return redirect("plans:home", slug)
    if request.method == "POST":
        if not desk.leads:
            raise PermissionDenied("Only your organisation's lead can leave the network for it.")
        leave(member=organisation.member, **desk.hand())
        messages.success(request, f"{organisation} has left the network. Its leads have a mail that says so.")
        return redirect("plans:home", slug)
    waiting = before_publication(organisation)
    words = desk.words(
        form=WithdrawForm(),
        period=latest_period(organisation.member),
        licence=licence_of(organisation),
        waits=waiting is not None and waiting.state != State.DRAFT,
    )
    return render(request, "plans/leave.html", words)


@refusals_back_to("plans:home")
def appealing(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask, for the organisation, that somebody else looks at a suspension or a removal."""
    desk = sit_down(request, slug)
    stands = membership_of(desk.organisation, desk.reads, london_day(now()))
    if stands["decision"] is None:
        return redirect("plans:home", slug)
    member, hand = desk.organisation.member, desk.hand()
    require(may_appeal(hand["by"], member, hand["on_behalf_of"]))
    form = AppealForm(posted(request))
    if request.method == "POST" and form.is_valid():
        appeal_decision(member=member, words=form.cleaned_data["words"], **hand)
        return redirect("plans:home", slug)
    words = desk.words(form=form, back=desk.organisation.get_home_url(), **stands | {"appeal": appeal_of(stands["decision"])})
    return render(request, "membership/my/appeal.html", words)

"""The licence for the network's logo: read its terms, accept it for the organisation, see who did and when."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from rrn.accounts.models import User
from rrn.core.time import london_day, now
from rrn.core.verdict import require
from rrn.membership.actions import accept_licence
from rrn.membership.permissions import may_accept_licence
from rrn.membership.queries import licence_of
from rrn.membership.wordings import LOGO_LICENCE, LOGO_LICENCE_TERMS
from rrn.plans.forms import LicenceForm
from rrn.plans.views.desk import posted, refusals_back_to, sit_down


@refusals_back_to("plans:logo_licence")
def logo_licence(request: HttpRequest, slug: str) -> HttpResponse:
    """There from the day a plan is published; whoever holds a seat reads it, a lead accepts it."""
    desk = sit_down(request, slug)
    licence = licence_of(desk.organisation)
    if licence is None:
        raise Http404
    at = now()
    me: User = request.user  # type: ignore[assignment]  # signed in by audience
    verdict = may_accept_licence(me, licence, london_day(at))
    form = LicenceForm(posted(request))
    if request.method == "POST":
        require(verdict)
        if form.is_valid():
            accept_licence(licence=licence, terms_version=LOGO_LICENCE.version, by=me, at=at)
            return redirect("plans:logo_licence", slug)
    words = desk.words(
        licence=licence, form=form, verdict=verdict, terms=LOGO_LICENCE_TERMS, wording=LOGO_LICENCE
    )
    return render(request, "plans/logo_licence.html", words)

"""What every page of the door begins with: which organisation, who is here, and for whom she speaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect

from rrn.accounts.models import User
from rrn.core.time import london_day, now
from rrn.core.verdict import Refused
from rrn.organisations.models import Organisation, Seat
from rrn.organisations.permissions import READERS, WRITERS, open_seat, organisations_visible_to
from rrn.organisations.queries import seats_of
from rrn.plans.models import Plan
from rrn.plans.permissions import drafts_visible_to
from rrn.plans.queries import current_plan
from rrn.plans.rules import WRITABLE

SPEAKING_FOR = "speaking_for"


@dataclass(slots=True)
class Desk:
    """One person at one organisation's papers, at one moment."""

    request: HttpRequest
    organisation: Organisation
    seat: Seat | None
    speaking_for: Seat | None

    def hand(self) -> dict[str, Any]:
        """Who does it, when, and for whom: what every action asks."""
        return {
            "by": self.request.user,
            "at": now(),
            "on_behalf_of": self.speaking_for.person if self.speaking_for else None,
        }

    @property
    def rights(self) -> Seat | None:
        """The seat whose rights count here."""
        return self.speaking_for or self.seat

    @property
    def reads(self) -> bool:
        return bool(self.rights and self.rights.kind in READERS) or self.by_office

    @property
    def writes(self) -> bool:
        return bool(self.rights and self.rights.kind in WRITERS)

    @property
    def leads(self) -> bool:
        return bool(self.rights and self.rights.kind == "lead")

    @property
    def by_office(self) -> bool:
        return self.seat is None and bool(self.request.user.is_office)  # type: ignore[union-attr]  # signed in by audience

    def plan(self) -> Plan:
        """The plan these people come to see, or 404 for who may not know of it."""
        plan = current_plan(self.organisation)
        if plan is None:
            raise Http404
        return get_object_or_404(drafts_visible_to(self.request.user), pk=plan.pk)  # type: ignore[arg-type]  # signed in

    def words(self, **more: Any) -> dict[str, Any]:
        """What every template of the door is given."""
        return {
            "desk": self,
            "organisation": self.organisation,
            "today": london_day(now()),
            "leads": self.leads,
            "writes": self.writes,
            **more,
        }


def sit_down(request: HttpRequest, slug: str) -> Desk:
    """Find the organisation among those this person may see from the inside; anything else is a 404."""
    assert isinstance(request.user, User)
    organisation = get_object_or_404(organisations_visible_to(request.user), slug=slug)
    seat = open_seat(request.user, organisation)
    speaking_for = None
    if seat is None and request.user.is_office:
        chosen = request.session.get(SPEAKING_FOR, {}).get(slug)
        speaking_for = seats_of(organisation).filter(pk=chosen).first() if chosen else None
    return Desk(request, organisation, seat, speaking_for)


def is_writable(plan: Plan) -> bool:
    return plan.state in WRITABLE


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, for a form that is bound whenever something was: an empty form is an answer too."""
    return request.POST if request.method == "POST" else None


def wants_json(request: HttpRequest) -> bool:
    """The autosave script asks for an answer it can read."""
    return request.headers.get("X-Autosave") == "1"


def refusals_back_to(name: str) -> Callable[..., Any]:
    """Show a refusal as a message on the page that this step belongs to."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answered(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, slug, *args, **kwargs)
            except Refused as refusal:
                if wants_json(request):
                    return JsonResponse({"refused": str(refusal)}, status=409)
                messages.error(request, str(refusal))
                return redirect(name, slug)

        return answered

    return decorate


def back(name: str, slug: str, anchor: str = "", **kwargs: Any) -> HttpResponseRedirect:
    response = redirect(name, slug, **kwargs)
    if anchor:
        response["Location"] += f"#{anchor}"
    return response

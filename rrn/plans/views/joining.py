"""The way in: is yours here already, and if not, enter it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from rrn.accounts.actions import rename
from rrn.accounts.models import User
from rrn.core.audience import reads_only
from rrn.core.time import now
from rrn.organisations.actions import found_organisation
from rrn.organisations.queries import open_invitations_for, organisations_of
from rrn.plans.actions import start_plan
from rrn.plans.forms import FindForm, FoundForm
from rrn.plans.queries import listed_organisations
from rrn.plans.views.desk import posted


@reads_only
def start(request: HttpRequest) -> HttpResponse:
    """What the door asks and gives; for who is signed in, the search for her organisation."""
    asked = "q" in request.GET
    form = FindForm(request.GET) if asked else FindForm()
    found = listed_organisations(form.cleaned_data["q"]) if asked and form.is_valid() else []
    seats = organisations_of(request.user) if request.user.is_authenticated else []
    offers = open_invitations_for(request.user, now()) if request.user.is_authenticated else []
    return render(
        request,
        "plans/start.html",
        {"form": form, "asked": asked and form.is_valid(), "found": found, "seats": seats, "offers": offers},
    )


@reads_only
def search(request: HttpRequest) -> JsonResponse:
    """Publicly listed organisations whose name holds these words, for the field that finds while one types."""
    found = listed_organisations(request.GET.get("q", "")[:200])
    response = JsonResponse(
        {"results": [{"name": one.name, "place": one.place, "href": one.get_absolute_url()} for one in found]}
    )
    response["Cache-Control"] = "private, no-store"
    return response


def found(request: HttpRequest) -> HttpResponse:
    """Enter an organisation; whoever enters it is its lead. A second press finds the first's."""
    me: User = request.user  # type: ignore[assignment]  # signed in by audience
    initial = {"name": request.GET.get("name", "")[:200]}
    form = FoundForm(posted(request), initial=initial, asks_name=not me.display_name)
    if request.method != "POST" or not form.is_valid():
        return render(request, "plans/found.html", {"form": form})
    at = now()
    if name := form.cleaned_data.pop("your_name", ""):
        rename(person=me, display_name=name, by=me, at=at)
    organisation = found_organisation(by=me, at=at, **form.cleaned_data)
    start_plan(organisation=organisation, by=me, at=at)
    messages.success(request, f"{organisation.name} is here, and you are its lead. Nobody else sees it yet.")
    return redirect("plans:tasks", organisation.slug)


@reads_only
def mine(request: HttpRequest) -> HttpResponse:
    """The organisations somebody holds a seat in, and the seats she is offered."""
    return render(
        request,
        "plans/mine.html",
        {
            "seats": organisations_of(request.user),  # type: ignore[arg-type]  # signed in by audience
            "offers": open_invitations_for(request.user, now()),  # type: ignore[arg-type]  # signed in by audience
        },
    )

"""The records of the 2014 pledge and the files they came from."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from rrn.core.time import now
from rrn.core.verdict import require
from rrn.office import queries
from rrn.office.actions import read_pledge
from rrn.office.forms import SearchForm
from rrn.office.pages import address_without_page, page_of
from rrn.office.permissions import may_read_people


@require_safe
def pledges(request: HttpRequest) -> HttpResponse:
    require(may_read_people(request.user))
    form = SearchForm(request.GET or None)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    kind = request.GET.get("kind", "")
    context = {
        "form": form,
        "words": words,
        "kind": kind,
        "page": page_of(request, queries.pledges(kind=kind, words=words)),
        "figures": queries.pledge_figures(user=request.user),
        "query": address_without_page(request),
    }
    return render(request, "office/pledges.html", context)


@require_safe
def pledge(request: HttpRequest, number: int) -> HttpResponse:
    """One record with every row that went into it. It is a person's, so reading it is written down."""
    require(may_read_people(request.user))
    found = get_object_or_404(queries.pledges(), pk=number)
    read_pledge(pledge=found, by=request.user, at=now())
    return render(request, "office/pledge.html", {"pledge": found, "entries": queries.pledge_entries(found)})


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    require(may_read_people(request.user))
    return render(request, "office/imports.html", {"page": page_of(request, queries.batches())})


@require_safe
def imported(request: HttpRequest, reference: str) -> HttpResponse:
    """What became of one file, with every row that was left out and why."""
    require(may_read_people(request.user))
    batch = get_object_or_404(queries.batches(), reference=reference)
    return render(
        request,
        "office/imported.html",
        {"batch": batch, "page": page_of(request, queries.refused_rows(batch)), "query": address_without_page(request)},
    )

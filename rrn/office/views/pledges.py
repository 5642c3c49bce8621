"""The records of the 2014 pledge and the files they came from."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from rrn.core.audience import reads_only
from rrn.core.spreadsheets import write_csv
from rrn.core.time import now, today
from rrn.core.verdict import require
from rrn.office import lists, queries
from rrn.office.actions import read_pledge
from rrn.office.pages import page_of
from rrn.office.permissions import may_read_people
from rrn.office.saved import tools_of
from rrn.transition.actions import note_looked
from rrn.transition.queries import batches, look_alikes, refused_rows


@reads_only
def pledges(request: HttpRequest) -> HttpResponse:
    require(may_read_people(request.user))
    asked = lists.read(lists.PLEDGES, request.GET)
    context = {
        "asked": asked,
        "page": page_of(request, lists.PLEDGES.find(request.user, asked.said, today())),
        "tools": tools_of(request.user, asked),
    }
    return render(request, "office/pledges.html", context)


@reads_only
def pledge(request: HttpRequest, number: int) -> HttpResponse:
    """One record with every row that went into it. It is a person's, so reading it is written down."""
    require(may_read_people(request.user))
    found = get_object_or_404(queries.pledges(), pk=number)
    read_pledge(pledge=found, by=request.user, at=now())
    return render(request, "office/pledge.html", {"pledge": found, "entries": queries.pledge_entries(found)})


@reads_only
def imports(request: HttpRequest) -> HttpResponse:
    require(may_read_people(request.user))
    return render(request, "office/imports.html", {"page": page_of(request, batches())})


@reads_only
def imported(request: HttpRequest, reference: str) -> HttpResponse:
    """What became of one file: the pledges that look alike, and every row that was left out and why."""
    require(may_read_people(request.user))
    batch = get_object_or_404(batches(), reference=reference)
    context = {
        "batch": batch,
        "page": page_of(request, refused_rows(batch)),
        "alike": page_of(request, look_alikes(batch), name="alike"),
    }
    return render(request, "office/imported.html", context)


@reads_only
def left_out(request: HttpRequest, reference: str) -> HttpResponse:
    """The rows that were left out, as a spreadsheet, so that they can be mended in the file."""
    require(may_read_people(request.user))
    batch = get_object_or_404(batches(), reference=reference)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{batch.reference}-left-out.csv"'
    rows = refused_rows(batch).values_list("number", "entry", "reason", "about")
    write_csv(answer, header=["Row", "Entry number", "Why", "About"], rows=rows.iterator())
    return answer


@require_POST
def looked(request: HttpRequest, reference: str) -> HttpResponse:
    batch = get_object_or_404(batches(), reference=reference)
    note_looked(batch=batch, by=request.user, at=now())
    messages.success(request, "Noted: you have looked at these.")
    return redirect("office:imported", reference)

"""The first page of the office: one list of what is to be done."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rrn.core.audience import reads_only
from rrn.core.time import now, today
from rrn.core.todos import ask_all
from rrn.office import queries, saved
from rrn.office.todo_list import todo_list, with_takers


@reads_only
def home(request: HttpRequest) -> HttpResponse:
    """Everything that waits for this person, from every room, the most urgent first."""
    day = today()
    found = with_takers(ask_all(user=request.user, day=day), request.user, now())
    return render(
        request,
        "office/home.html",
        {
            "day": day,
            "list": todo_list(found, show=request.GET.get("show", "")),
            "health": queries.health(at=now()),
            "pledges": queries.pledge_figures(user=request.user),
            "views": saved.on_the_home_page(request.user, day),
            "lately": queries.done_lately(user=request.user),
        },
    )

"""The queue of plans."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rrn.core.audience import reads_only
from rrn.core.time import today
from rrn.office import queue
from rrn.office.pages import page_of


@reads_only
def plans(request: HttpRequest) -> HttpResponse:
    """Every plan that is with us, the oldest promise first."""
    show, day = request.GET.get("show", ""), today()
    show = show if show in queue.FILTERS else ""
    page = page_of(request, queue.waiting(request.user, day, show=show))
    context = {"page": page, "rows": queue.rows_of(page.object_list, request.user, day), "show": show}
    return render(request, "office/plans.html", context | {"tabs": queue.tabs(request.user, day)})

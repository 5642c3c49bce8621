"""The network's figures, and the lists behind those that the directory does not show. They look the same for everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rrn.core.audience import reads_only
from rrn.core.time import today
from rrn.register import figures as numbers
from rrn.register import lists
from rrn.register.ledger import ORGANISATION, ledger
from rrn.register.promised import Wanted, actions_promised
from rrn.register.views.crumbs import FIGURES, HOME


@reads_only
def figures(request: HttpRequest) -> HttpResponse:
    day = today()
    counters, parts = numbers.figures(day)
    return render(request, "register/figures.html", {"counters": counters, "day": day, "parts": parts, "crumbs": [HOME]})


@reads_only
def actions(request: HttpRequest) -> HttpResponse:
    """The actions that a figure counts, by organisation."""
    day, wanted = today(), Wanted.read(request.GET)
    after = request.GET.get("after", "")[:84]
    page = actions_promised(day, wanted, after=after)
    context = {
        "page": page,
        "title": wanted.words(),
        "left_aside": wanted.left_aside(),
        "kept": wanted.query(),
        "later": bool(after),
        "day": day,
        "crumbs": [HOME, FIGURES],
    }
    return render(request, "register/actions.html", context)


@reads_only
def moved(request: HttpRequest) -> HttpResponse:
    """Organisations of the 2014 pledge that have moved to membership and agreed to be named."""
    day = today()
    page = lists.moved(after=request.GET.get("after", "")[:12], before=request.GET.get("before", "")[:12])
    others = ledger().on(day, f"moved:{ORGANISATION}") - page.total
    return render(request, "register/moved.html", {"page": page, "others": others, "day": day, "crumbs": [HOME, FIGURES]})

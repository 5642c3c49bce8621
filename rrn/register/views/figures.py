"""The network's figures. They look the same for everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rrn.core.audience import reads_only
from rrn.core.time import today
from rrn.register import figures as numbers
from rrn.register.views.crumbs import HOME


@reads_only
def figures(request: HttpRequest) -> HttpResponse:
    day = today()
    counters, parts = numbers.figures(day)
    return render(request, "register/figures.html", {"counters": counters, "day": day, "parts": parts, "crumbs": [HOME]})

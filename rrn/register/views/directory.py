"""The directory of organisations. It looks the same for everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rrn.core.audience import reads_only
from rrn.core.time import today
from rrn.register.directory import look_up, page_of, way_out
from rrn.register.forms import Question
from rrn.register.views.crumbs import HOME


@reads_only
def members(request: HttpRequest) -> HttpResponse:
    day, question = today(), Question.read(request.GET)
    found = look_up(question, day)
    place = {name: request.GET.get(name, "")[:80] for name in ("after", "before")}
    page = page_of(found, day, **place)
    context = {
        "question": question,
        "found": found,
        "groups": question.groups(found.counts),
        "page": page,
        "sought": question.not_found(found.candidates.corrected),
        "way_out": way_out(found),
        "canonical": question.canonical(request.path, **({} if page.lost else place)),
        "day": day,
        "crumbs": [HOME],
    }
    return render(request, "register/members.html", context)

"""The directory of organisations. It looks the same for everybody."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rrn.core.time import today
from rrn.register import queries
from rrn.register.forms import Question
from rrn.register.views.crumbs import HOME


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    question = Question.read(request.GET)
    found = queries.search(
        day=today(),
        words=question.words,
        sectors=list(question.sectors),
        nations=list(question.nations),
        regions=question.regions,
        ended=question.ended,
    )
    page = queries.page_of(found, after=request.GET.get("after", "")[:80], before=request.GET.get("before", "")[:80])
    way_out = _way_out(question, page.total)
    return render(request, "register/members.html", {"question": question, "page": page, "way_out": way_out, "crumbs": [HOME]})


def _way_out(question: Question, total: int) -> dict[str, Any] | None:
    """For an empty list: the same words without the filters, with how many that gives."""
    if total or not question.chosen or not question.words:
        return None
    wider = Question(words=question.words)
    number = queries.search(day=today(), words=wider.words, sectors=[], nations=[]).count()
    if not number:
        return None
    words = f"Show the {number:,} that fit the words" if number > 1 else "Show the one that fits the words"
    return {"href": wider.address(), "words": words}

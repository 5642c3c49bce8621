"""What saving answers: to the script that saves by itself, and to who has to choose between two versions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from rrn.core.time import LONDON
from rrn.core.verdict import Refused
from rrn.plans.actions import Saved
from rrn.plans.forms import WrittenForm
from rrn.plans.forms.writing import WAS
from rrn.plans.views.desk import Desk, wants_json


def answer(request: HttpRequest, form: WrittenForm, saved: Saved) -> HttpResponse | None:
    """The script's answer: when it was saved, each field's edition now, what was not understood, what to choose."""
    if not wants_json(request):
        return None
    conflicted = {conflict.field for conflict in saved.conflicts}
    return JsonResponse(
        {
            "saved_at": f"{saved.at.astimezone(LONDON):%H:%M}" if saved.at else "",
            "editions": {
                WAS + name: edition for name, edition in saved.editions.items() if name not in conflicted
            },
            "errors": {name: [str(one) for one in errors] for name, errors in form.errors.items()},
            "conflicts": [
                {"field": one.field, "sentence": one.sentence, "theirs": form.in_words(one.field, one.theirs)}
                for one in saved.conflicts
            ],
        }
    )


def not_saved(desk: Desk, form: WrittenForm, refusal: Refused, back: str) -> HttpResponse:
    """It was sent, or taken out, while she wrote: the sentence, and every word she would otherwise lose."""
    if wants_json(desk.request):
        return JsonResponse({"refused": str(refusal)}, status=409)
    words = desk.words(sentence=str(refusal), written=form.as_written(), back=back)
    return render(desk.request, "plans/not_saved.html", words, status=409)

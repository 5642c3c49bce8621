"""The map of members, the original pledgers who are moving, and the people who chose to be named."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rrn.core.audience import reads_only
from rrn.core.time import today
from rrn.register import lists, places
from rrn.register.directory import look_up, way_out
from rrn.register.forms import Question
from rrn.register.views.crumbs import HOME, MEMBERS

HERE = "/members/map/"


@reads_only
def members_map(request: HttpRequest) -> HttpResponse:
    """The directory's other half: the same question, answered by place."""
    question, day = Question.read(request.GET), today()
    found = look_up(question, day)
    counts, chosen = lists.counts_by_place(found), question.places()
    hrefs = {place: f"/members/{question.at(nation=place[0], region=place[1]).address()}" for place in places.every_place()}
    context = {
        "question": question,
        "found": found,
        "groups": question.groups(found.counts),
        "chips": [chip | {"href": HERE if chip["href"] == MEMBERS[0] else chip["href"]} for chip in question.chips()],
        "total": found.total,
        "sought": question.not_found(found.candidates.corrected),
        "way_out": way_out(found),
        "canonical": question.canonical(request.path),
        "tiles": places.draw(counts, hrefs, chosen),
        "lines": places.lines(counts, hrefs, chosen),
        "size": (places.WIDTH, places.HEIGHT),
        "unsaid": counts.get((places.Nation.ENGLAND, ""), 0),
        "day": day,
        "crumbs": [HOME, MEMBERS],
    }
    return render(request, "register/map.html", context)


@reads_only
def moving(request: HttpRequest) -> HttpResponse:
    """Organisations of the 2014 pledge that agreed to be named and have not become members yet."""
    words = " ".join(request.GET.get("q", "").replace("\x00", "")[:100].split())
    after, before = request.GET.get("after", "")[:12], request.GET.get("before", "")[:12]
    part = lists.moving(words=words, after=after, before=before)
    kept = urlencode({"q": words}) if words else ""
    context = {"page": part, "words": words, "kept": kept, "day": today(), "crumbs": [HOME, MEMBERS]}
    return render(request, "register/moving.html", context)


@reads_only
def people(request: HttpRequest) -> HttpResponse:
    """Individual members who chose to be named."""
    part = lists.people(today(), after=request.GET.get("after", "")[:60])
    return render(request, "register/people.html", {"page": part, "day": today(), "crumbs": [HOME, MEMBERS]})

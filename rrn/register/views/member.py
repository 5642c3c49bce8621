"""The public pages about one member and its plans. They look the same for everybody."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from rrn.core.audience import reads_only
from rrn.core.time import london_day, today
from rrn.membership.rules import COUNTING, ended_on
from rrn.plans.queries import plan_page
from rrn.register import history, queries
from rrn.register.permissions import pledge_named
from rrn.register.views.crumbs import HOME, MEMBERS


def _member(slug: str) -> Any:
    member = queries.member_or_none(slug, today())
    if member is None:
        raise Http404("No organisation that has published a plan has this address.")
    return member


def _about(found: Any) -> dict[str, Any]:
    """What every page about a member shows: its status with dates, and where to check it."""
    day, facts = today(), found.facts
    return {
        "member": found,
        "organisation": found.organisation,
        "status": history.status_in_words(queries.status_of(found, day), found, facts, day),
        "sentence": history.sentence(found.status_now, facts, day),
        "ended": ended_on(facts, day),
        "running": found.status_now in COUNTING,
        "day": day,
        "address": f"{settings.BASE_URL}{found.organisation.get_absolute_url()}",
    }


@reads_only
def member(request: HttpRequest, slug: str) -> HttpResponse:
    found, day = _member(slug), today()
    shown = plan_page(found.organisation)
    if shown is None:
        raise Http404("This organisation has not published a plan.")
    about, names = _about(found), queries.former_names(found.organisation)
    actions, pledge = queries.actions_of(shown.words), pledge_named(found.organisation)
    context = about | {
        "where": queries.place_in_words(found.organisation),
        "shown": shown,
        "actions": actions,
        "former_names": names,
        "pledge": pledge,
        "timeline": history.timeline(
            found=found, publications=shown.publications, names=names, pledge=pledge, day=day
        ),
        "moments": history.moments(shown.plan, found.status_now, about["ended"], day),
        "next": history.next_date(actions, shown.plan, found.status_now, day),
        "crumbs": [HOME, MEMBERS],
    }
    return render(request, "register/member.html", context)


def _parts(shown: Any) -> list[tuple[str, str]]:
    parts = [
        ("summary", "In plain words"),
        ("now", "Where it was"),
        ("actions", "The actions"),
        ("shaped", "Who shaped it"),
        ("sharing", "How progress is shared"),
        ("reports", "Reports"),
    ]
    if shown.points_to_learn:
        parts.append(("points", "Points to learn"))
    return [*parts, ("versions", "Versions and changes")]


@reads_only
def plan(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    found, day = _member(slug), today()
    shown = plan_page(found.organisation, number)
    if shown is None:
        raise Http404("The organisation has not published a plan with this number.")
    about = _about(found)
    context = about | {
        "shown": shown,
        "numbered": number is not None,
        "published_on": london_day(shown.publication.published_at),
        "actions": queries.actions_of(shown.words),
        "practices": queries.practice_words(shown.words["practices"]),
        "moments": history.moments(shown.plan, found.status_now, about["ended"], day),
        "latest": shown.publications[-1],
        "running": shown.is_latest and about["running"],
        # A suspension takes no promise away; what fell due after a membership's end was not promised by a member.
        "asked_until": (about["ended"] or day) if shown.is_latest else None,
        "parts": _parts(shown),
        "address": f"{settings.BASE_URL}{request.path}",
        "check_address": about["address"],
        "crumbs": [HOME, MEMBERS, (found.organisation.get_absolute_url(), found.organisation.name)],
    }
    return render(request, "register/plan.html", context)


@reads_only
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    found = _member(slug)
    publications = queries.published_versions(found.organisation)
    context = _about(found) | {
        "editions": history.editions(publications),
        "entries": history.timeline(
            found=found,
            publications=publications,
            names=queries.former_names(found.organisation),
            pledge=pledge_named(found.organisation),
            day=today(),
        ),
        "crumbs": [HOME, MEMBERS, (found.organisation.get_absolute_url(), found.organisation.name)],
    }
    return render(request, "register/changes.html", context)

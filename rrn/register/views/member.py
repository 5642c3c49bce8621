"""The public pages about one member and its plans. They look the same for everybody."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rrn.core.time import london_day, today
from rrn.membership.rules import COUNTING
from rrn.plans.queries import plan_page
from rrn.register import queries
from rrn.register.rules import next_report, report_days
from rrn.register.views.crumbs import HOME, MEMBERS


def _member(slug: str) -> Any:
    member = queries.member_or_none(slug, today())
    if member is None:
        raise Http404("No organisation that has published a plan has this address.")
    return member


@require_safe
def member(request: HttpRequest, slug: str) -> HttpResponse:
    found, day = _member(slug), today()
    shown = plan_page(found.organisation)
    runs_from = shown.plan.runs_from if shown else None
    in_force = found.status_now in COUNTING
    context = {
        "member": found,
        "organisation": found.organisation,
        "where": queries.place_in_words(found.organisation),
        "status": queries.status_of(found, day),
        "shown": shown,
        "actions": queries.actions_of(shown.words) if shown else [],
        "former_names": queries.former_names(found.organisation),
        "timeline": _timeline(found, shown),
        "running": in_force,
        "next_report": next_report(runs_from, day) if runs_from and in_force else None,
        "day": day,
        "crumbs": [HOME, MEMBERS],
    }
    return render(request, "register/member.html", context)


def _timeline(found: Any, shown: Any) -> list[dict[str, Any]]:
    """What happened, newest first: publications, and the day a membership began or ended."""
    entries = [
        {
            "on": london_day(publication.published_at),
            "words": f"Version {publication.number} of the plan was published.",
            "kind": "published",
            "href": f"/members/{found.organisation.slug}/plan/{publication.number}/",
            "link": "Read it",
        }
        for publication in (shown.publications if shown else [])
    ]
    for period in found.periods.all():
        entries.append({"on": period.starts_on, "words": "Membership began, for two years.", "kind": "none"})
        if period.left_on:
            entries.append({"on": period.left_on, "words": "The organisation left the network.", "kind": "ended"})
        elif period.ends_on < today():
            entries.append({"on": period.ends_on, "words": "The two years of the plan ended.", "kind": "ended"})
    return sorted(entries, key=lambda entry: entry["on"], reverse=True)


def _parts(shown: Any) -> list[tuple[str, str]]:
    parts = [
        ("summary", "In plain words"),
        ("now", "Where it was"),
        ("actions", "The actions"),
        ("shaped", "Who shaped it"),
        ("reports", "How progress is shared"),
    ]
    return [*parts, ("points", "Points to learn")] if shown.points_to_learn else parts


@require_safe
def plan(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    found, day = _member(slug), today()
    shown = plan_page(found.organisation, number)
    if shown is None:
        raise Http404("The organisation has not published a plan with this number.")
    context = {
        "member": found,
        "organisation": found.organisation,
        "status": queries.status_of(found, day),
        "shown": shown,
        "published_on": london_day(shown.publication.published_at),
        "actions": queries.actions_of(shown.words),
        "practices": queries.practice_words(shown.words["practices"]),
        "reports": report_days(shown.plan.runs_from),
        "latest": shown.publications[-1],
        "running": shown.is_latest and found.status_now in COUNTING,
        "parts": _parts(shown),
        "day": day,
        "crumbs": [HOME, MEMBERS, (found.organisation.get_absolute_url(), found.organisation.name)],
    }
    return render(request, "register/plan.html", context)


@require_safe
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    found = _member(slug)
    shown = plan_page(found.organisation)
    context = {
        "member": found,
        "organisation": found.organisation,
        "publications": list(reversed(shown.publications)) if shown else [],
        "entries": _timeline(found, shown),
        "crumbs": [HOME, MEMBERS, (found.organisation.get_absolute_url(), found.organisation.name)],
    }
    return render(request, "register/changes.html", context)

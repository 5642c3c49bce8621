"""How the API says what it read: records to plain values."""

from __future__ import annotations

from datetime import date
from typing import Any

from rrn.core.time import london_day
from rrn.register.machines.facts import absolute, issuer, licence
from rrn.register.machines.opendata import SERIES
from rrn.register.machines.reading import Standing, Version
from rrn.register.queries import Counter, PublicAction

API = "/api/v1"
SAME = ("what", "why", "strategy", "practices", "owner_role", "measure", "how_you_will_know", "under_way", "shaped_by", "shaped_change")
SAME_OF_PLAN = (
    "summary", "where_now", "how_known", "practices", "no_restraint", "sharing", "shaped_by", "shaped_change", "executive_role",
    "lead_role",
)  # fmt: skip


def answer(day: date, **more: Any) -> dict[str, Any]:
    return {"as_of": day, "issuer": issuer(), "licence": licence().address} | more


def organisation(standing: Standing, day: date) -> dict[str, Any]:
    found, status = standing.organisation, standing.status
    same = ("name", "slug", "part_covered", "sector", "nation", "place", "website", "training_provider", "use_of_force_policy")
    return {name: getattr(found, name) for name in same} | {
        "status": {"code": standing.code, "words": status.words, "from": status.start, "to": status.end, "as_of": day},
        "plan_version": standing.publication.number,
        "plan_published_on": london_day(standing.publication.published_at),
        "actions": len(standing.words["actions"]),
        "page": absolute(found.get_absolute_url()),
        "plan": absolute(f"{API}/organisations/{found.slug}/plan"),
        "feed": absolute(f"/members/{found.slug}/feed.atom"),
    }


def action(found: PublicAction) -> dict[str, Any]:
    return {name: found.words[name] for name in SAME} | {
        "number": found.number,
        "starts_on": found.starts,
        "due_on": found.due,
        "baseline": found.baseline,
        "baseline_known_by": found.baseline_known_by,
        "target": found.target,
        "target_known_by": found.target_known_by,
    }


def listed_action(standing: Standing, found: PublicAction) -> dict[str, Any]:
    slug, number = standing.organisation.slug, standing.publication.number
    return action(found) | {
        "organisation": standing.organisation.name,
        "organisation_slug": slug,
        "plan_version": number,
        "language": standing.words["language"],
        "page": absolute(f"/members/{slug}/plan/{number}/#action-{found.number}"),
    }


def plan_in_list(version: Version) -> dict[str, Any]:
    row, words = version.publication, version.words
    slug = row.organisation.slug
    return {
        "organisation": row.organisation.name,
        "organisation_slug": slug,
        "version": row.number,
        "reference": words["reference"],
        "published_on": london_day(row.published_at),
        "runs_from": row.plan.runs_from,
        "runs_until": row.plan.runs_until,
        "stands_now": version.stands_now,
        "language": words["language"],
        "actions": len(words["actions"]),
        "digest": version.digest,
        "licence": licence().address,
        "page": absolute(f"/members/{slug}/plan/{row.number}/"),
        "plan": absolute(f"{API}/organisations/{slug}/plans/{row.number}"),
    }


def plan(version: Version, actions: list[PublicAction], points_to_learn: list[str]) -> dict[str, Any]:
    return (
        plan_in_list(version)
        | {name: version.words[name] for name in SAME_OF_PLAN}
        | {"points_to_learn": points_to_learn, "promised": [action(found) for found in actions]}
    )


def figures(counters: list[Counter]) -> list[dict[str, Any]]:
    return [
        {
            "series": series, "number": counter.number, "words": counter.noun, "definition": counter.definition,
            "page": absolute(counter.href),
        }
        for series, counter in zip(SERIES, counters, strict=True)
    ]  # fmt: skip

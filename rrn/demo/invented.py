"""Reads the invented people, organisations, plans and films of the demonstration network from their files.

Every day in them is an offset: from the demonstration day for what has happened (`days`), from the plan's publication
for what a plan promises (`…_after`). `data/README.md` says what each field is.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PLAN_FILES = ("health", "social_care_adults", "social_care_children", "education", "others")


def _read(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((HERE / name).read_text(encoding="utf-8"))
    return rows


@cache
def places() -> list[dict[str, Any]]:
    return _read("data/places.json")


def region_of(place: str) -> str:
    """The region of England a place lies in; nothing where it lies in several, or in another nation."""
    return next((str(one.get("region", "")) for one in places() if one["name"] == place), "")


@cache
def organisations() -> list[dict[str, Any]]:
    return _read("data/organisations.json")


def signed_in_2014() -> list[dict[str, Any]]:
    """Ten members of today that took the original pledge, and have said so to the office."""
    chosen = ("in_force", "ending_soon")
    before = [one for one in organisations() if one["wanted_state"] in chosen and one["days"]["published"] < -100]
    return [one for one in before if one["website"]][:10]


@cache
def plans() -> dict[str, dict[str, Any]]:
    """Each organisation's plan, by the organisation's slug."""
    return {plan["organisation"]: plan for name in PLAN_FILES for plan in _read(f"data/plans_{name}.json")}


@cache
def earlier_plans() -> dict[str, dict[str, Any]]:
    """The plan that an organisation had before the one it has now, with the days of that one, by the organisation's slug."""
    return {plan["organisation"]: plan for plan in _read("data/plans_before.json")}


@cache
def people() -> list[dict[str, Any]]:
    """Staff first, then everybody with a seat in an organisation."""
    return _read("data/people.json")


@cache
def individuals() -> list[dict[str, Any]]:
    """People who joined, or are joining, for themselves."""
    return _read("data/individuals.json")


@cache
def reviews() -> dict[str, dict[str, Any]]:
    """What reviewers said about a plan, and what it said before, by the organisation's slug."""
    return {row["organisation"]: row for row in _read("data/reviews.json")}


@cache
def guide() -> list[dict[str, Any]]:
    """Whom a visitor can be, and what each is good for showing."""
    return _read("data/guide.json")


@cache
def roster() -> list[dict[str, Any]]:
    """The steering group, then the trustees: seats with their terms, interests, and who agreed to be named."""
    return _read("data/roster.json")


@cache
def films() -> list[dict[str, Any]]:
    return _read("media/videos.json")

"""What an individual needs before she can join. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from rrn.accounts.rules import check_display_name
from rrn.core.verdict import Refused
from rrn.membership.rules.status import full_date, last_day

PLACES = (1, 2)
LONGEST_ACTION = 600  # characters, of what she will do and of how she will know
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing: the step it belongs to, and how we say it."""

    step: str
    words: str


@dataclass(frozen=True, slots=True)
class JoiningFacts:
    """What is settled about somebody who wants to join, and what she has filled in."""

    address_confirmed: bool = False
    adult: bool = False
    terms_agreed: bool = False
    places_completed: frozenset[int] = frozenset()
    action: Mapping[str, Any] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)


def day_of(parts: Sequence[str] | None) -> date | None:
    """A date from its three boxes, day first; None unless it is a real one."""
    try:
        day, month, year = (str(part).strip() for part in parts or ())
        number = int(month) if month.isdecimal() else MONTHS.index(month[:3].lower()) + 1
        return date(int(year), number, int(day))
    except (ValueError, OverflowError):
        return None


def action_window(starts_on: date) -> tuple[date, date]:
    """The first and the last day an action may be promised for: from tomorrow to the end of the two years."""
    return starts_on + timedelta(days=1), last_day(starts_on)


def _action_gaps(answers: Mapping[str, Any], starts_on: date) -> list[Gap]:
    if not any(answers.get(name) for name in ("what", "how_i_will_know")):
        return [Gap("action", "your action")]
    gaps = []
    if not str(answers.get("what") or "").strip():
        gaps.append(Gap("action", "what you will do"))
    if not str(answers.get("how_i_will_know") or "").strip():
        gaps.append(Gap("action", "how you will know that it is done"))
    if any(len(str(answers.get(name) or "").strip()) > LONGEST_ACTION for name in ("what", "how_i_will_know")):
        gaps.append(Gap("action", f"your action in {LONGEST_ACTION} characters or fewer for each answer"))
    by_when, (first, last) = day_of(answers.get("by_when")), action_window(starts_on)
    if by_when is None:
        gaps.append(Gap("action", "the day by which you will do it"))
    elif not first <= by_when <= last:
        gaps.append(Gap("action", f"a day for your action between {full_date(first)} and {full_date(last)}"))
    return gaps


ABOUT = {
    "role": "your role",
    "nation": "your nation",
    "sector": "the kind of service",
    "display_name": "the name that others see",
    "agree": "your agreement that we keep what you told us",
}


def _others_may_see(name: str) -> bool:
    try:
        return bool(check_display_name(name))
    except Refused:
        return False


def gaps_before_joining(facts: JoiningFacts, starts_on: date) -> list[Gap]:
    """Everything that is still missing, in the order of the steps."""
    gaps = []
    if not facts.address_confirmed:
        gaps.append(Gap("account", "a confirmed address"))
    words = {1: "the first video or its transcript", 2: "the second video or its transcript"}
    gaps += [Gap(f"video-{place}", words[place]) for place in PLACES if place not in facts.places_completed]
    gaps += _action_gaps(facts.action, starts_on)
    gaps += [Gap("about", said) for name, said in ABOUT.items() if not facts.about.get(name)]
    if facts.about.get("display_name") and not _others_may_see(str(facts.about["display_name"])):
        gaps.append(Gap("about", "a name for others to see of 80 letters or fewer, without addresses"))
    if not (facts.adult or facts.about.get("adult")):
        gaps.append(Gap("about", "your word that you are an adult"))
    if not (facts.terms_agreed or facts.about.get("terms")):
        gaps.append(Gap("about", "your agreement to the terms of use"))
    return gaps


def name_the_gaps(gaps: Sequence[Gap]) -> str:
    """One sentence for the person who pressed Join too early."""
    said = [gap.words for gap in gaps]
    listed = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
    return f"You can join once we have {listed}. Everything you have filled in is kept."

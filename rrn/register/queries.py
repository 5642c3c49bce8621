"""Reads for the public pages. Each says how many queries it costs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from rrn.core.prepared import Prepared
from rrn.core.vocabulary import PracticeType
from rrn.membership.models import Member
from rrn.membership.rules import Status, ended_on
from rrn.organisations.models import FormerName
from rrn.plans.models import Publication
from rrn.plans.rules import UnderWay, say
from rrn.plans.versions import language_of
from rrn.register.directory import latest_plans
from rrn.register.figures import Counter, counters
from rrn.register.indexing import INDEXED_AS
from rrn.register.models import Edition, MemberLine
from rrn.register.permissions import organisation_visible
from rrn.register.rules import PublicStatus, dates_beside, first_line, place_in_words, public_status

__all__ = [
    "Counter",
    "PublicAction",
    "actions_of",
    "counters",
    "first_line",
    "former_names",
    "latest_plans",
    "member_or_none",
    "place_in_words",
    "practice_words",
    "rows_are_missing",
    "search_has_other_words",
    "status_of",
]


def rows_are_missing() -> bool:
    """Members are there and no row was ever made, such as after an upgrade. Two queries."""
    return Member.objects.exists() and not MemberLine.objects.exists()


def search_has_other_words() -> bool:
    """An earlier edition of the house put a plan's words in the search, and left some out. One query."""
    return Edition.objects.exclude(indexed_as=INDEXED_AS).exists()


def practice_words(codes: Iterable[str]) -> list[str]:
    return [str(PracticeType(code).label) for code in codes]


def member_or_none(slug: str, day: date) -> Any:
    """One organisation that may be shown, with the facts of its membership. Two to six queries."""
    return organisation_visible(slug, day)


def status_of(member: Any, day: date) -> PublicStatus:
    """The status with its dates, from the facts in Python; a property test says that lists agree with it."""
    status = Status(member.status_now)
    return public_status(status, *dates_beside(status, member.facts, day), ended_on(member.facts, day))


def former_names(organisation: Any) -> list[FormerName]:
    """Names it had before. One query."""
    return _FORMER_NAMES(organisation.pk)


_FORMER_NAMES = Prepared(lambda organisation: FormerName.objects.filter(organisation=organisation))


def published_versions(organisation: Any) -> list[Publication]:
    """All it ever published, the first first, with their words. One query."""
    return _PUBLISHED_VERSIONS(organisation.pk)


_PUBLISHED_VERSIONS = Prepared(
    lambda organisation: Publication.objects.filter(organisation=organisation)
    .select_related("plan", "version")
    .order_by("number")
)


@dataclass(frozen=True, slots=True)
class PublicAction:
    """One action of a published version, ready to be read."""

    id: int
    number: int
    words: dict[str, Any]
    due: date
    starts: date | None
    practices: list[str]
    under_way: str
    target: str
    target_known_by: date | None
    baseline: str
    baseline_known_by: date | None
    language: str


def actions_of(words: dict[str, Any]) -> list[PublicAction]:
    """The actions of a frozen version as a reader wants them; no query."""
    return [
        PublicAction(
            id=action["id"],
            number=action["number"],
            words=action,
            due=date.fromisoformat(action["due_on"]),
            starts=date.fromisoformat(action["starts_on"]) if action["starts_on"] else None,
            practices=practice_words(action["practices"]),
            under_way=str(UnderWay(action["under_way"]).label) if action["under_way"] else "",
            target=action["target"],
            target_known_by=_awaited(action, "target"),
            baseline=_dated(action["baseline"], action["baseline_on"]),
            baseline_known_by=_awaited(action, "baseline"),
            language=language_of(words, action),
        )
        for action in words["actions"]
    ]


def _dated(value: str, on: str | None) -> str:
    """"41, on 1 May 2026"."""
    return f"{value}, on {say(date.fromisoformat(on))}" if value and on else value


def _awaited(action: dict[str, Any], name: str) -> date | None:
    """The day by which a value will be known that was not known when it was promised."""
    known_by = action[f"{name}_known_by"]
    return date.fromisoformat(known_by) if known_by and not action[name] else None

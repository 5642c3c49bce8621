"""What changed between two versions of a plan, word by word. Pure; shown with "removed" and "added" in words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from django.conf import settings

from rrn.core.vocabulary import PracticeType, Strategy
from rrn.plans.rules import ACTION_FIELDS, PUBLIC_PLAN_FIELDS, UnderWay, say


class Kind(Enum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    kind: Kind
    text: str

    @property
    def added(self) -> bool:
        return self.kind is Kind.ADDED

    @property
    def removed(self) -> bool:
        return self.kind is Kind.REMOVED


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs: its name, both texts, and the words between them."""

    field: str
    label: str
    before: str
    after: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ActionDifference:
    """What happened to one action. `number` is its place now, or where it stood when it was taken out."""

    id: int
    number: int
    title: str
    added: bool
    removed: bool
    fields: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    fields: tuple[Difference, ...]
    actions: tuple[ActionDifference, ...]

    def __bool__(self) -> bool:
        return bool(self.fields or self.actions)


LABELS: dict[str, str] = {
    "language": "Language",
    "where_now": "Where you are now",
    "how_known": "How you know",
    "practices": "Types of practice",
    "no_restraint": "None: we use no restraint",
    "sharing": "How progress is shared",
    "summary": "Plain summary",
    "shaped_by": "Who shaped it",
    "shaped_change": "What that changed",
    "executive_role": "Accountable executive",
    "lead_role": "Plan lead",
    "what": "What will change",
    "why": "Why",
    "strategy": "Strategy",
    "owner_role": "Owner",
    "starts_on": "Starts",
    "due_on": "Due",
    "measure": "Measure",
    "baseline": "Now",
    "baseline_on": "Date of that value",
    "baseline_known_by": "Value now will be known by",
    "target": "Target",
    "target_known_by": "Target will be known by",
    "how_you_will_know": "How you will know",
    "under_way": "Already under way?",
}
DATES = frozenset({"starts_on", "due_on", "baseline_on", "baseline_known_by", "target_known_by"})
# Fields of which we write the words, in the language of the page; those of all others are the organisation's own.
OURS = DATES | {"practices", "no_restraint", "strategy", "under_way", "language"}
MOST_WORDS = 4000


def in_words(field: str, value: Any) -> str:
    """A frozen value as people read it."""
    if value in (None, "", []):
        return ""
    if field in DATES:
        return say(date.fromisoformat(value))
    if field == "strategy":
        return f"{value} {Strategy(value).label}"
    if field == "practices":
        return ", ".join(str(PracticeType(code).label) for code in value)
    if field == "language":
        return str(dict(settings.LANGUAGES).get(value, value))
    if field == "under_way":
        return str(UnderWay(value).label)
    if isinstance(value, bool):
        return "Yes" if value else ""
    return str(value)


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """The words kept, removed and added, in reading order. Very long texts are compared line by line."""
    pattern = r"\s+|\w+|[^\w\s]" if len(before) + len(after) < MOST_WORDS * 6 else r"[^\n]*\n?"
    old, new = re.findall(pattern, before), re.findall(pattern, after)
    found: list[Piece] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece(Kind.SAME, "".join(old[a:b])))
            continue
        if b > a:
            found.append(Piece(Kind.REMOVED, "".join(old[a:b])))
        if d > c:
            found.append(Piece(Kind.ADDED, "".join(new[c:d])))
    return tuple(found)


def _fields(
    names: tuple[str, ...], before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[Difference, ...]:
    found = []
    for name in names:
        old, new = in_words(name, before.get(name)), in_words(name, after.get(name))
        if old != new:
            found.append(Difference(name, LABELS[name], old, new, pieces(old, new)))
    return tuple(found)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Differences:
    """Everything that differs between the words of two versions, actions matched by their own number."""
    old = {action["id"]: action for action in before["actions"]}
    new = {action["id"]: action for action in after["actions"]}
    found = []
    for pk, action in new.items():
        fields = _fields(ACTION_FIELDS, old.get(pk, {}), action)
        if pk not in old or fields:
            found.append(ActionDifference(pk, action["number"], action["what"], pk not in old, False, fields))
    for pk, action in old.items():
        if pk not in new:
            fields = _fields(ACTION_FIELDS, action, {})
            found.append(ActionDifference(pk, action["number"], action["what"], False, True, fields))
    return Differences(_fields(PUBLIC_PLAN_FIELDS, before, after), tuple(found))

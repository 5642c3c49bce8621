"""A sent plan as a reviewer reads it: every field in words, what changed since the last version, what was said about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rrn.core.vocabulary import Nation, Sector
from rrn.plans.differences import LABELS, OURS, Piece, in_words, pieces
from rrn.plans.models import ReviewComment
from rrn.plans.rules import ACTION_FIELDS, Part
from rrn.plans.versions import language_of

# The order of reading (VISUAL.md 9, plan): the plain summary first, then where they are, actions, how it is shared.
READING: tuple[tuple[Part, tuple[str, ...]], ...] = (
    (Part.SUMMARY, ("summary",)),
    (Part.NOW, ("language", "where_now", "how_known")),
    (Part.PRACTICES, ("practices", "no_restraint")),
    (Part.SHARING, ("sharing",)),
    (Part.SHAPED, ("shaped_by", "shaped_change")),
    (Part.PEOPLE, ("executive_role", "lead_role")),
)
TITLES = {
    Part.NOW: "Where they are now",
    Part.SUMMARY: "Plain summary",
    Part.PRACTICES: "Practices in scope",
    Part.SHARING: "How progress is shared",
    Part.SHAPED: "Who shaped the plan",
    Part.PEOPLE: "Accountable executive and plan lead",
    Part.ORGANISATION: "About the organisation",
}
OF_THEM = {"where_now": "Where they are now", "how_known": "How they know", "how_you_will_know": "How they will know"}
ONLY_IF_GIVEN = frozenset({"no_restraint", "baseline_known_by", "target_known_by", "language"})
ABOUT = {
    "name": "Name",
    "part_covered": "Part the plan covers",
    "sector": "Sector",
    "nation": "Nation",
    "place": "Place",
    "website": "Website",
    "training_provider": "Training provider",
    "certificate_reference": "Certificate reference",
    "use_of_force_policy": "Use-of-force policy",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One answer. With `pieces` it differs from the version before, and they hold the words kept, removed and added."""

    label: str
    text: str
    pieces: tuple[Piece, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    part: Part
    title: str
    fields: tuple[Field, ...]
    comments: tuple[ReviewComment, ...]


@dataclass(frozen=True, slots=True)
class ActionRead:
    """One action. `news` says what happened to it since the version before: new, changed, taken out, or nothing."""

    id: int
    number: int
    title: str
    strategy: int | None
    news: str
    fields: tuple[Field, ...]
    comments: tuple[ReviewComment, ...]
    language: str

    @property
    def shown_number(self) -> str:
        return str(self.number)


@dataclass(frozen=True, slots=True)
class Reading:
    before: tuple[Section, ...]
    actions: tuple[ActionRead, ...]
    taken_out: tuple[ActionRead, ...]
    after: tuple[Section, ...]
    changes: int


def _read(label: str, old: str | None, new: str, language: str = "") -> Field:
    if old is None or old == new:
        return Field(label, new, language=language)
    return Field(label, new, pieces(old, new), language)


def _fields(
    names: Iterable[str], words: Mapping[str, Any], before: Mapping[str, Any] | None, language: str
) -> tuple[Field, ...]:
    found = []
    for name in names:
        new = in_words(name, words.get(name))
        old = None if before is None else in_words(name, before.get(name))
        if new or old or name not in ONLY_IF_GIVEN:
            found.append(_read(OF_THEM.get(name, LABELS[name]), old, new, "" if name in OURS else language))
    return tuple(found)


def _about(words: Mapping[str, Any], before: Mapping[str, Any] | None) -> tuple[Field, ...]:
    def said(of: Mapping[str, Any], name: str) -> str:
        value = of.get(name) or ""
        choices = {"sector": Sector, "nation": Nation}.get(name)
        return str(choices(value).label) if choices and value else str(value)

    return tuple(
        _read(label, None if before is None else said(before, name), said(words, name)) for name, label in ABOUT.items()
    )


def _actions(
    words: Mapping[str, Any], before: Mapping[str, Any] | None, comments: list[ReviewComment]
) -> tuple[list[ActionRead], list[ActionRead]]:
    old = {action["id"]: action for action in before["actions"]} if before else {}
    now, gone = [], []
    names = [name for name in ACTION_FIELDS if name != "strategy"]
    for action in words["actions"]:
        earlier, language = old.pop(action["id"], None), language_of(words, action)
        fields = _fields(names, action, earlier, language)
        moved = earlier is not None and earlier.get("strategy") != action.get("strategy")
        if before is None:
            news = ""
        elif earlier is None:
            news = "New in this version"
        else:
            news = "Changed since the last version" if moved or any(field.pieces for field in fields) else ""
        now.append(_action(action, news, fields, comments, language))
    for action in old.values():
        language = language_of(before or {}, action)
        fields = _fields(names, action, None, language)
        gone.append(_action(action, "Taken out since the last version", fields, comments, language))
    return now, gone


def _action(
    action: Mapping[str, Any], news: str, fields: tuple[Field, ...], comments: list[ReviewComment], language: str
) -> ActionRead:
    said = tuple(comment for comment in comments if comment.action_id == action["id"])
    title = action.get("what") or f"Action {action['number']}"
    return ActionRead(action["id"], action["number"], title, action.get("strategy"), news, fields, said, language)


def read_plan(
    *, words: Mapping[str, Any], before: Mapping[str, Any] | None, comments: Iterable[ReviewComment]
) -> Reading:
    """A version's words in the order of reading. `before` is the version it is compared with. No query."""
    comments = list(comments)

    def said(part: Part) -> tuple[ReviewComment, ...]:
        return tuple(comment for comment in comments if comment.part == part and comment.action_id is None)

    sections = [
        Section(part, TITLES[part], _fields(names, words, before, language_of(words)), said(part)) for part, names in READING
    ]
    about = _about(words["organisation"], before and before["organisation"])
    sections.append(Section(Part.ORGANISATION, TITLES[Part.ORGANISATION], about, said(Part.ORGANISATION)))
    now, gone = _actions(words, before, comments)
    changes = sum(bool(field.pieces) for section in sections for field in section.fields)
    changes += sum(bool(action.news) for action in (*now, *gone))
    return Reading(tuple(sections[:3]), tuple(now), tuple(gone), tuple(sections[3:]), changes)

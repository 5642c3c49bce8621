"""A version's words as people read them: labelled, dated, in order. For the door, the office and the public page alike. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rrn.core.vocabulary import Nation, PracticeType, Sector, Strategy
from rrn.plans.differences import LABELS, in_words
from rrn.plans.rules import UnderWay, say
from rrn.plans.versions import language_of

NOT_KNOWN = "Not known yet. We will have it by {day}"


@dataclass(frozen=True, slots=True)
class ActionReading:
    """One action, as it was promised."""

    id: int
    number: int
    what: str
    why: str
    strategy: int | None
    practices: tuple[str, ...]
    owner_role: str
    starts_on: date | None
    due_on: date | None
    measure: str
    baseline: str
    target: str
    how_you_will_know: str
    under_way: str
    shaped_by: str
    shaped_change: str
    language: str

    @property
    def strategy_in_words(self) -> str:
        return f"Strategy {self.strategy}: {Strategy(self.strategy).label}" if self.strategy else ""


@dataclass(frozen=True, slots=True)
class PlanReading:
    """A whole plan, as it was sent or published."""

    reference: str
    name: str
    part_covered: str
    sector: str
    nation: str
    place: str
    summary: str
    where_now: str
    how_known: str
    practices: tuple[str, ...]
    no_restraint: bool
    sharing: str
    shaped_by: str
    shaped_change: str
    executive_role: str
    lead_role: str
    actions: tuple[ActionReading, ...]
    language: str

    @property
    def scope(self) -> str:
        """The practices in scope, in one sentence."""
        if self.no_restraint:
            return "None: we use no restraint"
        return ", ".join(self.practices)

    def rows(self) -> list[tuple[str, str]]:
        """The plan's own parts with their labels, in the order of reading."""
        return [
            ("Plain summary", self.summary),
            (LABELS["where_now"], self.where_now),
            (LABELS["how_known"], self.how_known),
            ("Practices in scope", self.scope),
            (LABELS["shaped_by"], self.shaped_by),
            (LABELS["shaped_change"], self.shaped_change),
            (LABELS["sharing"], self.sharing),
            (LABELS["executive_role"], self.executive_role),
            (LABELS["lead_role"], self.lead_role),
        ]

    def rows_in_their_language(self) -> list[tuple[str, str, str]]:
        """The same rows, each with the language it is written in; the practices are named by us."""
        return [(label, words, "" if words == self.scope else self.language) for label, words in self.rows()]


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _value_or_promise(words: Mapping[str, Any], name: str) -> str:
    """A baseline or target with its date, or the day by which it will be known."""
    value = words.get(name) or ""
    if value:
        on = _day(words.get(f"{name}_on"))
        return f"{value} ({say(on)})" if on else value
    by = _day(words.get(f"{name}_known_by"))
    return NOT_KNOWN.format(day=say(by)) if by else ""


def _practices(codes: list[str]) -> tuple[str, ...]:
    return tuple(str(PracticeType(code).label) for code in PracticeType.values if code in codes)


def read_action(words: Mapping[str, Any], language: str = "en-gb") -> ActionReading:
    """`language` is the plan's, for an action that has none of its own."""
    return ActionReading(
        id=words["id"],
        number=words["number"],
        what=words["what"],
        why=words["why"],
        strategy=words["strategy"],
        practices=_practices(words["practices"]),
        owner_role=words["owner_role"],
        starts_on=_day(words["starts_on"]),
        due_on=_day(words["due_on"]),
        measure=words["measure"],
        baseline=_value_or_promise(words, "baseline"),
        target=_value_or_promise(words, "target"),
        how_you_will_know=words["how_you_will_know"],
        under_way=str(UnderWay(words["under_way"]).label) if words["under_way"] else "",
        shaped_by=words["shaped_by"],
        shaped_change=words["shaped_change"],
        language=words.get("language") or language,
    )


def read(words: Mapping[str, Any]) -> PlanReading:
    """The words of one `PlanVersion`, ready for a page."""
    organisation = words["organisation"]
    return PlanReading(
        reference=words["reference"],
        name=organisation["name"],
        part_covered=organisation["part_covered"],
        sector=str(Sector(organisation["sector"]).label) if organisation["sector"] else "",
        nation=str(Nation(organisation["nation"]).label) if organisation["nation"] else "",
        place=organisation["place"],
        practices=_practices(words["practices"]),
        no_restraint=words["no_restraint"],
        actions=tuple(read_action(action, language_of(words)) for action in words["actions"]),
        language=language_of(words),
        **{
            field: in_words(field, words[field])
            for field in (
                "summary",
                "where_now",
                "how_known",
                "sharing",
                "shaped_by",
                "shaped_change",
                "executive_role",
                "lead_role",
            )
        },
    )

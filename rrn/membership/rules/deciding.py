"""What may be decided about a membership on a day, and what may be appealed. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django.db.models import TextChoices

from rrn.core.verdict import Refused
from rrn.membership.rules.status import (
    COUNTING,
    EndingFact,
    EndingKind,
    Facts,
    OverrideFact,
    Span,
    Status,
    current_period,
    full_date,
    status_on,
)

APPEAL_DAYS = 20  # working days in which an appeal is answered
LONGEST_OVERRIDE = timedelta(days=366)


class Deed(TextChoices):
    """What somebody in the office can do about a membership, in the words of its links."""

    SUSPEND = "suspend", "Suspend the membership"
    LIFT = "lift", "Lift the suspension"
    OVERRIDE = "count-longer", "Let it count longer"
    TAKE_BACK_OVERRIDE = "count-no-longer", "Stop letting it count longer"
    REMOVE = "remove", "Remove the member"
    CLOSE = "close", "The organisation has closed"
    MERGE = "merge", "Merge into another member"
    TAKE_BACK = "take-back", "Take the decision back"
    LEAVE = "leave", "Leave for the member"
    APPEAL = "appeal-for", "Write down an appeal"


def standing_suspension(facts: Facts, day: date) -> Span | None:
    return next((span for span in facts.suspensions if span.covers(day)), None)


def standing_ending(facts: Facts, day: date) -> EndingFact | None:
    return next((ending for ending in facts.endings if ending.span.covers(day)), None)


def standing_override(facts: Facts, day: date) -> OverrideFact | None:
    return next((override for override in facts.overrides if override.covers(day)), None)


def refusal(deed: Deed, facts: Facts, day: date) -> str:
    """Why this cannot be decided now; nothing, where it can."""
    if deed == Deed.LIFT:
        return "" if standing_suspension(facts, day) else "This membership is not suspended."
    if deed == Deed.TAKE_BACK:
        return "" if standing_ending(facts, day) else "There is no decision to take back."
    if deed == Deed.APPEAL:
        return "" if _can_be_appealed(facts, day) else "There is no suspension or removal to appeal against."
    if deed == Deed.TAKE_BACK_OVERRIDE:
        return "" if standing_override(facts, day) else "The office does not let it count longer."
    if standing_ending(facts, day):
        return "This has been decided already." if deed != Deed.LEAVE else "There is no membership to leave."
    return _refusal_by_status(deed, facts, day)


def _can_be_appealed(facts: Facts, day: date) -> bool:
    ending = standing_ending(facts, day)
    return ending.kind == EndingKind.REMOVED if ending else standing_suspension(facts, day) is not None


def _refusal_by_status(deed: Deed, facts: Facts, day: date) -> str:
    status = status_on(facts, day)
    if deed == Deed.SUSPEND and standing_suspension(facts, day):
        return "This membership is suspended already."
    if deed == Deed.SUSPEND and status not in COUNTING:
        return "This membership does not count now, so there is nothing to suspend."
    if deed == Deed.LEAVE and status not in COUNTING | {Status.SUSPENDED}:
        return "There is no membership to leave."
    if deed == Deed.REMOVE and status in (Status.NONE, Status.APPLIED):
        return "There is no membership to end. A plan that is with us is decided by its review."
    if deed == Deed.OVERRIDE and status not in COUNTING | {Status.SUSPENDED, Status.LAPSED}:
        return "There is no membership that could count longer."
    return ""


def facts_after(deed: Deed, facts: Facts, day: date) -> Facts:
    """The facts as they will be once something is taken back on this day."""

    def closed(span: Span) -> Span:
        return replace(span, ended_on=day) if span.covers(day) else span

    if deed == Deed.LIFT:
        return replace(facts, suspensions=tuple(closed(span) for span in facts.suspensions))
    if deed == Deed.TAKE_BACK:
        return replace(facts, endings=tuple(replace(one, span=closed(one.span)) for one in facts.endings))
    if deed == Deed.TAKE_BACK_OVERRIDE:
        return replace(facts, overrides=tuple(replace(one, span=closed(one.span)) for one in facts.overrides))
    return facts


def override_problem(facts: Facts, until: date, day: date) -> str:
    """Why a membership cannot be let count until this day; nothing, where it can."""
    if until < day:
        return "The day must be today or later."
    if until > day + LONGEST_OVERRIDE:
        return f"Choose a day within a year, until {full_date(day + LONGEST_OVERRIDE)}."
    period = current_period(facts, day)
    if period is not None and until <= period.grace_ends_on:
        return f"It counts until {full_date(period.grace_ends_on)} as it is. Choose a later day."
    return ""


def require_possible(deed: Deed, facts: Facts, day: date) -> None:
    if sentence := refusal(deed, facts, day):
        raise Refused(sentence)

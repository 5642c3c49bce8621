"""What happened to a plan so far, newest first, in sentences that name no one of the organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rrn.plans.models import Appeal, Plan, PlanVersion
from rrn.plans.rules import say


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime
    words: str
    more: str = ""


def history_of(plan: Plan) -> list[Event]:
    """Sendings, readings, decisions and appeals. Five queries."""
    events = [_sent(version) for version in plan.versions.defer("words")]
    events += [
        Event(review.opened_at, f"{review.reviewer} declared no interest and opened it")
        for review in plan.reviews.select_related("reviewer")
    ]
    events += [
        Event(asked.asked_at, f"{asked.asked_by} asked for changes by {say(asked.answer_by)}", asked.words)
        for asked in plan.changes_asked.select_related("asked_by")
    ]
    for decision in plan.decisions.select_related("decided_by"):
        done = "accepted it" if decision.accepted else "did not accept it"
        events.append(Event(decision.decided_at, f"{decision.decided_by} {done}", decision.reasons))
    for appeal in Appeal.objects.filter(decision__plan=plan).select_related("decided_by"):
        events.append(Event(appeal.made_at, f"The organisation appealed. We answer by {say(appeal.decide_by)}", appeal.words))
        if appeal.decided_at:
            answer = "found the appeal right" if appeal.upheld else "let the decision stand"
            events.append(Event(appeal.decided_at, f"{appeal.decided_by} {answer}", appeal.reasons))
    if plan.published_at:
        events.append(Event(plan.published_at, "Published"))
    if plan.withdrawn_at:
        events.append(Event(plan.withdrawn_at, "The organisation took it back"))
    # They were gathered in the order in which steps follow one another, which settles what happened at one instant.
    placed = sorted(enumerate(events), key=lambda pair: (pair[1].at, pair[0]), reverse=True)
    return [event for _, event in placed]


def _sent(version: PlanVersion) -> Event:
    again = "Sent" if version.number == 1 else "Sent again"
    by_staff = ", by the office on their behalf" if version.on_behalf_of_id else ""
    return Event(version.sent_at, f"{again}, version {version.number}{by_staff}")

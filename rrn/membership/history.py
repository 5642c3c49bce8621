"""What was decided about a membership, newest first, with who decided it and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from rrn.membership.models import Appeal, Ending, Member, Override, Suspension
from rrn.membership.queries import appeal_of, fact_models
from rrn.membership.rules import EndingKind, full_date


@dataclass(frozen=True, slots=True)
class Happened:
    """One decision about a membership, or the day it was taken back: who, when, why."""

    on: date
    words: str
    by: str = ""
    reason: str = ""
    appeal: Appeal | None = None


def with_history(members: QuerySet[Member]) -> QuerySet[Member]:
    """The same members with everything that `facts_of` and `decisions_of` read: five queries more, however many members."""
    return members.prefetch_related(*_history().values())


def _history() -> dict[str, Any]:
    """By relation what to fetch of it."""
    appeal = ("decided_by", "ended_by", "appeal__decided_by", "appeal__suspension", "appeal__ending")
    into = ("into__person", "into__organisation")
    return {
        "periods": "periods",
        "applications": "applications",
        "suspensions": Prefetch("suspensions", Suspension.objects.select_related(*appeal)),
        "endings": Prefetch("endings", Ending.objects.select_related(*appeal, *into)),
        "overrides": Prefetch("overrides", Override.objects.select_related("decided_by", "ended_by")),
    }


def bring_history(member: Any) -> None:
    """The same for one member of `telling_of_facts`: a query for each kind of fact it has, mostly one."""
    prefetch_related_objects([member], *(what for name, what in _history().items() if getattr(member, f"has_{name}")))
    fetched = member.__dict__.setdefault("_prefetched_objects_cache", {})
    for name, model in fact_models().items():
        if name not in fetched:
            fetched[name] = model.objects.none()


def decisions_of(member: Member) -> list[Happened]:
    """Everything that was decided about a membership, newest first. No query, for one of `with_history`."""
    found: list[Happened] = []
    for suspension in member.suspensions.all():
        found += _told(suspension, "Suspended", "Suspension lifted")
    for ending in member.endings.all():
        words = f"Merged into {ending.into}" if ending.into else str(EndingKind(ending.kind).label)
        found += _told(ending, words, f"Taken back: {words[0].lower()}{words[1:]}")
    for override in member.overrides.all():
        found += _told(override, f"Counts until {full_date(override.until)}", "No longer let to count longer")
    for period in member.periods.all():
        found.append(Happened(period.starts_on, f"{period.get_kind_display()} period until {full_date(period.ends_on)}, {period.reference}"))
        if period.left_on:
            found.append(Happened(period.left_on, "Left"))
    return sorted(found, key=lambda one: one.on, reverse=True)


def history_of_member(member: Member) -> list[Happened]:
    """The same for a member fetched without it. Six queries."""
    return decisions_of(with_history(Member.objects.all()).get(pk=member.pk))


def _told(row: Suspension | Ending | Override, words: str, back: str) -> list[Happened]:
    appeal = appeal_of(row) if not isinstance(row, Override) else None
    told = [Happened(row.starts_on, words, str(row.decided_by), row.reason, appeal)]
    if row.ended_on is None:
        return told
    upheld = appeal is not None and appeal.upheld
    back = f"{back}, on appeal" if upheld else back
    return [*told, Happened(row.ended_on, back, str(row.ended_by or ""), row.ended_why)]

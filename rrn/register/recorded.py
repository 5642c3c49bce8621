"""What other rooms recorded about some members, read set by set: what the rows are worked out from."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from rrn.core.time import london_day
from rrn.membership.models import Application, Ending, Member, Override, Period, Suspension
from rrn.membership.rules import EndingFact, EndingKind, Facts, OverrideFact, PeriodFact, Span
from rrn.plans.models import Action, Plan, Publication
from rrn.register.rules import Promise, tally_of

History = tuple[tuple[tuple[Any, ...], ...], ...]


class Some(NamedTuple):
    """Members by their numbers: a handful, or all from one number up to another."""

    ids: frozenset[int] = frozenset()
    first: int = 0
    past: int = 0

    def of(self, field: str) -> Q:
        if self.past:
            return Q(**{f"{field}__gte": self.first, f"{field}__lt": self.past})
        return Q(**{f"{field}__in": self.ids})


class Public(NamedTuple):
    """The version of an organisation's plan that stands in public."""

    plan: int
    published_at: datetime
    summary: str
    first_action: str
    language: str
    practices: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """Everything about some members: kind and organisation, history of membership, plans, the version in public."""

    members: dict[int, tuple[str, int | None]]
    histories: dict[int, History]
    plans: dict[int, list[tuple[int, date, date]]]
    public: dict[int, Public]
    actions: dict[int, list[tuple[int | None, list[str], str]]]

    def promises(self, organisation: int) -> list[Promise]:
        return [
            Promise(first, last, tally_of(self.actions.get(plan, ())))
            for plan, first, last in self.plans.get(organisation, ())
        ]


_FACTS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (Period, ("starts_on", "ends_on", "grace_ends_on", "left_on")),
    (Application, ("starts_on", "ended_on")),
    (Suspension, ("starts_on", "ended_on")),
    (Ending, ("kind", "starts_on", "ended_on")),
    (Override, ("starts_on", "ended_on", "until")),
)


def facts_from(history: History) -> Facts:
    """The same facts as `membership.queries.facts_of`; a test holds the two together."""
    periods, applications, suspensions, endings, overrides = history
    return Facts(
        periods=tuple(PeriodFact(*row) for row in periods),
        applications=tuple(Span(*row) for row in applications),
        suspensions=tuple(Span(*row) for row in suspensions),
        endings=tuple(EndingFact(EndingKind(kind), Span(starts, ended)) for kind, starts, ended in endings),
        overrides=tuple(OverrideFact(Span(starts, ended), until) for starts, ended, until in overrides),
    )


def _histories(some: Some, members: Iterable[int]) -> dict[int, History]:
    by_model: list[dict[int, list[tuple[Any, ...]]]] = []
    for model, fields in _FACTS:
        rows = model.objects.filter(some.of("member_id")).order_by("member_id", "starts_on", "id")
        found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for member, *values in rows.values_list("member_id", *fields).iterator(5000):
            found[member].append(tuple(values))
        by_model.append(found)
    return {member: tuple(tuple(found.get(member, ())) for found in by_model) for member in members}


def _plans(organisations: Q) -> dict[int, list[tuple[int, date, date]]]:
    """Each plan ever published with its first and last day; one that was closed early ended the day before."""
    found: dict[int, list[tuple[int, date, date]]] = defaultdict(list)
    rows = Plan.objects.filter(organisations, published_at__isnull=False).order_by("published_at", "id")
    for plan, organisation, first, last, closed_at in rows.values_list(
        "id", "organisation_id", "runs_from", "runs_until", "closed_at"
    ).iterator(5000):
        if closed_at is not None:
            closed = date.fromordinal(london_day(closed_at).toordinal() - 1)
            last = min(last, closed)
        found[organisation].append((plan, first, last))
    return found


def _public(organisations: Q) -> dict[int, Public]:
    words = "version__words"
    first = KeyTransform("0", KeyTransform("actions", words))
    said = (
        KeyTextTransform("summary", words),
        KeyTextTransform("what", first),
        KeyTextTransform("language", words),
        KeyTextTransform("practices", words),
    )
    rows = Publication.objects.filter(organisations).order_by("organisation_id", "number")
    found: dict[int, Public] = {}
    for organisation, *values in rows.values_list(
        "organisation_id", "plan_id", "published_at", *said
    ).iterator(5000):
        plan, published_at, *texts = values
        found[organisation] = Public(plan, published_at, *(text or "" for text in texts))
    return found


def _actions(plans: Q) -> dict[int, list[tuple[int | None, list[str], str]]]:
    found: dict[int, list[tuple[int | None, list[str], str]]] = defaultdict(list)
    rows = Action.objects.filter(plans, removed_at__isnull=True, plan__published_at__isnull=False).order_by("plan_id")
    for plan, strategy, practices, under_way in rows.values_list(
        "plan_id", "strategy", "practices", "under_way"
    ).iterator(5000):
        found[plan].append((strategy, practices, under_way))
    return found


def recorded(some: Some) -> Recorded:
    """Nine queries, however many members."""
    rows = Member.objects.filter(some.of("id")).values_list("id", "kind", "organisation_id")
    members = {member: (kind, organisation) for member, kind, organisation in rows.iterator(5000)}
    histories = _histories(some, members)
    if not any(organisation for _, organisation in members.values()):
        return Recorded(members, histories, {}, {}, {})
    return Recorded(
        members=members,
        histories=histories,
        plans=_plans(some.of("organisation__member__id")),
        public=_public(some.of("organisation__member__id")),
        actions=_actions(some.of("plan__organisation__member__id")),
    )


def practices_in(text: str) -> list[str]:
    """The codes of a version's practices, as the database gives them."""
    return json.loads(text) if text else []


# -- Whose rows a record belongs to ------------------------------------------------------------------------------------


def members_of_plans(plans: Collection[str]) -> QuerySet[Member, int]:
    """A draft is in no row; once something was published every change is."""
    published = Publication.objects.filter(organisation__plans__in=plans)
    return Member.objects.filter(organisation__in=published.values("organisation")).values_list("pk", flat=True)


def members_of_periods(periods: Collection[str]) -> QuerySet[Member, int]:
    return Member.objects.filter(periods__in=periods).values_list("pk", flat=True)


def members_of_organisations(organisations: Collection[str]) -> QuerySet[Member, int]:
    return Member.objects.filter(organisation__in=organisations).values_list("pk", flat=True)

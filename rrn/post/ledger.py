"""The ledger of notices: for each rule and day what was expected, what became of it, and what nobody can explain.

*Expected* is asked of the rules, which compute it from the dates; the rows that the clock wrote are only laid beside
it. Every question takes a fixed number of queries, however many rules, offsets and days there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import CharField, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value

from rrn.core.time import london_day
from rrn.post.asking import rows_between
from rrn.post.models import Notice, RuleKept
from rrn.post.notices import ROW, Rule, rule_named, rules
from rrn.post.rules import End, patience

# How far back the office is asked about what nobody can explain.
LOOK_BACK = timedelta(days=35)
KEYS = ("rule", "offset", *ROW)


@dataclass(frozen=True, slots=True)
class Span:
    first: date
    last: date


@dataclass(slots=True)
class Line:
    """One rule on one day. `missing` were expected and never noted; `late` wait for longer than they should."""

    rule: Rule
    day: date
    expected: int = 0
    missing: int = 0
    late: int = 0
    ends: dict[str, int] = field(default_factory=lambda: dict.fromkeys(End.values, 0))

    @property
    def unexplained(self) -> int:
        return self.missing + self.late


# -- Expected ------------------------------------------------------------------------------------------------------


def _terms(span: Span, only: Rule | None = None) -> Iterator[QuerySet[Any]]:
    """For each rule and offset what was expected of these days, since the rule is kept here. No query."""
    for rule in rules() if only is None else (only,):
        before = RuleKept.objects.filter(rule=rule.name, since__gt=OuterRef("due_on"))
        for offset in rule.offsets:
            for rows in rule.expected(offset, span.first, span.last):
                yield rows.filter(~Exists(before)).annotate(
                    rule=Value(rule.name, output_field=CharField()), offset=Value(offset, output_field=IntegerField())
                )


def _not_noted() -> Exists:
    same = {name: OuterRef(name) for name in ("rule", "offset", "anchor_on", "recipient_kind", "recipient_id", "about_kind", "about_id")}
    return ~Exists(Notice.objects.filter(**same))  # type: ignore[return-value]  # a negated Exists is one


def _together(terms: Iterable[QuerySet[Any]]) -> list[Any]:
    """All of them in one query."""
    every = list(terms)
    return list(every[0].union(*every[1:], all=True)) if every else []


def expected(span: Span, only: Rule | None = None) -> set[tuple[Any, ...]]:
    """Every notice that was expected: rule, offset and what makes it one. One query; for tests and small spans."""
    return set(_together(rows.values_list(*KEYS) for rows in _terms(span, only)))


def missing(span: Span, only: Rule | None = None) -> list[tuple[Any, ...]]:
    """Those of them that nobody noted, in order of their readers. One query."""
    found = _together(rows.filter(_not_noted()).values_list(*KEYS) for rows in _terms(span, only))
    return sorted(found, key=lambda row: [str(part) for part in row])


def _counted(rows: QuerySet[Any], what: str) -> QuerySet[Any]:
    """Rule, day, how many, and of what."""
    numbers = rows.order_by().values("rule", "due_on").annotate(number=Count("pk"))
    return numbers.annotate(what=Value(what, output_field=CharField())).values_list("rule", "due_on", "number", "what")


def _counts(terms: Iterable[QuerySet[Any]]) -> dict[tuple[str, date], int]:
    counted: dict[tuple[str, date], int] = defaultdict(int)
    for name, day, number in _together(
        rows.values("rule", "due_on").annotate(number=Count("pk")).values_list("rule", "due_on", "number") for rows in terms
    ):
        counted[name, day] += number
    return counted


# -- Beside it what became of them -------------------------------------------------------------------------------------


def _late(at: datetime) -> Q:
    """Waiting for longer than a day, or than a week and a day where mails are gathered; see `rules.is_unexplained`."""
    gathered = [rule.name for rule in rules() if rule.gathered]
    slow = Q(rule__in=gathered, noted_at__lt=at - patience(gathered_rule=True))
    quick = ~Q(rule__in=gathered) & Q(noted_at__lt=at - patience(gathered_rule=False))
    return Q(ended_as=End.WAITING) & (slow | quick)


def ledger(span: Span, *, at: datetime) -> list[Line]:
    """The lines of these days, the latest first. Three queries. What is due today has the day to be noted."""
    past = Span(span.first, min(span.last, london_day(at) - timedelta(days=1)))
    lines: dict[tuple[str, date], Line] = {}

    def line(name: str, day: date) -> Line | None:
        rule = rule_named(name)
        return lines.setdefault((name, day), Line(rule, day)) if rule else None

    for (name, day), number in _counts(_terms(span)).items():
        if found := line(name, day):
            found.expected = number
    for (name, day), number in _counts(rows.filter(_not_noted()) for rows in _terms(past)).items():
        if found := line(name, day):
            found.missing = number
    noted = Notice.objects.filter(due_on__range=(span.first, span.last)).with_end()
    for name, day, end, number, late in noted.values_list("rule", "due_on", "ended_as").annotate(
        number=Count("pk"), late=Count("pk", filter=_late(at))
    ):
        if found := line(name, day):
            found.ends[end] += number
            found.late += late
    return sorted(lines.values(), key=lambda each: (-each.day.toordinal(), each.rule.label))


def unexplained(*, at: datetime) -> list[Line]:
    """What the office is asked about: a line for each rule and day, the oldest first. One query."""
    today = london_day(at)
    past = Span(today - LOOK_BACK, today - timedelta(days=1))
    lines: dict[tuple[str, date], Line] = {}
    waiting = Notice.objects.filter(mail__isnull=True, closed_as="", due_on__gte=past.first) | Notice.objects.filter(
        mail__state__in=["queued", "sending"], due_on__gte=past.first
    )
    terms = [(rows.filter(_not_noted()), "missing") for rows in _terms(past)] + [(waiting.with_end().filter(_late(at)), "late")]
    for name, day, number, what in _together(_counted(rows, what) for rows, what in terms):
        if rule := rule_named(name):
            line = lines.setdefault((name, day), Line(rule, day))
            setattr(line, what, getattr(line, what) + number)
    return sorted(lines.values(), key=lambda each: (each.day, each.rule.label))


def notices_of(rule: Rule, day: date, *, end: str, at: datetime) -> QuerySet[Notice]:
    """The notices of one rule and day behind one number, in the order in which they were noted. One query."""
    found = Notice.objects.filter(rule=rule.name, due_on=day).with_end().select_related("mail").order_by("pk")
    if end == "unexplained":
        return found.filter(_late(at))
    return found.filter(ended_as=end) if end in End.values else found


def to_come(rule: Rule, offset: int, *, day: date, days: int = 120, most: int = 20) -> list[Notice]:
    """The next notices of a rule and offset, as they would be if nothing changes: not kept, for the preview.

    A query for each kind of reader.
    """
    rows: list[Any] = []
    for found in rule.expected(offset, day, day + timedelta(days=days)):
        rows += found.order_by("anchor_on", "pk").values_list(*ROW)[:most]
    rows.sort(key=lambda row: row[0])
    return [Notice(rule=rule.name, offset=offset, **dict(zip(ROW, row, strict=True))) for row in rows[:most]]


def forecast(span: Span) -> dict[tuple[str, date], int]:
    """How many each rule will expect on each of these days, if nothing changes. Two queries."""
    return _counted_by_day("forecast", span, None, lambda rows: rows)


def not_noted_by_day(span: Span, only: Rule | None = None) -> dict[tuple[str, date], int]:
    """How many of those expected nobody has noted, today's too: what a run would note. Two queries."""
    return _counted_by_day("not noted", span, only, lambda rows: rows.filter(_not_noted()))


def _counted_by_day(
    question: str, span: Span, only: Rule | None, narrowed: Callable[[QuerySet[Any]], QuerySet[Any]]
) -> dict[tuple[str, date], int]:
    since = dict(RuleKept.objects.values_list("rule", "since"))
    asked = [(rule, max(span.first, since.get(rule.name, date.min))) for rule in (rules() if only is None else (only,))]
    asked = [(rule, first) for rule, first in asked if first <= span.last]

    def build(days: Sequence[tuple[date, date]]) -> QuerySet[Any]:
        every = [
            narrowed(rows.annotate(rule=Value(rule.name, output_field=CharField()), offset=Value(offset, output_field=IntegerField())))
            .values("rule", "due_on").annotate(number=Count("pk")).values_list("rule", "due_on", "number")
            for (rule, _), (first, last) in zip(asked, days, strict=True)
            for offset in rule.offsets
            for rows in rule.expected(offset, first, last)
        ]  # fmt: skip
        return every[0].union(*every[1:], all=True)

    counted: dict[tuple[str, date], int] = defaultdict(int)
    if asked:
        key = (question, tuple(rule for rule, _ in asked))
        for name, day, number in rows_between(key, [(first, span.last) for _, first in asked], build):
            counted[name, day] += number
    return dict(counted)


def first_missing(span: Span, only: Rule, most: int = 3) -> list[tuple[Any, ...]]:
    """A few of those that nobody has noted, in the form of `expected`. Two queries."""
    terms = [rows.filter(_not_noted()).order_by().values_list(*KEYS) for rows in _terms(span, only)]
    return list(terms[0].union(*terms[1:], all=True)[:most]) if terms else []
def to_come_for(readers: Collection[tuple[str, str]], *, day: date, days: int = 800, most: int = 60) -> list[Notice]:
    """Everything that these readers would get from a day on, if nothing changes: not kept, for the preview. One query."""
    theirs = Q(pk__in=())
    for kind, number in readers:
        theirs |= Q(recipient_kind=kind, recipient_id=number)
    found = _together(rows.filter(theirs).values_list(*KEYS) for rows in _terms(Span(day, day + timedelta(days=days))))
    found.sort(key=lambda row: (row[3], row[0]))
    return [Notice(**dict(zip(KEYS, row, strict=True))) for row in found[:most]]

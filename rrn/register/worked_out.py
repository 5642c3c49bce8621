"""The rows as they should be, worked out from what is recorded. Reads only; `actions` writes the difference."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Count, Q

from rrn.core.vocabulary import Nation
from rrn.membership.models import Member, OriginalPledge
from rrn.organisations.models import Organisation
from rrn.register.models import Listing, MemberLine
from rrn.register.places import NOT_SAID
from rrn.register.recorded import History, Public, Recorded, Some, facts_from, practices_in, recorded
from rrn.register.rules import (
    Promise,
    added_by,
    answers_of,
    first_line,
    practice_bits,
    read_spans,
    sort_key,
    spans_of,
    strategy_bits,
    write_answers,
    write_spans,
)

LINE_FIELDS = ("member_id", "kind", "spans", "promises")
LISTING_FIELDS = (
    "organisation_id", "member_id", "name", "sort_key", "slug", "sector", "nation", "region", "place", "part_covered", "summary",
    "language", "actions", "published_at", "strategies", "practices", "spans",
)  # fmt: skip
AT_ONCE = 5_000
Row = tuple[Any, ...]
Changes = Counter[tuple[str, date]]


@dataclass(frozen=True, slots=True)
class Rows:
    """Lines by member and listings by organisation, for some members."""

    lines: dict[int, Row]
    listings: dict[int, Row]


@lru_cache(maxsize=50_000)
def _schedule(history: History) -> tuple[str, str]:
    """(spans, answers) as text. Many members have the same dates, so few are worked out more than once."""
    facts = facts_from(history)
    return write_spans(spans_of(facts)), write_answers(answers_of(facts))


def _write_promises(promises: list[Promise]) -> str:
    if not promises:
        return ""
    return json.dumps(
        [[str(first), str(last), tally] for first, last, tally in promises], separators=(",", ":")
    )


@lru_cache(maxsize=20_000)
def _added_by(kind: str, spans: str, promises: str) -> Changes:
    made = [
        Promise(date.fromisoformat(first), date.fromisoformat(last), tally)
        for first, last, tally in (json.loads(promises) if promises else ())
    ]
    return added_by(kind, read_spans(spans), made)


def added_by_line(line: Row) -> Changes:
    """What a line adds to the totals."""
    _, kind, spans, promises = line
    return _added_by(kind, spans, promises)


def rows_that_should_be(some: Some) -> Rows:
    """Ten queries, however many members."""
    known = recorded(some)
    lines: dict[int, Row] = {}
    answers: dict[int, str] = {}
    for member, (kind, organisation) in known.members.items():
        spans, answers[member] = _schedule(known.histories[member])
        promises = _write_promises(known.promises(organisation)) if organisation else ""
        lines[member] = (member, kind, spans, promises)
    return Rows(lines, _listings(some, known, answers))


def _listings(some: Some, known: Recorded, answers: Mapping[int, str]) -> dict[int, Row]:
    if not known.public:
        return {}
    organisations = Organisation.objects.filter(some.of("member__id")).values_list(
        "id", "member__id", "name", "slug", "sector", "nation", "region", "place", "part_covered"
    )
    return {
        row[0]: _listing(row, known.public[row[0]], known, answers.get(row[1], ""))
        for row in organisations.iterator(5000)
        if row[0] in known.public
    }


def _listing(row: Row, public: Public, known: Recorded, spans: str) -> Row:
    organisation, member, name, slug, sector, nation, region, place, part = row
    actions = known.actions.get(public.plan, [])
    practices = [*practices_in(public.practices), *(code for _, codes, _ in actions for code in codes)]
    if nation == Nation.ENGLAND and not region:
        region = NOT_SAID
    summary = first_line({"summary": public.summary, "actions": [{"what": public.first_action}]})
    return (
        organisation, member, name, sort_key(name), slug, sector, nation, region, place, part, summary,
        public.language, len(actions), public.published_at, strategy_bits(strategy for strategy, _, _ in actions),
        practice_bits(practices), spans,
    )  # fmt: skip


def rows_that_are(some: Some) -> Rows:
    """Two queries."""
    lines = MemberLine.objects.filter(some.of("member_id")).values_list(*LINE_FIELDS)
    listings = Listing.objects.filter(some.of("member_id")).values_list(*LISTING_FIELDS)
    return Rows({row[0]: row for row in lines.iterator(5000)}, {row[0]: row for row in listings.iterator(5000)})


def members_out_of_date(some: Some) -> list[int]:
    """Members whose rows are not what they should be. Twelve queries."""
    should, are = rows_that_should_be(some), rows_that_are(some)
    wrong = {member for member, row in should.lines.items() if are.lines.get(member) != row}
    wrong |= {row[1] for key, row in should.listings.items() if are.listings.get(key) != row}
    wrong |= {row[1] for key, row in are.listings.items() if key not in should.listings}
    return sorted(wrong)


def pledge_changes() -> Changes:
    """The pledge of 2014 by kind, and those who moved to membership. Merged records are left out. Two queries.

    The records are as many as they were when the pledge closed; counting all of them anew is simpler than a line each.
    """
    standing = OriginalPledge.objects.filter(merged_on__isnull=True).order_by()
    changes: Changes = Counter()
    for series, day in (("pledge", "pledged_on"), ("moved", "claimed_on")):
        counted = standing.filter(Q(**{f"{day}__isnull": False})).values_list("kind", day)
        for kind, on, number in counted.annotate(number=Count("pk")):
            changes[f"{series}:{kind}", on] += number
    return changes


def all_changes() -> Changes:
    """What every line adds, with the pledges: what the totals should be. Three queries; the database puts equal lines together."""
    changes = pledge_changes()
    lines = MemberLine.objects.order_by().values_list("kind", "spans", "promises").annotate(number=Count("pk"))
    for kind, spans, promises, number in lines.iterator(5000):
        for key, change in _added_by(kind, spans, promises).items():
            changes[key] += change * number
    return changes


def last_member() -> int:
    return Member.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


CHECKED_IN_DAYS = 28


def find_rows_out_of_date(*, day: date, most: int = 500) -> list[int]:
    """Members whose rows are not what they should be, among those whose turn it is: everybody has one in four weeks.

    Nothing should ever be found here; what is, was changed past the diary. Twelve queries.
    """
    share = last_member() // CHECKED_IN_DAYS + 1
    first = day.toordinal() % CHECKED_IN_DAYS * share
    found: list[int] = []
    for start in range(first, first + share, AT_ONCE):
        found += members_out_of_date(Some(first=start, past=min(start + AT_ONCE, first + share)))
    return found[:most]

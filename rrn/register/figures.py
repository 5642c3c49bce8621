"""The network's numbers with their definitions and their history. Read from totals in memory: one query, two after a change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.utils.html import format_html
from django.utils.translation import get_language

from rrn.core.drawings import History, history
from rrn.core.time import add_months
from rrn.core.vocabulary import PracticeType, Sector, Strategy
from rrn.membership.rules import COUNTING, Status
from rrn.plans.rules import UnderWay
from rrn.register.facets import index_on
from rrn.register.ledger import (
    INDIVIDUAL,
    INDIVIDUALS,
    ORGANISATION,
    ORGANISATIONS,
    Ledger,
    edition_now,
    ledger,
)
from rrn.register.permissions import pledgers_named
from rrn.register.rules import STANDING, Group

MOST_MONTHS = 120
MEMBERS_NOW = tuple(group.value for group in STANDING if group is not Group.SUSPENDED)
IN_FORCE = (Group.IN_FORCE.value, Group.ENDING_SOON.value)
MEMBERS_HREF = "/members/?" + "&".join(f"status={group}" for group in MEMBERS_NOW)
IN_FORCE_HREF = "/members/?" + "&".join(f"status={group}" for group in IN_FORCE)
PEOPLE_HREF = "/members/people/"
ACTIONS_HREF = "/figures/actions/"
MOVED_HREF, MOVING_HREF = "/figures/moved/", "/members/moving/"


@dataclass(frozen=True, slots=True)
class Counter:
    """One number of the network, with what it counts and where to see it."""

    number: int
    noun: str
    definition: str
    href: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A number through the months: the drawing, what it says in a sentence, and the same as a table."""

    id: str
    title: str
    drawing: History
    says: str
    head: list[str]
    rows: list[list[Any]]


@dataclass(frozen=True, slots=True)
class Table:
    id: str
    caption: str
    head: list[str]
    rows: list[list[Any]]


@dataclass(frozen=True, slots=True)
class Part:
    """One heading of the figures: a definition, charts, tables, and the list that it counts."""

    id: str
    title: str
    words: str
    href: str = ""
    link: str = ""
    charts: Sequence[Chart] = ()
    tables: Sequence[Table] = ()


def _noun(number: int, one: str, many: str = "") -> str:
    return one if number == 1 else many or f"{one}s"


def counters(day: date) -> list[Counter]:
    """The network's numbers on a day: members by kind, plans in force, the 2014 pledge. One query, two after a change."""
    return _counters(ledger(), day)


def _counters(sums: Ledger, day: date) -> list[Counter]:
    organisations, individuals = sums.on(day, *ORGANISATIONS), sums.on(day, *INDIVIDUALS)
    plans, promised = sums.on(day, "plans"), sums.on(day, "actions")
    signed, people = sums.on(day, f"pledge:{ORGANISATION}"), sums.on(day, f"pledge:{INDIVIDUAL}")
    moved, after = sums.on(day, f"moved:{ORGANISATION}"), organisations - plans
    late = f", among them {after:,} in the 60 days after their plan ran out" if after else ""
    overdue = _people_after(sums, day)
    return [
        Counter(organisations, _noun(organisations, "organisation member"),
                f"Organisations whose membership counts today{late}. Suspended and ended ones are left out.",
                MEMBERS_HREF),
        Counter(individuals, _noun(individuals, "individual member"),
                f"Two videos and one action, and not ended{overdue}. Names are public only where somebody chose so.", PEOPLE_HREF),
        Counter(plans, _noun(plans, "plan in force", "plans in force"),
                f"Published, and still within their two years. They promise {promised:,} {_noun(promised, 'action')}.",
                IN_FORCE_HREF),
        Counter(signed, _noun(signed, "organisation") + " signed in 2014–2019",
                f"And {people:,} people. The original pledge, kept as a figure of its own. {moved:,} of "
                "the organisations have moved to membership so far.", "/figures/#pledge"),
    ]  # fmt: skip


def _people_after(sums: Ledger, day: date) -> str:
    after = sums.on(day, f"{INDIVIDUAL}:{Status.GRACE.value}")
    return f", among them {after:,} in the 60 days after their two years" if after else ""


# -- History ----------------------------------------------------------------------------------------------------------


def months_to(first: date, day: date) -> list[date]:
    """The first days of the months since a number was first more than nothing, and the day itself; ten years at most."""
    begins = max(first, add_months(day, -MOST_MONTHS)).replace(day=1)
    count = (day.year - begins.year) * 12 + day.month - begins.month
    months = [add_months(begins, month) for month in range(count + 1)]
    return months if months[-1] == day else [*months, day]


def _full(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _says(points: Sequence[tuple[date, int]], one: str, many: str = "") -> str:
    """The chart in one sentence: where it began, where it is, and its highest where that lies between."""
    (first, before), (last, now) = points[0], points[-1]
    highest_on, highest = max(points, key=lambda point: point[1])
    said = f"From {before:,} on {_full(first)} to {now:,} {_noun(now, one, many)} on {_full(last)}"
    return f"{said}. The most was {highest:,}, on {_full(highest_on)}." if highest > max(before, now) else f"{said}."


def _chart(
    sums: Ledger, day: date, id: str, title: str, series: Sequence[str], one: str, many: str = "", until: date | None = None
) -> list[Chart]:
    """A chart where there is something to draw: at least two days."""
    first = sums.first_day(*series)
    last = min(day, until) if until else day
    if first is None or first > last:
        return []
    points = sums.history(months_to(first, last), *series)
    if len(points) < 2:
        return []
    rows = [[_full(on), f"{number:,}"] for on, number in reversed(points)]
    return [Chart(id, title, history(points), _says(points, one, many), ["Day", (many or one + "s").capitalize()], rows)]


# -- The page ---------------------------------------------------------------------------------------------------------


def figures(day: date) -> tuple[list[Counter], list[Part]]:
    """Everything on the page of figures. Two queries; four after a change, when it is worked out anew.

    Who agreed to be named is asked each time: that can change without any number of the network's changing.
    """
    edition = edition_now()
    counted, parts = _figures(edition, day, get_language() or "")
    *others, pledge = parts
    where = _where_pledgers_are(ledger(edition).on(day, f"pledge:{ORGANISATION}"), ledger(edition).on(day, f"moved:{ORGANISATION}"))
    return counted, [*others, replace(pledge, tables=[*pledge.tables, where])]


@lru_cache(maxsize=4)
def _figures(edition: tuple[str, int], day: date, language: str) -> tuple[list[Counter], tuple[Part, ...]]:
    sums = ledger(edition)
    index = index_on(day, edition)
    parts = (
        _organisations(sums, day, index.counts({"status": MEMBERS_NOW})["sector"]),
        _individuals(sums, day),
        _plans(sums, day),
        _actions(sums, day, index.counts({"status": IN_FORCE})),
        _pledge(sums, day),
    )
    return _counters(sums, day), parts


def _organisations(sums: Ledger, day: date, counted: Mapping[str, int]) -> Part:
    rows = [
        [label, _organisations_link(f"{MEMBERS_HREF}&sector={code}", counted[code], label)]
        for code, label in Sector.choices if counted[code]
    ]
    return Part(
        "organisations", "Organisation members",
        "Organisations with a published plan whose membership counts on the day: from publication through their two years and "
        "the 60 days in which a renewal can come in. Suspended and ended memberships are left out.",
        MEMBERS_HREF, "See the organisations",
        _chart(sums, day, "organisations-history", "Organisation members, month by month", ORGANISATIONS, "organisation member"),
        [Table("by-sector", "Organisation members today, by sector", ["Sector", "Organisations"], rows)],
    )  # fmt: skip


def _individuals(sums: Ledger, day: date) -> Part:
    statuses = [(status, sums.on(day, f"{INDIVIDUAL}:{status.value}")) for status in Status if status in COUNTING]
    rows = [[str(status.label), f"{number:,}"] for status, number in statuses if number]
    return Part(
        "individuals", "Individual members",
        "People who watched or read two awareness videos and committed to one action, and whose membership has not ended: in their "
        f"two years, and in the 60 days in which they can renew{_people_after(sums, day)}. "
        "Names are public only where somebody chose so.",
        PEOPLE_HREF, "See the people who chose to be named",
        _chart(sums, day, "individuals-history", "Individual members, month by month", INDIVIDUALS, "individual member"),
        [Table("by-status", "Individual members today, by status", ["Status", "People"], rows)],
    )  # fmt: skip


def _plans(sums: Ledger, day: date) -> Part:
    return Part(
        "plans", "Plans in force",
        "Plans that were published and are within their two years, while the organisation's membership counts. "
        "A plan that has run out is left out, also in the 60 days in which its renewal can come in.",
        IN_FORCE_HREF, "See the plans in force",
        _chart(sums, day, "plans-history", "Plans in force, month by month", ["plans"], "plan in force", "plans in force"),
    )  # fmt: skip


def _organisations_link(href: str, number: int, about: Any) -> str:
    return _link(href, number, about, "organisation")


def _actions_link(query: str, number: int, about: Any) -> str:
    return _link(f"{ACTIONS_HREF}?{query}", number, about, "action") if number else "0"


def _link(href: str, number: int, about: Any, one: str) -> str:
    """A number that leads to the list of just these; read aloud with what it is about."""
    words = _noun(number, one)
    return format_html('<a href="{}">{}<span class="govuk-visually-hidden"> {}: {}</span></a>', href, f"{number:,}", words, about)


def _share(number: int, of: int) -> str:
    return f"{round(100 * number / of)}%" if of else ""


def _promised_by(
    sums: Ledger, day: date, name: str, choices: Iterable[tuple[Any, Any]], counted: Mapping[str, int]
) -> list[list[Any]]:
    """A row for each option: actions, their share, and the organisations that the directory shows for it."""
    promised = sums.on(day, "actions")
    rows: list[list[Any]] = []
    for code, label in choices:
        number, organisations = sums.on(day, f"{name}:{code}"), counted[str(code)]
        link = _organisations_link(f"{IN_FORCE_HREF}&{name}={code}", organisations, label) if organisations else "0"
        if number or organisations:
            rows.append([label, _actions_link(f"{name}={code}", number, label), _share(number, promised), link])
    return rows


def _actions(sums: Ledger, day: date, counted: Mapping[str, Mapping[str, int]]) -> Part:
    promised = sums.on(day, "actions")
    new = sums.on(day, f"under_way:{UnderWay.NEW.value}")
    said = [(code, label, sums.on(day, f"under_way:{code}")) for code, label in [*UnderWay.choices, ("not_said", "Not said")]]
    strategies = [(code, f"{code} {label}") for code, label in Strategy.choices]
    words = f"Actions of the plans in force. {new:,} of {promised:,} ({_share(new, promised)}) are new because of the plan; "
    return Part(
        "actions", "Actions promised",
        f"{words}the others were brought forward, planned already, under way, or required by law." if promised
        else "Actions of the plans in force.",
        ACTIONS_HREF, "See the actions and who promised them",
        _chart(sums, day, "actions-history", "Actions promised, month by month", ["actions"], "action promised", "actions promised"),
        [
            Table("by-novelty", "Actions by whether they are new", ["Was it already under way?", "Actions", "Share"],
                  [[str(label), _actions_link(f"under_way={code}", number, label), _share(number, promised)]
                   for code, label, number in said if number]),
            Table("by-strategy", "Actions by strategy, and the organisations that promise one of them",
                  ["Main strategy of the action", "Actions", "Share", "Members"],
                  _promised_by(sums, day, "strategy", strategies, counted["strategy"])),
            Table("by-practice", "Actions by type of restrictive practice, and the organisations whose plan is about it: in the plan’s scope, "
                  "or in one of its actions. An action may name several types, or none; environmental includes seclusion and "
                  "long-term segregation.", ["Type of practice", "Actions", "Share", "Members"],
                  _promised_by(sums, day, "practice", PracticeType.choices, counted["practice"])),
        ],
    )  # fmt: skip


def _pledge(sums: Ledger, day: date) -> Part:
    kinds = (f"pledge:{ORGANISATION}", f"pledge:{INDIVIDUAL}")
    closed = sums.last_day(*kinds)
    charts = [
        *_chart(sums, day, "pledge-organisations", "Organisations that had signed", kinds[:1], "organisation", until=closed),
        *_chart(sums, day, "pledge-people", "People who had signed", kinds[1:], "person", "people", until=closed),
    ]
    return Part(
        "pledge", "The original pledge, 2014 to 2019",
        "Who signed the pledge that could be signed before membership began. A pledge is not a membership: the two are never "
        "added up. Records that turned out to be the same person or organisation are counted once.",
        href=MOVED_HREF, link="See the organisations that have moved and agreed to be named",
        charts=charts, tables=[Table("by-year", "Original pledges by year of signing", ["Year", "Organisations", "People"], _by_year(sums, kinds))],
    )  # fmt: skip


def _where_pledgers_are(signed: int, moved: int) -> Table:
    """Each organisation that signed, once: those who may be named in a list, the others as a number only. One query."""
    moved_named, moving_named = pledgers_named()
    named = [
        ("Moved to membership, and agreed to be named", MOVED_HREF, moved_named),
        ("Not moved yet, and agreed to be named", MOVING_HREF, moving_named),
    ]
    counted = [
        ("Moved to membership, not named in public", moved - moved_named),
        ("Neither moved nor named in public", signed - moved - moving_named),
    ]
    rows: list[list[Any]] = [[label, _organisations_link(href, number, label)] for label, href, number in named if number]
    rows += [[label, f"{number:,}"] for label, number in counted if number > 0]
    return Table("where-they-are", "Organisations that signed, and where they are today", ["Where they are", "Organisations"], rows)


def _by_year(sums: Ledger, kinds: Sequence[str]) -> list[list[Any]]:
    first, last = sums.first_day(*kinds), sums.last_day(*kinds)
    if first is None or last is None:
        return []
    rows: list[list[Any]] = []
    for year in range(first.year, last.year + 1):
        before = date(year, 1, 1) - timedelta(days=1)
        rows.append([year, *(f"{sums.on(date(year, 12, 31), kind) - sums.on(before, kind):,}" for kind in kinds)])
    return rows

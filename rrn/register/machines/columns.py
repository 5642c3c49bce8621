"""The columns of the open data: one list from which files, their schema and the page that explains them are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime

from rrn.core.time import LONDON, london_day
from rrn.core.vocabulary import Nation, PracticeType, Sector, Strategy
from rrn.plans.rules import UnderWay
from rrn.register.machines.facts import absolute, issuer, licence
from rrn.register.machines.reading import Standing
from rrn.register.queries import PublicAction
from rrn.register.rules import LISTED

STATUS_WORDS = " ".join(f"{group.value}: {group.label}." for group in LISTED)
# ISO 8601 with the zone, London's: its date is the day that every status is about.
MOMENT = "%Y-%m-%dT%H:%M:%S%z"


def moment(at: datetime) -> str:
    return localtime(at, LONDON).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Promise:
    """One row: an action, the plan it stands in and the organisation that promised it, as of a moment."""

    standing: Standing
    action: PublicAction
    at: datetime


@dataclass(frozen=True, slots=True)
class Column:
    """A column with what it means; `kind` is a type of Frictionless table schema."""

    name: str
    kind: str
    words: str
    read: Callable[[Promise], Any]
    options: tuple[str, ...] = ()


def _organisation(name: str, kind: str, words: str, options: tuple[str, ...] = ()) -> Column:
    return Column(name, kind, words, lambda row: getattr(row.standing.organisation, name.removeprefix("organisation_")), options)


def _of_action(name: str, kind: str, words: str, key: str = "") -> Column:
    return Column(name, kind, words, lambda row: row.action.words[key or name])


def _strategy_words(row: Promise) -> str:
    code = row.action.words["strategy"]
    return str(Strategy(code).label) if code else ""


COLUMNS: tuple[Column, ...] = (
    _organisation("organisation_name", "string", "The organisation's present name."),
    Column("organisation_slug", "string", "Its name in addresses. It stays when the name changes.",
           lambda row: row.standing.organisation.slug),
    Column("organisation_address", "string", "Its page on this site.",
           lambda row: absolute(row.standing.organisation.get_absolute_url())),
    _organisation("part_covered", "string", "The part of the organisation that the plan covers."),
    _organisation("sector", "string", "The sector, as a code.", tuple(Sector.values)),
    _organisation("nation", "string", "The nation, as a code.", tuple(Nation.values)),
    _organisation("place", "string", "The town or area it gave."),
    Column("status", "string", f"The membership on the day of the file, as the directory's code. {STATUS_WORDS}",
           lambda row: row.standing.code, tuple(group.value for group in LISTED)),
    Column("status_words", "string", "The same in the words of the directory.",
           lambda row: row.standing.status.words),
    Column("status_from", "date", "The first day of the present membership; where it is suspended or its renewal is due, the day since which that is so. Empty once it has ended.",
           lambda row: row.standing.status.start),
    Column("status_to", "date", "The last day of the present membership, or the day on which it ended. Empty where it is suspended or its renewal is due.",
           lambda row: row.standing.status.end),
    Column("plan_reference", "string", "The plan's reference.", lambda row: row.standing.words["reference"]),
    Column("plan_version", "integer", "Which of the organisation's published versions stands in public.",
           lambda row: row.standing.publication.number),
    Column("plan_published_on", "date", "The day on which that version was published.",
           lambda row: london_day(row.standing.publication.published_at)),
    Column("plan_runs_from", "date", "The first day of the plan's two years.",
           lambda row: row.standing.publication.plan.runs_from),
    Column("plan_runs_until", "date", "The last day of the plan's two years.",
           lambda row: row.standing.publication.plan.runs_until),
    Column("plan_language", "string", "The language in which the plan is written.",
           lambda row: row.standing.words["language"]),
    Column("plan_address", "string", "The address of this version. It stays for good.",
           lambda row: absolute(f"/members/{row.standing.organisation.slug}/plan/{row.standing.publication.number}/")),
    Column("action_number", "integer", "The action's place in this version of the plan.", lambda row: row.action.number),
    _of_action("action", "string", "What the organisation will do.", "what"),
    _of_action("why", "string", "Why."),
    Column("strategy", "integer", "Which of the Six Core Strategies, 1 to 6.",
           lambda row: row.action.words["strategy"], tuple(str(code) for code in Strategy.values)),
    Column("strategy_words", "string", "The same in words.", _strategy_words),
    Column("practices", "array", "Types of restrictive practice the action is about, as codes. In tables they are "
           "separated by a semicolon.", lambda row: list(row.action.words["practices"]), tuple(PracticeType.values)),
    _of_action("owner_role", "string", "The role that owns the action. Never a person's name."),
    Column("starts_on", "date", "The day on which the work begins, where it was given.", lambda row: row.action.starts),
    Column("due_on", "date", "The day by which it is promised.", lambda row: row.action.due),
    _of_action("measure", "string", "What is measured."),
    Column("baseline", "string", "The value when it was promised. Empty where it was not known.", lambda row: row.action.baseline),
    Column("baseline_known_by", "date", "The day by which the organisation said that it would know the value. Empty where it knew it.",
           lambda row: row.action.baseline_known_by),
    Column("target", "string", "The value that is promised. Empty where it was not known.", lambda row: row.action.target),
    Column("target_known_by", "date", "The day by which the organisation said that it would know the target. Empty where it knew it.",
           lambda row: row.action.target_known_by),
    _of_action("how_you_will_know", "string", "How anyone will know that it was done."),
    Column("under_way", "string", "Whether it is new because of the plan, as a code.",
           lambda row: row.action.words["under_way"], tuple(UnderWay.values)),
    _of_action("shaped_by", "string", "Who with lived experience shaped it."),
    _of_action("shaped_change", "string", "What that changed."),
    Column("as_of", "datetime", "When the file was made, with the zone. Its date, in London, is the day that every status is about.",
           lambda row: moment(row.at)),
    Column("issuer", "string", "Who issues the file.", lambda row: issuer()),
    Column("licence", "string", "The licence of the words.", lambda row: licence().name),
)  # fmt: skip

FIGURES: tuple[Column, ...] = tuple(
    Column(name, kind, words, lambda row: None)
    for name, kind, words in (
        ("as_of", "date", "The day the number is about."),
        ("series", "string", "What is counted, as a code."),
        ("number", "integer", "How many."),
        ("words", "string", "What is counted, in words."),
        ("definition", "string", "What the number counts and what it leaves out."),
        ("made_at", "datetime", "When the file was made, with the zone."),
        ("issuer", "string", "Who issues the file."),
        ("licence", "string", "The licence of the file."),
    )
)


def values_of(promise: Promise) -> list[Any]:
    return [column.read(promise) for column in COLUMNS]


def flat(values: list[Any]) -> list[Any]:
    """For tables, which have no lists in a cell."""
    return ["; ".join(value) if isinstance(value, list) else value for value in values]


def field(column: Column) -> dict[str, Any]:
    """One column in Frictionless table schema."""
    found: dict[str, Any] = {"name": column.name, "type": column.kind, "description": column.words}
    if column.options and column.kind == "string":
        found["constraints"] = {"enum": ["", *column.options]}
    if column.kind == "datetime":
        found["format"] = MOMENT
    return found


def table_field(column: Column) -> dict[str, Any]:
    """The same where a list is written into one cell."""
    return field(column) | ({"type": "string"} if column.kind == "array" else {})


def package(day: date) -> dict[str, Any]:
    """The description of all files: a data package after the Frictionless standard."""
    plans = {"fields": [table_field(column) for column in COLUMNS], "missingValues": [""]}
    return {
        "profile": "tabular-data-package",
        "name": "restraint-reduction-plans",
        "title": f"Promised actions of organisations. {issuer()}",
        "homepage": absolute("/data/"),
        "created": day.isoformat(),
        "contributors": [{"title": issuer(), "role": "publisher"}],
        "licenses": [{"name": licence().name, "path": licence().address, "title": licence().name}],
        "resources": [
            _resource("plans-csv", "csv", "text/csv", plans),
            _resource("plans-xlsx", "xlsx", XLSX, plans),
            {
                "name": "plans-json", "path": absolute("/data/plans.json"), "format": "json", "mediatype": "application/json",
                "description": "The same rows under “rows”, with practices as a list.",
                "schema": {"fields": [field(column) for column in COLUMNS]},
            },
            _resource("figures-csv", "csv", "text/csv", {"fields": [field(column) for column in FIGURES]}, "figures"),
        ],
    }  # fmt: skip


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _resource(name: str, ending: str, mediatype: str, schema: dict[str, Any], file: str = "plans") -> dict[str, Any]:
    return {
        "name": name,
        "path": absolute(f"/data/{file}.{ending}"),
        "format": ending,
        "mediatype": mediatype,
        "encoding": "utf-8",
        "profile": "tabular-data-resource",
        "schema": schema,
    }

"""What happened to a member, what comes next, and what changed between two versions: facts in, words for a page out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from rrn.core.time import london_day
from rrn.membership.rules import COUNTING, Facts, PeriodKind, Status, why
from rrn.plans.differences import LABELS, Difference, differences
from rrn.plans.rules import say
from rrn.register.rules import PublicStatus, report_days

BEGAN = {
    PeriodKind.FIRST.value: "Membership began, until {day}.",
    PeriodKind.RENEWAL.value: "Membership was renewed, until {day}.",
    PeriodKind.RETURN.value: "The organisation came back as a member, until {day}.",
}
ENDED = {
    "removed": "The network ended the membership.",
    "closed": "The organisation closed.",
    "merged": "The organisation became part of another member.",
}
TAKEN_BACK = "The network took back its decision of {day} on the end of the membership."
OF_THEM = {"where_now": "Where it was", "how_known": "How it knows", "how_you_will_know": "How anyone will know"}


@dataclass(frozen=True, slots=True)
class Next:
    """The next date that anybody can hold the organisation to."""

    on: date
    words: str


@dataclass(frozen=True, slots=True)
class Ended:
    """A day on which a membership ended, in the words of its page; `code` is the status that began."""

    on: date
    words: str
    code: str


@dataclass(frozen=True, slots=True)
class Moment:
    """One of the four moments at which a plan reports, and what is true of it on the day."""

    month: int
    due: date
    words: str


def status_in_words(status: PublicStatus, found: Any, facts: Facts, day: date) -> PublicStatus:
    """The status at the top of a page: a renewal that has been sent is with the network."""
    if found.status_now == Status.GRACE and any(sent.covers(day) for sent in facts.applications):
        return replace(status, words="Renewal under review")
    return status


def sentence(status: str, facts: Facts, day: date) -> str:
    """What a reader has to know about a membership that isn't plainly in force."""
    if status in (Status.DUE, Status.GRACE, Status.SUSPENDED):
        return f"{why(facts, day)} What was promised stays public."
    if status == Status.ACTIVE:
        return ""
    return "The plan stays public, marked as ended."


def timeline(
    *,
    found: Any,
    publications: Sequence[Any],
    names: Iterable[Any],
    pledge: Any,
    day: date,
) -> list[dict[str, Any]]:
    """What happened, newest first: publications, names, and the days on which a membership began or ended. No query."""
    entries = _of_publications(found.organisation.slug, publications)
    entries += [{"on": one.used_until, "words": f"It was called {one.name} until this day.", "kind": ""} for one in names]
    entries += _of_periods(found, day) + _of_decisions(found, day)
    if pledge is not None:
        named = "" if pledge.organisation_name == found.organisation.name else f", as {pledge.organisation_name}"
        entries.append({"on": pledge.pledged_on, "words": f"Signed the 2014 pledge{named}.", "kind": "pledge"})
    return sorted(entries, key=lambda entry: entry["on"], reverse=True)


def _of_publications(slug: str, publications: Sequence[Any]) -> list[dict[str, Any]]:
    """The first plan, each change of one, and each new plan, as a renewal brings it: that is no version of the old."""
    entries, before = [], None
    for publication in publications:
        is_new = publication.plan_id != before
        new = "The plan was published." if before is None else "A new plan was published."
        entries.append({
            "on": london_day(publication.published_at),
            "words": new if is_new else f"Version {publication.number} was published.",
            "kind": "published" if is_new else "changed",
            "href": f"/members/{slug}/plan/{publication.number}/",
            "link": "Read it",
        })  # fmt: skip
        before = publication.plan_id
    return entries


def _of_periods(found: Any, day: date) -> list[dict[str, Any]]:
    return [
        {"on": period.starts_on, "words": BEGAN[period.kind].format(day=say(period.ends_on)), "kind": ""}
        for period in found.periods.all()
        if period.starts_on <= day
    ]


def endings(found: Any, day: date) -> list[Ended]:
    """Each day on which the membership ended: left, at the end of its two years and grace, or decided. No query."""
    periods = [period for period in found.periods.all() if period.starts_on <= day]
    last = max(periods, key=lambda period: (period.starts_on, period.pk), default=None)
    ended = []
    for period in periods:
        if period.left_on and period.left_on <= day:
            ended.append(Ended(period.left_on, "The organisation left the network.", Status.LEFT.value))
        elif period.ends_on < day and found.status_now == Status.LAPSED and period == last:
            ended.append(Ended(period.ends_on, "Membership ended with the plan’s two years.", Status.LAPSED.value))
    standing = [one for one in found.endings.all() if one.starts_on <= day and (not one.ended_on or one.ended_on > day)]
    return ended + [Ended(one.starts_on, ENDED[one.kind], one.kind) for one in standing]


def _of_decisions(found: Any, day: date) -> list[dict[str, Any]]:
    """What was decided stays told after it was taken back, and that it was taken back is told beside it."""
    told = [(one.on, one.words) for one in endings(found, day)]
    for ending in found.endings.all():
        if ending.ended_on and ending.starts_on <= day and ending.ended_on <= day:
            told += [(ending.starts_on, ENDED[ending.kind]), (ending.ended_on, TAKEN_BACK.format(day=say(ending.starts_on)))]
    for pause in found.suspensions.all():
        if pause.starts_on > day:
            continue
        if pause.ended_on and pause.ended_on <= day:
            told.append((pause.ended_on, f"Suspended from {say(pause.starts_on)} to {say(pause.ended_on)}: the suspension was lifted."))
        told.append((pause.starts_on, "The network suspended the membership."))
    return [{"on": on, "words": words, "kind": "ended"} for on, words in told]


def moments(plan: Any, status: str, ended: date | None, day: date) -> list[Moment]:
    """Months 6, 12, 18 and 24, each with what is true on the day. What a report says will stand there."""
    found = []
    for month, due in report_days(plan.runs_from):
        if ended is not None and due > ended:
            words = f"Not asked for: the membership ended on {say(ended)}."
        elif due >= day:
            words = "Not due yet. The report will stand here."
        else:
            words = "This day has passed. No report stands here yet."
        found.append(Moment(month, due, words))
    return found


def next_date(actions: Iterable[Any], plan: Any, status: str, day: date) -> Next | None:
    """The nearest of what is still to come: an action, a report, the end of the two years."""
    if plan is None or status not in COUNTING:
        return None
    dates = [Next(due, f"the report for month {month} of the plan") for month, due in report_days(plan.runs_from)]
    dates += [Next(action.due, f"action {action.number} is due") for action in actions]
    return min((one for one in dates if one.on >= day), key=lambda one: one.on, default=None)


@dataclass(frozen=True, slots=True)
class ActionChange:
    number: int
    title: str
    what: str  # new, taken out, or changed
    fields: list[dict[str, str]]
    language: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One published version, with what it changed in the one before it."""

    publication: Any
    before: Any
    new_plan: bool
    fields: list[dict[str, str]]
    actions: list[ActionChange]


def editions(publications: Sequence[Any]) -> list[Edition]:
    """Every published version, newest first. Versions of one plan are compared; a new plan replaces the old one whole."""
    found = []
    for place, publication in enumerate(publications):
        before = publications[place - 1] if place else None
        if before is None or before.plan_id != publication.plan_id:
            found.append(Edition(publication, before, before is not None, [], []))
            continue
        changed = differences(before.version.words, publication.version.words)
        actions = [
            ActionChange(
                number=one.number,
                title=one.title,
                what="new" if one.added else "taken out" if one.removed else "changed",
                fields=[] if one.added or one.removed else _rows(one.fields),
                language=_language(publication.version.words, before.version.words, one.id),
            )
            for one in changed.actions
        ]
        found.append(Edition(publication, before, False, _rows(changed.fields), actions))
    return found[::-1]


def _rows(fields: Iterable[Difference]) -> list[dict[str, str]]:
    return [{"name": OF_THEM.get(one.field, LABELS[one.field]), "before": one.before, "after": one.after} for one in fields]


def _language(now: Mapping[str, Any], before: Mapping[str, Any], action: int) -> str:
    for words in (now, before):
        for one in words["actions"]:
            if one["id"] == action:
                return str(one.get("language") or words.get("language") or "en-gb")
    return "en-gb"

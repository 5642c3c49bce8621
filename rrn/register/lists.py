"""Reads of the map, the list of original pledgers who are moving, and the list of people. Each says what it costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils.dateparse import parse_datetime

from rrn.core.vocabulary import Nation, Region, Sector
from rrn.membership.models import IndividualAction, Period
from rrn.plans.models import Publication
from rrn.register.directory import LookedUp
from rrn.register.permissions import people_listed, pledges_moved, pledges_moving
from rrn.register.places import NOT_SAID, Place

A_PAGE = 25


def counts_by_place(found: LookedUp) -> dict[Place, int]:
    """How many organisations fit the question, by nation and, in England, by region. No query.

    The question's own place is left aside: each place says what the list would hold that its link opens.
    """
    fitting = found.index.fitting(found.question.anywhere().choices(), found.candidates.bits)

    def number(name: str, *options: str) -> int:
        return (fitting & found.index.of(name, options)).bit_count()

    counts = {(nation.value, ""): number("nation", nation) for nation in Nation if nation is not Nation.ENGLAND}
    counts |= {(Nation.ENGLAND.value, region.value): number("region", region) for region in Region}
    counts[Nation.ENGLAND.value, ""] = number("region", NOT_SAID)
    counts["", ""] = fitting.bit_count() - number("nation", *Nation.values)
    return {place: count for place, count in counts.items() if count}


@dataclass(frozen=True, slots=True)
class Pledger:
    """An organisation that took the pledge of 2014 and has not become a member yet."""

    name: str
    pledged_on: date
    where: str


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a list, and the keys that lead on from it; empty where the list ends."""

    entries: list[Any]
    total: int
    after: str = ""
    before: str = ""
    after_name: str = ""
    before_name: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """An organisation that took the pledge of 2014 and is here now, under the name that it has today."""

    name: str
    slug: str
    signed_as: str
    pledged_on: date
    claimed_on: date
    has_a_page: bool


def moving(*, words: str = "", after: str = "", before: str = "") -> Part:
    """Up to 25 pledgers in order of name. Three queries, four with a key."""
    found = pledges_moving()
    for word in words.split()[:6]:
        found = found.filter(organisation_name__icontains=word)
    return _pledges(found, pledges_moving(), "organisation_name", _pledger, after=after, before=before)


def moved(*, after: str = "", before: str = "") -> Part:
    """Up to 25 pledgers who have moved, in order of the name that they have now. Three queries, four with a key."""
    published = Publication.objects.filter(organisation=OuterRef("claimed_by"), organisation__member__isnull=False)
    found = pledges_moved().select_related("claimed_by").annotate(has_a_page=Exists(published))
    return _pledges(found, pledges_moved(), "claimed_by__name", _moved, after=after, before=before)


def _pledges(found: Any, all_of_them: Any, by: str, entry: Callable[[Any], Any], *, after: str, before: str) -> Part:
    """One page of pledges in the order of a name."""
    key = _pledge_key(after or before, all_of_them, by)
    name, pk = key or ("", 0)
    forwards = not (before and key)
    rows = found.annotate(sorted_by=F(by)).order_by(by, "pk") if forwards else found.annotate(sorted_by=F(by)).order_by(f"-{by}", "-pk")
    if key and forwards:
        rows = rows.filter(Q(sorted_by__gt=name) | Q(sorted_by=name, pk__gt=pk))
    elif key:
        rows = rows.filter(Q(sorted_by__lt=name) | Q(sorted_by=name, pk__lt=pk))
    chosen, more = _cut(list(rows[: A_PAGE + 1]), forwards)
    ends = (more, bool(key)) if forwards else (True, more)
    return _part([entry(row) for row in chosen], found.count(), [(str(row.pk), row.sorted_by) for row in chosen], ends)


def _pledge_key(key: str, among: Any, by: str) -> tuple[str, int] | None:
    """A key is the number of a pledge that is still on the list; any other begins at the beginning."""
    if not key.isdecimal() or len(key) > 12:
        return None
    found: tuple[str, int] | None = among.filter(pk=int(key)).values_list(by, "pk").first()
    return found


def _moved(pledge: Any) -> Moved:
    now, then = pledge.claimed_by, pledge.organisation_name
    return Moved(now.name, now.slug, "" if then == now.name else then, pledge.pledged_on, pledge.claimed_on, pledge.has_a_page)


def _pledger(pledge: Any) -> Pledger:
    sector = str(Sector(pledge.sector).label) if pledge.sector else ""
    nation = str(Nation(pledge.nation).label) if pledge.nation else ""
    return Pledger(pledge.organisation_name, pledge.pledged_on, ", ".join(part for part in (sector, nation) if part))


def _cut(rows: list[Any], forwards: bool) -> tuple[list[Any], bool]:
    more, rows = len(rows) > A_PAGE, rows[:A_PAGE]
    return (rows if forwards else rows[::-1]), more


def _part(entries: list[Any], total: int, keys: list[tuple[str, str]], ends: tuple[bool, bool]) -> Part:
    if not entries:
        return Part([], total)
    (first, first_name), (last, last_name) = keys[0], keys[-1]
    after, before = ends
    return Part(
        entries=entries,
        total=total,
        after=last if after else "",
        after_name=last_name if after else "",
        before=first if before else "",
        before_name=first_name if before else "",
    )


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """An individual member as she chose to be shown: the name that others see, her role, and her action if she shows it."""

    name: str
    role: str
    since: datetime
    action: Any


def people(day: date, *, after: str = "") -> Part:
    """Up to 25 people, those who chose it last first. Five queries."""
    found = people_listed(day)
    rows = found.order_by("-listed_at", "-pk").select_related("member__person")
    rows = rows.prefetch_related(
        Prefetch("member__periods", queryset=Period.objects.order_by("-starts_on", "-pk")),
        Prefetch(
            "member__periods__action",
            queryset=IndividualAction.objects.filter(listed_at__isnull=False).select_related("end").prefetch_related("words"),
        ),
    )
    if (key := _person_key(after)) is not None:
        at, pk = key
        rows = rows.filter(Q(listed_at__lt=at) | Q(listed_at=at, pk__lt=pk))
    chosen, more = _cut(list(rows[: A_PAGE + 1]), True)
    keys = [(f"{row.listed_at:%Y-%m-%dT%H:%M:%S.%fZ}_{row.pk}", "") for row in chosen]
    part = _part([_person(row) for row in chosen], found.count(), keys, (more, False))
    return part


def _person_key(key: str) -> tuple[datetime, int] | None:
    at, _, pk = key.partition("_")
    try:
        when = parse_datetime(at)
    except ValueError:
        return None
    if when is None or when.tzinfo is None or not pk.isdecimal() or len(pk) > 12:
        return None
    return when, int(pk)


def _person(details: Any) -> ListedPerson:
    """Her action is that of her latest two years; an earlier one does not stand for it."""
    periods = list(details.member.periods.all())
    action = getattr(periods[0], "action", None) if periods else None
    return ListedPerson(
        name=details.member.person.display_name,
        role=details.get_role_display(),
        since=details.listed_at,
        action=action if action is not None and action.listed_at else None,
    )

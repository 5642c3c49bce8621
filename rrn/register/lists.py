"""Reads of the map, the list of original pledgers who are moving, and the list of people. Each says what it costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils.dateparse import parse_datetime

from rrn.core.search import find
from rrn.core.vocabulary import Nation, Region
from rrn.membership.models import IndividualAction, Period
from rrn.plans.models import Publication
from rrn.register.directory import LookedUp
from rrn.register.indexing_moving import KIND as MOVING
from rrn.register.indexing_moving import where_in_words
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
    """One page of a list, and the keys that lead on from it; empty where the list ends.

    `corrected`: the spelling that was looked for in place of what was typed.
    """

    entries: list[Any]
    total: int
    after: str = ""
    before: str = ""
    after_name: str = ""
    before_name: str = ""
    corrected: str = ""


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
    """Up to 25 pledgers in order of name. Three queries, five with a key, four more for words that no name has as typed."""
    found, corrected = pledges_moving(), ""
    for word in words.split()[:6]:
        found = found.filter(organisation_name__icontains=word)
    if words and not found.exists():
        meant = find(words, kinds=(MOVING,))
        found = pledges_moving().filter(pk__in=[int(hit.key) for hit in meant.hits])
        corrected = meant.corrected
    part = _pledges(found, pledges_moving(), "organisation_name", _pledger, after=after, before=before)
    return replace(part, corrected=corrected) if part.entries else part


def moved(*, after: str = "", before: str = "") -> Part:
    """Up to 25 pledgers who have moved, in order of the name that they have now. Three queries, five with a key."""
    published = Publication.objects.filter(organisation=OuterRef("claimed_by"), organisation__member__isnull=False)
    found = pledges_moved().select_related("claimed_by").annotate(has_a_page=Exists(published))
    return _pledges(found, pledges_moved(), "claimed_by__name", _moved, after=after, before=before)


def _pledges(found: Any, all_of_them: Any, by: str, entry: Callable[[Any], Any], *, after: str, before: str) -> Part:
    """One page of pledges in the order of a name."""
    key = _pledge_key(after or before, all_of_them, by)
    rows = found.annotate(sorted_by=F(by))
    if before and key:
        chosen = list(_earlier(rows, key)[:A_PAGE])[::-1]
    else:
        chosen = list(_later(rows, key)[:A_PAGE])
    total = found.count()
    if not chosen:
        return Part([], total)
    (first, last), following = _ends(chosen), _later(rows, _place(chosen[-1])).first()
    preceding = list[str]()
    if key:
        preceding = list(_earlier(rows, _place(chosen[0])).values_list("sorted_by", flat=True)[:A_PAGE])
    return Part(
        entries=[entry(row) for row in chosen],
        total=total,
        after=last if following else "",
        after_name=following.sorted_by if following else "",
        before=first if preceding else "",
        before_name=preceding[-1] if preceding else "",
    )


def _place(row: Any) -> tuple[str, int]:
    return row.sorted_by, row.pk


def _ends(rows: Sequence[Any]) -> tuple[str, str]:
    return str(rows[0].pk), str(rows[-1].pk)


def _later(rows: Any, key: tuple[str, int] | None) -> Any:
    """In order of name, those after a place; all of them without one."""
    after = Q(sorted_by__gt=key[0]) | Q(sorted_by=key[0], pk__gt=key[1]) if key else Q()
    return rows.filter(after).order_by("sorted_by", "pk")


def _earlier(rows: Any, key: tuple[str, int]) -> Any:
    """Those before a place, the nearest first."""
    return rows.filter(Q(sorted_by__lt=key[0]) | Q(sorted_by=key[0], pk__lt=key[1])).order_by("-sorted_by", "-pk")


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
    return Pledger(pledge.organisation_name, pledge.pledged_on, where_in_words(pledge))


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
    chosen = list(rows[: A_PAGE + 1])
    more, chosen = len(chosen) > A_PAGE, chosen[:A_PAGE]
    key_of_last = f"{chosen[-1].listed_at:%Y-%m-%dT%H:%M:%S.%fZ}_{chosen[-1].pk}" if more else ""
    return Part([_person(row) for row in chosen], found.count(), after=key_of_last)


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

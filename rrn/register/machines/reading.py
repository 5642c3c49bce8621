"""What machines may read, in bounded bites: the same organisations and the same frozen words as the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from rrn.membership.queries import facts_of
from rrn.plans.models import PlanVersion, Publication
from rrn.register.facets import index_on
from rrn.register.models import Listing
from rrn.register.permissions import organisation_visible, publications_visible
from rrn.register.queries import PublicAction, actions_of
from rrn.register.rules import (
    LISTED,
    Answer,
    PublicStatus,
    answer_on,
    answers_of,
    group_on,
    public_status,
    read_answers,
    with_parents,
)

CHUNK = 500
# A membership that no list has: nothing was ever recorded that counts.
NOT_A_MEMBER = "not_a_member"


@dataclass(frozen=True, slots=True)
class Standing:
    """An organisation with its status on a day and the version of its plan that stands in public."""

    organisation: Any
    code: str  # the directory's group of memberships
    status: PublicStatus
    publication: Publication
    words: dict[str, Any]

    def actions(self) -> list[PublicAction]:
        return actions_of(self.words)


def _said(answers: Sequence[Answer], day: date) -> tuple[str, PublicStatus]:
    """The directory's group, and the words and dates that the directory shows."""
    answer, group = answer_on(answers, day), group_on(answers, day)
    status = public_status(answer.status, answer.start, answer.end, answer.end)
    return (group.value if group else NOT_A_MEMBER), status


def _standing(organisations: Mapping[int, Any], answers: Mapping[int, Sequence[Answer]], day: date) -> list[Standing]:
    """Their words in public now, in the order given. Two queries, whatever each has published before."""
    latest: dict[int, Publication] = {}
    rows = publications_visible().filter(organisation__in=list(organisations))
    for row in rows.select_related("plan").order_by("organisation_id", "-number"):
        latest.setdefault(row.organisation_id, row)
    versions = PlanVersion.objects.in_bulk([row.version_id for row in latest.values()])
    return [
        Standing(found, *_said(answers[pk], day), latest[pk], versions[latest[pk].version_id].words)
        for pk, found in organisations.items()
        if pk in latest
    ]


def standing_of(keys: Iterable[int], day: date) -> list[Standing]:
    """Organisations of the register's rows, in the order of their keys. Three queries."""
    listings = list(Listing.objects.filter(pk__in=list(keys)).select_related("organisation").order_by("pk"))
    organisations = {listing.pk: listing.organisation for listing in listings}
    return _standing(organisations, {listing.pk: read_answers(listing.spans) for listing in listings}, day)


def standing_of_one(slug: str, day: date) -> Standing | None:
    """An organisation that has a page, whether or not a list shows it: from its facts, as its page. Four to eight queries."""
    member = organisation_visible(slug, day)
    if member is None:
        return None
    answers = answers_of(facts_of(member))
    return next(iter(_standing({member.organisation_id: member.organisation}, {member.organisation_id: answers}, day)), None)


def stretch(after: int, size: int) -> tuple[list[int], int | None]:
    """The next `size` keys of the register's rows, and the key to go on from, None at the end. One query."""
    keys = list(Listing.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[: size + 1])
    return keys[:size], keys[size - 1] if len(keys) > size else None


def fitting(day: date, choices: Mapping[str, Sequence[str]]) -> Callable[[int], bool]:
    """Whether the directory's own index has an organisation among these. One query, one more after a change."""
    index = index_on(day)
    return index.is_among(index.fitting({**choices, "status": choices.get("status") or LISTED}))


def chunks(day: date, size: int = CHUNK) -> Iterator[list[Standing]]:
    """Everything that is listed on a day, some five hundred organisations at a time. Five queries each."""
    after: int | None = 0
    while after is not None:
        keys, after = stretch(after, size)
        fits = fitting(day, {})
        yield standing_of([key for key in keys if fits(key)], day)


def how_many_published(most: int) -> int:
    """Organisations that have ever published, counted no further than `most`. One query."""
    return Publication.objects.filter(number=1)[:most].count()


# -- Questions of the API ------------------------------------------------------------------------------------------

# How many organisations one question looks at.
A_LOOK = 2_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: any of the values of a filter, and all filters. Nothing chosen is everything that lists show."""

    sectors: tuple[str, ...] = ()
    nations: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    strategies: tuple[int, ...] = ()
    practices: tuple[str, ...] = ()

    def choices(self) -> dict[str, tuple[str, ...]]:
        """As the directory is asked."""
        return {
            "sector": self.sectors,
            "nation": self.nations,
            "status": self.groups,
            "strategy": tuple(str(code) for code in self.strategies),
            "practice": self.practices,
        }

    def fits(self, action: PublicAction) -> bool:
        strategy, practices = action.words["strategy"], with_parents(action.words["practices"])
        return (not self.strategies or strategy in self.strategies) and (
            not self.practices or not practices.isdisjoint(self.practices)
        )


@dataclass(frozen=True, slots=True)
class Look:
    """What one question saw: the organisations that fit it, and where the next goes on; None at the end."""

    found: list[Standing]
    on: int | None


def look(day: date, wanted: Wanted, *, after: int, most: int) -> Look:
    """Up to `most` organisations after a key. At most six queries over a bounded stretch."""
    keys, on = stretch(after, A_LOOK)
    fits = fitting(day, wanted.choices())
    found = [key for key in keys if fits(key)]
    if len(found) > most:
        found, on = found[:most], found[most - 1]
    return Look(standing_of(found, day), on)


def look_at_actions(
    day: date, wanted: Wanted, *, organisation: int, number: int, most: int
) -> tuple[list[tuple[Standing, PublicAction]], tuple[int, int] | None]:
    """Up to `most` actions after this one, and where to go on. As many queries as `look`."""
    seen = look(day, wanted, after=organisation - 1 if number else organisation, most=most + 1)
    found = [
        (standing, action)
        for standing in seen.found
        for action in standing.actions()
        if wanted.fits(action) and not (standing.organisation.pk == organisation and action.number <= number)
    ]
    if len(found) > most:
        standing, action = found[most - 1]
        return found[:most], (standing.organisation.pk, action.number)
    return found, None if seen.on is None else (seen.on, 0)


@dataclass(frozen=True, slots=True)
class Version:
    """One published version with its frozen words."""

    publication: Any
    words: dict[str, Any]
    digest: str
    stands_now: bool


def versions(*, after: int, most: int) -> tuple[list[Version], int | None]:
    """Published versions in the order in which they came, after a key. Two queries."""
    newer = Publication.objects.filter(organisation=OuterRef("organisation_id"), number__gt=OuterRef("number"))
    rows = list(
        publications_visible()
        .filter(pk__gt=after)
        .annotate(overtaken=Exists(newer))
        .select_related("organisation", "plan")
        .order_by("pk")[: most + 1]
    )
    on, rows = (rows[most - 1].pk if len(rows) > most else None), rows[:most]
    words = PlanVersion.objects.in_bulk([row.version_id for row in rows])
    return [Version(row, words[row.version_id].words, words[row.version_id].digest, not row.overtaken) for row in rows], on

"""What machines may read, in bounded bites: the same organisations and the same frozen words as the pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from rrn.membership.models import Member
from rrn.membership.rules import Status
from rrn.plans.models import Confirmation, ConfirmationKind, PlanVersion, Publication
from rrn.register.permissions import organisation_visible, organisations_listed, organisations_visible
from rrn.register.queries import PublicAction, actions_of
from rrn.register.rules import PublicStatus, public_status

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Standing:
    """An organisation with its status on a day and the version of its plan that stands in public."""

    member: Any
    status: PublicStatus
    publication: Publication
    words: dict[str, Any]

    @property
    def organisation(self) -> Any:
        return self.member.organisation

    def actions(self) -> list[PublicAction]:
        return actions_of(self.words)


def status_in_list(member: Any) -> PublicStatus:
    """From what `with_status` noted; a property test of membership says that it agrees with the facts."""
    return public_status(
        Status(member.status_now), member.now_from, member.now_to, member.now_left_on or member.now_to
    )


def publications_for_all() -> Any:
    """Published versions whose organisation agreed to publication under the licence, which sending a plan asks for."""
    agreed = Confirmation.objects.filter(plan=OuterRef("plan_id"), kind=ConfirmationKind.PUBLICATION, taken_back_at=None)
    return Publication.objects.filter(Exists(agreed))


def publications_visible(day: date) -> Any:
    """The same, of organisations that have a page."""
    return publications_for_all().filter(organisation__in=organisations_visible(day).values("organisation"))


def standing_of(members: list[Any]) -> list[Standing]:
    """Their words in public now, in the order given. Two queries, whatever each has published before."""
    latest: dict[int, Publication] = {}
    rows = publications_for_all().filter(organisation__in=[member.organisation_id for member in members])
    for row in rows.select_related("plan").order_by("organisation_id", "-number"):
        latest.setdefault(row.organisation_id, row)
    versions = PlanVersion.objects.in_bulk([row.version_id for row in latest.values()])
    found = ((member, latest[member.organisation_id]) for member in members if member.organisation_id in latest)
    return [Standing(member, status_in_list(member), row, versions[row.version_id].words) for member, row in found]


def window(day: date, *, after: int, size: int) -> tuple[Any, int | None]:
    """Listed organisations among the next `size` ones after a key, and the key to go on from, None at the end.

    However few of them fit what is asked, a window never looks at more. One query; the second is the caller's.
    """
    candidates = Member.objects.filter(kind=Member.Kind.ORGANISATION, organisation__gt=after).order_by("organisation_id")
    keys = list(candidates.values_list("organisation_id", flat=True)[size - 1 : size + 1])
    listed = organisations_listed(day).filter(organisation__gt=after).order_by("organisation_id")
    if len(keys) < 2:
        return listed, None
    return listed.filter(organisation__lte=keys[0]), keys[0]


def chunks(day: date, size: int = CHUNK) -> Iterator[list[Standing]]:
    """Everything that is listed on a day, some five hundred organisations at a time. Four queries each."""
    after: int | None = 0
    while after is not None:
        found, after = window(day, after=after, size=size)
        yield standing_of(list(found))


def how_many_published(most: int) -> int:
    """Organisations that have ever published, counted no further than `most`. One query."""
    return Publication.objects.filter(number=1)[:most].count()


# -- Questions of the API ------------------------------------------------------------------------------------------

# How many organisations one question looks at. With words to read it looks at fewer.
A_LOOK, A_LOOK_AT_WORDS = 2_000, 300
STATUSES_OF_KIND: dict[str, list[Status]] = {}
for _status in Status:
    STATUSES_OF_KIND.setdefault(public_status(_status, None, None, None).kind, []).append(_status)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: any of the values of a filter, and all filters. Nothing chosen is everything."""

    sectors: tuple[str, ...] = ()
    nations: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    strategies: tuple[int, ...] = ()
    practices: tuple[str, ...] = ()

    @property
    def reads_words(self) -> bool:
        return bool(self.strategies or self.practices)

    def among(self, listed: Any) -> Any:
        if self.sectors:
            listed = listed.filter(organisation__sector__in=self.sectors)
        if self.nations:
            listed = listed.filter(organisation__nation__in=self.nations)
        if self.kinds:
            listed = listed.filter(status_now__in=[status for kind in self.kinds for status in STATUSES_OF_KIND[kind]])
        return listed

    def fits(self, action: PublicAction) -> bool:
        strategy, practices = action.words["strategy"], action.words["practices"]
        return (not self.strategies or strategy in self.strategies) and (
            not self.practices or not set(self.practices).isdisjoint(practices)
        )


@dataclass(frozen=True, slots=True)
class Look:
    """What one question saw: the organisations that fit it, and where the next goes on; None at the end."""

    found: list[Standing]
    on: int | None


def look(day: date, wanted: Wanted, *, after: int, most: int) -> Look:
    """Up to `most` organisations after a key. At most four queries over a bounded stretch."""
    size = A_LOOK_AT_WORDS if wanted.reads_words else A_LOOK
    listed, on = window(day, after=after, size=size)
    asked = size if wanted.reads_words else most
    members = list(wanted.among(listed)[: asked + 1])
    if len(members) > asked:
        members, on = members[:asked], members[asked - 1].organisation_id
    found = standing_of(members)
    if wanted.reads_words:
        found = [standing for standing in found if any(wanted.fits(action) for action in standing.actions())]
    if len(found) > most:
        found, on = found[:most], found[most - 1].organisation.pk
    return Look(found, on)


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


def versions(day: date, *, after: int, most: int) -> tuple[list[Version], int | None]:
    """Published versions in the order in which they came, after a key. Two queries."""
    newer = Publication.objects.filter(organisation=OuterRef("organisation_id"), number__gt=OuterRef("number"))
    rows = list(
        publications_visible(day)
        .filter(pk__gt=after)
        .annotate(overtaken=Exists(newer))
        .select_related("organisation", "plan")
        .order_by("pk")[: most + 1]
    )
    on, rows = (rows[most - 1].pk if len(rows) > most else None), rows[:most]
    words = PlanVersion.objects.in_bulk([row.version_id for row in rows])
    return [Version(row, words[row.version_id].words, words[row.version_id].digest, not row.overtaken) for row in rows], on


def visible_member(slug: str, day: date) -> Any:
    """One organisation that has a page, with the dates of its membership. Two to six queries."""
    return organisation_visible(slug, day)

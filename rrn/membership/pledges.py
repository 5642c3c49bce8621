"""The original pledge's actions: how its records come to be and grow. They are never deleted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import models, transaction

from rrn.core.time import london_day
from rrn.events.actions import record_many

from .models import OriginalPledge, OriginalPledgeEntry

AT_ONCE = 1000

Entries = list[OriginalPledgeEntry]


@dataclass(frozen=True, slots=True)
class Growth:
    """What further rows say of a pledge that is there already."""

    pledge: int
    made_at: datetime
    listing: str
    listing_chosen_at: datetime | None
    facts: dict[str, str]


# Facts that are taken together or not at all, so that a website never stands beside another's host.
_TOGETHER = (
    ("first_name", "last_name"),
    ("job_title",),
    ("website", "host"),
    ("sector", "sector_words"),
    ("nation", "nation_words"),
    ("staff_words",),
)


@transaction.atomic
def bring_in_pledges(
    *, pledges: Iterable[tuple[OriginalPledge, Entries]], batch: str, by: models.Model | None, at: datetime
) -> Iterator[int]:
    """Keep new pledges with the rows they came from, a diary line each. Returns their numbers in the same order."""
    numbers: list[int] = []
    waiting = iter(pledges)
    while some := list(islice(waiting, AT_ONCE)):
        for pledge, _ in some:
            pledge.batch, pledge.imported_at = batch, at
        kept = OriginalPledge.objects.bulk_create([pledge for pledge, _ in some], batch_size=AT_ONCE)
        entries = []
        for pledge, (_, own) in zip(kept, some, strict=True):
            for entry in own:
                entry.pledge_id = pledge.pk
            entries += own
            numbers.append(pledge.pk)
        OriginalPledgeEntry.objects.bulk_create(entries, batch_size=AT_ONCE)
        record_many(
            "pledge.imported",
            about=[
                (pledge, {"batch": batch, "rows": len(own)})
                for pledge, (_, own) in zip(kept, some, strict=True)
            ],
            by=by,
            at=at,
        )
    return iter(numbers)


@transaction.atomic
def add_to_pledges(
    *, growths: Iterable[tuple[Growth, Entries]], batch: str, by: models.Model | None, at: datetime
) -> None:
    """Give pledges that are there more rows: the earliest date wins, the latest listing choice, gaps are filled."""
    waiting = iter(growths)
    while some := list(islice(waiting, AT_ONCE)):
        there = OriginalPledge.objects.select_for_update().in_bulk([growth.pledge for growth, _ in some])
        entries = []
        for growth, own in some:
            grow(there[growth.pledge], growth)
            for entry in own:
                entry.pledge_id = growth.pledge
            entries += own
        OriginalPledge.objects.bulk_update(there.values(), GROWING, batch_size=200)
        OriginalPledgeEntry.objects.bulk_create(entries, batch_size=AT_ONCE)
        record_many(
            "pledge.rows_added",
            about=[(there[growth.pledge], {"batch": batch, "rows": len(own)}) for growth, own in some],
            by=by,
            at=at,
        )


GROWING = ["pledged_on", "listing", "listing_chosen_at", *(fact for pair in _TOGETHER for fact in pair)]


def grow(pledge: OriginalPledge, growth: Growth) -> None:
    """What staff have corrected since stays: only gaps are filled."""
    pledge.pledged_on = min(pledge.pledged_on, london_day(growth.made_at))
    chosen = growth.listing_chosen_at
    before = pledge.listing_chosen_at
    if chosen and (before is None or chosen > before or (chosen == before and growth.listing == "no")):
        pledge.listing, pledge.listing_chosen_at = growth.listing, chosen
    for pair in _TOGETHER:
        says_more = any(growth.facts[fact] for fact in pair)
        if says_more and _is_gap(pledge, pair, growth):
            for fact in pair:
                setattr(pledge, fact, growth.facts[fact])


def _is_gap(pledge: OriginalPledge, pair: tuple[str, ...], growth: Growth) -> bool:
    """Nothing is known yet; or the website that is known leads to no host, and this one does."""
    if not any(getattr(pledge, fact) for fact in pair):
        return True
    return "host" in pair and not pledge.host and bool(growth.facts["host"])

"""The original pledge's actions: how its records come to be and grow. They are never deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import models, transaction

from rrn.accounts.models import User
from rrn.core.bulk import insert_rows, reserve_ids
from rrn.core.time import london_day
from rrn.core.verdict import Refused, require
from rrn.events.actions import record, record_each
from rrn.membership.models import OriginalPledge, OriginalPledgeEntry
from rrn.membership.permissions import may_note_claim
from rrn.organisations.models import Organisation

AT_ONCE = 2000

# What whoever brings a pledge in says of it, and of every row it came from.
PLEDGE_FACTS = (
    "kind",
    "pledged_on",
    "first_name",
    "last_name",
    "address",
    "job_title",
    "organisation_name",
    "website",
    "host",
    "sector",
    "sector_words",
    "nation",
    "nation_words",
    "staff_words",
    "listing",
    "listing_chosen_at",
)
ENTRY_FACTS = (
    "fingerprint",
    "entry",
    "made_at",
    "first_name",
    "last_name",
    "address",
    "job_title",
    "organisation_name",
    "website",
    "sector_words",
    "nation_words",
    "staff_words",
    "listing",
)

Entries = Sequence[tuple[Any, ...]]  # each in the order of ENTRY_FACTS


@dataclass(frozen=True, slots=True)
class NewPledge:
    """A pledge that is not there yet: its facts by name, and the rows it came from."""

    facts: Mapping[str, Any]
    entries: Entries


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
    *, pledges: Iterable[NewPledge], batch: str, by: models.Model | None, at: datetime
) -> list[int]:
    """Keep new pledges with the rows they came from, a diary line each. Returns their numbers in the same order."""
    numbers: list[int] = []
    waiting = iter(pledges)
    while some := list(islice(waiting, AT_ONCE)):
        own = reserve_ids(OriginalPledge, len(some))
        insert_rows(
            OriginalPledge,
            ("id", "batch", "imported_at", *PLEDGE_FACTS),
            (
                (number, batch, at, *(pledge.facts[fact] for fact in PLEDGE_FACTS))
                for number, pledge in zip(own, some, strict=True)
            ),
        )
        _keep_entries(zip(own, (pledge.entries for pledge in some), strict=True))
        record_each(
            "pledge.imported",
            kind=OriginalPledge,
            about=(
                (number, {"batch": batch, "rows": len(pledge.entries)})
                for number, pledge in zip(own, some, strict=True)
            ),
            by=by,
            at=at,
        )
        numbers += own
    return numbers


def _keep_entries(of_pledges: Iterable[tuple[int, Entries]]) -> None:
    insert_rows(
        OriginalPledgeEntry,
        ("pledge", *ENTRY_FACTS),
        ((number, *entry) for number, entries in of_pledges for entry in entries),
    )


@transaction.atomic
def add_to_pledges(
    *, growths: Iterable[tuple[Growth, Entries]], batch: str, by: models.Model | None, at: datetime
) -> None:
    """Give pledges that are there more rows: the earliest date wins, the latest listing choice, gaps are filled."""
    waiting = iter(growths)
    while some := list(islice(waiting, AT_ONCE)):
        there = OriginalPledge.objects.select_for_update().in_bulk([growth.pledge for growth, _ in some])
        for growth, _ in some:
            grow(there[growth.pledge], growth)
        OriginalPledge.objects.bulk_update(there.values(), GROWING, batch_size=200)
        _keep_entries((growth.pledge, entries) for growth, entries in some)
        record_each(
            "pledge.rows_added",
            kind=OriginalPledge,
            about=((growth.pledge, {"batch": batch, "rows": len(entries)}) for growth, entries in some),
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


@transaction.atomic
def note_claim(*, pledge: OriginalPledge, organisation: Organisation, by: User, at: datetime) -> OriginalPledge:
    """An organisation here is the one that took this pledge. From that day its page may say so, if it agreed to be listed."""
    require(may_note_claim(by))
    pledge = OriginalPledge.objects.select_for_update().get(pk=pledge.pk)
    if pledge.kind != OriginalPledge.Kind.ORGANISATION:
        raise Refused("A person took this pledge, not an organisation.")
    if pledge.merged_into_id is not None:
        raise Refused("This pledge was merged into another. Note the claim there.")
    if pledge.claimed_by_id == organisation.pk:
        return pledge
    if pledge.claimed_by_id is not None:
        raise Refused("Another organisation has claimed this pledge.")
    pledge.claimed_by = organisation
    pledge.claimed_on = pledge.claimed_on or london_day(at)
    pledge.save(update_fields=["claimed_by", "claimed_on"])
    record("pledge.claimed", about=pledge, by=by, at=at, organisation=organisation.pk)
    return pledge

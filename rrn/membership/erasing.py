"""What an erased person said to the network goes. That a pledge was taken, when, and of which kind, stays and counts."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Model, Q

from rrn.accounts.queries import people_at
from rrn.core import renewals
from rrn.core.erasures import NOWHERE, Eraser, nowhere
from rrn.core.time import london_day
from rrn.membership.models import (
    ActionEnd,
    ActionWord,
    IndividualAction,
    IndividualDetails,
    JoiningDraft,
    Member,
    OriginalPledge,
    OriginalPledgeEntry,
    Period,
    RosterInterest,
    RosterNaming,
    RosterSeat,
)

HER_NAME = {"first_name": "", "last_name": "", "job_title": ""}
HER_WORDS = {"organisation_name": "", "website": "", "sector_words": "", "nation_words": "", "staff_words": ""}
UNSAID = OriginalPledge.Listing.UNKNOWN
GONE = (ActionEnd, ActionWord, IndividualAction, IndividualDetails, JoiningDraft, RosterInterest, RosterNaming)
ERASED = "Her details were erased."


def _addresses() -> Iterator[str]:
    for model in (OriginalPledge, OriginalPledgeEntry):
        standing = model._default_manager.exclude(address__endswith=NOWHERE).order_by()
        yield from standing.values_list("address", flat=True).distinct().iterator()


def _find(address: str, *, until: datetime) -> Iterator[Model]:
    pledges = list(OriginalPledge.objects.filter(address__iexact=address, imported_at__lte=until))
    own = [pledge.pk for pledge in pledges if pledge.kind == OriginalPledge.Kind.INDIVIDUAL]
    yield from pledges
    yield from OriginalPledgeEntry.objects.filter(
        Q(address__iexact=address, pledge__imported_at__lte=until) | Q(pledge__in=own)
    ).exclude(address__endswith=NOWHERE)
    for person in people_at(address, until=until):
        members = Member.objects.filter(person=person)
        yield from ActionEnd.objects.filter(action__period__member__in=members)
        yield from ActionWord.objects.filter(action__period__member__in=members)
        yield from IndividualAction.objects.filter(period__member__in=members)
        yield from IndividualDetails.objects.filter(member__in=members)
        yield from JoiningDraft.objects.filter(person=person)
        yield from RosterInterest.objects.filter(seat__person=person)
        yield from RosterNaming.objects.filter(seat__person=person)
        yield from RosterSeat.objects.filter(person=person)
        yield from Period.objects.filter(member__in=members)
        yield from members


def _erase(record: Model, *, address: str, at: datetime) -> None:
    if isinstance(record, OriginalPledge):
        _empty_pledge(record)
        renewals.ask_for(kind="membership.originalpledge", records=[str(record.pk)], at=at)
    elif isinstance(record, OriginalPledgeEntry):
        _empty_entry(record)
    elif isinstance(record, Period):
        running = Period.objects.filter(pk=record.pk, left_on__isnull=True, grace_ends_on__gte=london_day(at))
        if running.update(left_on=london_day(at)):
            renewals.ask_for(kind="membership.member", records=[str(record.member_id)], at=at)
    elif isinstance(record, RosterSeat):
        _empty_seat(record, at)
    elif isinstance(record, GONE):
        type(record)._default_manager.filter(pk=record.pk).delete()


def _empty_pledge(pledge: OriginalPledge) -> None:
    """An organisation's pledge stays the organisation's; only its contact goes."""
    hers: dict[str, Any] = {**HER_NAME, "address": nowhere(pledge)}
    if pledge.kind == OriginalPledge.Kind.INDIVIDUAL:
        hers |= {**HER_WORDS, "host": "", "listing": UNSAID, "listing_chosen_at": None}
    OriginalPledge.objects.filter(pk=pledge.pk).update(**hers)


def _empty_entry(entry: OriginalPledgeEntry) -> None:
    """The fingerprint too is made of what she said, so another takes its place."""
    hers = {**HER_NAME, "address": nowhere(entry), "fingerprint": secrets.token_hex(16)}
    if entry.pledge.kind == OriginalPledge.Kind.INDIVIDUAL:
        hers |= {**HER_WORDS, "listing": UNSAID}
    OriginalPledgeEntry.objects.filter(pk=entry.pk).update(**hers)


def _empty_seat(seat: RosterSeat, at: datetime) -> None:
    """That a seat was held, from when to when, stays; it ends today, and nothing about her stays with it."""
    mine = RosterSeat.objects.filter(pk=seat.pk)
    mine.filter(ended_at__isnull=True).update(ended_at=at, why_ended=ERASED)
    mine.exclude(why_ended="").update(comes_as="", why_ended=ERASED)
    renewals.ask_for(kind="membership.rosterseat", records=[str(seat.pk)], at=at)


ERASER = Eraser("membership", addresses=_addresses, find=_find, erase=_erase)

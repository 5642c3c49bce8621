"""Why a membership is what it is, in one sentence or two with the dates: for the office, for the member, for an organisation's people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from rrn.membership.rules.status import (
    EndingKind,
    Facts,
    PeriodFact,
    Status,
    current_period,
    full_date,
    is_renewed,
    status_on,
    waits_for_us,
)


@dataclass(frozen=True, slots=True)
class Voice:
    """One way of saying it. `{start}` and the like are dates; `grace` stands before what keeps it counting."""

    none: str
    applied: str
    active: str
    renewed: str
    due: str
    grace: str
    open: str
    with_us: str
    allowed: str
    lapsed: str
    suspended: str
    removed: str
    left: str
    closed: str
    merged: str


_OFFICE = Voice(
    none="Has not been a member.",
    applied="Has applied. The plan is with us.",
    active="Member from {start} to {end}.",
    renewed="Member from {start} to {end}, and renewed from {next}.",
    due="Member until {end}. A renewal is due by then.",
    grace="The membership ran until {end}. ",
    open="It still counts until {until}, so that a renewal can come in.",
    with_us="It still counts, because the renewal is with us.",
    allowed="It still counts until {until}, because the office has allowed it.",
    lapsed="Membership ended on {end}.",
    suspended="Suspended since {since}.",
    removed="Was removed by the network on {since}.",
    left="Left on {since}.",
    closed="Closed on {since}.",
    merged="Became part of another member on {since}.",
)
_YOU = Voice(
    none="You have not been a member.",
    applied="You have applied, and we have not answered yet.",
    active="Your membership runs from {start} to {end}.",
    renewed="Your membership runs from {start} to {end}. It is renewed: the next two years begin on {next}.",
    due="Your membership runs until {end}. A renewal is due by then.",
    grace="Your membership ran until {end}. ",
    open="It still counts until {until}, so that you can renew it.",
    with_us="It still counts, because your renewal is with us.",
    allowed="It still counts until {until}, because we have allowed it.",
    lapsed="Your membership ended on {end}.",
    suspended="We suspended your membership on {since}. It does not count until we lift the suspension.",
    removed="We ended your membership on {since}.",
    left="You left the network on {since}.",
    closed="Your membership was closed on {since}.",
    merged="Your membership became part of another one on {since}.",
)
_ORGANISATION = Voice(
    none="Your organisation has not been a member.",
    applied="Your organisation has applied. Its plan is with us.",
    active="Your organisation’s membership runs from {start} to {end}.",
    renewed="Your organisation’s membership runs from {start} to {end}. It is renewed: the next two years begin on {next}.",
    due="Your organisation’s membership runs until {end}. A renewal is due by then.",
    grace="Your organisation’s membership ran until {end}. ",
    open="It still counts until {until}, so that a new plan can be published.",
    with_us="It still counts, because the new plan is with us.",
    allowed="It still counts until {until}, because we have allowed it.",
    lapsed="Your organisation’s membership ended on {end}.",
    suspended="We suspended your organisation’s membership on {since}. It does not count until we lift the suspension.",
    removed="We ended your organisation’s membership on {since}.",
    left="Your organisation left the network on {since}.",
    closed="Your organisation’s membership ended on {since}, because the organisation closed.",
    merged="Your organisation became part of another member on {since}.",
)


class Reader(Enum):
    """Who reads it."""

    OFFICE = _OFFICE
    MEMBER = _YOU
    ORGANISATION = _ORGANISATION


def why(facts: Facts, day: date, reader: Reader = Reader.OFFICE) -> str:
    """The status as a sentence for whoever asks: the member, an organisation's people, or who answers the telephone."""
    said, status = reader.value, status_on(facts, day)
    if status in (Status.REMOVED, Status.CLOSED, Status.MERGED):
        return str(getattr(said, status.value)).format(since=full_date(standing_since(facts, EndingKind(status.value), day)))
    period = current_period(facts, day)
    if period is None:
        return said.applied if status is Status.APPLIED else said.none
    return _by_the_dates(said, facts, period, status, day)


def standing_since(facts: Facts, kind: EndingKind, day: date) -> date:
    """The day of the decision of this kind that stands."""
    return min(ending.span.starts_on for ending in facts.endings if ending.kind == kind and ending.span.covers(day))


def _by_the_dates(said: Voice, facts: Facts, period: PeriodFact, status: Status, day: date) -> str:
    start, end = full_date(period.starts_on), full_date(period.ends_on)
    if status is Status.LEFT:
        return said.left.format(since=full_date(period.left_on or day))
    if status is Status.SUSPENDED:
        since = next(suspension.starts_on for suspension in facts.suspensions if suspension.covers(day))
        return said.suspended.format(since=full_date(since))
    if status is Status.ACTIVE and is_renewed(facts, day):
        following = min(later.starts_on for later in facts.periods if later.starts_on > day and later.left_on is None)
        return said.renewed.format(start=start, end=end, next=full_date(following))
    if status is not Status.GRACE:
        return str(getattr(said, status.value)).format(start=start, end=end)
    return said.grace.format(end=end) + _what_keeps_it(said, facts, period, day)


def _what_keeps_it(said: Voice, facts: Facts, period: PeriodFact, day: date) -> str:
    if day <= period.grace_ends_on:
        return said.open.format(until=full_date(period.grace_ends_on))
    if waits_for_us(facts, period, day):
        return said.with_us
    until = max(override.until for override in facts.overrides if override.covers(day))
    return said.allowed.format(until=full_date(until))

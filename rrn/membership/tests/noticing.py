"""Periods, leads and turns of the clock for tests of notices, of this room and of those above it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from rrn.clock.duties import DUTIES, Tally
from rrn.core.time import start_of_day
from rrn.membership.models import Member, Period
from rrn.membership.notices import PERIOD_END
from rrn.membership.rules import PeriodKind, grace_end
from rrn.membership.tests.factories import LONG_AGO, make_person
from rrn.organisations.models import Seat, SeatKind
from rrn.post.models import Notice, RuleKept

NIGHT = timedelta(minutes=5)


def night(day: date) -> datetime:
    """Five past midnight in London: when the clock's day begins."""
    return start_of_day(day) + NIGHT


def noon_of(day: date) -> datetime:
    return start_of_day(day) + timedelta(hours=12)


def member_until(ends_on: date, *, organisation=None, person=None, at: datetime = LONG_AGO) -> Period:
    kind = "organisation" if organisation else "individual"
    whose = {"organisation": organisation} if organisation else {"person": person or make_person()}
    member = Member.objects.create(kind=kind, made_at=at, **whose)
    return Period.objects.create(
        member=member, kind=PeriodKind.FIRST, reference=f"R{member.pk}", starts_on=ends_on - timedelta(days=730),
        ends_on=ends_on, grace_ends_on=grace_end(ends_on), made_at=at,
    )  # fmt: skip


def lead(organisation, *, at: datetime = LONG_AGO, person=None) -> Seat:
    return Seat.objects.create(organisation=organisation, person=person or make_person(), kind=SeatKind.LEAD, started_at=at)


def run(at: datetime) -> None:
    """One turn of the two duties, as the worker makes it."""
    for duty in DUTIES:
        if duty.name in ("notices due", "notices to mails"):
            tally = Tally(beat=lambda: True)
            duty.act(at, tally)
            assert tally.failed == 0


def keep_since(day: date) -> None:
    RuleKept.objects.create(rule=PERIOD_END.name, since=day)


def told() -> list[tuple[int, date, str]]:
    return list(Notice.objects.with_end().order_by("due_on", "offset").values_list("offset", "due_on", "ended_as"))

"""Every right follows from the dates in the moment it is asked for: a table of statuses and rights, at London's midnights."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from rrn.core.time import london_day, start_of_day
from rrn.membership.actions import (
    appeal_decision,
    close_member,
    grant_override,
    leave,
    member_for_organisation,
    merge_member,
    offer_licence,
    remove_member,
    start_period,
    suspend_member,
)
from rrn.membership.models import Member
from rrn.membership.permissions import has_members_rights, may_accept_licence
from rrn.membership.queries import facts_of
from rrn.membership.rules import COUNTING, Status, counts_on, grace_end, last_day, status_on
from rrn.organisations.actions import found_organisation
from tests.cast import person

pytestmark = pytest.mark.django_db
STARTS = date(2026, 2, 2)
A_SECOND = timedelta(seconds=1)


class Case:
    """An organisation with a lead and a colleague, and the licence it was offered."""

    def __init__(self, starts_on: date) -> None:
        at = start_of_day(starts_on)
        self.office = person("Olu Office", roles=("office",))
        self.lead, self.colleague = person("Lena Lead"), person("Cole League")
        organisation = found_organisation(name="Alder House", by=self.lead, at=at)
        organisation.seats.create(person=self.colleague, kind="colleague", started_at=at)
        self.member = member_for_organisation(organisation=organisation, at=at)
        start_period(member=self.member, on=starts_on, by=self.office, at=at)
        self.licence = offer_licence(member=self.member, by=self.office, at=at)

    def rights(self, at: datetime) -> set[str]:
        """Everything that a membership gives, asked as the house asks it."""
        day, found = london_day(at), set()
        member = Member.objects.get(pk=self.member.pk)
        if has_members_rights(self.lead, day):
            found.add("a lead's rights by the seat")
        if has_members_rights(self.colleague, day):
            found.add("a colleague's rights by the seat")
        if Member.objects.counting_on(day).filter(pk=member.pk).exists():
            found.add("counted and listed")
        if may_accept_licence(self.lead, self.licence, day):
            found.add("the licence can be accepted")
        if counts_on(facts_of(member), day):
            found.add("counts by the rules")
        if Member.objects.with_status(day).get(pk=member.pk).status_now in COUNTING:
            found.add("counts in lists")
        return found


ALL = {
    "a lead's rights by the seat", "a colleague's rights by the seat", "counted and listed", "the licence can be accepted",
    "counts by the rules", "counts in lists",
}  # fmt: skip
DECIDED_ON = date(2027, 6, 1)


def _suspend(case: Case, at: datetime) -> None:
    suspend_member(member=case.member, reason="A report.", by=case.office, at=at)


def _suspend_and_appeal(case: Case, at: datetime) -> None:
    _suspend(case, at)
    appeal_decision(member=case.member, words="It was sent.", by=case.lead, at=at)


def _merge(case: Case, at: datetime) -> None:
    other = member_for_organisation(organisation=found_organisation(name="Birch", by=case.lead, at=at), at=at)
    merge_member(member=case.member, into=other, reason="One trust.", by=case.office, at=at)


DECISIONS = {
    Status.SUSPENDED: _suspend,
    Status.REMOVED: lambda case, at: remove_member(member=case.member, reason="Said.", by=case.office, at=at),
    Status.CLOSED: lambda case, at: close_member(member=case.member, reason="Said.", by=case.office, at=at),
    Status.MERGED: _merge,
    Status.LEFT: lambda case, at: leave(member=case.member, by=case.lead, at=at),
}


@pytest.mark.parametrize(("status", "decide"), DECISIONS.items())
def test_a_decision_ends_every_right_in_that_moment(status: Status, decide: Any) -> None:
    case, at = Case(STARTS), start_of_day(DECIDED_ON) + timedelta(hours=10)
    assert case.rights(at) == ALL
    decide(case, at)
    assert status_on(facts_of(case.member), DECIDED_ON) == status
    assert case.rights(at) == set()
    assert case.rights(start_of_day(DECIDED_ON) - A_SECOND) == ALL, "the day before is what it was"


def test_an_appeal_that_waits_gives_no_right_back() -> None:
    case, at = Case(STARTS), start_of_day(DECIDED_ON)
    _suspend_and_appeal(case, at)
    assert case.rights(at + timedelta(days=3)) == set()


@pytest.mark.parametrize(
    "starts_on",
    [
        STARTS,
        date(2028, 2, 29),
        # The grace ends on the last day before a change of the clocks, and on the day of it.
        date(2025, 1, 28), date(2025, 1, 29), date(2024, 8, 28), date(2024, 8, 27),
        # The two years end beside a change of the clocks.
        date(2024, 3, 31), date(2024, 10, 27),
    ],
)  # fmt: skip
def test_due_and_grace_keep_every_right_and_the_midnight_after_ends_them(starts_on: date) -> None:
    case = Case(starts_on)
    ends_on = last_day(starts_on)
    over = start_of_day(grace_end(ends_on) + timedelta(days=1))
    for at in (start_of_day(starts_on), start_of_day(ends_on + timedelta(days=1)) - A_SECOND, start_of_day(ends_on + timedelta(days=1)), over - A_SECOND):
        assert case.rights(at) == ALL, at
    for at in (start_of_day(starts_on) - A_SECOND, over, over + timedelta(days=300)):
        assert case.rights(at) == set(), at


def test_london_decides_when_it_is_midnight() -> None:
    """In summer London's midnight is 23:00 in UTC."""
    case = Case(date(2024, 5, 1))  # its grace ends on 29 June 2026
    assert case.rights(datetime(2026, 6, 29, 22, 59, 59, tzinfo=UTC)) == ALL
    assert case.rights(datetime(2026, 6, 29, 23, 0, tzinfo=UTC)) == set()


def test_what_the_office_lets_count_has_every_right_until_its_last_second() -> None:
    case, at = Case(STARTS), start_of_day(date(2028, 6, 1))
    assert case.rights(at) == set()
    grant_override(member=case.member, until=date(2028, 6, 30), reason="Illness.", by=case.office, at=at)
    assert case.rights(at) == ALL
    assert case.rights(start_of_day(date(2028, 7, 1)) - A_SECOND) == ALL
    assert case.rights(start_of_day(date(2028, 7, 1))) == set()

"""The second person: who it may be, never who asked, and when one goes on alone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from rrn.core.second_person import may_agree, may_be_second, may_go_alone

FRIDAY = datetime(2026, 11, 20, 10, tzinfo=UTC)
DAY = date(2026, 11, 20)


@pytest.mark.parametrize(("who", "may"), [("office_person", True), ("reviewer", True), ("trustee", True), ("moderator", False), ("reader", False)])
def test_office_reviewers_and_trustees_may_be_second(who, may, request):
    person = request.getfixturevalue(who)
    assert bool(may_be_second(person, DAY)) is may
    assert bool(may_agree(person, asked_by=-1, day=DAY)) is may
    assert not may_agree(person, asked_by=person.pk, day=DAY)
    assert not may_agree(person, asked_by=None, day=DAY)


@pytest.mark.parametrize(("day", "may"), [(23, False), (24, True)])
def test_whoever_asked_on_a_friday_goes_on_alone_on_tuesday_and_nobody_else_does(office_person, reviewer, day, may):
    at = datetime(2026, 11, day, 9, tzinfo=UTC)
    assert bool(may_go_alone(office_person, asked_by=office_person.pk, asked_at=FRIDAY, at=at)) is may
    assert not may_go_alone(reviewer, asked_by=office_person.pk, asked_at=FRIDAY, at=at)

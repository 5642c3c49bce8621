"""The roster's page is kept, and every write after which it says something else takes it away; it is found by the search."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from rrn.accounts.actions import rename
from rrn.core.renewals import renew_pending
from rrn.core.search import find
from rrn.core.time import travel
from rrn.membership.actions import (
    agree_to_be_named,
    confirm_seat,
    declare_roster_interest,
    end_roster_interest,
    end_roster_seat,
    leave,
    lift_suspension,
    member_for_organisation,
    start_period,
    suspend_member,
    take_back_naming,
)
from rrn.membership.tests.factories import make_organisation
from rrn.membership.tests.test_steering import DAY, proposed, seated
from rrn.organisations.models import Seat
from rrn.organisations.seating import end_seat
from tests.keeping import Visitor

pytestmark = pytest.mark.django_db
PAGE = "/steering-group/"


def writes(hers, through, office, at):
    """Every kind of write after which the page says something else."""
    person, named = hers.person, {"seat": hers, "by": hers.person, "at": at}
    held = Seat.objects.get(person=through.person)
    return [
        ("agreed", lambda: agree_to_be_named(**named)),
        ("renamed", lambda: rename(person=person, display_name="Ada Rowe", by=person, at=at)),
        ("interest", lambda: declare_roster_interest(words="A post", is_public=True, **named)),
        ("interest ended", lambda: end_roster_interest(interest=hers.interests.get(), by=person, at=at)),
        ("suspended", lambda: suspend_member(member=person.member, reason="To talk", by=office, at=at)),
        ("not suspended", lambda: lift_suspension(member=person.member, by=office, at=at)),
        ("left her organisation", lambda: end_seat(seat=held, by=office, at=at, leave_without_lead=True)),
        ("taken back", lambda: take_back_naming(**named)),
        ("left the network", lambda: leave(member=person.member, by=person, at=at)),
        ("ended", lambda: end_roster_seat(why="Agreed.", **named)),
    ]


@pytest.fixture
def through(reader, office_person, noon):
    """A confirmed seat held through an organisation."""
    organisation = make_organisation()
    Seat.objects.create(organisation=organisation, person=reader, kind="lead", started_at=noon)
    start_period(member=member_for_organisation(organisation=organisation, at=noon), on=DAY, by=office_person, at=noon)
    return confirm_seat(seat=proposed(reader, office_person, noon, organisation=organisation), by=office_person, at=noon)


def test_after_every_write_the_kept_page_is_the_one_that_would_be_made_now(page_store, through, office_person, noon):
    at = noon + timedelta(hours=1)
    with travel(at):
        hers, visitor, fresh, silent = seated(office_person, noon), Visitor(), Client(), []
        for what, write in writes(hers, through, office_person, at):
            renew_pending(at=at)
            before = visitor.ask(PAGE).body
            write()
            renew_pending(at=at)
            now = fresh.get(PAGE).content
            assert visitor.ask(PAGE).body == now, what
            silent += [what] if now == before else []
        woken = visitor.woken
        visitor.ask(PAGE)
    assert silent == []
    assert visitor.woken == woken


def test_the_page_is_found_by_the_search_and_names_nobody_there(office_person, noon):
    seat = seated(office_person, noon, name="Zinnia Quillfeather")
    agree_to_be_named(seat=seat, by=seat.person, at=noon)
    renew_pending(at=noon)
    assert [hit.address for hit in find("steering group", kinds=("page",)).hits if hit.address == PAGE] == [PAGE]
    assert not find("Quillfeather").hits

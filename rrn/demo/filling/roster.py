"""The steering group and the trustees: proposed, confirmed, named, their interests, and somebody who left her organisation."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from rrn.demo import invented
from rrn.demo.filling.timeline import Story
from rrn.demo.filling.world import World
from rrn.membership.actions import (
    agree_to_be_named,
    confirm_seat,
    declare_roster_interest,
    propose_seat,
)
from rrn.membership.models import RosterSeat
from rrn.membership.rules import Term
from rrn.organisations.permissions import open_seat
from rrn.organisations.seating import end_seat


def roster(world: World) -> list[Story]:
    """One story for each seat, kept by the office."""
    return [_seat(world, told) for told in invented.roster()]


def _seat(world: World, told: dict[str, Any]) -> Story:
    story, days, calendar, id = Story(), told["days"], world.calendar, told["person"]
    story.then(calendar.at_work(days["proposed"], 14, id), lambda at: _propose(world, told, at))
    if days["confirmed"] is not None:
        story.then(calendar.at_work(days["confirmed"], 15, id), lambda at: _confirm(world, told, at))
    if told["interests"] or days["named"] is not None:
        by_telephone = told["named_by"] == "telephone"
        offset = days["named"] if days["named"] is not None else days["confirmed"] + 2
        moment = calendar.at_work(offset, 11, id) if by_telephone else calendar.at_home(offset, 19, id)
        story.then(moment, lambda at: _say(world, told, at))
    if "left_organisation" in days:
        story.then(calendar.at_home(days["left_organisation"], 8, id), lambda at: _leave_organisation(world, told, at))
    return story


def _hers(world: World, told: dict[str, Any]) -> RosterSeat:
    return RosterSeat.objects.get(person=world.people[told["person"]], body=told["body"], ended_at__isnull=True)


def _propose(world: World, told: dict[str, Any], at: datetime) -> None:
    days, day = told["days"], world.calendar.day
    propose_seat(
        person=world.people[told["person"]],
        body=told["body"],
        role=told["role"],
        comes_as=told["comes_as"],
        organisation=world.organisations[told["through"]] if told["through"] else None,
        term=Term(day + timedelta(days=days["term_from"]), day + timedelta(days=days["term_to"])),
        by=world.people["amina-ashwend"],
        at=at,
    )


def _confirm(world: World, told: dict[str, Any], at: datetime) -> None:
    confirm_seat(seat=_hers(world, told), by=world.people["bryn-heskwith"], at=at)


def _say(world: World, told: dict[str, Any], at: datetime) -> None:
    """She agrees to be named and declares her interests, by herself or in a call with the office."""
    seat = _hers(world, told)
    by = world.people["amina-ashwend"] if told["named_by"] == "telephone" else seat.person
    if told["days"]["named"] is not None:
        agree_to_be_named(seat=seat, by=by, at=at)
    for interest in told["interests"]:
        declare_roster_interest(seat=seat, words=interest["words"], is_public=interest["public"], by=by, at=at)


def _leave_organisation(world: World, told: dict[str, Any], at: datetime) -> None:
    person, organisation = world.people[told["person"]], world.organisations[told["through"]]
    held = open_seat(person, organisation)
    assert held is not None  # it is through this seat that she sits
    end_seat(seat=held, by=person, at=at)

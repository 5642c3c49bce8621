"""Organisations: founded by their leads, described, entered in registers, and the people who take seats in them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from rrn.core.time import london_day
from rrn.demo import invented
from rrn.demo.filling.timeline import Deed, Story
from rrn.demo.filling.world import World
from rrn.membership.actions import suspend_member
from rrn.organisations.actions import (
    accept_invitation,
    add_register,
    check_register,
    declare_interest,
    describe_organisation,
    found_organisation,
    invite,
    renew_code,
    take_seat_by_code,
)
from rrn.organisations.models import InterestKind, SeatKind
from rrn.organisations.rules import Scheme

FACTS = (
    "part_covered", "sector", "nation", "place", "website", "training_provider", "certificate_reference",
    "use_of_force_policy", "language",
)  # fmt: skip
LOOKED_UP = "The register's own website"
COLLEAGUES_AFTER = 12  # days
WHY_SUSPENDED = "The home has a new owner, and nobody there answers for the plan at present."


def seats_in(slug: str) -> dict[str, list[tuple[str, str]]]:
    """Seat → (id, role title) of those who hold it in this organisation."""
    held: dict[str, list[tuple[str, str]]] = {kind: [] for kind in SeatKind.values}
    for person in invented.people():
        for seat in person["seats"]:
            if seat["organisation"] == slug:
                held[seat["seat"]].append((person["id"], seat["role"]))
    return held


def lead_of(slug: str) -> str:
    return seats_in(slug)["lead"][0][0]


def days_of(slug: str) -> dict[str, int]:
    return next(one["days"] for one in invented.organisations() if one["slug"] == slug)


def found(world: World, organisation: dict[str, Any], story: Story) -> None:
    """The lead signs up, enters the organisation and says what it is; invitations go out the same morning."""
    slug, started = organisation["slug"], organisation["days"]["started"]
    (lead, role), *_ = seats_in(slug)["lead"]

    def begin(at: datetime) -> None:
        by = world.sign_up(lead, at)
        made = found_organisation(name=organisation["name"], role_title=role, by=by, at=at)
        facts = {name: organisation[name] for name in FACTS} | {"region": invented.region_of(organisation["place"])}
        made = describe_organisation(organisation=made, changes=facts, by=by, at=at + timedelta(minutes=9))
        world.organisations[slug] = made
        for entry in organisation["registers"]:
            add_register(
                organisation=made,
                scheme=Scheme(entry["scheme"]),
                value=entry["value"],
                by=by,
                at=at + timedelta(minutes=12),
            )

    story.then(world.calendar.at_work(started, 9, slug), begin)
    for kind in (SeatKind.EDITOR, SeatKind.VIEWER):
        for id, title in seats_in(slug)[kind]:
            _by_invitation(world, slug, kind, id, title, story)


def _by_invitation(world: World, slug: str, kind: SeatKind, id: str, title: str, story: Story) -> None:
    """The lead offers the seat by mail; its holder signs up the next working morning and takes it."""
    started, offered = days_of(slug)["started"], {}

    def offer(at: datetime) -> None:
        lead, organisation = world.people[lead_of(slug)], world.organisations[slug]
        offered[id] = invite(
            organisation=organisation,
            email=world.told[id]["email"],
            kind=kind,
            by=lead,
            at=at,
            role_title=title,
        )

    def take(at: datetime) -> None:
        accept_invitation(invitation=offered[id], by=world.sign_up(id, at), at=at)

    story.then(world.calendar.at_work(started, 11, slug), offer)
    story.then(world.calendar.at_work(started + 1, 16, id), take)


def colleagues(world: World, organisation: dict[str, Any], story: Story) -> None:
    """Once there is something to be a member of, the lead gives out the code and colleagues take their seats."""
    slug, days = organisation["slug"], organisation["days"]
    wanted = seats_in(slug)["colleague"]
    if not wanted:
        return
    code: list[str] = []

    def give_out(at: datetime) -> None:
        code.append(renew_code(organisation=world.organisations[slug], by=world.people[lead_of(slug)], at=at))

    def take(id: str) -> Deed:
        return lambda at: take_seat_by_code(code=code[0], by=world.sign_up(id, at), at=at)

    story.then(world.calendar.at_work(days["published"] + COLLEAGUES_AFTER, 9, slug), give_out)
    for place, (id, _) in enumerate(wanted, start=1):
        story.then(world.calendar.at_work(days["published"] + COLLEAGUES_AFTER + place, 13, id), take(id))


def check_registers(world: World, organisation: dict[str, Any], story: Story) -> None:
    """The office looks a number up while the plan is being read."""
    slug, days = organisation["slug"], organisation["days"]
    if "accepted" not in days or not organisation["registers"]:
        return

    def look_up(at: datetime) -> None:
        entry = world.organisations[slug].register_entries.all()[0]
        check_register(entry=entry, how=LOOKED_UP, on=london_day(at), by=world.people["amina-ashwend"], at=at)

    story.then(world.calendar.at_work(days["submitted"] + 2, 10, slug), look_up)


def suspend(world: World, organisation: dict[str, Any], story: Story) -> None:
    """The office pauses a membership, and says why."""
    slug, days = organisation["slug"], organisation["days"]
    if "suspended" not in days:
        return

    def pause(at: datetime) -> None:
        member = world.organisations[slug].member
        suspend_member(member=member, reason=WHY_SUSPENDED, by=world.people["amina-ashwend"], at=at)

    story.then(world.calendar.at_work(days["suspended"], 11, slug), pause)


def interests(world: World) -> Story:
    """One reviewer says where she has something to do with an organisation, before its plan reaches her."""
    story, declared = Story(), (
        ("mossenby-day", InterestKind.EMPLOYER, "I work there two days a week."),
        ("drumkeelavan", InterestKind.FAMILY, "My nephew stays there for short breaks."),
    )  # fmt: skip
    for slug, kind, words in declared:

        def declare(at: datetime, slug: str = slug, kind: InterestKind = kind, words: str = words) -> None:
            person = world.people["effie-dapplewick"]
            declare_interest(
                person=person,
                organisation=world.organisations[slug],
                kind=kind,
                words=words,
                by=person,
                at=at,
            )

        story.then(world.calendar.at_work(days_of(slug)["submitted"], 17, slug), declare)
    return story


def open_invitation(world: World) -> Story:
    """Somebody was asked to join a draft and has not answered yet."""
    story = Story()

    def offer(at: datetime) -> None:
        slug = "lydeshire-police"
        invite(
            organisation=world.organisations[slug], email="peer.researcher@lydeshire-police.example",
            kind=SeatKind.EDITOR, role_title="Peer researcher", by=world.people[lead_of(slug)], at=at,
        )  # fmt: skip

    story.then(world.calendar.at_work(-2, 15, "lydeshire-police"), offer)
    return story

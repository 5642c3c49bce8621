"""The whole past of the made-up network, from its first day to the morning of the filling."""

from __future__ import annotations

from datetime import datetime

from rrn.core.time import london_day
from rrn.demo import invented
from rrn.demo.filling.calendar import Calendar
from rrn.demo.filling.films import choose_films
from rrn.demo.filling.individuals import Somebody, live
from rrn.demo.filling.organisations import (
    check_registers,
    colleagues,
    found,
    interests,
    open_invitation,
    suspend,
)
from rrn.demo.filling.plans import Told, send, take_licence, write
from rrn.demo.filling.pledges import bring_in_pledges, claim_pledges
from rrn.demo.filling.reviews import review
from rrn.demo.filling.roster import roster
from rrn.demo.filling.timeline import Story, happen
from rrn.demo.filling.world import World

FILMS_CHOSEN = -1199
PLEDGES_BROUGHT_IN = -61
PLEDGES_CLAIMED = -47


def fill_past(at: datetime) -> None:
    """Every story, woven into one line of time: what is written later has the later number, as in a real network."""
    world = World(Calendar(london_day(at), at))
    stories = [_office(world), interests(world), open_invitation(world)]
    stories += [
        story
        for place, one in enumerate(invented.organisations())
        for story in _organisation(world, one, place)
    ]
    stories += [_individual(world, one) for one in invented.individuals()]
    stories += roster(world)
    happen(stories, latest=at)


def _office(world: World) -> Story:
    story = Story()
    story.then(
        world.calendar.at_work(FILMS_CHOSEN, 10, "films"),
        lambda at: choose_films(by=world.people["amina-ashwend"], at=at),
    )
    story.then(
        world.calendar.at_work(PLEDGES_BROUGHT_IN, 10, "pledges"), lambda at: bring_in_pledges(world, at)
    )
    story.then(world.calendar.at_work(PLEDGES_CLAIMED, 11, "claims"), lambda at: claim_pledges(world, at))
    return story


def _organisation(world: World, organisation: dict, place: int) -> list[Story]:
    """What its people and the reviewer do, one plan after the other; what the office and colleagues do beside it."""
    told, beside = Told(world, organisation, Story()), Story()
    earlier = invented.earlier_plans().get(organisation["slug"])
    found(world, organisation | {"days": earlier["days"]} if earlier else organisation, told.story)
    if earlier:
        before = Told(world, organisation, told.story, earlier)
        write(before)
        send(before)
        review(before)
    write(told)
    send(told)
    review(told)
    take_licence(told, place)
    check_registers(world, organisation, beside)
    suspend(world, organisation, beside)
    if "published" in organisation["days"]:
        colleagues(world, organisation, beside)
    return [told.story, beside]


def _individual(world: World, individual: dict) -> Story:
    who = Somebody(world, individual, Story())
    live(who)
    return who.story

"""A made-up network of any size, row by row: the same rows for the same size, seed and day. No name is anybody's."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from rrn.core.time import add_years
from rrn.core.vocabulary import Nation, PracticeType, Region, Sector, Strategy

Row = dict[str, Any]
PEOPLE_EACH = 1613 / 375  # as in the network of 2019
GRACE = timedelta(days=60)
NATIONS = (Nation.ENGLAND,) * 14 + (Nation.SCOTLAND, Nation.SCOTLAND, Nation.WALES, Nation.NORTHERN_IRELAND)
PLACES = ("Barrow", "Hollin", "Thorn", "Aber", "Kirk", "Glen", "Stan", "Wether", "Ash", "Nether", "Ox", "Pen", "Lang", "Strath")
ENDS = ("ford", "by", "ham", "wick", "ton", "dale", "bridge", "mouth", "field", "combe", "ley", "stead")
KINDS = ("School", "Care", "Hospital", "Trust", "Support", "House", "College", "Services", "Community Living", "Children's Home")
WHO = ("staff on every ward", "the night team", "each key worker", "families who want to", "people who live here", "new starters",
       "the clinical lead", "agency staff", "two advocates", "the school council")  # fmt: skip
WHAT = ("meet after each hold to say what came before it", "write a plan for what calms a person", "look at every harness with a physiotherapist",
        "open the garden door in the day", "count the hours of seclusion and say them aloud", "learn from people who were restrained",
        "take blanket rules off the wall one by one", "review each prescription that is given as needed", "tell families the same day",
        "visit a place that uses none")  # fmt: skip
WHY = ("Most holds begin at mealtimes.", "Nobody asked the person afterwards.", "The same three rooms keep coming back.",
       "Families heard of it by chance.", "A rule for one became a rule for all.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Network:
    organisations: int
    day: date
    seed: int = 7

    @property
    def people(self) -> int:
        return round(self.organisations * PEOPLE_EACH)

    def chance(self, number: int) -> random.Random:
        return random.Random(self.seed * 1_000_003 + number)

    def began(self, chance: random.Random) -> date:
        """A day within the last three years, so that some have run out and some are in their grace."""
        return self.day - timedelta(days=chance.randrange(3 * 365))


def at_nine(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)


def organisation(network: Network, number: int) -> Row:
    chance = network.chance(number)
    nation = chance.choice(NATIONS)
    place = chance.choice(PLACES) + chance.choice(ENDS)
    return {
        "slug": f"organisation-{number}", "name": f"{place.title()} {chance.choice(KINDS)} {number}", "place": place.title(),
        "sector": chance.choice(Sector.values), "nation": nation.value,
        "region": chance.choice(Region.values) if nation is Nation.ENGLAND else "", "founded_at": at_nine(network.began(chance)),
        "part_covered": "All of it",
    }  # fmt: skip


def sentence(chance: random.Random) -> str:
    return f"{chance.choice(WHO)} {chance.choice(WHAT)}".capitalize()


def plan(network: Network, number: int) -> Row:
    """The plan of an organisation, with its dates."""
    chance = network.chance(number + 10_000_000)
    began = network.began(chance)
    at = at_nine(began)
    return {
        "reference": f"B{number:09}", "state": "published", "where_now": " ".join(f"{sentence(chance)}. {chance.choice(WHY)}" for _ in range(5)),
        "how_known": f"{sentence(chance)}.", "practices": sorted(chance.sample(PracticeType.values, 3)),
        "sharing": f"{sentence(chance)} and publish it each half year.", "summary": "\n".join(sentence(chance) for _ in range(3)),
        "shaped_by": f"{chance.choice(WHO)} shaped it.".capitalize(), "shaped_change": f"{sentence(chance)}.",
        "executive_role": "Chief executive", "lead_role": "Lead for restraint reduction", "started_at": at, "saved_at": at,
        "submitted_at": at, "promised_on": began, "review_opened_at": at, "accepted_at": at, "publish_on": began, "published_at": at,
        "runs_from": began, "runs_until": add_years(began, 2) - timedelta(days=1),
    }  # fmt: skip


def actions(network: Network, number: int, began: date) -> Iterator[Row]:
    chance = network.chance(number + 20_000_000)
    for order in range(1, chance.randint(3, 5) + 1):
        yield {
            "order": order, "what": f"{sentence(chance)}.", "why": chance.choice(WHY), "strategy": chance.choice(Strategy.values),
            "practices": chance.sample(PracticeType.values, 1), "owner_role": "Head of practice", "starts_on": began,
            "due_on": began + timedelta(days=chance.randrange(90, 700)), "measure": "Holds in a month",
            "baseline": str(chance.randrange(5, 90)), "baseline_on": began, "target": str(chance.randrange(5)),
            "how_you_will_know": f"{sentence(chance)}.", "under_way": chance.choice(("new", "new", "brought_forward", "already_planned", "already_happening")), "added_at": at_nine(began),
        }  # fmt: skip


def period(number: int, began: date) -> Row:
    ends = add_years(began, 2) - timedelta(days=1)
    return {
        "kind": "first", "reference": f"P{number:010}", "starts_on": began, "ends_on": ends, "grace_ends_on": ends + GRACE,
        "made_at": at_nine(began),
    }  # fmt: skip


def person(network: Network, number: int) -> Row:
    return {
        "email": f"person{number}@people.example", "display_name": f"Person {number}", "password": "!", "date_joined": at_nine(network.day),
        "adult_confirmed_at": at_nine(network.day),
    }  # fmt: skip


def pledge(network: Network, number: int) -> Row:
    chance = network.chance(number + 30_000_000)
    of_organisation = number % 5 == 0
    listing = chance.choice(("yes", "no", "unknown"))
    return {
        "kind": "organisation" if of_organisation else "individual", "pledged_on": date(2014, 1, 1) + timedelta(days=chance.randrange(2000)),
        "organisation_name": f"{chance.choice(PLACES)}{chance.choice(ENDS)} {chance.choice(KINDS)}" if of_organisation else "",
        "first_name": "A", "last_name": f"Pledger {number}", "address": f"pledger{number}@people.example", "batch": "bench",
        "imported_at": at_nine(network.day), "listing": listing,
        "listing_chosen_at": None if listing == "unknown" else at_nine(network.day), "nation": chance.choice(NATIONS).value,
    }  # fmt: skip

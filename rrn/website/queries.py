"""Reads worth naming: whom to turn to, and what the home page shows of other rooms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from rrn.core.time import add_months
from rrn.core.vocabulary import Nation
from rrn.website.models import HelpContact

NATIONS = tuple(nation for nation in Nation if nation is not Nation.OTHER_COUNTRY)
CHECK_AGAIN_AFTER_MONTHS = 6


def contacts_for(nation: str = "") -> list[HelpContact]:
    """Everybody who can act in this nation, danger first, those of every nation included. One query."""
    found = HelpContact.objects.filter(nation__in=("", nation)).order_by("order", "name")
    return sorted(found, key=lambda contact: HelpContact.Purpose.values.index(contact.purpose))


def contacts_to_check(on: date) -> QuerySet[HelpContact]:
    """Entries that nobody has checked for six months, or ever: the office's task and the start-up check's warning."""
    return HelpContact.objects.filter(
        Q(checked_on__isnull=True) | Q(checked_on__lt=add_months(on, -CHECK_AGAIN_AFTER_MONTHS))
    )


@dataclass(frozen=True, slots=True)
class Counter:
    """A number of the network with what it counts and what it leaves out; `href` opens what is counted."""

    number: str
    noun: str
    definition: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class LatestPlan:
    """One line of the home page's list of plans."""

    name: str
    href: str
    place: str
    sentence: str
    actions: int
    published_on: date


# The rooms' figures and plans, in the order of the home page. A room's line is added here when its pages open.
COUNTERS: list[Callable[[date], Counter]] = []
LATEST_PLANS: list[Callable[[date], list[LatestPlan]]] = []


def home_counters(on: date) -> list[Counter]:
    return [count(on) for count in COUNTERS]


def latest_plans(on: date, most: int = 3) -> list[LatestPlan]:
    plans = [plan for find in LATEST_PLANS for plan in find(on)]
    return sorted(plans, key=lambda plan: plan.published_on, reverse=True)[:most]

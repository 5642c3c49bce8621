"""Plans: written over weeks by those who write them, sent by the lead, and what the lead does afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from rrn.accounts.models import User
from rrn.demo import invented
from rrn.demo.filling.organisations import lead_of, seats_in
from rrn.demo.filling.timeline import Story
from rrn.demo.filling.world import World
from rrn.membership.actions import accept_licence
from rrn.membership.wordings import LOGO_LICENCE
from rrn.plans.actions import add_action, confirm, save_part, start_plan, submit_plan, withdraw_plan
from rrn.plans.models import ConfirmationKind, Plan
from rrn.plans.queries import CONFIRMATIONS_VERSION
from rrn.plans.rules import PART_FIELDS, Part, last_due_day

DRAFTS_BEGIN_AFTER = 45  # days: when those who still write expect their plan to be published
PLAIN_FIELDS = (
    "what", "why", "strategy", "practices", "under_way", "owner_role", "shaped_by", "shaped_change", "measure", "target",
    "how_you_will_know",
)  # fmt: skip
# What the youngest draft has so far: two parts, one action whole and one begun.
BEGUN = {"lydeshire-police": ({Part.NOW, Part.PRACTICES, Part.PEOPLE}, 2, ("what", "strategy"))}
Piece = Callable[[Plan, User, datetime], Any]


@dataclass
class Told:
    """One organisation with its plan: what is told of both, and where its story is kept."""

    world: World
    organisation: dict[str, Any]
    story: Story
    earlier: dict[str, Any] | None = None  # the plan before the present one, where this tells of that

    @property
    def slug(self) -> str:
        return str(self.organisation["slug"])

    @property
    def days(self) -> dict[str, int]:
        return dict((self.earlier or self.organisation)["days"])

    @cached_property
    def words(self) -> dict[str, Any]:
        return self.earlier or invented.plans()[self.slug]

    @cached_property
    def said(self) -> dict[str, Any]:
        nothing: dict[str, Any] = {"comments": [], "first": [], "since": [], "points": []}
        reviews = {} if self.earlier else invented.reviews()
        return reviews.get(self.slug, nothing | dict.fromkeys(("asked", "reasons", "appeal"), ""))

    @property
    def lead(self) -> User:
        return self.world.people[lead_of(self.slug)]

    @property
    def plan(self) -> Plan:
        return self.world.plans[self.slug]

    def then(self, offset: int, hour: int, deed: Callable[[datetime], Any]) -> None:
        self.story.then(self.world.calendar.at_work(offset, hour, self.slug), deed)

    def day(self, offset: int) -> date:
        return self.world.calendar.working_day(offset)

    @cached_property
    def sent_on(self) -> date:
        """The day the plan was sent; for a draft, the day it was begun. What was measured was measured before."""
        return self.day(self.days.get("submitted", self.days["started"]))

    @cached_property
    def begins_on(self) -> date:
        """The day from which the plan counts its own days."""
        if "published" in self.days:
            return self.day(self.days["published"])
        return self.sent_on if "submitted" in self.days else self.day(DRAFTS_BEGIN_AFTER)


def action_values(told: Told, number: int, *, first: bool = False) -> dict[str, Any]:
    """The fields of an action with real days; `first` is how it stood when it was first sent."""
    action, begins = told.words["actions"][number - 1], told.begins_on
    values = {name: action[name] for name in PLAIN_FIELDS} | {
        "starts_on": begins + timedelta(action["starts_after"]),
        "due_on": min(begins + timedelta(action["due_after"]), last_due_day(told.sent_on)),
        "baseline": action["baseline"] or "",
    }
    if action["baseline_after"] is not None:
        values["baseline_on"] = told.sent_on + timedelta(action["baseline_after"])
    else:
        values["baseline_known_by"] = begins + timedelta(action["baseline_known_after"])
    earlier = {one["field"]: one["words"] for one in told.said["first"] if first and one["action"] == number}
    return values | earlier


def part_values(told: Told, part: Part) -> dict[str, Any]:
    if part != Part.PEOPLE:
        words = {"language": told.organisation["language"]} | told.words
        return {name: words[name] for name in PART_FIELDS[part]}
    lead = told.world.told[lead_of(told.slug)]
    return {
        "executive_role": told.organisation["executive_role"],
        "executive_email": f"executive.office@{told.slug}.example",
        "lead_role": told.organisation["lead_role"],
        "lead_name": lead["name"],
        "lead_email": lead["email"],
        "lead_telephone": lead["telephone"],
    }


def write(told: Told) -> None:
    """The draft is opened and written piece by piece, by the lead and the editors in turn."""

    def start(at: datetime) -> None:
        organisation = told.world.organisations[told.slug]
        told.world.plans[told.slug] = start_plan(organisation=organisation, by=told.lead, at=at)

    started, last = told.days["started"], told.days.get("submitted", 0) - 1
    told.then(started, 14, start)
    writers = [lead_of(told.slug), *(id for id, _ in seats_in(told.slug)["editor"])]
    pieces = _pieces(told)
    for place, piece in enumerate(pieces):
        offset = min(started + 2 + (last - started - 2) * place // max(len(pieces) - 1, 1), last)
        _write_one(told, piece, writers[place % len(writers)], offset, place)


def _write_one(told: Told, piece: Piece, writer: str, offset: int, place: int) -> None:
    told.then(offset, 10 + place % 3, lambda at: piece(told.plan, told.world.people[writer], at))


def _pieces(told: Told) -> list[Piece]:
    parts, most, begun = BEGUN.get(told.slug, (set(PART_FIELDS), len(told.words["actions"]), PLAIN_FIELDS))
    pieces = [_part(told, part) for part in PART_FIELDS if part in parts]
    numbers = range(1, most + 1)
    return [
        *pieces,
        *(_action(told, number, begun if number == most else PLAIN_FIELDS) for number in numbers),
    ]


def _part(told: Told, part: Part) -> Piece:
    return lambda plan, by, at: save_part(plan=plan, part=part, values=part_values(told, part), by=by, at=at)


def _action(told: Told, number: int, fields: tuple[str, ...]) -> Piece:
    values = action_values(told, number, first=True)
    if fields != PLAIN_FIELDS:
        values = {name: values[name] for name in fields}
    return lambda plan, by, at: add_action(plan=plan, by=by, at=at, **values)


def confirm_all(told: Told, at: datetime) -> None:
    kinds = ConfirmationKind.values
    confirm(plan=told.plan, kinds=kinds, wording_version=CONFIRMATIONS_VERSION, by=told.lead, at=at)


def send(told: Told) -> None:
    """The lead confirms and sends; one of them takes the plan back before anybody has read it."""
    if "submitted" not in told.days:
        return
    told.then(told.days["submitted"], 11, lambda at: confirm_all(told, at))
    told.then(told.days["submitted"], 12, lambda at: submit_plan(plan=told.plan, by=told.lead, at=at))
    if "withdrawn" in told.days:
        told.then(told.days["withdrawn"], 9, lambda at: withdraw_plan(plan=told.plan, by=told.lead, at=at))


def take_licence(told: Told, place: int) -> None:
    """Three in four accept the logo's licence, within a month of publication."""
    if "published" not in told.days or place % 4 == 3:
        return

    def accept(at: datetime) -> None:
        licence = told.world.organisations[told.slug].member.logo_licence
        accept_licence(licence=licence, terms_version=LOGO_LICENCE.version, by=told.lead, at=at)

    told.then(min(told.days["published"] + 3 + place % 25, -1), 14, accept)

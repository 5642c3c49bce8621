"""The shapes of the API's questions and answers. What stands here is what the OpenAPI description says."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from ninja import Path, Schema
from pydantic import AfterValidator, Field

from rrn.core.vocabulary import Nation, PracticeType, Sector
from rrn.register.machines.reading import NOT_A_MEMBER
from rrn.register.rules import Group

MOST = 100
# A key is the number of an organisation or of a publication.
LARGEST_KEY = 2**53


SAID = " ".join(f"{group.value}: {group.label}." for group in Group)


class StatusCode(StrEnum):
    """The directory's groups of memberships, and what an organisation's own address may say besides."""

    IN_FORCE = Group.IN_FORCE.value
    ENDING_SOON = Group.ENDING_SOON.value
    RENEWAL_DUE = Group.RENEWAL_DUE.value
    SUSPENDED = Group.SUSPENDED.value
    ENDED = Group.ENDED.value
    ENDED_EARLIER = Group.ENDED_EARLIER.value
    NOT_A_MEMBER = NOT_A_MEMBER


def _no_nul(words: str) -> str:
    if "\x00" in words:
        raise ValueError("A text cannot hold the sign NUL.")
    return words


SLUG: Any = Path(..., min_length=1, max_length=80, pattern=r"^[-a-zA-Z0-9_]+$", description="An organisation's name in addresses.")
NUMBER: Any = Path(..., ge=1, le=32767, description="The number of a published version.")
Limit = Annotated[int, Field(ge=1, le=MOST, description="How many at most, 1 to 100.")]
After = Annotated[int, Field(ge=0, le=LARGEST_KEY, description="Where to go on: the address in the answer before has it.")]
ActionKey = Annotated[
    str,
    Field(max_length=24, pattern=r"^[0-9]{1,16}(\.[0-9]{1,3})?$", description="Where to go on: the address in the answer before has it."),
    AfterValidator(_no_nul),
]


class Page(Schema):
    limit: Limit = 25


class WhichOrganisations(Schema):
    """Filters on organisations. Several values of one filter: any of them. Several filters: all of them."""

    sector: list[Sector] = Field(default=[], description="Sectors.", max_length=20)
    nation: list[Nation] = Field(default=[], description="Nations.", max_length=20)
    status: list[Group] = Field(
        default=[], description=f"The membership's status today. {SAID} Without it, all but those that ended earlier.", max_length=20
    )


class WhichWords(Schema):
    strategy: list[Annotated[int, Field(ge=1, le=6)]] = Field(default=[], description="Six Core Strategies, 1 to 6.", max_length=20)
    practice: list[PracticeType] = Field(default=[], description="Types of restrictive practice.", max_length=20)


class OrganisationsQuestion(Page, WhichOrganisations, WhichWords):
    after: After = 0


class PlansQuestion(Page):
    after: After = 0


class ActionsQuestion(Page, WhichOrganisations, WhichWords):
    after: ActionKey = "0"


class StatusSaid(Schema):
    code: StatusCode = Field(description=f"The status as the directory's code. {SAID}")
    words: str = Field(description="The status in the words of the directory.")
    start: date | None = Field(alias="from", description="The first day of the present membership; where it is suspended or its renewal is due, the day since which that is so. Null once it has ended.")
    end: date | None = Field(alias="to", description="Its last day, or the day on which it ended. Null where it is suspended or its renewal is due.")
    as_of: date = Field(description="The day this is about.")


class Organisation(Schema):
    name: str
    slug: str
    part_covered: str = Field(description="The part of the organisation that its plan covers.")
    sector: str
    nation: str
    place: str
    website: str
    training_provider: str
    use_of_force_policy: str
    status: StatusSaid
    plan_version: int = Field(description="The published version that stands now.")
    plan_published_on: date
    actions: int = Field(description="How many actions that version promises.")
    page: str = Field(description="Its page on this site.")
    plan: str = Field(description="The plan in this API.")
    feed: str = Field(description="Its Atom feed.")


class Action(Schema):
    number: int = Field(description="Its place in this version.")
    what: str
    why: str
    strategy: int | None
    practices: list[str]
    owner_role: str
    starts_on: date | None
    due_on: date
    measure: str
    baseline: str = Field(description="The value when it was promised; empty where it was not known.")
    baseline_known_by: date | None = Field(description="The day by which the organisation said that it would know the value.")
    target: str = Field(description="The value that is promised; empty where it was not known.")
    target_known_by: date | None = Field(description="The day by which the organisation said that it would know the target.")
    how_you_will_know: str
    under_way: str
    shaped_by: str
    shaped_change: str


class ListedAction(Action):
    organisation: str = Field(description="The organisation's name.")
    organisation_slug: str
    plan_version: int
    language: str
    page: str = Field(description="The action on this site.")


class PlanInList(Schema):
    organisation: str
    organisation_slug: str
    version: int
    reference: str
    published_on: date
    runs_from: date | None
    runs_until: date | None
    stands_now: bool = Field(description="Whether this version is the one that stands in public now.")
    language: str
    actions: int
    digest: str = Field(description="SHA-256 over the frozen words, as canonical JSON.")
    licence: str
    page: str = Field(description="This version on this site.")
    plan: str = Field(description="This version in this API.")


class Plan(PlanInList):
    summary: str
    where_now: str
    how_known: str
    practices: list[str]
    no_restraint: bool
    sharing: str
    shaped_by: str
    shaped_change: str
    executive_role: str
    lead_role: str
    points_to_learn: list[str] = Field(description="What the network asked the organisation to learn when it accepted the plan.")
    promised: list[Action]


class Figure(Schema):
    series: str
    number: int
    words: str
    definition: str
    page: str


class Answer(Schema):
    as_of: date = Field(description="The day that every status is about.")
    issuer: str
    licence: str = Field(description="The licence of the published words.")


class NextPage(Answer):
    next: str | None = Field(description="The address of the next page; null at the end. A page may hold fewer than asked, even none, before the end.")


class Organisations(NextPage):
    organisations: list[Organisation]


class Plans(NextPage):
    plans: list[PlanInList]


class Actions(NextPage):
    actions: list[ListedAction]


class OneOrganisation(Answer):
    organisation: Organisation


class OnePlan(Answer):
    plan: Plan


class Figures(Answer):
    figures: list[Figure]


class Wrong(Schema):
    where: str = Field(description="The name of the parameter.")
    words: str = Field(description="What is wrong with it.")


class Problem(Schema):
    """Every answer that is not what was asked for."""

    status: int
    words: str = Field(description="What happened, in a sentence.")
    request_id: str = Field(description="Tell us this number if you ask us about it.")
    wrong: list[Wrong] = []

"""The lists behind the figures of actions: the very actions that were counted, by organisation. Reads only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from rrn.core.vocabulary import PracticeType, Strategy
from rrn.plans.rules import UnderWay
from rrn.register.facets import A_PAGE, Index, index_on, key_of, slug_of
from rrn.register.figures import IN_FORCE
from rrn.register.forms import echo, not_known
from rrn.register.ledger import ledger
from rrn.register.machines.reading import Standing, standing_of
from rrn.register.permissions import actions_in_force
from rrn.register.queries import PublicAction
from rrn.register.rules import with_parents

NOT_SAID = "not_said"
UNDER_WAY = {
    UnderWay.NEW.value: "Actions that are new because of the plan",
    UnderWay.BROUGHT_FORWARD.value: "Actions that were brought forward",
    UnderWay.ALREADY_PLANNED.value: "Actions that were planned already",
    UnderWay.ALREADY_HAPPENING.value: "Actions that were already happening",
    UnderWay.REQUIRED_BY_LAW.value: "Actions that are required by law",
    NOT_SAID: "Actions of which it is not said whether they are new",
}
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "under_way": tuple(UNDER_WAY),
    "strategy": tuple(str(code) for code in Strategy.values),
    "practice": tuple(PracticeType.values),
}
WHAT = {"under_way": "answer to “Was it already under way?”", "strategy": "strategy", "practice": "type of restrictive practice"}
# How many organisations one page looks at: few first, as most have such an action, then as many as the API's questions.
LOOKS = (50, 2_000)
ALL_OF_THEM = 999


@dataclass(frozen=True, slots=True)
class Wanted:
    """All actions, or those of one row of a table of the figures: `name` and `code` are those of the totals."""

    name: str = ""
    code: str = ""
    unknown: tuple[tuple[str, str], ...] = ()  # what was asked for and there is not; never part of an address
    others: bool = False  # more than one was asked for: the totals know no two at once

    @classmethod
    def read(cls, given: QueryDict) -> Wanted:
        """What is asked for first; an option that there is not asks for nothing, and is said to be unknown."""
        asked = [(name, code) for name in OPTIONS for code in dict.fromkeys(given.getlist(name))]
        known = [(name, code) for name, code in asked if code in OPTIONS[name]]
        unknown = tuple((WHAT[name], said) for name, code in asked if (name, code) not in known and (said := echo(code)))
        return cls(*(known[0] if known else ("", "")), unknown=unknown, others=len(known) > 1)

    def left_aside(self) -> list[str]:
        """What of the question the list does not answer, in sentences."""
        one = "Actions are listed by one thing at a time, and here by the first that was asked for." if self.others else ""
        return [said for said in (not_known(self.unknown), one) if said]

    def query(self) -> str:
        return f"{self.name}={self.code}" if self.name else ""

    def series(self) -> str:
        return f"{self.name}:{self.code}" if self.name else "actions"

    def words(self) -> str:
        if self.name == "under_way":
            return UNDER_WAY[self.code]
        if self.name == "strategy":
            return f"Actions of strategy {self.code}: {Strategy(int(self.code)).label}"
        return f"Actions by type of practice: {PracticeType(self.code).label}" if self.name else "Actions promised"

    def fits(self, strategy: int | None, practices: Sequence[str], under_way: str) -> bool:
        if self.name == "under_way":
            return self.code == (under_way or NOT_SAID)
        if self.name == "strategy":
            return self.code == str(strategy)
        return not self.name or self.code in with_parents(practices)

    def choices(self) -> dict[str, tuple[str, ...]]:
        """As the directory is asked: an organisation that it leaves out has no such action."""
        return {"status": IN_FORCE} | ({self.name: (self.code,)} if self.name in ("strategy", "practice") else {})


@dataclass(frozen=True, slots=True)
class Promised:
    """One line of the list: an action, and whose it is."""

    organisation: str
    slug: str
    action: PublicAction

    @property
    def href(self) -> str:
        return f"/members/{self.slug}/plan/#action-{self.action.number}"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of the list: how many there are in all, and the key that leads on; empty where the list ends."""

    entries: list[Promised]
    total: int
    after: str = ""
    after_name: str = ""


def actions_promised(day: date, wanted: Wanted, *, after: str = "") -> Leaf:
    """Up to 25 actions in the order of their organisations' names. At most ten queries, however long the list is.

    Where such actions are so rare that 2,000 organisations have fewer than a page of them, the page is shorter and leads on.
    """
    slug, _, number = after.partition(".")
    passed = int(number) if number.isdecimal() and len(number) < 4 else 0
    index, found, last = index_on(day), list[Promised](), None
    for most in LOOKS:
        standings, last = _look(index, day, wanted, _key_before(slug), most)
        found = [line for line in _lines(standings, wanted) if line.slug != slug or line.action.number > passed]
        if len(found) > A_PAGE or last is None:
            break
    total = ledger(index.edition).on(day, wanted.series())
    if len(found) > A_PAGE:
        end, following = found[A_PAGE - 1], found[A_PAGE]
        return Leaf(found[:A_PAGE], total, f"{end.slug}.{end.action.number}", following.organisation)
    return Leaf(found, total, f"{slug_of(last)}.{ALL_OF_THEM}" if last else "")


def _key_before(slug: str) -> str:
    """Where to go on so that this organisation is met once more: the rest of its actions may be next."""
    name, _, number = key_of(slug).rpartition("\x00")
    return f"{name}\x00{int(number) - 1:012}" if number else ""


def _look(index: Index, day: date, wanted: Wanted, key: str, most: int) -> tuple[list[Standing], int | None]:
    """The next organisations that have such actions, enough for a page, and the last that was looked at where more follow."""
    leaf = index.page(index.fitting(wanted.choices()), after=key, most=most)
    rows = actions_in_force(day).filter(plan__organisation__in=leaf.ids)
    facts = rows.values_list("plan__organisation_id", "strategy", "practices", "under_way")
    having = {pk for pk, *said in facts if wanted.fits(*said)}
    chosen = [pk for pk in leaf.ids if pk in having][: A_PAGE + 2]
    standings = {standing.organisation.pk: standing for standing in standing_of(chosen, day)} if chosen else {}
    return [standings[pk] for pk in chosen if pk in standings], leaf.ids[-1] if leaf.later else None


def _lines(standings: Sequence[Standing], wanted: Wanted) -> Iterator[Promised]:
    for standing in standings:
        for action in standing.actions():
            words = action.words
            if wanted.fits(words["strategy"], words["practices"], words["under_way"]):
                yield Promised(standing.organisation.name, standing.organisation.slug, action)

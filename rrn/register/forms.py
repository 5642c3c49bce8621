"""What the directory can be asked. Everything is optional; a value that it does not know is left aside, and it says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language

from rrn.core.vocabulary import Nation, PracticeType, Sector, Strategy
from rrn.register.places import REGION_CHOICES, Place
from rrn.register.rules import STANDING, Group

MOST_WORDS = 100
MOST_NAMED = 4
MOST_ECHOED, LONGEST_ECHO = 3, 40
ABROAD = "another country"


def _either(labels: Sequence[str]) -> str:
    """Wales, Scotland or England."""
    return " or ".join(part for part in (", ".join(labels[:-1]), *labels[-1:]) if part)


def echo(value: str) -> str:
    """A value that somebody put into an address, short enough to be said and without signs that turn a text around."""
    said = " ".join("".join(sign if sign.isprintable() else " " for sign in value[: LONGEST_ECHO * 2]).split())
    return said if len(said) <= LONGEST_ECHO else f"{said[:LONGEST_ECHO].rstrip()}…"


def not_known(unknown: Sequence[tuple[str, str]]) -> str:
    """Of what a value is and the value itself, that none of them is known; nothing where all was understood."""
    if not unknown:
        return ""
    named = [f"the {what} “{said}”" for what, said in unknown[:MOST_ECHOED]]
    if more := len(unknown) - len(named):
        named.append(f"{more} other{'s' if more > 1 else ''}")
    return f"We do not know {_either(named)}, so nothing is narrowed by {'it' if len(named) == 1 else 'them'}."


def _labels() -> dict[str, dict[str, str]]:
    return _labels_in(get_language() or "")


@lru_cache
def _labels_in(language: str) -> dict[str, dict[str, str]]:
    return {
        "nation": {code: str(label) for code, label in Nation.choices},
        "region": {code: str(label) for code, label in REGION_CHOICES},
        "sector": {code: str(label) for code, label in Sector.choices},
        "strategy": {str(code): f"{code} {label}" for code, label in Strategy.choices},
        "practice": {code: str(label) for code, label in PracticeType.choices},
        "status": {code: str(label) for code, label in Group.choices},
    }


LEGENDS = {
    "nation": "Nation",
    "region": "Region of England",
    "sector": "Sector",
    "strategy": "Strategy of an action",
    "practice": "Type of restrictive practice",
    "status": "Membership",
}
# How a value is called that no filter has.
VALUE_OF = LEGENDS | {"practice": "type of restrictive practice", "strategy": "strategy", "region": "region", "status": "kind of membership"}
# What an address without a filter gives: "Across all nations there are 3".
WITHOUT = {
    "nation": "Across all nations",
    "region": "In all regions",
    "sector": "In all sectors",
    "strategy": "With any strategy",
    "practice": "About any type of restrictive practice",
    "status": "Among present members",
}


@dataclass(frozen=True, slots=True)
class Question:
    """One address of the directory, read by allow-list (RELIABILITY.md rule 22)."""

    words: str = ""
    chosen_options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: tuple[tuple[str, str], ...] = ()  # filters and values that no list has; never part of an address

    @classmethod
    def read(cls, query: QueryDict) -> Question:
        chosen = {name: dict.fromkeys(query.getlist(name)) for name in LEGENDS}
        return cls(
            words=" ".join(query.get("q", "")[:MOST_WORDS].replace("\x00", "").split()),
            chosen_options={
                name: tuple(code for code in labels if code in chosen[name])
                for name, labels in _labels().items()
                if chosen[name]
            },
            unknown=tuple(
                (name, said) for name, codes in _labels().items() for code in chosen[name] if code not in codes and (said := echo(code))
            ),
        )

    def options(self, name: str) -> tuple[str, ...]:
        return self.chosen_options.get(name, ())

    def choices(self) -> dict[str, tuple[str, ...]]:
        """What the directory looks for: without a choice, memberships that stand."""
        return {**self.chosen_options, "status": self.options("status") or tuple(STANDING)}

    def tokens(self) -> tuple[tuple[str, ...], ...]:
        """The choices as the search knows them; a status depends on the day and is not among them."""
        return tuple(
            tuple(f"{name}_{code}" for code in codes) for name, codes in self.chosen_options.items() if codes and name != "status"
        )

    def without(self, name: str, option: str | None = None) -> Question:
        """The same question with one choice, or a whole filter, taken away."""
        left = tuple(code for code in self.options(name) if option is not None and code != option)
        return replace(self, chosen_options={**self.chosen_options, name: left})

    def at(self, *, nation: str, region: str = "") -> Question:
        """The same question about one place."""
        place = {"nation": (nation,), "region": (region,) if region else ()}
        return replace(self, chosen_options={**self.chosen_options, **place})

    def anywhere(self) -> Question:
        """The same question about no place in particular."""
        return self.without("nation").without("region")

    def places(self) -> frozenset[Place]:
        """The places that are chosen; a region says more than its nation."""
        regions = {(Nation.ENGLAND.value, region) for region in self.options("region")}
        nations = {(nation, "") for nation in self.options("nation") if not (regions and nation == Nation.ENGLAND)}
        return frozenset(regions | nations)

    def with_status(self, *groups: Group) -> Question:
        return replace(self, chosen_options={**self.chosen_options, "status": tuple(group.value for group in groups)})

    def query(self) -> str:
        pairs = [("q", self.words)] if self.words else []
        return urlencode(pairs + [(name, code) for name in LEGENDS for code in self.options(name)])

    def address(self) -> str:
        query = self.query()
        return f"?{query}" if query else "/members/"

    def canonical(self, path: str, **place: str) -> str:
        """The one address of the page at this path: what was understood, in one order, and where in the list it begins."""
        query = "&".join(part for part in (self.query(), urlencode({name: key for name, key in place.items() if key})) if part)
        return f"{settings.BASE_URL}{path}{f'?{query}' if query else ''}"

    def not_known(self) -> str:
        """What was asked for and is nowhere to choose, in one sentence; nothing where all was understood."""
        return not_known([(VALUE_OF[name].lower(), said) for name, said in self.unknown])

    def groups(self, counts: Mapping[str, Mapping[str, int]]) -> list[dict[str, Any]]:
        """The filters as the form shows them, each option with how many it would show."""
        return [
            {
                "legend": legend,
                "name": name,
                "options": [
                    {"value": code, "words": words, "chosen": code in self.options(name), "count": counts[name][code]}
                    for code, words in _labels()[name].items()
                ],
            }
            for name, legend in LEGENDS.items()
        ]

    def chips(self) -> list[dict[str, str]]:
        """What is chosen; each address leaves one thing out."""
        chips = [{"words": f"“{self.words}”", "href": replace(self, words="").address()}] if self.words else []
        for name in LEGENDS:
            for code in self.options(name):
                chips.append({"words": _labels()[name][code], "href": self.without(name, code).address()})
        return chips

    def _where(self) -> str:
        """" in Wales or Scotland"; nothing for everywhere."""
        places = [ABROAD if code == Nation.OTHER_COUNTRY else _labels()["nation"][code] for code in self.options("nation")]
        return f" in {_either(places)}" if places else ""

    def _filters(self) -> str:
        """The chosen filters but for the nation, by name as long as that can be read."""
        labels = [_labels()[name][code] for name in LEGENDS if name != "nation" for code in self.options(name)]
        return ", ".join(labels) if len(labels) <= MOST_NAMED else f"{len(labels)} filters"

    def title(self) -> str:
        """What the list holds: "Organisations in Wales about “harness”: Health". Nothing where nothing is asked."""
        about, filters = f" about “{self.words}”" if self.words else "", self._filters()
        said = f"{self._where()}{about}{f': {filters}' if filters else ''}"
        return f"Organisations{said}" if said else ""

    def not_found(self, corrected: str = "") -> str:
        """That nothing fits, naming what was looked for: "No plan mentions “harness” in Wales."."""
        filters = self._filters()
        if self.words:
            rest = f" with these filters: {filters}" if filters else ""
            nor = f" or “{corrected}”" if corrected else ""
            return f"No plan mentions “{self.words}”{nor}{self._where()}{rest}."
        if filters:
            return f"No organisation{self._where()} with a published plan fits these filters: {filters}."
        return f"No organisation{self._where()} has a published plan."

    @property
    def chosen(self) -> int:
        return sum(len(codes) for codes in self.chosen_options.values())

    def narrower(self) -> Sequence[str]:
        """The filters in which something is chosen."""
        return [name for name in LEGENDS if self.options(name)]

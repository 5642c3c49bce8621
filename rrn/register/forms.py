"""What the directory can be asked. Everything is optional, and anything it does not know is left aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from rrn.core.vocabulary import Nation, Region, Sector
from rrn.register.places import NOT_SAID, REGION_CHOICES, region_in_words


@dataclass(frozen=True, slots=True)
class Question:
    """One address of the directory, read by allow-list (RELIABILITY.md rule 22)."""

    words: str = ""
    sectors: tuple[str, ...] = ()
    nations: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    ended: bool = False

    @classmethod
    def read(cls, query: QueryDict) -> Question:
        return cls(
            words=" ".join(query.get("q", "").replace("\x00", "")[:100].split()),
            sectors=tuple(code for code in Sector.values if code in query.getlist("sector")),
            nations=tuple(code for code in Nation.values if code in query.getlist("nation")),
            regions=tuple(code for code in (*Region.values, NOT_SAID) if code in query.getlist("region")),
            ended=query.get("ended") == "yes",
        )

    def query(self) -> str:
        pairs = [("q", self.words)] if self.words else []
        pairs += [("sector", code) for code in self.sectors] + [("nation", code) for code in self.nations]
        pairs += [("region", code) for code in self.regions]
        return urlencode(pairs + ([("ended", "yes")] if self.ended else []))

    def address(self) -> str:
        return f"?{self.query()}" if self.query() else "."

    def groups(self) -> list[dict[str, object]]:
        """The filters as the form shows them."""
        return [
            {"legend": "Nation", "name": "nation", "options": _options(Nation.choices, self.nations)},
            {"legend": "Region of England", "name": "region", "options": _options(REGION_CHOICES, self.regions)},
            {"legend": "Sector", "name": "sector", "options": _options(Sector.choices, self.sectors)},
            {
                "legend": "Membership",
                "name": "ended",
                "options": [
                    {"value": "yes", "words": "Also those ended in the last 24 months", "chosen": self.ended, "count": None}
                ],
            },
        ]

    def chips(self) -> list[dict[str, str]]:
        """What is chosen; each address leaves one thing out."""
        chips = [{"words": f"“{self.words}”", "href": replace(self, words="").address()}] if self.words else []
        for code in self.nations:
            rest = tuple(other for other in self.nations if other != code)
            chips.append({"words": str(Nation(code).label), "href": replace(self, nations=rest).address()})
        for code in self.regions:
            rest = tuple(other for other in self.regions if other != code)
            chips.append({"words": region_in_words(code), "href": replace(self, regions=rest).address()})
        for code in self.sectors:
            rest = tuple(other for other in self.sectors if other != code)
            chips.append({"words": str(Sector(code).label), "href": replace(self, sectors=rest).address()})
        if self.ended:
            chips.append({"words": "Also ended", "href": replace(self, ended=False).address()})
        return chips

    @property
    def chosen(self) -> int:
        return len(self.sectors) + len(self.nations) + len(self.regions) + self.ended

    def at(self, *, nation: str, region: str = "") -> Question:
        """The same question about one place."""
        return replace(self, nations=(nation,), regions=(region,) if region else ())


def _options(choices: Sequence[tuple[str, Any]], chosen: tuple[str, ...]) -> list[dict[str, object]]:
    return [{"value": value, "words": words, "chosen": value in chosen, "count": None} for value, words in choices]

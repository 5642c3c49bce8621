"""The search of the whole site: organisations with their plans, pages, pledgers who are moving, and news, each in its own list.

The words are found by rrn.core.search, which keeps public words only. Whether an organisation is still listed depends
on the day, so that is asked of the register and not of the index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rrn.core.at_risk import asks_for_help
from rrn.core.audience import reads_only
from rrn.core.search import (
    Found,
    Hit,
    Part,
    Tier,
    fewer_words,
    find_each,
    find_some,
    marked,
    passages,
)
from rrn.core.time import today
from rrn.register.directory import Entry, entry_of, listings_in_order
from rrn.register.facets import A_PAGE, index_on
from rrn.register.permissions import pledges_moving
from rrn.register.rules import LISTED

# No list is read further than this; whoever wants more adds a word.
MOST = 200
SHORT = 10
PARTLY = 5


@dataclass(frozen=True, slots=True)
class Kind:
    """One list of the page: its code in the address, the kind of its documents and its words."""

    code: str
    heading: str
    one: str
    many: str


KINDS = (
    Kind("organisation", "Organisations and their plans", "organisation", "organisations"),
    Kind("page", "Pages", "page", "pages"),
    Kind("moving", "Signed the 2014 pledge, not members yet", "organisation that is moving", "organisations that are moving"),
    Kind("news", "News", "news item", "news items"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One hit as it is shown: its title and a passage with the words apart, and an organisation's place and status."""

    hit: Hit
    title: list[Part]
    passage: list[Part]
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One list: what of it is shown, how many there are, and the ways on."""

    kind: Kind
    shown: list[Shown]
    number: int
    more: bool
    next: str = ""
    whole: str = ""

    @property
    def count(self) -> str:
        if self.more:
            return f"more than {MOST} {self.kind.many}"
        return f"{self.number} {self.kind.one if self.number == 1 else self.kind.many}"


@dataclass(frozen=True, slots=True)
class Some:
    """A page that has some of the words, and the sentence that says which it lacks."""

    shown: Shown
    without: str


@dataclass(frozen=True, slots=True)
class Results:
    """What the page shows. `way_out`: for words that nothing has, fewer of them. `partly`: pages with most of them.

    `at_risk`: somebody asks for help for a person, and is told before all else where to turn.
    """

    words: str
    lists: list[Listed] = field(default_factory=list)
    corrected: str = ""
    way_out: dict[str, str] | None = None
    partly: list[Some] = field(default_factory=list)
    at_risk: bool = False


def _address(words: str, kind: str = "", after: str = "") -> str:
    pairs = [("q", words), ("kind", kind), ("after", after)]
    return "?" + urlencode([(name, value) for name, value in pairs if value])


def _listed_only(hits: list[Hit], day: date) -> list[Hit]:
    """Organisations that lists still show on the day. One query, or none while nothing changed."""
    index = index_on(day)
    fits = index.is_among(index.fitting({"status": LISTED}))
    return [hit for hit in hits if fits(int(hit.key))]


def _moving_only(hits: list[Hit]) -> list[Hit]:
    """Pledgers whom their list names at this moment, whatever the index has. One query."""
    named = set(pledges_moving().filter(pk__in=[int(hit.key) for hit in hits]).values_list("pk", flat=True))
    return [hit for hit in hits if int(hit.key) in named]


def _visible(kind: Kind, hits: list[Hit], day: date) -> list[Hit]:
    if not hits or kind.code not in ("organisation", "moving"):
        return hits
    return _listed_only(hits, day) if kind.code == "organisation" else _moving_only(hits)


def _entries(hits: list[Hit], day: date) -> dict[str, Entry]:
    """Place and status of the organisations that are shown. One query."""
    return {str(listing.pk): entry_of(listing, day) for listing in listings_in_order([int(hit.key) for hit in hits])}


def results(*, words: str, kind: str = "", after: str = "", day: date) -> Results:
    """All lists from their beginning, or one of them from where `after` (a hit's key) leaves off."""
    wanted = [known for known in KINDS if known.code == kind] or list(KINDS)
    found = find_each(words, [(known.code,) for known in wanted], most=MOST)
    alone = len(wanted) == 1
    if not alone:
        pairs = sorted(zip(wanted, found, strict=True), key=lambda pair: not _is_called_so(pair[1]))
        wanted, found = [kind for kind, _ in pairs], [some for _, some in pairs]
    lists = [_list(known, some, words, after, alone, day) for known, some in zip(wanted, found, strict=True)]
    shown = [one for one in lists if one.number]
    way_out = None if shown else _way_out(words, wanted, found)
    partly = _partly(words) if not shown and any(known.code == "page" for known in wanted) else []
    at_risk = asks_for_help(words) or asks_for_help(found[0].corrected)
    return Results(words, shown, found[0].corrected, way_out, partly, at_risk)


def _is_called_so(found: Found) -> bool:
    """Whoever types a title whole means what is called so, before all that has a word of it."""
    return bool(found.hits) and found.hits[0].tier == Tier.TITLE


def _list(kind: Kind, found: Found, words: str, after: str, alone: bool, day: date) -> Listed:
    hits = _visible(kind, found.hits, day)
    start = next((place + 1 for place, hit in enumerate(hits) if hit.key == after), 0) if after and alone else 0
    end = start + (A_PAGE if alone else SHORT)
    here = hits[start:end]
    entries = _entries(here, day) if kind.code == "organisation" and here else {}
    texts = passages(here, found.terms) if here else {}
    return Listed(
        kind=kind,
        shown=[_shown(hit, found.terms, texts.get(hit.number, []), entries.get(hit.key)) for hit in here],
        number=len(hits),
        more=found.more,
        next=_address(words, kind.code, here[-1].key if alone else "") if len(hits) > end else "",
        whole=_address(words, kind.code) if start else "",
    )


def _shown(hit: Hit, terms: frozenset[str], passage: list[Part], entry: Entry | None) -> Shown:
    """Found by its name alone, an organisation shows what its plan says first instead of where it is a second time."""
    if entry and not any(part.marked for part in passage):
        passage = [Part(entry.summary)]
    return Shown(hit, marked(hit.title, terms), passage, entry)


def _partly(words: str) -> list[Some]:
    """The pages that have most of the words, where nothing has all of them."""
    found, terms = find_some(words, kinds=("page",), most=PARTLY)
    texts = passages([some.hit for some in found], terms) if found else {}
    return [
        Some(
            Shown(some.hit, marked(some.hit.title, terms), texts.get(some.hit.number, [])),
            f"Does not have {' or '.join(f'“{word}”' for word in some.lacks)}.",
        )
        for some in found
    ]


def _way_out(words: str, kinds: Sequence[Kind], found: Sequence[Found]) -> dict[str, str] | None:
    """The same without the words that nothing has, or the same everywhere. Only a way that leads somewhere is shown."""
    if len(kinds) == 1:
        return {"href": _address(words), "words": "Search everything, not only " + kinds[0].many}
    for rest in fewer_words(words, found[0].unknown):
        if any(some.hits for some in find_each(rest, [("organisation",), ("page", "news"), ("moving",)], most=1)):
            return {"href": _address(rest), "words": f"Search for “{rest}” instead"}
    return None


@reads_only
def search(request: HttpRequest) -> HttpResponse:
    words = " ".join(request.GET.get("q", "")[:100].split())
    asked: dict[str, Any] = {"kind": request.GET.get("kind", "")[:30], "after": request.GET.get("after", "")[:60]}
    found = results(words=words, day=today(), **asked) if words else Results("")
    return render(request, "register/search.html", {"found": found, "crumbs": [("/", "Home")]})

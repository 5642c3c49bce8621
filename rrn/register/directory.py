"""The answer to one question of the directory: how many, which 25, what each filter would give, and the nearest way out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from rrn.core.prepared import Prepared
from rrn.core.search import Found, fewer_words, find
from rrn.membership.rules import COUNTING
from rrn.register.facets import Index, index_on, key_of
from rrn.register.forms import WITHOUT, Question
from rrn.register.indexing import KIND
from rrn.register.models import Listing
from rrn.register.rules import Group, PublicStatus, answer_on, place_in_words, public_status, read_answers

MOST = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """One organisation in a list."""

    name: str
    slug: str
    where: str
    part_covered: str
    status: PublicStatus
    summary: str
    language: str
    actions: int
    published_on: Any


@dataclass(frozen=True, slots=True)
class Page:
    """Up to 25 entries and the ways on, by name rather than by number.

    `lost`: it was to begin at a place that this list does not have, and begins at the beginning.
    """

    entries: list[Entry]
    after: str = ""
    before: str = ""
    after_name: str = ""
    before_name: str = ""
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Candidates:
    """Organisations that fit the words, at most a thousand; whether there are more; the spelling that was meant.

    `unknown`: words that nothing on the site has.
    """

    bits: int | None = None
    more: bool = False
    corrected: str = ""
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LookedUp:
    """All that one question gives, but for the entries themselves."""

    question: Question
    index: Index
    total: int
    counts: dict[str, dict[str, int]]
    fitting: int
    candidates: Candidates = field(default_factory=Candidates)


@dataclass(frozen=True, slots=True)
class WayOut:
    """The nearest question that finds something: the words of the link and its address."""

    words: str
    href: str


def look_up(question: Question, day: date) -> LookedUp:
    """One query; with words the search's, too."""
    index = index_on(day)
    candidates = _candidates(question, index)
    choices = question.choices()
    fitting = index.fitting(choices, candidates.bits)
    return LookedUp(
        question, index, fitting.bit_count(), index.counts(choices, candidates.bits), fitting, candidates
    )


def counts_by_place(question: Question, day: date) -> dict[str, int]:
    """How many organisations fit a question in each nation, its choice of nations left aside. As many queries."""
    return look_up(question, day).counts["nation"]


def page_of(found: LookedUp, day: date, *, after: str = "", before: str = "") -> Page:
    """25 entries after or before an organisation's name: never slower on the last page than on the first. Two queries."""
    after_key, before_key = (key_of(after), "") if after else ("", key_of(before))
    leaf = found.index.page(found.fitting, after=after_key, before=before_key)
    lost = bool(after or before) and not (leaf and (after_key or before_key))
    leaf = leaf or found.index.page(found.fitting)
    listings = listings_in_order([*leaf.ids, *leaf.earlier, *leaf.later])
    here = [listing for listing in listings if listing.pk in leaf.ids]
    names = {listing.pk: listing.name for listing in listings}
    if not here:
        return Page([])
    return Page(
        entries=[entry_of(listing, day) for listing in here],
        after=here[-1].slug if leaf.later else "",
        after_name="".join(names.get(pk, "") for pk in leaf.later),
        before=here[0].slug if leaf.earlier else "",
        before_name="".join(names.get(pk, "") for pk in leaf.earlier),
        lost=lost,
    )


def listings_in_order(ids: Sequence[int]) -> list[Listing]:
    """One query; none for none."""
    rows = {listing.pk: listing for listing in _LISTINGS(ids)} if ids else {}
    return [rows[pk] for pk in ids if pk in rows]


_LISTINGS: Prepared[Listing] = Prepared(lambda ids: Listing.objects.filter(pk__in=ids))


def entry_of(listing: Listing, day: date) -> Entry:
    answer = answer_on(read_answers(listing.spans), day)
    return Entry(
        name=listing.name,
        slug=listing.slug,
        where=place_in_words(listing),
        part_covered=listing.part_covered,
        status=public_status(answer.status, answer.start, answer.end, answer.end),
        summary=listing.summary,
        language=listing.language,
        actions=listing.actions,
        published_on=listing.published_at,
    )


NEWEST = 12
_NEWEST = Prepared(lambda: Listing.objects.order_by("-published_at", "-pk")[:NEWEST])


def latest_plans(day: date, most: int = 3) -> list[Entry]:
    """The newest plans of members. One query, as long as few of the newest have left."""
    found: list[Entry] = []
    newest, start, step = Listing.objects.order_by("-published_at", "-pk"), 0, NEWEST
    while len(found) < most:
        listings = list(newest[start : start + step]) if start else _NEWEST()
        standing = (row for row in listings if answer_on(read_answers(row.spans), day).status in COUNTING)
        found += [entry_of(row, day) for row in standing][: most - len(found)]
        if len(listings) < step:
            break
        start, step = start + step, step * 8
    return found


# -- Words -------------------------------------------------------------------------------------------------------------


def _candidates(question: Question, index: Index) -> Candidates:
    """What fits the words. Where more than a thousand do, the chosen filters help to fill the thousand."""
    if not question.words:
        return Candidates()
    found = _find(question.words, ())
    ids, more = _numbers(found), found.more
    if more and question.tokens():
        fitting = _find(question.words, question.tokens())
        ids, more = [*_numbers(fitting), *ids], fitting.more
    return Candidates(index.these(ids), more, found.corrected, found.unknown)


def _find(words: str, facets: tuple[tuple[str, ...], ...]) -> Found:
    return find(words, kinds=(KIND,), facets=facets, most=MOST)


def _numbers(found: Found) -> list[int]:
    return [int(hit.key) for hit in found.hits]


# -- Nothing found -----------------------------------------------------------------------------------------------------


def way_out(found: LookedUp) -> WayOut | None:
    """For an empty list: one filter dropped, the one that gives most; else fewer words; else none; else the words alone.

    No query, but for fewer words: as many as a search each.
    """
    if found.total:
        return None
    question = found.question
    wider = [(question.without(name), WITHOUT[name]) for name in question.narrower()]
    if not question.options("status"):
        wider.append((question.with_status(Group.ENDED, Group.ENDED_EARLIER), "Among ended memberships"))
    best = _best(found, wider, found.candidates.bits)
    if best is None and question.words:
        best = _with_fewer_words(found)
    if best is None and question.words and question.narrower():
        best = _best(found, [(replace(question, words=""), "Without these words")], None)
    if best is None and question.words:
        best = _best(found, [(Question(words=question.words), "Without filters")], found.candidates.bits)
    return best


def _with_fewer_words(found: LookedUp) -> WayOut | None:
    """Of "house" and a word that nobody knows, the house."""
    for rest in fewer_words(found.question.words, found.candidates.unknown):
        question = replace(found.question, words=rest)
        if best := _best(found, [(question, f"With “{rest}” alone")], _candidates(question, found.index).bits):
            return best
    return None


def _best(found: LookedUp, wider: Iterable[tuple[Question, str]], among: int | None) -> WayOut | None:
    counted = [
        (found.index.fitting(question.choices(), among).bit_count(), question, words) for question, words in wider
    ]
    number, question, words = max(counted, key=lambda each: each[0], default=(0, found.question, ""))
    if not number:
        return None
    there = "there is 1" if number == 1 else f"there are {number:,}"
    return WayOut(f"{words} {there}", question.address())

"""What fits the words somebody typed. Never more than a bounded number of documents is read, whatever was typed.

Documents fit when they have every word. Five tiers stand in place of a score: the title is exactly this, the title
begins like this, the title has all the words, title and subject have them, the text has them. Within a tier titles are in order of the alphabet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from operator import contains
from typing import NamedTuple

from rrn.core.search import vocabulary
from rrn.core.search.kept_words import is_a_word
from rrn.core.search.shelves import Row, shelf
from rrn.core.search.spelling import Near, nearest
from rrn.core.search.words import SMALL_WORDS, WORD, fold, term_of

MOST_LETTERS = 100
MOST_WORDS = 8
BEGINS_FROM = 3
MOST_CORRECTED = 3
AMONG_OTHERS_FROM = 5
MOST = 1000
MOST_PARTLY = 100
Facets = Sequence[Sequence[str]]


class Tier(IntEnum):
    TITLE = 1
    BEGINS = 2
    TITLE_WORDS = 3
    SUBJECT = 4
    TEXT = 5


class Hit(NamedTuple):
    """One document that fits, with what is shown of it. A tuple, because a thousand of them are made for one page."""

    kind: str
    key: str
    title: str
    address: str
    about: str
    language: str
    tier: Tier
    number: int


@dataclass(frozen=True, slots=True)
class Found:
    """`more`: there are more than were asked for, and these are not the first of all. `corrected`: what was searched
    for instead of what was typed, empty if nothing was changed. `unknown`: words that no document has. `terms`: what a
    passage marks."""

    hits: list[Hit]
    more: bool = False
    corrected: str = ""
    unknown: tuple[str, ...] = ()
    terms: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the question: as it was typed, its term, and the known terms that will do for it."""

    written: str
    term: str
    fits: tuple[str, ...]
    frequency: int
    last: bool = False

    @property
    def is_small(self) -> bool:
        return fold(self.written) in SMALL_WORDS


def find(words: str, *, kinds: Sequence[str] = (), facets: Facets = (), most: int = MOST) -> Found:
    """Documents with all these words, among these kinds; `facets` are groups: any of a group, all groups.

    Anybody's typing may be given as it is. Mostly two or three queries, never more than 15.
    """
    return find_each(words, (tuple(kinds),), facets=facets, most=most)[0]


def find_each(
    words: str, groups: Sequence[tuple[str, ...]], *, facets: Facets = (), most: int = MOST
) -> list[Found]:
    """The same words once for each group of kinds, and corrected alike for all. An empty group is every kind."""
    asked = _understood(words)
    if not asked:
        return [Found([]) for _ in groups]
    meant = _corrected(asked)
    found = _look(meant, groups, facets, most)
    if meant == asked:
        return found
    if len(_said(asked)) > 1 and not any(some.hits for some in found):
        # Words that stand nowhere together are no better than those that were typed.
        return [Found([], unknown=_unknown(asked)) for _ in groups]
    corrected = " ".join(word.written for word in meant)
    return [replace(some, corrected=corrected) for some in found]


@dataclass(frozen=True, slots=True)
class Partly:
    """A document that has some of the words, and those that it lacks, as they were typed."""

    hit: Hit
    lacks: tuple[str, ...]


def find_some(words: str, *, kinds: Sequence[str], most: int) -> tuple[list[Partly], frozenset[str]]:
    """For words of which nothing has all: the documents that have most of them, in the title before elsewhere.

    Four queries, and no more than `MOST_PARTLY` documents read: for a kind of which there are few. With the terms to mark.
    """
    said = _said(_understood(words))
    known = [word for word in said if word.fits]
    if len(said) < 2 or not known:
        return [], frozenset()
    bookcase = shelf()
    either = list(dict.fromkeys(term for word in known for term in word.fits))
    groups = [either, [f"k_{_plain(kind)}" for kind in kinds]]
    rows = bookcase.match(groups, most=MOST_PARTLY, expected=max(word.frequency for word in known))
    tokens = bookcase.tokens_of([row[0] for row in rows])

    def has(terms: set[str], which: Sequence[_Word] = known) -> int:
        return sum(not terms.isdisjoint(word.fits) for word in which)

    counted = [(has(tokens.get(row[0], set())), row) for row in rows]
    best = max((number for number, _ in counted), default=0)
    weighed = [(-has(set(row[4].split())), -has(set(row[9].split())), row[4], row) for number, row in counted if number == best]
    found = []
    for _, _, _, row in sorted(weighed)[:most]:
        lacks = tuple(word.written for word in said if tokens[row[0]].isdisjoint(word.fits))
        found.append(Partly(_hit(row, Tier.TEXT), lacks))
    return found, frozenset(either)


def fewer_words(words: str, unknown: Sequence[str]) -> list[str]:
    """For words of which nothing has all: what is left without those that nothing has; else all but the last or first."""
    typed = [word for word in WORD.findall(words[:MOST_LETTERS]) if term_of(word)][:MOST_WORDS]
    if unknown:
        tries = [[word for word in typed if word not in unknown]]
    else:
        tries = [typed[:-1], typed[1:]] if len(typed) > 1 else []
    return [" ".join(some) for some in tries if any(fold(word) not in SMALL_WORDS for word in some)]


def _understood(words: str) -> list[_Word]:
    """The words with what the vocabulary has for them. One or two queries."""
    written = [word for word in WORD.findall(words[:MOST_LETTERS]) if term_of(word)][:MOST_WORDS]
    if not written:
        return []
    known = dict(vocabulary.frequencies({term_of(word) for word in written}))
    asked = []
    for word in written:
        term = term_of(word)
        asked.append(_Word(word, term, (term,) if term in known else (), known.get(term, 0)))
    last = replace(asked[-1], last=True)
    beginning = fold(last.written)
    if len(beginning) >= BEGINS_FROM and not last.is_small:
        rows = vocabulary.endings(beginning, last.term)
        fits = (*last.fits, *(term for term, _ in rows))
        last = replace(last, fits=fits, frequency=last.frequency + sum(number for _, number in rows))
    return [*asked[:-1], last]


def _corrected(asked: list[_Word]) -> list[_Word]:
    """For a word that no document has, the nearest one that some has. What some document has is never changed.

    What is a word of the language or of the field is meant as it stands, though nothing here has it.
    Among several words a short one is taken as it is, and where several are changed each may have one slip only:
    two guesses at once lead from "south west" to "youth rest".
    """
    unknown = [place for place, word in enumerate(asked) if not word.fits and not word.is_small]
    if any(is_a_word(asked[place].term) for place in unknown):
        return asked
    if len(_said(asked)) == 1:
        surest = [(place, nearest(asked[place].term)) for place in unknown]
    elif len(unknown) > MOST_CORRECTED or any(len(asked[place].term) < AMONG_OTHERS_FROM for place in unknown):
        return asked
    else:
        most = 1 if len(unknown) > 1 else None
        surest = [(place, nearest(asked[place].term, most=most)) for place in unknown]
    if not all(near for _, near in surest):
        return asked
    corrected = list(asked)
    for place, near in surest:
        corrected[place] = _instead(asked[place], near[0])
    return corrected


def _said(asked: list[_Word]) -> list[_Word]:
    """The words that count."""
    return [word for word in asked if not word.is_small] or asked


def _unknown(asked: list[_Word]) -> tuple[str, ...]:
    return tuple(word.written for word in _said(asked) if not word.fits)


def _instead(word: _Word, term: Near) -> _Word:
    return replace(word, written=term.shown, term=term.term, fits=(term.term,), frequency=term.frequency)


def _look(asked: list[_Word], groups: Sequence[tuple[str, ...]], facets: Facets, most: int) -> list[Found]:
    if unknown := _unknown(asked):
        return [Found([], unknown=unknown) for _ in groups]
    return [_look_among(asked, _said(asked), kinds, facets, most) for kinds in groups]


def _look_among(
    asked: list[_Word], said: list[_Word], kinds: tuple[str, ...], facets: Facets, most: int
) -> Found:
    narrowed = [[f"f_{_plain(facet)}" for facet in group] for group in facets if group]
    if kinds:
        narrowed.append([f"k_{_plain(kind)}" for kind in kinds])
    expected = min(word.frequency for word in said)
    bookcase = shelf()
    rows = bookcase.match([*(word.fits for word in said), *narrowed], most=most + 1, expected=expected)
    more = len(rows) > most
    if more:
        # Too many to read: those that fit best are asked for by themselves.
        best = _beginning(asked, kinds, facets, most)
        if len(best) < most:
            titles = [[f"t_{term}" for term in word.fits] for word in said]
            best += bookcase.match([*titles, *narrowed], most=most, expected=expected)
        rows = list({row[0]: row for row in [*best, *rows]}.values())
    tier_of = _ranking(asked, said)
    ranked = sorted([(tier_of(row[4], row[9]), row[4], row[1], row[2], row) for row in rows])
    hits = [_hit(row, tier) for tier, _, _, _, row in ranked[:most]]
    return Found(hits, more=more, terms=frozenset(term for word in said for term in word.fits))


def _hit(row: Row, tier: Tier) -> Hit:
    return Hit(row[1], row[2], row[3], row[5], row[6], row[8], tier, row[0])


def _plain(name: str) -> str:
    """A name of a kind or facet as it may stand in a question; anything else fits nothing."""
    return name if name.isascii() and name.replace("_", "").isalnum() and name == name.lower() else "_"


def _beginning(asked: list[_Word], kinds: tuple[str, ...], facets: Facets, most: int) -> list[Row]:
    """Documents whose title is or begins with what was typed."""
    exactly = " ".join(word.term for word in asked)[:200]
    rows = [*vocabulary.entitled(exactly, most), *vocabulary.entitled_from(_so_far(asked), most)]
    return [
        row
        for row in rows
        if (not kinds or row[1] in kinds)
        and all(set(group) & set(row[7].split()) for group in facets if group)
    ]


def _so_far(asked: list[_Word]) -> str:
    """What a title that begins with the words begins with: the last word may go on, from three letters."""
    *before, last = asked
    end = fold(last.written) if len(fold(last.written)) >= BEGINS_FROM else f"{last.term} "
    return " ".join([*(word.term for word in before), end])[:200]


def _all_in(wanted: list[frozenset[str]], words: set[str]) -> bool:
    return not any(fits.isdisjoint(words) for fits in wanted)


def _ranking(asked: list[_Word], said: list[_Word]) -> Callable[[str, str], Tier]:
    """Which tier a document stands in, by the keys of its title and subject."""
    exactly = " ".join(word.term for word in asked)
    typed = [frozenset((word.term, *word.fits)) for word in asked]
    first, number = typed[0], len(typed)
    wanted = [frozenset(word.fits) for word in said]

    def tier_of(key: str, subject: str) -> Tier:
        words = key.split()
        for fits in wanted:
            if fits.isdisjoint(words):
                return Tier.SUBJECT if subject and _all_in(wanted, {*words, *subject.split()}) else Tier.TEXT
        if key == exactly:
            return Tier.TITLE
        begins = words[0] in first and len(words) >= number and all(map(contains, typed, words))
        return Tier.BEGINS if begins else Tier.TITLE_WORDS

    return tier_of

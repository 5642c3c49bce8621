"""The few words of a document around what was found, in parts: the template marks them, and nothing is marked as safe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rrn.core.models import SearchText
from rrn.core.prepared import Prepared
from rrn.core.search.finding import Hit
from rrn.core.search.words import term_of, words_in

LONGEST = 200
BEFORE = 60


@dataclass(frozen=True, slots=True)
class Part:
    """Some words of a passage, and whether they are what was looked for."""

    words: str
    marked: bool = False


def passages(hits: Iterable[Hit], terms: Iterable[str]) -> dict[int, list[Part]]:
    """For each hit's number its passage. One query; ask for what is shown, not for all that was found."""
    bodies = _BODIES([hit.number for hit in hits])
    wanted = frozenset(terms)
    soon = _as_written(wanted)
    return {number: passage(body, wanted, soon) for number, body in bodies}


_BODIES = Prepared(lambda numbers: SearchText.objects.filter(document__in=numbers).values_list("document", "body"))


def marked(text: str, terms: Iterable[str]) -> list[Part]:
    """A whole text, such as a title, with the words that were looked for apart."""
    wanted = frozenset(terms)
    places = [(word.start(), word.end()) for word in words_in(text) if term_of(word.group()) in wanted]
    return _parts(text, 0, len(text), places)


def _as_written(terms: frozenset[str]) -> re.Pattern[str]:
    """A word that begins with a term, letter by letter: found at once where a text has it so, without folding each word."""
    said = "|".join(re.escape(term) for term in sorted(terms))
    return re.compile(rf"(?<![\w'’ʼ])(?:{said})" if said else r"(?!)", re.IGNORECASE)


def passage(body: str, terms: frozenset[str], soon: re.Pattern[str]) -> list[Part]:
    """At most 200 letters from a little before the first word that fits; the beginning when none does."""
    sooner = next((word.start() for word in soon.finditer(body) if _fits(body, word.start(), terms)), 0)
    places: list[tuple[int, int]] = []
    for word in words_in(body, sooner):
        if places and word.end() > places[0][0] + LONGEST:
            break
        if term_of(word.group()) in terms:
            places.append((word.start(), word.end()))
    first = places[0][0] if places else 0
    start = _word_start(body, first - BEFORE) if first > BEFORE else 0
    end = _word_end(body, start, start + LONGEST - 4)
    parts = _parts(body, start, end, [place for place in places if place[1] <= end])
    before, after = [Part("… ")] if start else [], [Part(" …")] if end < len(body.rstrip()) else []
    return [*before, *parts, *after] if parts else []


def _fits(body: str, place: int, terms: frozenset[str]) -> bool:
    word = next(words_in(body, place), None)
    return word is not None and term_of(word.group()) in terms


def _word_start(text: str, place: int) -> int:
    """The next place from here at which a word begins."""
    space = text.find(" ", place, place + BEFORE)
    return place if space < 0 else space + 1


def _word_end(text: str, start: int, place: int) -> int:
    """The last place up to here at which a word has ended."""
    if place >= len(text):
        return len(text)
    space = text.rfind(" ", start + BEFORE, place + 1)
    return place if space < 0 else space


def _parts(text: str, start: int, end: int, places: Sequence[tuple[int, int]]) -> list[Part]:
    parts, at = [], start
    for begins, ends in places:
        parts += [Part(text[at:begins]), Part(text[begins:ends], marked=True)]
        at = ends
    return [part for part in [*parts, Part(text[at:end])] if part.words]

"""The few words of a document around what was found, in parts: the template marks them, and nothing is marked as safe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from rrn.core.models import SearchText
from rrn.core.prepared import Prepared
from rrn.core.search.finding import Hit
from rrn.core.search.words import UNSEEN, term_of, words_in

LONGEST = 200
LONGEST_HEADING = 90
BEFORE = 60
MOST_PLACES = 200
_SENTENCE = re.compile(r"[.!?…][”’\"')]?\s+")


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
    """At most 200 letters of the line that has most of the words, the first of those; the beginning when none has any.

    A line is a sentence or a paragraph that belongs together. Where it belongs to a part with a heading, such as the
    reason to an action, the part's first line goes before it.
    """
    shown = body.partition(UNSEEN)[0].rstrip()
    start, end, first = _best_line(shown, terms, soon)
    heading = _heading(shown, start)
    parts = _of_line(shown, (start, end), _near(shown[:end], first, terms), LONGEST - len(heading))
    return [Part(f"{heading} "), *parts] if heading and parts else parts


def _best_line(text: str, terms: frozenset[str], soon: re.Pattern[str]) -> tuple[int, int, int]:
    """Where the line begins and ends that has most of the terms, and where its first one stands; -1 for none."""
    has: dict[int, set[str]] = {}
    first: dict[int, int] = {}
    for place, term in _places(text, terms, soon):
        line = text.rfind("\n", 0, place) + 1
        has.setdefault(line, set()).add(term)
        first.setdefault(line, place)
    # Of two lines with as many the first: they come in their order.
    start = max(has, key=lambda line: len(has[line])) if has else 0
    end = text.find("\n", start)
    return start, len(text) if end < 0 else end, first.get(start, -1)


def _near(text: str, first: int, terms: frozenset[str]) -> list[tuple[int, int]]:
    """The words that fit, from the first of them as far as a passage can reach: a whole text is not folded for one."""
    places: list[tuple[int, int]] = []
    for word in words_in(text, first) if first >= 0 else ():
        if word.start() > first + LONGEST:
            break
        if term_of(word.group()) in terms:
            places.append((word.start(), word.end()))
    return places


def _places(text: str, terms: frozenset[str], soon: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """The first words that fit: letter by letter where one is so written, else as each is folded."""
    found = False
    for word in islice(soon.finditer(text), MOST_PLACES):
        here = next(words_in(text, word.start()), None)
        if here is not None and (term := term_of(here.group())) in terms:
            found = True
            yield here.start(), term
    if not found:
        first = next((word for word in words_in(text) if term_of(word.group()) in terms), None)
        if first is not None:
            yield first.start(), term_of(first.group())


def _heading(text: str, start: int) -> str:
    """The first line of the part that a line stands in, shortened; empty for that line itself."""
    part = text.rfind("\n\n", 0, start)
    first = 0 if part < 0 else part + 2
    if first >= start or (part < 0 and "\n\n" not in text):
        return ""
    heading = text[first : text.find("\n", first)]
    return heading if len(heading) <= LONGEST_HEADING else f"{heading[: _word_end(heading, 0, LONGEST_HEADING)]} …"


def _of_line(text: str, line: tuple[int, int], places: list[tuple[int, int]], most: int) -> list[Part]:
    """The line, or where it is long as much of it as there is room for, from the sentence in which the first word stands."""
    begins, ends = line
    start = begins
    if ends - begins > most and places and places[0][1] > begins + most - BEFORE:
        start = _sentence_start(text, begins, places[0][0])
        if places[0][1] > start + most - BEFORE:
            start = _word_start(text, places[0][0] - BEFORE)
    end = _word_end(text[:ends], start, start + most - 4)
    parts = _parts(text, start, end, [place for place in places if start <= place[0] and place[1] <= end])
    before, after = [Part("… ")] if start > begins else [], [Part(" …")] if end < ends else []
    return [*before, *parts, *after] if parts else []


def _sentence_start(text: str, begins: int, place: int) -> int:
    """Where the sentence begins that a place stands in, not before its line does."""
    ends = [match.end() for match in _SENTENCE.finditer(text, begins, place)]
    return ends[-1] if ends else begins


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

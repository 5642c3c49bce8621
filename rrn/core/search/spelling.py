"""The known words nearest to one that was typed. Bounded: candidates share three letters at an end and the length."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Q
from rapidfuzz.distance import OSA

from rrn.core.models import SearchTerm
from rrn.core.prepared import Prepared

FROM_LETTERS = 4
MOST_CANDIDATES = 3000
MOST_NEAREST = 3


def most_mistakes(term: str) -> int:
    """One in four or five letters, two in more; short words and numbers are taken as they are."""
    if len(term) < FROM_LETTERS or any(letter.isdigit() for letter in term):
        return 0
    return 1 if len(term) <= 5 else 2


def _candidates(term: Any, head: Any, tail: Any, lengths: Any) -> Any:
    ends = Q(head=head, letters__in=lengths) | Q(tail=tail, letters__in=lengths)
    candidates = SearchTerm.objects.filter(ends).exclude(term=term)
    return candidates.values_list("term", "shown", "frequency")[:MOST_CANDIDATES]


_CANDIDATES: Prepared[tuple[str, str, int]] = Prepared(_candidates)


class Near(NamedTuple):
    """A known word, as it was written somewhere, and in how many documents it stands."""

    term: str
    shown: str
    frequency: int


def nearest(term: str, *, most: int | None = None) -> list[Near]:
    """Known words within so many slips of the finger, the nearest first; of two as near the more frequent. One query."""
    most = most_mistakes(term) if most is None else min(most, most_mistakes(term))
    if not most:
        return []
    near = []
    for known, shown, frequency in _CANDIDATES(term, term[:3], term[-3:], list(range(len(term) - most, len(term) + most + 1))):
        mistakes = OSA.distance(term, known, score_cutoff=most)
        if mistakes <= most:
            near.append((mistakes, -frequency, known, shown))
    return [Near(known, shown, -fewer) for _, fewer, known, shown in sorted(near)[:MOST_NEAREST]]

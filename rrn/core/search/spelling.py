"""The known words nearest to one that was typed. Bounded: candidates share three letters at an end and the length."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Q
from rapidfuzz.distance import OSA

from rrn.core.models import SearchTerm

FROM_LETTERS = 4
MOST_CANDIDATES = 3000
MOST_NEAREST = 3


def most_mistakes(term: str) -> int:
    """One in four or five letters, two in more; short words and numbers are taken as they are."""
    if len(term) < FROM_LETTERS or any(letter.isdigit() for letter in term):
        return 0
    return 1 if len(term) <= 5 else 2


class Near(NamedTuple):
    """A known word, as it was written somewhere, and in how many documents it stands."""

    term: str
    shown: str
    frequency: int


def nearest(term: str) -> list[Near]:
    """Known words within so many slips of the finger, the nearest first; of two as near the more frequent. One query."""
    most = most_mistakes(term)
    if not most:
        return []
    lengths = (len(term) - most, len(term) + most)
    ends = Q(head=term[:3], letters__range=lengths) | Q(tail=term[-3:], letters__range=lengths)
    candidates = SearchTerm.objects.filter(ends).exclude(term=term).values_list("term", "shown", "frequency")
    near = []
    for known, shown, frequency in candidates[:MOST_CANDIDATES]:
        mistakes = OSA.distance(term, known, score_cutoff=most)
        if mistakes <= most:
            near.append((mistakes, -frequency, known, shown))
    return [Near(known, shown, -fewer) for _, fewer, known, shown in sorted(near)[:MOST_NEAREST]]

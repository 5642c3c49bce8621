"""The known words nearest to one that was typed. Bounded: candidates share three letters at an end and the length."""

from __future__ import annotations

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


def nearest(term: str) -> list[SearchTerm]:
    """Known words within so many slips of the finger, the nearest first; of two as near the more frequent. One query."""
    most = most_mistakes(term)
    if not most:
        return []
    lengths = (len(term) - most, len(term) + most)
    ends = Q(head=term[:3], letters__range=lengths) | Q(tail=term[-3:], letters__range=lengths)
    candidates = SearchTerm.objects.filter(ends).exclude(term=term)
    rows = candidates.values_list("term", "frequency")[:MOST_CANDIDATES]
    near = []
    for known, frequency in rows:
        mistakes = OSA.distance(term, known, score_cutoff=most)
        if mistakes <= most:
            near.append((mistakes, -frequency, known))
    best = [known for _, _, known in sorted(near)[:MOST_NEAREST]]
    found = {row.term: row for row in SearchTerm.objects.filter(term__in=best)} if best else {}
    return [found[known] for known in best if known in found]

"""What is asked of the words and titles themselves: how frequent a word is, what begins with some letters.

A beginning is asked for in the words that each database's index is ordered for: as two ends on SQLite, as a pattern on
PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from rrn.core.models import SearchDocument, SearchTerm
from rrn.core.prepared import Prepared
from rrn.core.search.shelves import Row

MOST_ENDINGS = 20
_PAST = "\U0010ffff"
_COLUMNS = ("id", "kind", "key", "title", "title_key", "address", "about", "facets", "language", "subject_key")
Frequency = tuple[str, int]


def frequencies(terms: Collection[str]) -> list[Frequency]:
    """The terms that some document has, each with its number of documents. One query."""
    return _FREQUENCIES(sorted(terms))


def endings(beginning: str, but: str) -> list[Frequency]:
    """The most frequent words that begin so, but one. One query."""
    if connection.vendor == "postgresql":
        return list(_longer(Q(term__startswith=beginning), but))
    return _LONGER(beginning, beginning + _PAST, but)


def entitled(title: str, most: int) -> list[Row]:
    """Documents with exactly this title's key. One query."""
    return _entitled(most)(title)


def entitled_from(beginning: str, most: int) -> list[Row]:
    """Documents whose title's key begins so. One query."""
    if connection.vendor == "postgresql":
        return list(_documents(Q(title_key__startswith=beginning), most))
    return _begun(most)(beginning, beginning + _PAST)


def _longer(begins: Q, but: str) -> QuerySet[SearchTerm, Any]:
    longer = SearchTerm.objects.filter(begins).exclude(term=but).order_by("-frequency", "term")
    return longer.values_list("term", "frequency")[:MOST_ENDINGS]


def _documents(fitting: Q, most: int) -> QuerySet[SearchDocument, Any]:
    return SearchDocument.objects.filter(fitting).values_list(*_COLUMNS)[:most]


_FREQUENCIES: Prepared[Frequency] = Prepared(
    lambda terms: SearchTerm.objects.filter(term__in=terms).values_list("term", "frequency")
)
_LONGER: Prepared[Frequency] = Prepared(
    lambda first, past, but: _longer(Q(term__gte=first, term__lt=past), but)
)


@lru_cache(maxsize=8)
def _entitled(most: int) -> Prepared[Row]:
    """How many stands in the SQL, and only a few numbers are asked for."""
    return Prepared(lambda title: _documents(Q(title_key=title), most))


@lru_cache(maxsize=8)
def _begun(most: int) -> Prepared[Row]:
    return Prepared(lambda first, past: _documents(Q(title_key__gte=first, title_key__lt=past), most))

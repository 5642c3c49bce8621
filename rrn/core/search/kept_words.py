"""Words that nobody mistyped, though no document has them: "medication" is never taken for "mediation".

`words.txt` holds common English, the words of our own copy and those of the field, one in a line; whoever misses one
adds it. It is no dictionary: an unknown name or place is still held against what the site has.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from rrn.core.search.words import term_of

_FILE = Path(__file__).with_name("words.txt")


@lru_cache(maxsize=1)
def _kept() -> frozenset[str]:
    """Read once in a process, when the first unknown word comes: some milliseconds."""
    return frozenset(term_of(word) for word in _FILE.read_text(encoding="utf-8").split())


def is_a_word(term: str) -> bool:
    return term in _kept()

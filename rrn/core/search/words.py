"""What a word is to the search: folded, without its plural, the same on both databases. Pure.

Everything is folded here before it is stored or asked for, so that neither database's own idea of letters, accents
or languages matters: Welsh, names and English give the same hits on SQLite and PostgreSQL.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

LONGEST_WORD = 40
LONGEST_BODY = 60_000
# Stands between the text of a document and the words it is only found by.
UNSEEN = "\f"
# Two words with an apostrophe between them are one: St Mary's, O'Brien.
WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
# Letters that Unicode does not take apart into a letter and its accent.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})
_NOT_LETTERS = re.compile(r"[\W_]+")

# Left out of a question when something else is asked for: nobody looks for them, and every document has them.
SMALL_WORDS = frozenset(
    ("a", "about", "am", "an", "and", "any", "are", "as", "at", "be", "by", "can", "could", "did", "do", "does", "for", "from",
     "had", "has", "have", "how", "i", "if", "in", "is", "it", "its", "many", "me", "much", "my", "of", "on", "or", "our",
     "should", "that", "the", "their", "there", "they", "this", "to", "was", "we", "were", "what", "when", "where", "which",
     "who", "whose", "why", "will", "with", "would", "you", "your", "ac", "ar", "yn", "yr", "y", "o")
)  # fmt: skip


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Small letters without accents; what is left of a word that a reader would say aloud."""
    plain = unicodedata.normalize("NFKD", word).casefold().translate(_LETTERS)
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))
    return _NOT_LETTERS.sub("", bare)[:LONGEST_WORD]


def without_plural(word: str) -> str:
    """`plans` is found by `plan` and the other way round. No more than plurals: names must stay what they are."""
    # News is no plural of new.
    if word == "news" or len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=50_000)
def term_of(word: str) -> str:
    """The term a written word is kept and sought under; empty for what holds no letter."""
    return without_plural(fold(word))


def words_in(text: str, start: int = 0) -> Iterator[re.Match[str]]:
    """The words of a text where they stand, from a place at which a word begins."""
    return WORD.finditer(text, start)


def terms_in(text: str) -> dict[str, str]:
    """Each term of a text with a word it is written as, in small letters: without its plural where it has one."""
    found: dict[str, str] = {}
    for word in WORD.findall(text):
        term = term_of(word)
        if term and (term not in found or found[term] != term == fold(word)):
            found[term] = word.lower()
    return found


def title_key(title: str) -> str:
    """A title as a row of terms: what "exactly this title" and "begins like this" are held against."""
    return " ".join(term for term in map(term_of, WORD.findall(title)) if term)[:200]

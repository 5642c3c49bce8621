"""Putting documents in and taking them out. Public words only: the search knows kinds, not people."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import connection, transaction

from rrn.core.models import SearchDocument, SearchTerm, SearchText
from rrn.core.search.shelves import OUT_OF, shelf
from rrn.core.search.words import LONGEST_BODY, UNSEEN, terms_in, title_key

AT_ONCE = 3000
LONGEST_SUBJECT = 600
_PLAIN = re.compile(r"[a-z0-9_]+")
_UNPRINTABLE = dict.fromkeys([*range(32), *range(127, 160), *range(0xD800, 0xE000)], " ")


@dataclass(frozen=True, slots=True)
class Document:
    """What is found: `kind` and `key` say which record it is, `facets` what a list may be narrowed by.

    `title` and `body` hold words that anybody may read, and nothing else: a hit, its passage and the spelling of a
    mistyped word are shown to everybody. `about` is one line shown with the hit, and is not searched.

    `subject`: words for what it is about; they count for more than the body's. `also`: words that it is found by and that
    no passage shows, such as names of fields. In `body` a passage never crosses the end of a line; after an empty line a
    new part begins, whose first line is shown before a passage from the rest of it.
    """

    kind: str
    key: str
    title: str
    body: str = ""
    facets: tuple[str, ...] = ()
    address: str = ""
    about: str = ""
    language: str = "en"
    subject: str = ""
    also: str = ""

    def __post_init__(self) -> None:
        for name in (self.kind, *self.facets):
            if not _PLAIN.fullmatch(name):
                raise ValueError(f"{name!r} is no name of a kind or facet: small letters, figures and _ only.")


def _clean(text: str) -> str:
    return text.translate(_UNPRINTABLE)


def _text(document: Document) -> str:
    """The body in its lines, and after it, where no passage is taken from, the words it is found by besides."""
    lines = "\n".join(map(_clean, document.body.split("\n")))[:LONGEST_BODY]
    return f"{lines}{UNSEEN}{_clean(document.also)}"[:LONGEST_BODY] if document.also else lines


def _subject_key(subject: str) -> str:
    """Its terms, and no half of one at the end."""
    terms = " ".join(terms_in(_clean(subject)))
    return terms if len(terms) <= LONGEST_SUBJECT else terms[: LONGEST_SUBJECT + 1].rpartition(" ")[0]


def put(documents: Iterable[Document]) -> int:
    """Put in documents, in place of what is there under the same kind and key; gives how many.

    Some thousands at a time, each in one transaction with their index: hundreds of thousands may come.
    """
    waiting, count = iter(documents), 0
    while some := list(islice(waiting, AT_ONCE)):
        # The last of two with one key holds.
        alone = {(document.kind, document.key): document for document in some}
        with transaction.atomic():
            _put([alone[key] for key in sorted(alone)])
        count += len(alone)
    return count


def _put(documents: Sequence[Document]) -> None:
    rows = [
        SearchDocument(
            kind=document.kind,
            key=document.key,
            title=_clean(document.title)[:300],
            title_key=title_key(_clean(document.title)[:300]),
            subject_key=_subject_key(document.subject),
            facets=" ".join(document.facets),
            address=document.address,
            about=_clean(document.about)[:500],
            language=document.language,
            slice=zlib.crc32(f"{document.kind}:{document.key}".encode()) % OUT_OF,
        )
        for document in documents
    ]
    texts = [_text(document) for document in documents]
    _write(rows, texts)
    SearchText.objects.bulk_create(
        [SearchText(document_id=row.pk, body=text) for row, text in zip(rows, texts, strict=True)],
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=["body"],
    )


def _write(rows: Sequence[SearchDocument], texts: Sequence[str]) -> None:
    """Rows and tokens, and the counts of the words that come and go."""
    bookcase = shelf()
    bookcase.alone()
    there = SearchDocument.objects.filter(kind__in={row.kind for row in rows}, key__in=[row.key for row in rows])
    numbers = {(kind, key): number for kind, key, number in there.values_list("kind", "key", "pk")}
    standing = bookcase.tokens_of(list(numbers.values()))
    before = [standing.get(numbers.get((row.kind, row.key), 0), set()) for row in rows]
    change: Counter[str] = Counter()
    shown: dict[str, str] = {}
    now: list[set[str]] = []
    for row, text, was in zip(rows, texts, before, strict=True):
        tokens, written = tokens_for(row, text)
        now.append(tokens)
        change.update(_words(tokens - was))
        change.subtract(_words(was - tokens))
        for term in tokens - was:
            if term in written and shown.get(term) != term:
                shown[term] = written[term]
    bookcase.save(rows, now, [new != was for new, was in zip(now, before, strict=True)])
    _count_terms(change, shown)


def tokens_for(row: SearchDocument, text: str) -> tuple[set[str], dict[str, str]]:
    """The tokens of a document, and each of its terms as it is written there."""
    title, body = terms_in(row.title), terms_in(text)
    subject = row.subject_key.split()
    tokens = {*title, *body, *subject, *(f"t_{term}" for term in title), f"k_{row.kind}"}
    tokens.update(f"f_{facet}" for facet in row.facets.split())
    return tokens, dict(zip(subject, subject, strict=True)) | body | title


def _words(tokens: Iterable[str]) -> list[str]:
    return [token for token in tokens if "_" not in token]


def _count_terms(change: Counter[str], shown: dict[str, str]) -> None:
    """In how many documents each word stands."""
    rows = [
        (term, shown.get(term, "")[:60], term[:3], term[-3:], len(term), change[term])
        for term in sorted(change)
        if change[term]
    ]
    if not rows:
        return
    insert = "INSERT INTO core_searchterm (term, shown, head, tail, letters, frequency) "
    add = (
        " ON CONFLICT (term) DO UPDATE SET frequency = core_searchterm.frequency + excluded.frequency, shown ="
        " CASE WHEN excluded.shown = excluded.term THEN excluded.shown ELSE core_searchterm.shown END"
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            columns = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(
                f"{insert}SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::int[], %s::int[]){add}",  # noqa: S608
                columns,
            )
        else:
            cursor.executemany(f"{insert}VALUES (%s, %s, %s, %s, %s, %s){add}", rows)
    gone = [row[0] for row in rows if row[5] < 0]
    for start in range(0, len(gone), 500):
        SearchTerm.objects.filter(term__in=gone[start : start + 500], frequency__lte=0).delete()


def remove(kind: str, keys: Iterable[str]) -> int:
    """Take documents out; what is not there is left aside. Gives how many went."""
    waiting, count = iter(sorted({str(key) for key in keys})), 0
    while some := list(islice(waiting, 500)):
        with transaction.atomic():
            bookcase = shelf()
            bookcase.alone()
            going = SearchDocument.objects.filter(kind=kind, key__in=some)
            ids = list(going.values_list("pk", flat=True))
            change: Counter[str] = Counter()
            for tokens in bookcase.tokens_of(ids).values():
                change.subtract(_words(tokens))
            bookcase.remove(ids)
            SearchText.objects.filter(document__in=ids).delete()
            SearchDocument.objects.filter(pk__in=ids).delete()
            _count_terms(change, {})
        count += len(ids)
    return count


def keep_only(kind: str, keys: Iterable[str]) -> int:
    """Take out every document of a kind but these; gives how many went."""
    standing = set(SearchDocument.objects.filter(kind=kind).values_list("key", flat=True))
    return remove(kind, standing - {str(key) for key in keys})


def search_out_of_step() -> int:
    """How many documents and their index do not belong to each other: 0, always. Reads every row's number."""
    return shelf().out_of_step()


def misfiled() -> list[str]:
    """Documents whose index is not what their words give, and words counted wrongly. Reads everything."""
    wrong: list[str] = []
    count: Counter[str] = Counter()
    rows = list(SearchDocument.objects.select_related("text").order_by("pk"))
    standing = shelf().tokens_of([row.pk for row in rows])
    for row in rows:
        tokens, _ = tokens_for(row, row.text.body)
        count.update(_words(tokens))
        if standing.get(row.pk) != tokens:
            wrong.append(str(row))
    counted = dict(SearchTerm.objects.values_list("term", "frequency"))
    return wrong + sorted(term for term in {*count, *counted} if count.get(term) != counted.get(term))

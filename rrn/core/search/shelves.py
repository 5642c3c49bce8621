"""Where the words stand: one way for each database, the same questions for both.

A document is a set of tokens: `word` for each word, `t_word` again for each of its title, `k_kind`, and `f_facet`.
A question is an intersection of groups, any token of a group will do. So a filter and a title are part of the index's
own intersection, and nothing is read that is not a hit.

SQLite's index gives hits in the order of their rows and stops when it has enough. PostgreSQL's gathers every hit
before the first is read; words that nearly every document has are therefore asked of a slice of the documents first,
which has an index of its own (`SLICES`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from django.db import connection

Groups = Sequence[Sequence[str]]
OUT_OF = 64
# A sixty-fourth and an eighth of all documents; the migration makes an index for each.
SLICES = (1, 8)
COMMON = 20_000
_COLUMNS = "d.id, d.kind, d.key, d.title, d.title_key, d.address, d.about, d.facets, d.language"
Row = tuple[int, str, str, str, str, str, str, str, str]


class Shelf(Protocol):
    def write(self, tokens: Mapping[int, Iterable[str]]) -> None:
        """Set the tokens of these documents."""

    def remove(self, ids: Sequence[int]) -> None:
        """Forget the tokens of these documents, whose rows are about to go."""

    def tokens_of(self, ids: Sequence[int]) -> dict[int, set[str]]:
        """The tokens that stand now; a document without any is left out."""

    def match(self, groups: Groups, *, most: int, expected: int) -> list[Row]:
        """At most so many documents that have a token of each group."""

    def out_of_step(self) -> int:
        """How many documents have no tokens, and tokens no document."""


def _every(ids: Sequence[int], at_once: int = 500) -> Iterable[Sequence[int]]:
    return (ids[start : start + at_once] for start in range(0, len(ids), at_once))


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


class Sqlite:
    """A full-text table that keeps which document has which token, and nothing of places or counts."""

    def write(self, tokens: Mapping[int, Iterable[str]]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT OR REPLACE INTO core_searchindex (rowid, tokens) VALUES (%s, %s)",
                [(number, " ".join(sorted(some))) for number, some in tokens.items()],
            )

    def remove(self, ids: Sequence[int]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM core_searchindex WHERE rowid = %s", [(number,) for number in ids])

    def tokens_of(self, ids: Sequence[int]) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        with connection.cursor() as cursor:
            for some in _every(ids):
                cursor.execute(
                    f"SELECT rowid, tokens FROM core_searchindex WHERE rowid IN ({_marks(some)})",  # noqa: S608  # marks only
                    list(some),
                )
                found |= {number: set(tokens.split()) for number, tokens in cursor.fetchall()}
        return found

    def match(self, groups: Groups, *, most: int, expected: int) -> list[Row]:
        question = " AND ".join("(" + " OR ".join(f'"{token}"' for token in group) + ")" for group in groups)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {_COLUMNS} FROM core_searchindex CROSS JOIN core_searchdocument d"  # noqa: S608  # names of our own
                " ON d.id = core_searchindex.rowid WHERE core_searchindex MATCH %s LIMIT %s",
                [question, most],
            )
            return cursor.fetchall()

    def out_of_step(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT (SELECT count(*) FROM core_searchdocument WHERE id NOT IN (SELECT rowid FROM core_searchindex))"
                " + (SELECT count(*) FROM core_searchindex WHERE rowid NOT IN (SELECT id FROM core_searchdocument))"
            )
            return int(cursor.fetchone()[0])


class PostgreSQL:
    """A column of lexemes that we make ourselves: no dictionary, no parser, no places."""

    def write(self, tokens: Mapping[int, Iterable[str]]) -> None:
        numbers = sorted(tokens)
        texts = [" ".join(f"'{token}'" for token in sorted(tokens[number])) for number in numbers]
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE core_searchdocument SET tokens = new.tokens::tsvector"
                " FROM unnest(%s::bigint[], %s::text[]) AS new (id, tokens) WHERE core_searchdocument.id = new.id",
                [numbers, texts],
            )

    def remove(self, ids: Sequence[int]) -> None:
        """They go with their rows."""

    def tokens_of(self, ids: Sequence[int]) -> dict[int, set[str]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, tsvector_to_array(tokens) FROM core_searchdocument WHERE id = ANY(%s) AND tokens IS NOT NULL",
                [list(ids)],
            )
            return {number: set(tokens) for number, tokens in cursor.fetchall()}

    def match(self, groups: Groups, *, most: int, expected: int) -> list[Row]:
        question = " & ".join("(" + " | ".join(f"'{token}'" for token in group) + ")" for group in groups)
        parts = [f" AND d.slice < {number}" for number in SLICES] if expected > COMMON else []
        found: list[Row] = []
        with connection.cursor() as cursor:
            for part in [*parts, ""]:
                # Planned for all hits (hence the materialized part) and read only until there are enough.
                cursor.execute(
                    f"WITH found AS MATERIALIZED (SELECT {_COLUMNS} FROM core_searchdocument d"  # noqa: S608  # as above
                    f" WHERE d.tokens @@ %s::tsquery{part}) SELECT * FROM found LIMIT %s",
                    [question, most],
                )
                found = cursor.fetchall()
                if len(found) >= most:
                    break
        return found

    def out_of_step(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM core_searchdocument WHERE tokens IS NULL")
            return int(cursor.fetchone()[0])


def shelf() -> Shelf:
    return PostgreSQL() if connection.vendor == "postgresql" else Sqlite()

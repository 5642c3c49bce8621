"""Where the words stand: one way for each database, the same questions for both.

A document is a set of tokens: `word` for each word, `t_word` again for each of its title, `k_kind`, and `f_facet`.
A question is an intersection of groups, any token of a group will do. So a filter and a title are part of the index's
own intersection, and nothing is read that is not a hit.

SQLite's index gives hits in the order of their rows and stops when it has enough. PostgreSQL's gathers every hit
before the first is read; words that nearly every document has are therefore asked of a slice of the documents first,
which has an index of its own (`SLICES`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from django.db import connection

from rrn.core.models import SearchDocument

Groups = Sequence[Sequence[str]]
OUT_OF = 64
# A sixty-fourth and an eighth of all documents; the migration makes an index for each.
SLICES = (1, 8)
COMMON = 20_000
# A number of our own for PostgreSQL's advisory locks.
ONE_WRITER = 7_200_026
_FIELDS = ("kind", "key", "title", "title_key", "subject_key", "facets", "address", "about", "language", "slice")
_COLUMNS = "d.id, d.kind, d.key, d.title, d.title_key, d.address, d.about, d.facets, d.language, d.subject_key"
Row = tuple[int, str, str, str, str, str, str, str, str, str]


class Shelf(Protocol):
    def alone(self) -> None:
        """Let no other process write documents until this transaction ends: words are counted exactly."""

    def save(self, rows: Sequence[SearchDocument], tokens: Sequence[set[str]], changed: Sequence[bool]) -> None:
        """Write documents with their tokens in place of what is there, and give each row its number."""

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

    def alone(self) -> None:
        """A transaction that writes is alone here anyway."""

    def save(self, rows: Sequence[SearchDocument], tokens: Sequence[set[str]], changed: Sequence[bool]) -> None:
        SearchDocument.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["kind", "key"], update_fields=_FIELDS[2:]
        )
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT OR REPLACE INTO core_searchindex (rowid, tokens) VALUES (%s, %s)",
                [
                    (row.pk, " ".join(sorted(some)))
                    for row, some, is_new in zip(rows, tokens, changed, strict=True)
                    if is_new
                ],
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

    def alone(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_WRITER])

    def save(self, rows: Sequence[SearchDocument], tokens: Sequence[set[str]], changed: Sequence[bool]) -> None:
        """Row and tokens in one breath: written twice, each row would stand twice in every index."""
        columns: list[list[Any]] = [[getattr(row, name) for row in rows] for name in _FIELDS]
        columns.append([" ".join(f"'{token}'" for token in sorted(some)) for some in tokens])
        kinds = ", ".join(["%s::text[]"] * (len(_FIELDS) - 1) + ["%s::int[]", "%s::text[]"])
        names = ", ".join(_FIELDS)
        update = ", ".join(f"{name} = excluded.{name}" for name in (*_FIELDS[2:], "tokens"))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO core_searchdocument ({names}, tokens)"  # noqa: S608  # names of our own
                f" SELECT {names}, tokens::tsvector FROM unnest({kinds}) AS new ({names}, tokens)"
                f" ON CONFLICT (kind, key) DO UPDATE SET {update} RETURNING kind, key, id",
                columns,
            )
            numbers = {(kind, key): number for kind, key, number in cursor.fetchall()}
        for row in rows:
            row.pk = numbers[row.kind, row.key]

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

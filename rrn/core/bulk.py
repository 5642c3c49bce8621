"""Writing very many rows at once: set by set, without an object a row.

Only for actions that bring in or note hundreds of thousands; whoever calls it has checked the rows
and is in a transaction. The database's own constraints still hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper

AT_ONCE = 5000
_PREPARED = (models.DateField, models.TimeField, models.JSONField, models.DecimalField, models.UUIDField)


def _connection(model: type[models.Model]) -> BaseDatabaseWrapper:
    connection = connections[router.db_for_write(model)]
    if not connection.in_atomic_block:
        raise RuntimeError("Rows are written in bulk inside a transaction only.")
    return connection


def reserve_ids(model: type[models.Model], count: int) -> Sequence[int]:
    """Numbers for rows about to be inserted, which nobody else gets."""
    connection = _connection(model)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [f'"{table}"', count],
            )
            return [number for (number,) in cursor.fetchall()]
        # SQLite has one writer: take its write lock before looking (a change of nothing is enough).
        cursor.execute("UPDATE sqlite_sequence SET seq = seq WHERE name = %s", [table])
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        start = (row[0] if row else 0) + 1
        return range(start, start + count)


def insert_rows(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows of values in the order of `fields`. Fields left out must have a default in the database."""
    connection = _connection(model)
    by_name = {field.name: field for field in model._meta.concrete_fields}
    found = [by_name[name] for name in fields]
    prepared = [
        (place, _preparing(field, connection))
        for place, field in enumerate(found)
        if isinstance(field, _PREPARED)
    ]
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    columns = ", ".join(quote(str(field.column)) for field in found)
    ready = (_ready(row, prepared) for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors:
                return _copy(cursor, f"COPY {table} ({columns}) FROM STDIN", ready)
        marks = ", ".join(["%s"] * len(found))
        # Names are the model's own and quoted; values are parameters.
        insert = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608
        count = 0
        while some := list(islice(ready, AT_ONCE)):
            cursor.executemany(insert, some)
            count += len(some)
        return count


def _preparing(field: Any, connection: BaseDatabaseWrapper) -> Callable[[Any], Any]:
    return lambda value: field.get_db_prep_save(value, connection)


def _ready(row: Sequence[Any], prepared: list[tuple[int, Callable[[Any], Any]]]) -> list[Any]:
    values = list(row)
    for place, prepare in prepared:
        if values[place] is not None:
            values[place] = prepare(values[place])
    return values


def _copy(cursor: Any, statement: str, rows: Iterable[list[Any]]) -> int:
    count = 0
    with cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count

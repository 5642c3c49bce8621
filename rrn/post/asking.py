"""Questions about days whose SQL Django writes once in a process instead of once a day.

What the rules of notices expect is asked with dozens of querysets, each the same every day but for its days; writing their SQL
costs Django a hundred times what the database needs to answer on an ordinary day. So a question is built once with days that stand
in for the real ones, and asked again with those. Nothing that was read is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

Days = tuple[date, date]
Build = Callable[[Sequence[Days]], QuerySet[Any]]
# Far from any real day, and far from each other: a day that a rule counts from one of them is known by its nearness.
_APART, _FIRST_YEAR, _MOST = 20, 3000, 300
_NEAR = timedelta(days=4 * 365)


@dataclass(frozen=True, slots=True)
class _Counted:
    """So many days from one of the days asked for."""

    place: int
    days: timedelta
    as_text: bool


@dataclass(frozen=True, slots=True)
class _Statement:
    sql: str
    parameters: tuple[Any, ...]
    converters: tuple[tuple[int, Any, Any], ...]


_statements: dict[Hashable, _Statement] = {}


def rows_between(key: Hashable, days: Sequence[Days], build: Build) -> list[tuple[Any, ...]]:
    """The rows of `build(days)`, a queryset of `values_list`. The same key means the same question. One query."""
    connection = connections[DEFAULT_DB_ALIAS]
    statement = _statements.get((connection.vendor, key))
    if statement is None:
        statement = _statements[connection.vendor, key] = _written(len(days), build)
    if not statement.sql:
        return []
    given = [day for pair in days for day in pair]
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, [_real(each, given) for each in statement.parameters])
        rows = cursor.fetchall()
    return [_converted(row, statement, connection) for row in rows]


def _real(parameter: Any, given: Sequence[date]) -> Any:
    if not isinstance(parameter, _Counted):
        return parameter
    day = given[parameter.place] + parameter.days
    return day.isoformat() if parameter.as_text else day


def _written(count: int, build: Build) -> _Statement:
    """The database is not asked for anything here."""
    if count > _MOST:
        raise ValueError("More questions than days to stand in for theirs.")
    stand_ins = [(date(_FIRST_YEAR + n * _APART, 7, 1), date(_FIRST_YEAR + n * _APART + _APART // 2, 7, 1)) for n in range(count)]
    compiler = build(stand_ins).query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return _Statement("", (), ())
    flat = [day for pair in stand_ins for day in pair]
    converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
    return _Statement(
        sql=sql,
        parameters=tuple(_counted(each, flat) for each in parameters),
        converters=tuple((place, functions, expression) for place, (functions, expression) in converters.items()),
    )


def _counted(value: Any, flat: Sequence[date]) -> Any:
    day = _day(value)
    if day is None or day.year < _FIRST_YEAR - 10:
        return value
    place = min(range(len(flat)), key=lambda number: abs(flat[number] - day))
    if abs(flat[place] - day) > _NEAR:
        raise ValueError(f"{day} is not counted from a day that was asked for.")
    return _Counted(place, day - flat[place], isinstance(value, str))


def _day(value: Any) -> date | None:
    if type(value) is date:
        return value
    if isinstance(value, str) and len(value) == 10:
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return None


def _converted(row: Any, statement: _Statement, connection: Any) -> tuple[Any, ...]:
    if not statement.converters:
        return tuple(row)
    made = list(row)
    for place, functions, expression in statement.converters:
        for function in functions:
            made[place] = function(made[place], expression, connection)
    return tuple(made)

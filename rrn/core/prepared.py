"""Questions whose SQL Django writes once in a process instead of once a request.

Writing the SQL of a queryset costs Django several times what the database needs to answer it: 0.2 to 4 ms of processor
time, and every page asks the same questions with other numbers in them. A prepared question is a queryset like any other;
only its parameters are new each time. Nothing that was read is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.query import ModelIterable, ValuesListIterable, get_related_populators

# Values that stand for parameters while the SQL is written. Small enough for a column of 32 bits.
_A_NUMBER = -2_000_000_000
_A_TEXT = "the parameter with the number {}"

Argument = int | str | Sequence[int] | Sequence[str]
Shape = tuple[Any, ...]
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class _Fixed:
    """A parameter that is always the same."""

    value: Any


@dataclass(frozen=True, slots=True)
class _Statement:
    """The SQL, where its parameters come from, and how a row becomes what was asked for."""

    sql: str
    parameters: tuple[_Fixed | int, ...]
    converters: tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...]
    of_rows: Callable[[list[Any]], list[Any]]


class Prepared(Generic[Row]):
    """`Prepared(lambda slug: Organisation.objects.filter(slug=slug))("a-slug")` is the list that the queryset would be.

    It takes numbers, texts, and lists of either; a list of another length is another statement. What it is given must stand in the SQL as it is:
    exact values and `in`, not beginnings or dates. Of querysets it knows those of models, with `select_related` and
    annotations, and of `values_list`; no prefetching.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self._build = build
        self._statements: dict[tuple[str, Shape], _Statement] = {}

    def __call__(self, *arguments: Argument) -> list[Row]:
        """One query."""
        connection = connections[DEFAULT_DB_ALIAS]
        shape = tuple([_shape_of(argument) for argument in arguments])
        statement = self._statements.get((connection.vendor, shape))
        if statement is None:
            statement = self._statements[connection.vendor, shape] = self._written(shape)
        if not statement.sql:
            return []
        given = _flat(arguments)
        parameters = [given[each] if isinstance(each, int) else each.value for each in statement.parameters]
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, parameters)
            rows = cursor.fetchall()
        if statement.converters and rows:
            rows = [_converted(row, statement, connection) for row in rows]
        return statement.of_rows(rows)

    def first(self, *arguments: Argument) -> Row | None:
        """The first of them; let the question ask for no more than one. One query."""
        return next(iter(self(*arguments)), None)

    def _written(self, shape: Shape) -> _Statement:
        """The database is not asked for anything here."""
        stand_ins = _stand_ins(shape)
        queryset = self._build(*stand_ins)
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, given = compiler.as_sql()
        except EmptyResultSet:  # as for an empty list: the database need not be asked
            return _Statement("", (), (), list)
        places = {value: place for place, value in enumerate(_flat(stand_ins))}
        parameters = tuple(places[value] if _stands_in(value, places) else _Fixed(value) for value in given)
        if missing := set(places.values()) - {each for each in parameters if isinstance(each, int)}:
            raise ValueError(f"Parameters {sorted(missing)} do not stand in the SQL as they are: {sql}")
        converters = compiler.get_converters([column[0] for column in compiler.select])
        return _Statement(
            sql=sql,
            parameters=parameters,
            converters=tuple((place, tuple(functions), column) for place, (functions, column) in converters.items()),
            of_rows=_made_from(queryset, compiler),
        )


def _shape_of(argument: Argument) -> Any:
    """A plain value by its kind, a list by its length and kind too."""
    if isinstance(argument, str):
        return str
    if isinstance(argument, int):
        return int
    return len(argument), _shape_of(argument[0]) if argument else int


def _stand_ins(shape: Shape) -> list[Any]:
    found: list[Any] = []
    number = 0
    for kind in shape:
        length, single = kind if isinstance(kind, tuple) else (1, kind)
        some = [_A_NUMBER - each if single is int else _A_TEXT.format(each) for each in range(number, number + length)]
        number += length
        found.append(some if isinstance(kind, tuple) else some[0])
    return found


def _flat(arguments: Sequence[Any]) -> list[Any]:
    found: list[Any] = []
    for argument in arguments:
        if isinstance(argument, int | str):
            found.append(argument)
        else:
            found += argument
    return found


def _stands_in(value: Any, places: dict[Any, int]) -> bool:
    return isinstance(value, int | str) and value in places


def _converted(row: Any, statement: _Statement, connection: Any) -> list[Any]:
    made = list(row)
    for place, functions, column in statement.converters:
        value = made[place]
        for function in functions:
            value = function(value, column, connection)
        made[place] = value
    return made


def _made_from(queryset: QuerySet[Any, Any], compiler: Any) -> Callable[[list[Any]], list[Any]]:
    """As Django makes objects or tuples of rows (`django.db.models.query`)."""
    if getattr(queryset, "_prefetch_related_lookups", ()):
        raise ValueError("A prepared question does not prefetch.")
    if queryset._iterable_class is ValuesListIterable:
        return lambda rows: [tuple(row) for row in rows]
    if queryset._iterable_class is not ModelIterable:
        raise ValueError("A prepared question gives objects of a model, or the tuples of `values_list`.")
    info = compiler.klass_info
    start, end = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column[0].target.attname for column in compiler.select[start:end]]
    populators = get_related_populators(info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # the stubs are of a later Django
    extra = tuple(compiler.annotation_col_map.items())

    def objects(rows: list[Any]) -> list[Any]:
        found = []
        for row in rows:
            one = info["model"].from_db(DEFAULT_DB_ALIAS, names, row[start:end])
            for populator in populators:
                populator.populate(row, one)
            for name, place in extra:
                setattr(one, name, row[place])
            found.append(one)
        return found

    return objects

"""Rows that nobody can change: triggers in the database refuse it, whoever asks (ARCHITECTURE.md, frozen rows).

A room names its frozen tables in `AppConfig.ready()`. SQLite drops triggers silently when a later migration
rebuilds a table, so they are made again after every migrate, and a system check compares.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.checks import Error, register
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

_FROZEN: dict[str, tuple[str, ...]] = {}


def freeze(model: str, *, operations: tuple[str, ...] = ("UPDATE", "DELETE")) -> None:
    """Refuse these operations on the model's table from the next migrate on."""
    _FROZEN[model] = operations


def _wanted() -> dict[str, tuple[str, str]]:
    """Trigger name → (table, operation)."""
    wanted = {}
    for label, operations in _FROZEN.items():
        table = apps.get_model(label)._meta.db_table
        for operation in operations:
            wanted[f"frozen_{table}_{operation.lower()}"] = (table, operation)
    return wanted


def _present(connection: BaseDatabaseWrapper) -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'frozen_%'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'frozen_%'")
        return {name for (name,) in cursor.fetchall()}


def make_triggers(using: str = "default") -> None:
    """Create every trigger that is wanted and whose table exists; safe to run again."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    present = _present(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION rrn_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION '% is frozen', TG_TABLE_NAME USING ERRCODE = '23514'; END $$"
            )
        for name, (table, operation) in _wanted().items():
            if name in present or table not in tables:
                continue
            if connection.vendor == "sqlite":
                cursor.execute(
                    f'CREATE TRIGGER "{name}" BEFORE {operation} ON "{table}" '
                    f"BEGIN SELECT RAISE(ABORT, '{table} is frozen'); END"
                )
            else:
                cursor.execute(
                    f'CREATE TRIGGER "{name}" BEFORE {operation} ON "{table}" '
                    "FOR EACH ROW EXECUTE FUNCTION rrn_refuse_change()"
                )


def missing_triggers(using: str = "default") -> list[str]:
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    present = _present(connection)
    return sorted(name for name, (table, _) in _wanted().items() if table in tables and name not in present)


def after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    if using == "default":
        make_triggers(using)


@register("database")
def check_triggers(app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any) -> list[Error]:
    if not databases or "default" not in databases:
        return []
    missing = missing_triggers()
    if not missing:
        return []
    return [Error(f"Frozen rows are not protected: {', '.join(missing)}.", hint="Run manage.py migrate.", id="core.E001")]

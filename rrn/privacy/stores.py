"""The database as one file, and back: SQLite by its own online copy, PostgreSQL by its own dump."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

from django.db import connections

from rrn.core.verdict import Refused


def _place() -> dict[str, Any]:
    return connections["default"].settings_dict


def vendor() -> str:
    return connections["default"].vendor


def copy_database(to: Path) -> None:
    """A consistent copy of this moment, while others go on writing."""
    if vendor() == "sqlite":
        source = sqlite3.connect(f"file:{_place()['NAME']}?mode=ro", uri=True, timeout=30)
        target = sqlite3.connect(to)
        with source, target:
            source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
        source.close()
        target.close()
        return
    _postgresql("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file", str(to))


def check_copy(copy: Path) -> None:
    """Refuse a copy that its database would not read."""
    if vendor() == "sqlite":
        opened = sqlite3.connect(f"file:{copy}?mode=ro", uri=True)
        verdict = opened.execute("PRAGMA integrity_check").fetchone()[0]
        opened.close()
        if verdict != "ok":
            raise Refused("The database in this backup is damaged.")
        return
    _postgresql("pg_restore", "--list", str(copy), database=False)


def put_database_back(copy: Path) -> None:
    """Replace the database by the copy, whole or not at all."""
    connections["default"].close()
    if vendor() == "sqlite":
        target = Path(_place()["NAME"])
        beside = target.with_name(f"{target.name}.restoring")
        shutil.copyfile(copy, beside)
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        for left_over in ("-wal", "-shm"):
            target.with_name(target.name + left_over).unlink(missing_ok=True)
        beside.rename(target)
        return
    _postgresql("pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", str(copy))


def _program(name: str) -> str:
    homes = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parent.parent.name.split(".")[0]))
    found = str(homes[-1]) if homes else shutil.which(name)
    if not found:
        raise Refused(f"{name} is missing. Install PostgreSQL's client programs: apt install postgresql-client")
    return found


def _postgresql(program: str, *arguments: str, database: bool = True) -> None:
    """Passwords go by the environment, where other users of the machine do not see them."""
    where = _place()
    env = {
        "PGHOST": str(where["HOST"]), "PGPORT": str(where["PORT"]), "PGUSER": str(where["USER"]),
        "PGPASSWORD": str(where["PASSWORD"]), "PGTARGETSESSIONATTRS": "read-write",
    }  # fmt: skip
    named = ["--dbname", str(where["NAME"])] if database else []
    done = subprocess.run(  # noqa: S603  # a fixed program with arguments of our own
        [_program(program), *arguments[:-1], *named, arguments[-1]] if program == "pg_restore" else [_program(program), *named, *arguments],
        env=os.environ | {name: value for name, value in env.items() if value},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refused(f"{program} did not work: {done.stderr.strip()[-500:]}")

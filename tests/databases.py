"""Where tests keep their tables: a copy of a template that is migrated once for each state of the migrations.

A run that finds its template starts in about two seconds. Most tests roll back. One that needs real commits asks for
`committed_db` and gets a copy of its own: flushing would break on frozen rows and empty what migrations filled.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

HOME = Path(__file__).resolve().parent.parent
CACHE = Path(tempfile.gettempdir()) / f"rrn-templates-{os.getuid()}"
LIBRARIES = ("Django", "wagtail", "wagtail-localize", "django-allauth", "django-taggit")


def shape() -> str:
    """Changes with every migration, the frozen rows, the pages that are filled in and their words in the search, and the libraries that bring tables."""
    total = hashlib.sha256()
    rooms = HOME / "rrn"
    pages = [*rooms.glob("website/copy/**/*"), *(rooms / "website" / f"{name}.py" for name in ("blocks", "copybook", "filling", "staff"))]
    tables = [*rooms.glob("*/migrations/*.py"), *rooms.glob("*/apps.py"), rooms / "core" / "frozen.py"]
    words = [*rooms.glob("core/search/*.py"), *rooms.glob("*/finding.py"), rooms / "website" / "fixed_pages.py"]
    for path in sorted(path for path in [*tables, *pages, *words] if path.is_file()):
        total.update(str(path.relative_to(rooms)).encode() + path.read_bytes())
    for name in LIBRARIES:
        total.update(f"{name}=={version(name)}".encode())
    return total.hexdigest()[:20]


@contextmanager
def _alone(name: str) -> Iterator[None]:
    CACHE.mkdir(mode=0o700, exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _point_to(name: Any) -> None:
    """Let this process and all its threads speak to another database of the same server."""
    from django.db import connections

    connections["default"].close()
    connections.settings["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def _forget_old(pattern: str, keep: int = 6) -> None:
    for path in sorted(CACHE.glob(pattern), key=lambda path: path.stat().st_mtime, reverse=True)[keep:]:
        path.unlink(missing_ok=True)


class Sqlite:
    def __init__(self) -> None:
        self.template = CACHE / f"{shape()}.sqlite3"
        self.folder = Path(tempfile.mkdtemp(prefix="rrn-test-"))

    def make_template(self) -> None:
        with _alone("sqlite"):
            if self.template.exists():
                os.utime(self.template)
                return
            from django.db import connections

            half = self.folder / "half.sqlite3"
            _point_to(half)
            _migrate()
            with connections["default"].cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connections["default"].close()
            shutil.copyfile(half, self.template.with_suffix(".new"))
            self.template.with_suffix(".new").rename(self.template)
            _forget_old("*.sqlite3")

    def copy(self, name: str) -> Path:
        place = self.folder / f"{name}.sqlite3"
        shutil.copyfile(self.template, place)
        return place

    def drop(self, place: Path) -> None:
        for path in place.parent.glob(f"{place.name}*"):
            path.unlink()

    def clean_up(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


class PostgreSQL:
    """Templates live in the server; a dump of each is kept, because the server of a test run is a new one every time."""

    def __init__(self) -> None:
        self.name = f"rrn_template_{shape()}"
        self.dump = CACHE / f"{shape()}.sql"

    def _execute(self, *statements: str) -> list[tuple[Any, ...]]:
        """Outside any transaction, in the server's own database."""
        import psycopg
        from django.db import connections

        parameters = connections["default"].get_connection_params() | {"dbname": "postgres"}
        for key in ("context", "cursor_factory", "server_side_binding", "prepare_threshold"):
            parameters.pop(key, None)
        rows: list[tuple[Any, ...]] = []
        with psycopg.connect(**parameters, autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement)
                rows = cursor.fetchall() if cursor.description else []
        return rows

    def _program(self, name: str, *arguments: str) -> None:
        from django.db import connections

        from scripts.with_postgresql import program

        where = connections.settings["default"]
        env = os.environ | {"PGHOST": where["HOST"], "PGPORT": where["PORT"], "PGUSER": where["USER"], "PGPASSWORD": where["PASSWORD"]}
        subprocess.run([program(name) or name, *arguments], env=env, check=True, stdout=subprocess.DEVNULL)

    def make_template(self) -> None:
        with _alone("postgresql"):
            if self._execute(f"SELECT 1 FROM pg_database WHERE datname = '{self.name}'"):
                return
            half = f"{self.name}_half"
            self._execute(f"DROP DATABASE IF EXISTS {half}", f"CREATE DATABASE {half} TEMPLATE template0 ENCODING 'UTF8'")
            if self.dump.exists():
                os.utime(self.dump)
                self._program("psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", half, "-f", str(self.dump))
            else:
                _point_to(half)
                _migrate()
                _point_to("postgres")
                self._program("pg_dump", "-d", half, "-f", str(self.dump.with_suffix(".new")))
                self.dump.with_suffix(".new").rename(self.dump)
                _forget_old("*.sql")
            self._execute(f"ALTER DATABASE {half} RENAME TO {self.name}")

    def copy(self, name: str) -> str:
        full = f"rrn_test_{os.getpid()}_{name}"
        self._execute(f"DROP DATABASE IF EXISTS {full} WITH (FORCE)", f"CREATE DATABASE {full} TEMPLATE {self.name}")
        return full

    def drop(self, name: str) -> None:
        self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def clean_up(self) -> None:
        pass


@pytest.fixture(scope="session")
def house_databases() -> Iterator[Sqlite | PostgreSQL]:
    from django.db import connections

    place = Sqlite() if connections["default"].vendor == "sqlite" else PostgreSQL()
    yield place
    place.clean_up()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, house_databases: Sqlite | PostgreSQL
) -> Iterator[None]:
    """In place of pytest-django's: the tests that roll back share one copy."""
    with django_db_blocker.unblock():
        house_databases.make_template()
        shared = house_databases.copy("shared")
        _point_to(shared)
    yield
    with django_db_blocker.unblock():
        _point_to(shared if isinstance(shared, Path) else "postgres")
        house_databases.drop(shared)  # type: ignore[arg-type]  # each kind gets back what it gave


@contextmanager
def copy_of_its_own(places: Sqlite | PostgreSQL, django_db_blocker: Any, name: str = "own") -> Iterator[None]:
    """Let everything inside speak to a fresh copy of the template."""
    from django.core.cache import cache
    from django.db import connections

    shared = connections["default"]
    before = connections.settings["default"]["NAME"]
    own = places.copy(name)
    with django_db_blocker.unblock():
        # The shared connection is laid aside as it is, perhaps inside the transaction of a test that rolls back.
        connections.settings["default"]["NAME"] = own
        del connections["default"]
        try:
            yield
        finally:
            cache.clear()
            connections["default"].close()
            connections["default"] = shared
            connections.settings["default"]["NAME"] = before
    places.drop(own)  # type: ignore[arg-type]  # each kind gets back what it gave


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: Any, house_databases: Sqlite | PostgreSQL) -> Iterator[None]:
    """A database of this test's own, where commits are real and other threads and processes see them."""
    with copy_of_its_own(house_databases, django_db_blocker):
        yield


@pytest.fixture
def in_another_thread(committed_db: None) -> Callable[[Callable[[], Any]], Any]:
    """Call something with a database connection of its own; gives a future."""
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connections

    def closing(what: Callable[[], Any]) -> Any:
        try:
            return what()
        finally:
            connections.close_all()

    pool = ThreadPoolExecutor(8)
    return lambda what: pool.submit(closing, what)

"""A store of its own for a test, and people who ask at its door."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest


@dataclass
class Answered:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Visitor:
    """Asks as the application server would hand it on: through the door, behind which Django stands or nobody."""

    behind: Any = None
    door: Any = field(init=False)
    woken: int = 0

    def __post_init__(self) -> None:
        from django.core.handlers.wsgi import WSGIHandler

        from rrn.core.pagestore.door import Door
        from rrn.core.pagestore.setting import house, shelf

        store = shelf()
        assert store is not None, "ask for the fixture page_store"
        self.behind = self.behind or WSGIHandler()
        self.door = Door(self._wake, store, house())

    def _wake(self, environ: Any, start_response: Any) -> Any:
        self.woken += 1
        return self.behind(environ, start_response)

    @property
    def shelf(self) -> Any:
        return self.door.shelf

    def ask(self, address: str, *, method: str = "GET", host: str = "testserver", scheme: str = "http", **headers: str) -> Answered:
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "", "SERVER_NAME": host,
            "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": host, "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": scheme, "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.multithread": True,
            "wsgi.multiprocess": True, "wsgi.run_once": False,
        }  # fmt: skip
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        started: list[Any] = []
        with keeping_the_connection():
            parts = self.door(environ, lambda status, found, error=None: started.append((status, found)))
            body = b"".join(parts)
            if hasattr(parts, "close"):
                parts.close()
        status, found = started[0]
        return Answered(int(status[:3]), {name.lower(): value for name, value in found}, body)


@contextmanager
def keeping_the_connection() -> Iterator[None]:
    """A test that rolls back has one connection, which a request's end would close; Django's test client does the same."""
    from django.core.signals import request_finished, request_started
    from django.db import close_old_connections

    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@pytest.fixture
def page_store(settings: Any, tmp_path: Path) -> Path:
    """The store is on, in a folder of this test's own."""
    settings.PAGE_STORE = tmp_path / "pages"
    return settings.PAGE_STORE


@pytest.fixture
def visitor(page_store: Path) -> Visitor:
    return Visitor()

"""In front of Django: answers a stranger's request for a kept page from memory or files. Pure.

Whoever brings a session, a message or a password goes through to Django, and so does anything unusual. Nothing here
writes a page: what is not on the shelf cannot be answered.
"""

from __future__ import annotations

import os
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from rrn.core import time as clock
from rrn.core.pagestore.asked import Asked
from rrn.core.pagestore.entry import Answer
from rrn.core.pagestore.names import Key, day_folder, key_of
from rrn.core.pagestore.shelf import Shelf

Environ = dict[str, Any]
_PORT = re.compile(r":\d{1,5}\Z")


@dataclass(frozen=True, slots=True)
class House:
    """What of the settings the door has to know."""

    hosts: frozenset[str]  # exact names, without a port
    secure: bool  # pages are kept for https, or for http, never for both
    private_cookies: tuple[str, ...]
    proxy_header: tuple[str, str] | None = None  # (name in the environ, value) by which a listed proxy says https

    def knows(self, host: str) -> bool:
        return _PORT.sub("", host.lower()).removesuffix(".") in self.hosts

    def is_secure(self, environ: Environ) -> bool:
        if self.proxy_header is not None and self.proxy_header[0] in environ:
            return environ[self.proxy_header[0]].partition(",")[0].strip() == self.proxy_header[1]
        return environ.get("wsgi.url_scheme") == "https"

    def is_stranger(self, environ: Environ) -> bool:
        """No session, no waiting message, no password; asked by a name of ours, by the scheme that pages are kept for."""
        cookies = environ.get("HTTP_COOKIE")
        if cookies and any(name in cookies for name in self.private_cookies):
            return False
        if "HTTP_AUTHORIZATION" in environ or environ.get("SCRIPT_NAME"):
            return False
        return self.is_secure(environ) == self.secure and self.knows(environ.get("HTTP_HOST", ""))


class Memory:
    """The pages asked for lately, each with the state of the file it came from; bounded by bytes."""

    def __init__(self, most: int = 12 * 1024 * 1024) -> None:
        self.most, self.size = most, 0
        self.pages: OrderedDict[Key, tuple[str, str, tuple[int, int], Answer]] = OrderedDict()
        self.lock = Lock()

    def get(self, key: Key, day: str) -> Answer | None:
        """One look at the file says whether the copy in memory is still the page."""
        found = self.pages.get(key)
        if found is None or found[0] != day:
            return None
        try:
            state = os.stat(found[1])
            self.pages.move_to_end(key)
        except (OSError, KeyError):
            self.drop(key)
            return None
        return found[3] if (state.st_ino, state.st_mtime_ns) == found[2] else None

    def put(self, key: Key, day: str, path: str, state: tuple[int, int], answer: Answer) -> None:
        with self.lock:
            self._drop(key)
            self.pages[key] = (day, path, state, answer)
            self.size += answer.entry.size
            while self.size > self.most:
                self._drop(next(iter(self.pages)))

    def drop(self, key: Key) -> None:
        with self.lock:
            self._drop(key)

    def _drop(self, key: Key) -> None:
        found = self.pages.pop(key, None)
        if found is not None:
            self.size -= found[3].entry.size


class Door:
    def __init__(self, application: Callable[..., Iterable[bytes]], shelf: Shelf, house: House) -> None:
        self.application, self.shelf, self.house = application, shelf, house
        self.memory, self.asked = Memory(), Asked(shelf.folder)
        self._hour, self._day = -1, ""

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method in ("GET", "HEAD") and self.house.is_stranger(environ):
            answer = self.find(environ)
            if answer is not None:
                status, headers, body = answer.to(
                    head=method == "HEAD",
                    accepts=environ.get("HTTP_ACCEPT_ENCODING", ""),
                    has=environ.get("HTTP_IF_NONE_MATCH", ""),
                )
                start_response(status, headers)
                return [body]
        return self.application(environ, start_response)

    def find(self, environ: Environ) -> Answer | None:
        at = clock.now()
        key = Key(environ["PATH_INFO"], environ.get("QUERY_STRING", ""))
        day = self.day_at(at)
        answer = self.memory.get(key, day) or self._fetch(key, day)
        if answer is None or not answer.entry.since <= at.timestamp() < answer.entry.until:
            return None
        self.asked.note(key)
        return answer

    def _fetch(self, key: Key, day: str) -> Answer | None:
        if key_of(*key) is None:
            return None
        path = self.shelf.head_path(day, key.name)
        try:
            before = os.stat(path)
        except OSError:
            return None
        entry = self.shelf.read(day, key)
        if entry is None:
            return None
        answer = Answer(entry)
        # The state from before the reading: a page replaced meanwhile is read again at the next request.
        self.memory.put(key, day, path, (before.st_ino, before.st_mtime_ns), answer)
        return answer

    def day_at(self, at: datetime) -> str:
        """Days and distances from UTC begin at whole hours, so the folder's name is worked out once an hour."""
        hour = int(at.timestamp()) // 3600
        if hour != self._hour:
            self._day = day_folder(at)
            self._hour = hour
        return self._day

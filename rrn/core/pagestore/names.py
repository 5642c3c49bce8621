"""How a kept page is found: its key, the folder of its day, and its name in the folder that nginx reads. Pure."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from typing import NamedTuple

from rrn.core.time import LONDON

LONGEST_PATH, LONGEST_QUERY = 200, 300
_PLAIN_PATH = re.compile(r"/(?:[A-Za-z0-9_][A-Za-z0-9_.~-]*/)*(?:[A-Za-z0-9_][A-Za-z0-9_.~-]*)?", re.ASCII)
_PLAIN_QUERY = re.compile(r"[!-~]*", re.ASCII)
# What nginx looks for: deploy/nginx.conf asks by the same shapes, on the address as it was sent.
_FOLDER = re.compile(r"/(?:[a-z0-9_][a-z0-9_-]*/)*", re.ASCII)
_FILE = re.compile(r"/(?:[a-z0-9_][a-z0-9_-]*/)*[a-z0-9_][a-z0-9_-]*\.(?:txt|xml|json|csv)", re.ASCII)
SUFFIXES = {".txt": "text/plain", ".xml": "application/xml", ".json": "application/json", ".csv": "text/csv"}


class Key(NamedTuple):
    """The exact path and the query as it was sent."""

    path: str
    query: str

    @property
    def name(self) -> str:
        """The same for every process and host; pages with a query are told apart, for their own bound."""
        digest = hashlib.sha256(f"{self.path}?{self.query}".encode()).hexdigest()[:40]
        return f"{'q' if self.query else 'p'}{digest}"


def key_of(path: str, query: str) -> Key | None:
    """None for what is never kept: anything unusual in the path, or too long."""
    if len(path) > LONGEST_PATH or len(query) > LONGEST_QUERY or not _PLAIN_PATH.fullmatch(path):
        return None
    return Key(path, query) if _PLAIN_QUERY.fullmatch(query) else None


def readable_name(key: Key, content_type: str) -> str | None:
    """`/members/` is `members/index.html`; None for what nginx does not look for."""
    if key.query:
        return None
    if _FOLDER.fullmatch(key.path):
        return f"{key.path[1:]}index.html" if content_type == "text/html; charset=utf-8" else None
    if _FILE.fullmatch(key.path):
        suffix = key.path[key.path.rindex(".") :]
        return key.path[1:] if content_type == f"{SUFFIXES[suffix]}; charset=utf-8" else None
    return None


def day_folder(at: datetime) -> str:
    """`2026-07-01+01`: London's day and its distance from UTC.

    The distance is there for nginx: one whose zone is not London's finds no folder at the hours where its day would
    be another one, rather than yesterday's.
    """
    there = at.astimezone(LONDON)
    return f"{there:%Y-%m-%d}{there.strftime('%z')[:3]}"

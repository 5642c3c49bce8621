"""One kept page: its bytes, plain and compressed, and the headers it is answered with. Pure."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rrn.core.pagestore.names import Key, readable_name

Headers = list[tuple[str, str]]

# A browser asks each time whether its copy is still right, so that a publication is seen at once; that answer is
# 304 without a body. `Cookie`: with a session the same address shows who is signed in.
CACHE_CONTROL = "public, max-age=0, must-revalidate"
VARY = "Accept-Encoding, Cookie"
OURS = {
    "cache-control", "vary", "etag", "content-length", "content-encoding", "date", "expires", "last-modified",
    "set-cookie", "x-request-id", "connection",
}  # fmt: skip


def stamp_of(body: bytes) -> int:
    """The body's digest as a time: nginx makes an ETag of a file's time and length, and so all hosts give the same one."""
    return int.from_bytes(hashlib.sha256(body).digest()[:4], "big") >> 1


def etag_of(body: bytes, size: int) -> str:
    return f'"{stamp_of(body):x}-{size:x}"'


@dataclass(frozen=True, slots=True)
class Entry:
    key: Key
    headers: Headers  # what Django said, without what is worked out here
    body: bytes
    packed: bytes
    tags: tuple[str, ...]
    since: float  # instants
    until: float
    readable: str  # its name where nginx looks; empty: nginx does not

    @classmethod
    def make(
        cls, *, key: Key, headers: Iterable[tuple[str, str]], body: bytes, tags: tuple[str, ...],
        since: datetime, until: datetime, for_nginx: bool,
    ) -> Entry:  # fmt: skip
        kept = [(name, value) for name, value in headers if name.lower() not in OURS]
        content_type = next((value for name, value in kept if name.lower() == "content-type"), "")
        readable = (readable_name(key, content_type) or "") if for_nginx else ""
        packed = gzip.compress(body, compresslevel=6, mtime=0)
        return cls(key, kept, body, packed, tags, since.timestamp(), until.timestamp(), readable)

    @property
    def size(self) -> int:
        return len(self.body) + len(self.packed)

    def head(self) -> bytes:
        """Everything but the bytes of the page, with their digests."""
        facts = {
            "path": self.key.path, "query": self.key.query, "headers": self.headers, "tags": self.tags,
            "since": self.since, "until": self.until, "readable": self.readable,
            "body": digest(self.body), "packed": digest(self.packed),
        }  # fmt: skip
        return json.dumps(facts).encode()

    @classmethod
    def from_head(cls, facts: Mapping[str, Any], body: bytes, packed: bytes) -> Entry | None:
        """None when the bytes are not those that the head speaks of, such as while a page is being replaced."""
        if facts["body"] != digest(body) or facts["packed"] != digest(packed):
            return None
        headers = [(name, value) for name, value in facts["headers"]]
        return cls(
            Key(facts["path"], facts["query"]), headers, body, packed, tuple(facts["tags"]), facts["since"], facts["until"],
            facts["readable"],
        )  # fmt: skip


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


class Answer:
    """A kept page made ready to be sent: every header worked out once, not at each request."""

    __slots__ = ("_packed_tag", "_tag", "body", "entry", "full", "packed_full", "same")

    def __init__(self, entry: Entry) -> None:
        self.entry, self.body = entry, entry.body
        self._tag, self._packed_tag = etag_of(entry.body, len(entry.body)), etag_of(entry.packed, len(entry.packed))
        common = [*entry.headers, ("Cache-Control", CACHE_CONTROL), ("Vary", VARY)]
        self.full: Headers = [*common, ("ETag", self._tag), ("Content-Length", str(len(entry.body)))]
        self.packed_full: Headers = [
            *common, ("ETag", self._packed_tag), ("Content-Encoding", "gzip"), ("Content-Length", str(len(entry.packed))),
        ]  # fmt: skip
        without_type = [(name, value) for name, value in common if not name.lower().startswith("content-")]
        self.same = {tag: [*without_type, ("ETag", tag)] for tag in (self._tag, self._packed_tag)}

    def to(self, *, head: bool, accepts: str, has: str) -> tuple[str, Headers, bytes]:
        """Status, headers and body for a request: `accepts` is its Accept-Encoding, `has` its If-None-Match."""
        packed = "gzip" in accepts and takes_gzip(accepts)
        if has:
            known = self._known(has, self._packed_tag if packed else self._tag)
            if known:
                return "304 Not Modified", self.same[known], b""
        if packed:
            return "200 OK", self.packed_full, b"" if head else self.entry.packed
        return "200 OK", self.full, b"" if head else self.body

    def _known(self, has: str, ours: str) -> str:
        if has.strip() == "*":
            return ours
        tags = {tag.strip().removeprefix("W/") for tag in has.split(",")}
        return next((tag for tag in (ours, self._tag, self._packed_tag) if tag in tags), "")


def takes_gzip(accepts: str) -> bool:
    """`gzip` with a weight of nothing is a refusal."""
    for part in accepts.split(","):
        name, _, weight = part.partition(";")
        if name.strip().lower() in ("gzip", "x-gzip"):
            value = weight.replace(" ", "").lower().removeprefix("q=")
            return value.strip("0.") != "" if value else True
    return False

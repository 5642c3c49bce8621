"""How a line becomes a digest and a run of lines becomes a block. Pure; anyone can repeat it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

NOTHING_BEFORE = "0" * 64


def digest_of(*, salt: str, verb: str, about: str, by: str, on_behalf_of: str, at: str, details: Mapping[str, Any]) -> str:
    """SHA-256 over salt, the line and its details, as canonical JSON."""
    text = json.dumps([salt, verb, about, by, on_behalf_of, at, details], sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def head_of(before: str, digests: Iterable[str]) -> str:
    """SHA-256 over the block before and the lines' digests, in order."""
    total = hashlib.sha256(before.encode())
    for digest in digests:
        total.update(digest.encode())
    return total.hexdigest()

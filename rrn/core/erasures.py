"""What has to be erased again when an old backup comes back. Rooms register; `privacy` asks.

Only a keyed hash of what was erased is kept, so a room says which of its records carry which value, and how one of
them is erased.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Erasable:
    """`values()` gives (value, record) for everything that stands; `erase(record, at=)` erases one."""

    values: Callable[[], Iterable[tuple[str, Any]]]
    erase: Callable[..., None]


_KINDS: dict[str, Erasable] = {}


def register(kind: str, *, values: Callable[[], Iterable[tuple[str, Any]]], erase: Callable[..., None]) -> None:
    """Call this in `AppConfig.ready()`. A kind is a word such as "address"."""
    _KINDS[kind] = Erasable(values, erase)


def registered() -> dict[str, Erasable]:
    return dict(_KINDS)

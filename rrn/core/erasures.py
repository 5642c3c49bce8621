"""How a person is erased by her address, room by room. Rooms register; `privacy` asks.

A room says which of its records are hers and how one of them is emptied. `until` leaves alone what came into being
after an erasure: somebody who was erased may come back, and a restore must not erase her anew.

Only keyed digests of erased addresses are kept, and upstairs. `erased_among` is the question about them that any room
may ask.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

NOWHERE = "erased.invalid"  # a name that no mail server can have (RFC 2606)


@dataclass(frozen=True, slots=True)
class Eraser:
    """`addresses()`: all that stand in the room. `find(address, until=)`: her records. `erase(record, address=, at=)`."""

    room: str
    addresses: Callable[[], Iterable[str]]
    find: Callable[..., Iterable[Model]]
    erase: Callable[..., None]


_ERASERS: dict[str, Eraser] = {}
_MEMORY: list[Callable[[Iterable[str]], set[str]]] = []


def register(eraser: Eraser) -> None:
    """Call this in `AppConfig.ready()`."""
    _ERASERS[eraser.room] = eraser


def registered() -> list[Eraser]:
    return [_ERASERS[room] for room in sorted(_ERASERS)]


def remember_by(erased: Callable[[Iterable[str]], set[str]]) -> None:
    """Whoever keeps the digests answers with those addresses that were erased."""
    _MEMORY[:] = [erased]


def erased_among(addresses: Iterable[str]) -> set[str]:
    """Which of these addresses were erased: they may not be brought in again."""
    return _MEMORY[0](addresses) if _MEMORY else set()


def nowhere(record: Any) -> str:
    """An address in place of hers: unique, and nothing sent to it can arrive."""
    return f"erased-{record.pk}@{NOWHERE}"


def mentions(text: str, address: str) -> bool:
    """Whether this very address stands in a text: "da@x.example" does not stand in "ada@x.example"."""
    whole = rf"(?<![\w.+%'-]){re.escape(address)}(?![\w-]|\.\w)"
    return re.search(whole, text, re.IGNORECASE) is not None

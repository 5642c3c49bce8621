"""How an address says that its answer may be kept. `rrn.core.audience.address(…, stored=…)` takes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

EVERYTHING = "site"  # every page depends on it

Tags = tuple[str, ...] | Callable[[Mapping[str, Any]], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Stored:
    """This address shows the same to everybody without a session.

    `query` names the parameters with which it may be asked; with another one it is not kept. `tags` names what it
    tells of; `tags(kwargs)` for an address with parts. Without tags every write makes it again.
    """

    query: tuple[str, ...] = ()
    tags: Tags = ()

    def tags_for(self, kwargs: Mapping[str, Any]) -> tuple[str, ...]:
        return self.tags(kwargs) if callable(self.tags) else self.tags


def keep_until(response: Any, moment: datetime) -> None:
    """Something on this page changes at this moment, before the day ends: it is not shown from the store after it."""
    before = getattr(response, "kept_until", None)
    response.kept_until = min(before, moment) if before else moment

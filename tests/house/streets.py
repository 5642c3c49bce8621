"""Every address of the house, as the street map has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from rrn.core.audience import Audience


@dataclass(frozen=True, slots=True)
class Address:
    name: str
    route: str
    view: Callable[..., Any]

    @property
    def audience(self) -> Audience | None:
        return getattr(self.view, "audience", None)

    @property
    def is_ours(self) -> bool:
        return getattr(self.view, "__module__", "").startswith("rrn.") or self.audience is not None


def _walk(patterns: list[URLPattern | URLResolver], route: str, spaces: tuple[str, ...]) -> Iterator[Address]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, here, inner)
        else:
            yield Address(":".join((*spaces, pattern.name or here)), "/" + here, pattern.callback)


def every_address() -> list[Address]:
    return list(_walk(get_resolver().url_patterns, "", ()))


def our_addresses() -> list[Address]:
    return [address for address in every_address() if address.is_ours]

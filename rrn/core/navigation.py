"""The header's and the footer's links: what a fresh installation starts with, and the door for whoever keeps them.

A room adds its line here when its pages open; nothing links to a room not built. The website registers how the office's
own menus are read; when they cannot be read, these stand in their place, because an error page must still lead on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Item:
    words: str
    address: str
    lang: str = ""

    def holds(self, path: str) -> bool:
        """Whether the page at `path` stands under this link."""
        return path == self.address if self.address in ("/", "/cy/") else path.startswith(self.address)


@dataclass(frozen=True, slots=True)
class Menus:
    header: tuple[Item, ...]
    footer: tuple[Item, ...]


HEADER: tuple[Item, ...] = (
    Item("Members", "/members/"),
    Item("Figures", "/figures/"),
    Item("About us", "/about/"),
    Item("News", "/news/"),
    Item("Join", "/join/"),
)

FOOTER: tuple[Item, ...] = (
    Item("Contact", "/contact/"),
    Item("Someone is at risk now", "/help-now/"),
    Item("Open data", "/data/"),
    Item("Steering group", "/steering-group/"),
    Item("Accessibility", "/accessibility/"),
    Item("Privacy", "/privacy/"),
    Item("Cookies", "/cookies/"),
    Item("Terms", "/terms/"),
)

SEARCH_ADDRESS = "/search/"

_READERS: list[Callable[[str], Menus | None]] = []


def read_by(reader: Callable[[str], Menus | None]) -> None:
    """Whoever keeps the menus answers with those of a language; None while there are none."""
    _READERS[:] = [reader]


def menus(language: str) -> Menus:
    """The menus for a page in this language."""
    shipped = Menus(HEADER, FOOTER)
    try:
        return (_READERS[0](language) if _READERS else None) or shipped
    except DatabaseError:
        log.warning("The menus could not be read.", exc_info=True)
        return shipped

"""The header's and the footer's links. A room adds its line here when its pages open; nothing links to a room not built."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    words: str
    address: str

    def holds(self, path: str) -> bool:
        """Whether the page at `path` stands under this link."""
        return path.startswith(self.address)


HEADER: tuple[Item, ...] = (
    Item("Members", "/members/"),
    Item("Figures", "/figures/"),
    Item("Join", "/join/"),
)

FOOTER: tuple[Item, ...] = (
    Item("Contact", "/contact/"),
    Item("Someone is at risk now", "/help-now/"),
    Item("Accessibility", "/accessibility/"),
    Item("Privacy", "/privacy/"),
    Item("Terms", "/terms/"),
)

SEARCH_ADDRESS = "/search/"

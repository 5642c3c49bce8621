"""The header's and the footer's links as the office keeps them. One query."""

from __future__ import annotations

from rrn.core.navigation import Item, Menus
from rrn.website.addresses import address_of
from rrn.website.models import Menu, MenuItem


def menus_of(language: str) -> Menus | None:
    """None where no link is kept at all: then those that the house was shipped with stand."""
    items: dict[str, list[Item]] = {place: [] for place in Menu.Place.values}
    kept = MenuItem.objects.select_related("menu", "page").order_by("sort_order", "pk")
    for item in kept:
        if item.page_id is None or item.page.live:
            items[item.menu.place].append(shown(item, language))
    if not any(items.values()):
        return None
    return Menus(header=tuple(items["header"]), footer=tuple(items["footer"]))


def shown(item: MenuItem, language: str) -> Item:
    """In Welsh where words were written; otherwise in English, and marked so."""
    address = item.address or address_of(item.page)
    if language != "cy":
        return Item(item.words, address)
    return Item(item.words_cy, address) if item.words_cy else Item(item.words, address, lang="en-GB")

"""The header's and the footer's links as the office keeps them. One query."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rrn.core.navigation import Item, Menus
from rrn.core.prepared import Prepared
from rrn.website.addresses import address_at
from rrn.website.models import Menu, MenuItem

_KEPT = Prepared(
    lambda: MenuItem.objects.order_by("sort_order", "pk").values_list(
        "menu__place", "words", "words_cy", "address", "page_id", "page__live", "page__url_path"
    )
)


def menus_of(language: str) -> Menus | None:
    """None where no link is kept at all: then those that the house was shipped with stand."""
    return _menus(tuple(_KEPT()), language)


@lru_cache(maxsize=16)
def _menus(kept: tuple[tuple[Any, ...], ...], language: str) -> Menus | None:
    """Of the same rows the same menus: every page of one day has them."""
    items: dict[str, list[Item]] = {place: [] for place in Menu.Place.values}
    for place, words, words_cy, address, page, live, url_path in kept:
        if page is None or live:
            items[place].append(shown(words, words_cy, address or address_at(url_path), language))
    if not any(items.values()):
        return None
    return Menus(header=tuple(items["header"]), footer=tuple(items["footer"]))


def shown(words: str, words_cy: str, address: str, language: str) -> Item:
    """In Welsh where words were written, otherwise in English; marked so, because what stands around them is in English."""
    if language != "cy":
        return Item(words, address)
    return Item(words_cy, address, lang="cy") if words_cy else Item(words, address, lang="en-GB")

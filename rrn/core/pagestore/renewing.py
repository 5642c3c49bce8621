"""Which kept pages a write takes away. A room says it once for each kind of record that public pages tell of:

    tell_of("plans.plan", tags_of_plans)

`tags_of(records)` gets the records' numbers, or None for all of the kind, and gives the tags of the pages; `("site",)`
is every page. It runs after the commit and after whatever else is derived from the kind; each host does it for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from rrn.core import renewals
from rrn.core.pagestore.marks import EVERYTHING
from rrn.core.pagestore.middleware import ANY
from rrn.core.pagestore.setting import shelf

TagsOf = Callable[[set[str] | None], Iterable[str]]
_TOLD: dict[str, TagsOf] = {}


def everything(records: set[str] | None) -> tuple[str, ...]:
    return (EVERYTHING,)


def tell_of(kind: str, tags_of: TagsOf = everything) -> None:
    _TOLD[kind] = tags_of
    renewals.register(kind, name="kept pages", renew=partial(forget_for, kind), last=True)


def is_told_of(kind: str) -> bool:
    return kind in _TOLD


def forget_for(kind: str, records: set[str] | None) -> None:
    store = shelf()
    if store is None or kind not in _TOLD:
        return
    tags = set(_TOLD[kind](records))
    if EVERYTHING in tags:
        store.forget_everything()
    else:
        store.forget({*tags, ANY})

"""Organisations that took the pledge of 2014 and are moving, in the site's search: those that their list names, and no other."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

from rrn.core.search import Document, keep_only, put, remove
from rrn.core.vocabulary import Nation, Sector
from rrn.register.permissions import pledges_moving

KIND = "moving"
LONGEST_QUESTION = 100


def where_in_words(pledge: Any) -> str:
    sector = str(Sector(pledge.sector).label) if pledge.sector else ""
    nation = str(Nation(pledge.nation).label) if pledge.nation else ""
    return ", ".join(part for part in (sector, nation) if part)


def _document(pledge: Any) -> Document:
    name, where = " ".join(pledge.organisation_name.split()), where_in_words(pledge)
    return Document(
        kind=KIND,
        key=str(pledge.pk),
        title=name,
        address=f"/members/moving/?{urlencode({'q': name[:LONGEST_QUESTION]})}",
        about=" · ".join(part for part in ("Signed the 2014 pledge, moving. Not a member", where) if part),
        also=f"2014 pledge, moving. Pledger, signed. {where}",
    )


def index_pledgers(pledges: Collection[str] | None) -> None:
    """These pledges, or all, as the list of those who are moving shows them. In the caller's transaction."""
    found = pledges_moving() if pledges is None else pledges_moving().filter(pk__in=pledges)
    rows = list(found)
    put(_document(row) for row in rows)
    here = {str(row.pk) for row in rows}
    if pledges is None:
        keep_only(KIND, here)
    else:
        remove(KIND, set(pledges) - here)

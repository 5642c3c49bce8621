"""What the register's kept pages tell of, as tags (rrn/core/pagestore)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rrn.core.pagestore.marks import Stored

REGISTER, PEOPLE = "register", "people"
# Everything that the directory is asked with; another parameter is answered, but not kept.
DIRECTORY = Stored(query=("q", "sector", "nation", "region", "strategy", "practice", "status", "after", "before"), tags=(REGISTER,))
LISTED = Stored(tags=(REGISTER,))
ACTIONS = Stored(query=("under_way", "strategy", "practice", "after"), tags=(REGISTER,))
MOVED = Stored(query=("after", "before"), tags=(REGISTER,))
MOVING = Stored(query=("q", "after", "before"), tags=(REGISTER,))
OF_PEOPLE = Stored(query=("after",), tags=(REGISTER, PEOPLE))


def organisation_tag(slug: str) -> str:
    return f"organisation-{slug}"


def _of_the_organisation(kwargs: Mapping[str, Any]) -> tuple[str, ...]:
    return (organisation_tag(kwargs["slug"]),)


OF_AN_ORGANISATION = Stored(tags=_of_the_organisation)

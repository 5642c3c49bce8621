"""Sixty example actions for people who join, to start from and to rewrite in their own words.

The examples are words, not rules: what a person commits to is what she writes. They are read once from
`action_bank.json`, which the office may send to somebody for comment as it stands.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from rrn.membership.roles import PersonRole

ROLES: Final[dict[str, str]] = {role.value: role.label for role in PersonRole}


@dataclass(frozen=True)
class ExampleAction:
    """One action that one person could do within two years, and how she would know."""

    id: str
    role: str
    sectors: tuple[str, ...]
    strategy: int
    what: str
    how_i_will_know: str
    suggested_months: int


@cache
def all_examples() -> tuple[ExampleAction, ...]:
    """Every example, in the order of the file."""
    rows = json.loads(Path(__file__).with_name("action_bank.json").read_text(encoding="utf-8"))
    return tuple(ExampleAction(**{**row, "sectors": tuple(row["sectors"])}) for row in rows)


@cache
def examples_for(
    *, role: str = "", sector: str = "", strategy: int | None = None
) -> tuple[ExampleAction, ...]:
    """The examples that fit every given wish; a wish left empty leaves nothing out."""
    return tuple(
        example
        for example in all_examples()
        if (not role or example.role == role)
        and (not sector or sector in example.sectors)
        and (strategy is None or example.strategy == strategy)
    )


def example(example_id: str) -> ExampleAction | None:
    """The example with this id, or None when a link is older than the list."""
    return next((found for found in all_examples() if found.id == example_id), None)

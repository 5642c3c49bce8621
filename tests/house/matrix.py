"""Who gets which answer at which address: the rows, and what a row leaves unsaid.

A room writes `rrn/<room>/tests/addresses.py`:

    from tests.house.matrix import Row

    ADDRESSES = {
        "plans:edit": Row(kwargs=lambda scene: {"slug": scene.organisation.slug}, post=200,
                          but={"applicant individual other_lead former lapsed suspended": 404, "viewer": (200, 403)}),
    }

    def prepare(scene): ...      # optional: put more into the scene

`get` and `post` are what somebody gets for whom the outer door opens. Everybody else's answer follows from the
address's audience: the stranger is led to sign in (302), others are refused (403). `but` names exceptions, kind by
kind: one status for both methods, or (get, post). `post` without data is what is sent unless the row gives `data`.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from rrn.core.audience import Audience, is_open_to
from tests.house.scene import KINDS, STRANGERS, Scene

Given = Mapping[str, Any] | Callable[[Scene], Mapping[str, Any]]
ROOMS = Path(__file__).resolve().parent.parent.parent / "rrn"


@dataclass(frozen=True)
class Row:
    get: int = 200
    post: int = 405
    kwargs: Given = field(default_factory=dict)
    data: Given = field(default_factory=dict)
    query: str = ""
    but: Mapping[str, int | tuple[int, int]] = field(default_factory=dict)
    # Only for an address that machines post to without a page of ours, such as the mail service's.
    csrf: bool = True
    # The most queries a page may cost. A page that needs more than the house's bound says so here, and why.
    queries: int = 25

    def exceptions(self) -> dict[str, tuple[int, int]]:
        found = {}
        for kinds, answer in self.but.items():
            for kind in kinds.split():
                assert kind in KINDS, f"{kind} is nobody in the scene: {', '.join(KINDS)}"
                found[kind] = (answer, answer) if isinstance(answer, int) else answer
        return found

    def expected(self, kind: str, audience: Audience, scene: Scene) -> tuple[int, int]:
        said = self.exceptions().get(kind)
        if said:
            return said
        if kind in STRANGERS:
            is_open = audience in (Audience.EVERYONE, Audience.DEMONSTRATION)
            return (self.get, self.post) if is_open else (302, 302)
        return (self.get, self.post) if is_open_to(audience, scene.people[kind]) else (403, 403)


def given(what: Given, scene: Scene) -> Mapping[str, Any]:
    return what(scene) if callable(what) else what


@cache
def room_pages() -> tuple[ModuleType, ...]:
    names = [f"rrn.{room.name}.tests.addresses" for room in sorted(ROOMS.iterdir()) if (room / "tests" / "addresses.py").exists()]
    return tuple(import_module(name) for name in names if importlib.util.find_spec(name))


def rows() -> dict[str, Row]:
    collected: dict[str, Row] = {}
    for page in room_pages():
        twice = set(collected) & set(page.ADDRESSES)
        assert not twice, f"{page.__name__} lists what another room lists: {sorted(twice)}"
        collected |= page.ADDRESSES
    return collected

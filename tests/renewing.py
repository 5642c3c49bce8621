"""In a test that rolls back nothing is ever committed, so what follows a commit is done before the next look."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def renewed_before_each_look(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    from django.db import connection
    from django.test import Client

    from rrn.core import renewals
    from rrn.core.time import now

    asked: list[bool] = []
    ask_for, look = renewals.ask_for, Client.request

    def asking(**wish: Any) -> None:
        asked.append(True)
        ask_for(**wish)

    def looking(self: Client, **request: Any) -> Any:
        if asked and connection.in_atomic_block:
            asked.clear()
            counting, connection.force_debug_cursor = connection.force_debug_cursor, False  # no cost of this look
            renewals.renew_pending(at=now())
            connection.force_debug_cursor = counting
        return look(self, **request)

    monkeypatch.setattr(renewals, "ask_for", asking)
    monkeypatch.setattr(Client, "request", looking)
    return

"""The cast and the clock that every test may use."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

pytest_plugins = ["tests.databases", "tests.cast"]

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def noon() -> datetime:
    return NOON

"""The cast and the clock that every test may use."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, settings

# A property fails when it is untrue, never because the machine was busy.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

pytest_plugins = ["tests.databases", "tests.cast", "tests.renewing", "tests.keeping", "tests.private_files"]

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def noon() -> datetime:
    return NOON

"""The whole made-up network on a database of a module's own, filled as `make run` fills it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.test import override_settings

from rrn.core.time import now, start_of_day, travel
from rrn.demo.fill import fill
from tests.databases import copy_of_its_own

DAY = date(2026, 11, 21)
NOW = start_of_day(DAY) + timedelta(hours=12)


@contextmanager
def filled_network(
    house_databases: Any, django_db_blocker: Any, tmp_path_factory: Any, day: date = DAY
) -> Iterator[None]:
    """Inside it is noon of the day for which the network was filled."""
    private = settings.STORAGES["private"] | {
        "OPTIONS": {"location": tmp_path_factory.mktemp("files"), "base_url": None}
    }
    with (
        override_settings(STORAGES=settings.STORAGES | {"private": private}),
        copy_of_its_own(house_databases, django_db_blocker, "filled"),
        travel(start_of_day(day) + timedelta(hours=12)),
    ):
        fill(day=day, now=now())
        yield

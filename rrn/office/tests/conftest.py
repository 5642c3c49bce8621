from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from rrn.core.time import travel
from rrn.office.tests.scenes import NOON


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with travel(NOON):
        yield


@pytest.fixture
def desk() -> Callable[[Any], Client]:
    """A browser in which somebody is signed in."""

    def signed_in(who: Any) -> Client:
        client = Client()
        client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in

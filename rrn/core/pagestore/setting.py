"""What the settings say of the page store, and the one door that `config/wsgi.py` puts in front."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from rrn.core.pagestore.door import Door, House
from rrn.core.pagestore.shelf import Shelf

log = logging.getLogger(__name__)


@lru_cache(maxsize=4)
def _shelf_in(folder: Path) -> Shelf:
    return Shelf(folder)


def shelf() -> Shelf | None:
    """The shelf of this installation; None where the store is off."""
    return _shelf_in(Path(settings.PAGE_STORE)) if settings.PAGE_STORE else None


def house() -> House:
    """Names with a wildcard are left out: whoever asks by one of those is answered by Django."""
    return House(
        hosts=frozenset(name.lower() for name in settings.ALLOWED_HOSTS if not name.startswith((".", "*"))),
        secure=is_https(),
        private_cookies=private_cookies(),
        proxy_header=settings.SECURE_PROXY_SSL_HEADER,
    )


def is_https() -> bool:
    return bool(settings.BASE_URL.startswith("https://"))


def own_host() -> str:
    """Pages are made under the installation's own name only, whatever other names it answers to."""
    return urlsplit(settings.BASE_URL).netloc


def private_cookies() -> tuple[str, ...]:
    return (settings.SESSION_COOKIE_NAME, "messages")


def in_front_of(application: Callable[..., Any]) -> Callable[..., Any]:
    """The application with the store's door. Pages kept by an older release, or from a database restored since, go."""
    found = shelf()
    if found is None:
        return application
    try:
        found.forget_everything()
    except OSError as failure:
        log.warning("The page store %s cannot be written to (%s); every page is made afresh.", found.folder, failure)
        return application
    return Door(application, found, house())

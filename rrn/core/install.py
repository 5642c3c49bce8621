"""How a room says what an installer should look at: `@install_check`, run by `manage.py check_install` and nothing else.

Django's check framework carries them, under the tag "install". They look at the world outside the code, such as the
mail server, so `manage.py check --deploy` leaves them alone: they run only when a database is named as well.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.checks import CheckMessage, register

TAG = "install"


def install_check(look: Callable[[], list[CheckMessage]]) -> Callable[[], list[CheckMessage]]:
    def carried(app_configs: Any = None, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
        return look() if databases else []

    register(carried, TAG, deploy=True)
    return look

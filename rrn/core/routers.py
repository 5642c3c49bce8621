"""Where tables live: the cache that holds limits has a database of its own."""

from __future__ import annotations

from typing import Any


class LimitsRouter:
    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return "limits" if model._meta.app_label == "django_cache" else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        if app_label == "django_cache":
            return db == "limits"
        return db == "default"

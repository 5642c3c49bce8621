"""One line a record, control characters escaped, the request's number in front (RELIABILITY.md rule 23)."""

from __future__ import annotations

import logging
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="-")


class LineFormatter(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} [{request}] {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        record.request = request_id.get()
        text = super().format(record)
        head, *rest = text.split("\n")
        safe = [part.encode("unicode_escape").decode("ascii") if not part.isprintable() else part for part in (head, *rest)]
        return "\n    ".join(safe)

"""A mail server on this machine that does to us what mail servers do: takes, refuses, puts off, and hangs up."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.core.mail import get_connection

logging.getLogger("mail.log").setLevel(logging.WARNING)  # every word on the line is a line there


class Behaviour:
    """What it does, by address. Everything it has taken stands in `taken`, as it came over the line."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.refused: dict[str, str] = {}  # address → what is said to RCPT
        self.greylisted: set[str] = set()  # put off the first time
        self.hangs_up_after_words: set[str] = set()
        self.answer_to_words: dict[str, str] = {}
        self.delay = 0.0
        self._seen: set[str] = set()

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.delay:
            await asyncio.sleep(self.delay)
        if said := self.refused.get(address):
            return said
        if address in self.greylisted and address not in self._seen:
            self._seen.add(address)
            return "451 4.7.1 Greylisted, please come back"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        [address] = envelope.rcpt_tos
        if said := self.answer_to_words.get(address):
            return said
        self.taken.append(message_from_bytes(envelope.content))
        if address in self.hangs_up_after_words:
            server.transport.abort()
            await asyncio.sleep(0)
        return "250 OK"

    def numbers(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.taken]


@contextmanager
def serving(behaviour: Behaviour, *, port: int = 0) -> Iterator[int]:
    """The server, on a port of its own; gives the port."""
    controller = Controller(behaviour, hostname="127.0.0.1", port=port or free_port(), ready_timeout=20)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def free_port() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def line_to(port: int, *, timeout: float = 5) -> Any:
    return get_connection("django.core.mail.backends.smtp.EmailBackend", host="127.0.0.1", port=port, timeout=timeout, use_tls=False)


def wait_for(true: Any) -> None:
    for _ in range(100):
        if true():
            return
        time.sleep(0.02)
    raise AssertionError("it never came true")

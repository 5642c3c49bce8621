"""Nothing leaves the machine: the mail server of the demonstration takes everything and sends nothing.

The letters are read at `/demo/mail/`, where the outbox itself is shown.
"""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend


class LetterTrayBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[Any]) -> int:
        return len(email_messages)


class FullMailbox(BaseEmailBackend):
    """A mail server that takes nothing, because the reader's mailbox is full: what the past tells of somebody's mail."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        refused = {address: (552, b"The mailbox is full.") for message in email_messages for address in message.to}
        raise smtplib.SMTPRecipientsRefused(refused)

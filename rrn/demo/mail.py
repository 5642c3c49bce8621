"""Nothing leaves the machine: the mail server of the demonstration takes everything and sends nothing.

The letters are read at `/demo/mail/`, where the outbox itself is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend


class LetterTrayBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[Any]) -> int:
        return len(email_messages)

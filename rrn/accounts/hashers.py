"""Argon2id at 19 MiB, two passes, one lane: the OWASP minimum, 16–18 ms on the machine of PERFORMANCE.md.

At most half of the cores ever hash, all server processes together: each takes a slot, a locked file, and gives up
after a moment. A flood of sign-ins then gets 429 and the public pages keep the other half (PERFORMANCE.md P5).
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

SLOTS = max(1, (os.cpu_count() or 2) // 2)
PATIENCE = 2.0  # seconds
PAUSE = 0.004


class TooManyHashing(Exception):
    """All slots are taken for longer than anybody should wait."""


@contextmanager
def hashing_slot(*, slots: int = SLOTS, patience: float = PATIENCE) -> Iterator[None]:
    """Hold one of the slots while hashing."""
    folder = Path(settings.VAR_DIR) / "hashing"
    folder.mkdir(parents=True, exist_ok=True)
    give_up_at = time.monotonic() + patience
    while True:
        for number in range(slots):
            handle = os.open(folder / f"slot-{number}", os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(handle)
                continue
            try:
                yield
            finally:
                os.close(handle)
            return
        if time.monotonic() >= give_up_at:
            raise TooManyHashing
        time.sleep(PAUSE)


class Argon2idHasher(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with hashing_slot():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with hashing_slot():
            return super().verify(password, encoded)

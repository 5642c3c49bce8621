"""Argon2id at 19 MiB, two passes, one lane: the OWASP minimum, 16–18 ms on the machine of PERFORMANCE.md."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2idHasher(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

"""How the scripts speak: one line at a time, and one sentence that says what to do when something is in the way."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

STARTED = time.monotonic()


class CannotGoOn(Exception):
    """Something outside the project is in the way. The message is one sentence that says what to do."""


def say(line: str) -> None:
    print(f"[{time.monotonic() - STARTED:5.1f} s] {line}", flush=True)


@contextmanager
def still_busy(what: str, every: float = 10) -> Iterator[None]:
    """Say every ten seconds that a step still goes on."""
    done = threading.Event()

    def pulse() -> None:
        while not done.wait(every):
            say(f"… still busy: {what}")

    threading.Thread(target=pulse, daemon=True).start()
    try:
        yield
    finally:
        done.set()


def saying_what_is_wrong(main: Callable[..., int]) -> Callable[..., int]:
    """Turn what is in the way into its sentence, and Ctrl-C into a quiet end."""

    def spoken(arguments: list[str]) -> int:
        try:
            return main(arguments)
        except CannotGoOn as reason:
            print(f"\n{reason}", file=sys.stderr, flush=True)
            return 1
        except KeyboardInterrupt:
            return 130

    return spoken


def needs(condition: Any, sentence: str) -> None:
    if not condition:
        raise CannotGoOn(sentence)

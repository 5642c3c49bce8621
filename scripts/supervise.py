"""One supervisor for the server and the worker: it starts them, starts a dead one again, and stops them together."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from scripts.saying import say

HOME = Path(__file__).resolve().parent.parent
FIRST_WAIT, LONGEST_WAIT = 0.2, 30.0
LONG_ENOUGH = 20.0  # a child that lived this long was healthy: the next wait is short again
PATIENCE = 10.0
PR_SET_PDEATHSIG = 1


def _die_with_the_supervisor() -> None:
    """On Linux a child is told when the supervisor dies, so that kill -9 leaves nothing behind."""
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    except (AttributeError, OSError):
        return


@dataclass
class Child:
    name: str
    command: list[str]
    env: dict[str, str]
    wait: float = FIRST_WAIT
    started: float = 0.0
    start_again_at: float = 0.0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command, env=self.env, cwd=HOME, process_group=0, stdin=subprocess.DEVNULL, preexec_fn=_die_with_the_supervisor
        )

    def look_after(self) -> None:
        """Start a dead child again, each time a little later, and leave nobody of its old group on the port."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.start_again_at:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            if now - self.started > LONG_ENOUGH:
                self.wait = FIRST_WAIT
            return
        self._signal(signal.SIGKILL)
        say(f"The {self.name} ended by itself ({code}); starting it again in {self.wait:.1f} s.")
        self.process, self.start_again_at = None, now + self.wait
        self.wait = min(self.wait * 2, LONGEST_WAIT)

    def _signal(self, number: signal.Signals) -> None:
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except (ProcessLookupError, PermissionError):
                return

    def ask_to_stop(self) -> None:
        """Only the first of the group is told; a server ends its own workers in good order."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self, until: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(f"The {self.name} does not stop by itself; ending it.")
        self._signal(signal.SIGKILL)
        self.process.wait()


class _Wish:
    """That somebody said stop. Only noted: an error raised while a child is being started would lose the child."""

    stop = False

    def listen(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def _note(self, number: int, frame: object) -> None:
        self.stop = True


def _is_up(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def keep_alive(commands: dict[str, list[str]], *, env: dict[str, str], ready: str, welcome: str) -> int:
    """Run until somebody says stop. The first child comes up alone, so that the first page comes soonest."""
    children = [Child(name, command, env) for name, command in commands.items()]
    wish = _Wish()
    wish.listen()
    children[0].start()
    while not wish.stop and not _is_up(ready):
        children[0].look_after()
        time.sleep(0.1)
    if not wish.stop:
        say(welcome)
    while not wish.stop:
        for child in children:
            child.look_after()
        time.sleep(0.2)
    print(file=sys.stderr)
    say("Stopping.")
    for child in children:
        child.ask_to_stop()
    until = time.monotonic() + PATIENCE
    for child in children:
        child.end(until)
    return 0

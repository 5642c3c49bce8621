"""A server of our own to measure, and the processor time of its whole family of processes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _fields(process: int) -> list[str]:
    """Of /proc/…/stat, from the state on: the name before it may hold anything."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()


def family_of(process: int) -> list[int]:
    """This process and all below it."""
    children: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                children.setdefault(int(_fields(int(entry))[1]), []).append(int(entry))
            except OSError:
                continue
    found, waiting = [], [process]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += children.get(one, [])
    return found


def processor_seconds(processes: list[int]) -> float:
    """In user and system mode together, since each began."""
    total = 0
    for process in processes:
        try:
            fields = _fields(process)
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


@dataclass
class Server:
    process: int
    address: str

    def spent(self) -> float:
        return processor_seconds(family_of(self.process))


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def serving(application: str, *, env: dict[str, str], ready: str = "/", workers: int = 2) -> Iterator[Server]:
    """granian as `make run` starts it, on a free port."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--no-ws",
        "--workers", str(workers), "--blocking-threads", "4", "--log-level", "warning", application,
    ]  # fmt: skip
    child = subprocess.Popen(command, cwd=HOME, env=os.environ | env | {"PORT": str(port)}, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    try:
        give_up = time.monotonic() + 60
        while not _answers(address + ready):
            if child.poll() is not None or time.monotonic() > give_up:
                raise SystemExit(f"{application} did not start; its own words stand above.")
            time.sleep(0.1)
        yield Server(child.pid, address)
    finally:
        os.killpg(child.pid, signal.SIGTERM)
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()

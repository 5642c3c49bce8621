"""Run a command with DATABASE_URL pointing to a PostgreSQL server of its own, which is gone afterwards.

The server listens on a socket in its own temporary folder and on no port. It never writes to disk for safety's
sake: it is for tests, and only for them.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from scripts.saying import CannotGoOn, needs, saying_what_is_wrong

PREFIX = "rrn-pg-"
FOR_SPEED = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "max_connections": "60",
    "autovacuum": "off",
    "listen_addresses": "",
    "log_min_messages": "fatal",
}


def program(name: str) -> str | None:
    """Where the server's programs are; Debian keeps them off the path, by version."""
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda home: int(home.parent.name.split(".")[0]), reverse=True)
    for home in homes:
        if (home / name).exists() and (home / "postgres").exists():
            return str(home / name)
    return shutil.which(name)


def unprivileged() -> str | None:
    """PostgreSQL refuses to run as root; this is whom it runs as instead."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise CannotGoOn("PostgreSQL refuses to run as root and there is no user `postgres`. Type: useradd --system postgres")


def _as(user: str | None) -> dict[str, Any]:
    if user is None:
        return {}
    entry = pwd.getpwnam(user)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _end_with_us() -> None:
    """When this process dies, however it dies, the server ends at once (SIGQUIT is its immediate shutdown)."""
    try:
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)
    except (AttributeError, OSError):
        return


def sweep() -> None:
    """Folders whose owner was killed before it could clean up."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = folder.name.removeprefix(PREFIX).partition("-")[0]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists():
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def server() -> Iterator[str]:
    """A running server; gives the address of its `postgres` database."""
    initdb, postgres = program("initdb"), program("postgres")
    needs(initdb and postgres, "PostgreSQL's server is missing. Type: apt install postgresql")
    sweep()
    user = unprivileged()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    running = None
    try:
        if user:
            shutil.chown(folder, user)
        data = folder / "data"
        subprocess.run(
            [str(initdb), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            check=True, stdout=subprocess.DEVNULL, cwd=folder, **_as(user),
        )
        settings = [part for name, value in FOR_SPEED.items() for part in ("-c", f"{name}={value}")]
        running = subprocess.Popen(
            [str(postgres), "-D", str(data), "-k", str(folder), *settings],
            cwd=folder, preexec_fn=_end_with_us, process_group=0, **_as(user),
        )
        _wait_until_ready(running, folder)
        yield f"postgresql://postgres@{quote(str(folder), safe='')}/postgres"
    finally:
        if running is not None:
            running.send_signal(signal.SIGQUIT)
            running.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_ready(running: subprocess.Popen[bytes], folder: Path) -> None:
    """`postmaster.pid` says ready in its last line; asking needs no client."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        needs(running.poll() is None, "PostgreSQL's server did not start; its own words stand above.")
        try:
            if "ready" in (folder / "data" / "postmaster.pid").read_text():
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise CannotGoOn("PostgreSQL's server did not become ready within 30 seconds.")


def run(command: Sequence[str], env: dict[str, str] | None = None) -> int:
    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    with server() as address:
        return subprocess.run(list(command), env=(env or dict(os.environ)) | {"DATABASE_URL": address}).returncode


@saying_what_is_wrong
def main(arguments: list[str]) -> int:
    needs(arguments, "Say which command to run, such as: python3 scripts/begin.py with_postgresql .venv/bin/pytest")
    return run(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

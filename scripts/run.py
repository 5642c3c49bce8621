"""`make run`: from nothing but Python and make to a served page, on this machine only.

PORT and RRN_VAR choose the port and the state folder, so that several can run side by side.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import IO

from scripts import environment, supervise
from scripts.saying import CannotGoOn, needs, say, saying_what_is_wrong, still_busy

HOST = "127.0.0.1"


def chosen_port() -> int:
    written = os.environ.get("PORT", "8000")
    is_one = written.isascii() and written.isdigit() and len(written) < 6 and 0 < int(written) < 65536
    needs(is_one, f"PORT is {written!r}. Write a number between 1 and 65535, such as 8000.")
    return int(written)


def check_port(port: int) -> None:
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, port))
        except PermissionError:
            raise CannotGoOn(f"Port {port} needs an administrator. Choose a higher one: make run PORT=8001") from None
        except OSError:
            raise CannotGoOn(
                f"Port {port} is taken by another program. Choose another one: make run PORT={port + 1}"
            ) from None


def state_folder() -> Path:
    folder = Path(os.environ.get("RRN_VAR", environment.HOME / "var")).expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "static").mkdir(exist_ok=True)
        probe = folder / ".can-write"
        probe.write_text("")
        probe.unlink()
    except OSError:
        raise CannotGoOn(
            f"The folder {folder} cannot be written to. Make it writable, or choose another one: make run RRN_VAR=/tmp/rrn"
        ) from None
    return folder


def hold(folder: Path) -> IO[str]:
    """Keep the state folder for this run alone; the lock ends with the process, however it ends."""
    file = (folder / "running").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise CannotGoOn(
            f"The network is already running from {folder}. Stop that run, or choose another folder: make run RRN_VAR=/tmp/rrn"
        ) from None
    os.set_inheritable(file.fileno(), False)
    return file


def shape_of_the_database() -> str:
    """Changes whenever the tables or the demonstration may have changed."""
    total = hashlib.sha256(os.environ.get("DATABASE_URL", "").encode())
    total.update((environment.REQUIREMENTS / "run.txt").read_bytes())
    rooms = environment.HOME / "rrn"
    for path in sorted([*rooms.glob("*/migrations/*.py"), *rooms.glob("demo/**/*.py"), *rooms.glob("*/apps.py")]):
        total.update(str(path.relative_to(rooms)).encode() + path.read_bytes())
    return total.hexdigest()


def manage(what: str, *arguments: str, env: dict[str, str]) -> None:
    say(what)
    with still_busy(what.rstrip(".")):
        done = subprocess.run([str(environment.PYTHON), "manage.py", *arguments], env=env, cwd=environment.HOME)
    needs(done.returncode == 0, f"`manage.py {arguments[0]}` did not work; its own words stand above. To start over type: make fresh")


def prepare_database(folder: Path, env: dict[str, str]) -> None:
    stamp = folder / "prepared"
    shape = shape_of_the_database()
    if stamp.exists() and stamp.read_text() == shape:
        return
    manage("Preparing the database (once).", "prepare", env=env)
    stamp.write_text(shape)


@saying_what_is_wrong
def main(arguments: list[str]) -> int:
    port = chosen_port()
    check_port(port)
    folder = state_folder()
    held = hold(folder)
    environment.prepare("run")
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.demo",
        "RRN_VAR": str(folder),
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
    }
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    prepare_database(folder, env)
    say("Starting.")
    python = str(environment.PYTHON)
    server = [
        python, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port), "--no-ws",
        "--workers", os.environ.get("RRN_WORKERS", "2"), "--blocking-threads", "4", "--respawn-failed-workers",
        "--workers-kill-timeout", "5", "--log-level", "warning", "config.wsgi:application",
    ]
    children = {"server": server, "worker": [python, "manage.py", "worker"]}
    try:
        return supervise.keep_alive(
            children, env=env, ready=f"http://{HOST}:{port}/readyz", welcome=f"Open http://{HOST}:{port}/ — Ctrl-C stops everything."
        )
    finally:
        held.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

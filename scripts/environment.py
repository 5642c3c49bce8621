"""The Python environment in `.venv`: made once, brought up to date when the locked requirements change."""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.saying import CannotGoOn, needs, say, still_busy

HOME = Path(__file__).resolve().parent.parent
PLACE = Path(os.environ.get("RRN_VENV", HOME / ".venv"))
PYTHON = PLACE / "bin" / "python"
UV_PLACE = PLACE / "uv"
STAMP = PLACE / "installed.json"
OURS = PLACE / "made-by-make"
REQUIREMENTS = HOME / "requirements"
# The test requirements hold everything that a run needs, so an environment made for tests also serves a run.
ENOUGH_FOR = {"run": ("run", "test"), "test": ("test",)}


def digest(*paths: Path) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()


def _wanted(name: str) -> dict[str, str]:
    """What the stamp says when this environment is as the requirements ask."""
    return {
        "for": name,
        "python": ".".join(map(str, sys.version_info[:2])),
        "place": str(PLACE),
        "uv": digest(REQUIREMENTS / "uv.txt"),
        "requirements": digest(REQUIREMENTS / "run.txt", REQUIREMENTS / f"{name}.txt"),
    }


def is_ready(name: str) -> bool:
    try:
        found = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return False
    return PYTHON.exists() and any(found == _wanted(kind) for kind in ENOUGH_FOR[name])


@contextmanager
def _alone() -> Iterator[None]:
    """Two runs started at once do not install over each other."""
    lock = PLACE.parent / f"{PLACE.name}.lock"
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _call(what: str, command: list[str]) -> None:
    """Run one step; say every ten seconds that it still goes on, and show its words when it fails."""
    environment = os.environ | {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1", "PIP_NO_INPUT": "1"}
    try:
        with still_busy(what):
            result = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=HOME)
    except OSError as failure:
        raise CannotGoOn(f"{what} did not work: {failure}.") from None
    if result.returncode:
        print(result.stdout[-3000:], result.stderr[-3000:], sep="\n", file=sys.stderr)
        raise CannotGoOn(
            f"{what} did not work; its own words stand above. Look whether this machine reaches its package index, then try again."
        )


def _make_place() -> None:
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    needs(
        importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"),
        f"This Python cannot make environments because its venv module is missing. On Debian or Ubuntu type: apt install python{version}-venv",
    )
    needs(
        os.access(PLACE.parent, os.W_OK) and PLACE.parent.is_dir(),
        f"The folder {PLACE.parent} cannot be written to. Make it writable, or name another place with RRN_VENV.",
    )
    needs(
        not PLACE.exists() or OURS.exists() or STAMP.exists() or not any(PLACE.iterdir()),
        f"{PLACE} is there already and make has not made it. Move it away, or name another place with RRN_VENV.",
    )
    needs(not PLACE.is_symlink(), f"{PLACE} is a link. Remove it, or name another place with RRN_VENV.")
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir()
    OURS.write_text("An interrupted installation begins again here; `make` may delete this folder.\n")
    say(f"Making a Python environment in {PLACE.name} (once).")
    _call("Making the environment", [sys.executable, "-m", "venv", str(PLACE)])


def _uv() -> str:
    """The pinned installer, from the package index, checked against its hash."""
    program = UV_PLACE / "bin" / "uv"
    if not program.exists():
        say("Fetching the installer.")
        _call(
            "Fetching the installer",
            [str(PYTHON), "-m", "pip", "install", "-q", "--require-hashes", "--no-deps", "--disable-pip-version-check",
             "--upgrade", "--target", str(UV_PLACE), "-r", str(REQUIREMENTS / "uv.txt")],
        )
    return str(program)


def uv() -> str:
    """The installer's path, for `make lock`."""
    prepare("test")
    return _uv()


def prepare(name: str) -> None:
    """Have an environment that holds what `requirements/<name>.txt` lists, and nothing else."""
    if is_ready(name):
        return
    with _alone():
        if is_ready(name):
            return
        try:
            before = json.loads(STAMP.read_text())
        except (OSError, ValueError):
            before = {}
        same_python = {before.get(key) == _wanted(name)[key] for key in ("python", "place")} == {True}
        if not (PYTHON.exists() and same_python):
            _make_place()
        elif before.get("uv") != _wanted(name)["uv"]:
            shutil.rmtree(UV_PLACE, ignore_errors=True)
        installer = _uv()
        STAMP.unlink(missing_ok=True)
        say(f"Installing the packages that requirements/{name}.txt lists.")
        _call(
            "Installing packages",
            [installer, "pip", "sync", "--quiet", "--require-hashes", "--python", str(PYTHON), str(REQUIREMENTS / f"{name}.txt")],
        )
        STAMP.write_text(json.dumps(_wanted(name)))

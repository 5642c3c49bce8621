"""What comes from the system and not from a package index: found, installed where we may, or asked for by the line to type."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

from scripts import with_postgresql
from scripts.saying import CannotGoOn, say


@dataclass(frozen=True)
class Part:
    what: str
    packages: tuple[str, ...]
    find: Callable[[], str | None]


POSTGRESQL = Part("PostgreSQL's server", ("postgresql",), lambda: with_postgresql.program("initdb"))
CHROMIUM = Part("Chromium", ("chromium",), lambda: shutil.which("chromium"))
NODE = Part("Node", ("nodejs", "npm"), lambda: shutil.which("node") and shutil.which("npm"))


def have(*parts: Part) -> None:
    """Make sure that each part is there."""
    missing = [part for part in parts if not part.find()]
    if not missing:
        return
    packages = [package for part in missing for package in part.packages]
    names = " and ".join(part.what for part in missing)
    line = f"apt-get install -y {' '.join(packages)}"
    if os.getuid() != 0 or not shutil.which("apt-get"):
        raise CannotGoOn(f"{names} is missing. Type: sudo {line}")
    say(f"Installing {names} from the distribution.")
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]):
        done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode and "install" in command:
            raise CannotGoOn(f"{done.stderr[-2000:]}\n{names} could not be installed. Type: {line}")
    still = [part.what for part in missing if not part.find()]
    if still:
        raise CannotGoOn(f"{' and '.join(still)} is still missing. Type: {line}")

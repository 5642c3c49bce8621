"""`make test` and `make check`: the quick looks side by side, then the tests. The last lines are pytest's own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from scripts import environment, system_packages, with_postgresql
from scripts.environment import HOME, PYTHON
from scripts.saying import say, saying_what_is_wrong

BIN = PYTHON.parent
LOOKS: dict[str, list[str]] = {
    "types": [str(BIN / "mypy"), "config", "rrn", "scripts"],
    "lint": [str(BIN / "ruff"), "check", "."],
    "floors": [str(BIN / "lint-imports"), "--no-cache"],
    "migrations": [str(PYTHON), "manage.py", "makemigrations", "--check", "--dry-run"],
    "templates": [str(BIN / "djlint"), "rrn", "--lint", "--quiet"],
    "assets in date": [str(PYTHON), "frontend/assets_in_date.py"],
}


def look(name: str) -> bool:
    begun = time.monotonic()
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.test", "DATABASE_URL": ""}
    done = subprocess.run(LOOKS[name], cwd=HOME, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    good = done.returncode == 0
    say(f"{name}: {'good' if good else 'NOT GOOD'} ({time.monotonic() - begun:.0f} s)")
    if not good:
        print(done.stdout, done.stderr, sep="\n", flush=True)
    return good


def looks_are_good() -> bool:
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return all(list(pool.map(look, LOOKS)))


def suite(*arguments: str) -> list[str]:
    return [str(PYTHON), "-m", "pytest", "-q", "--durations=5", *arguments]


@saying_what_is_wrong
def main(arguments: list[str]) -> int:
    environment.prepare("test")
    fast = "--fast" in arguments
    if not fast:
        system_packages.have(system_packages.POSTGRESQL, system_packages.CHROMIUM)
    if not looks_are_good():
        print("Something above is not good, so the tests were not started.", file=sys.stderr)
        return 1
    if fast:
        say("The unit suite, on SQLite.")
        env = os.environ | {"DATABASE_URL": ""}
        return subprocess.run(suite("-n", "auto", "-m", "not journey and not slow"), cwd=HOME, env=env).returncode
    say("Every test and every journey, on SQLite and on PostgreSQL side by side.")
    os.chdir(HOME)
    both = ("--dist", "each", "--tx", "popen//id=sqlite//env:DATABASE_URL=", "--tx", "popen//id=postgresql")
    return with_postgresql.run(suite(*both))

"""The packages that a run needs, in `.venv`, and nothing else: for whoever installs or upgrades."""

from __future__ import annotations

from scripts import environment
from scripts.saying import say, saying_what_is_wrong


@saying_what_is_wrong
def main(arguments: list[str]) -> int:
    environment.prepare("run")
    say("The packages are as requirements/run.txt asks.")
    return 0

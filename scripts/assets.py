"""`make assets`: build the committed CSS and JavaScript from frontend/."""

from __future__ import annotations

import subprocess

from scripts import system_packages
from scripts.environment import HOME
from scripts.saying import say, saying_what_is_wrong


@saying_what_is_wrong
def main(arguments: list[str]) -> int:
    system_packages.have(system_packages.NODE)
    say("Building.")
    return subprocess.run(["sh", "frontend/build.sh"], cwd=HOME).returncode

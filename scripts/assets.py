"""`make assets`: build the committed CSS and JavaScript from frontend/."""

from __future__ import annotations

import subprocess

from scripts import system_packages
from scripts.environment import HOME
from scripts.saying import needs, say, saying_what_is_wrong


@saying_what_is_wrong
def main(arguments: list[str]) -> int:
    system_packages.have(system_packages.NODE)
    folder = HOME / "frontend"
    say("Fetching what the build needs.")
    fetched = subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--omit-lockfile-registry-resolved"], cwd=folder)
    needs(fetched.returncode == 0, "npm could not fetch the build's packages; its own words stand above.")
    say("Building.")
    return subprocess.run(["npm", "run", "build"], cwd=folder).returncode

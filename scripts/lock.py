"""`make lock`: compile requirements/*.in to versions with hashes, without any address."""

from __future__ import annotations

import subprocess

from scripts import environment
from scripts.environment import HOME
from scripts.saying import needs, say, saying_what_is_wrong


@saying_what_is_wrong
def main(arguments: list[str]) -> int:
    uv = environment.uv()
    # run before test: the tests are compiled with what a run is pinned to.
    for name in ("uv", "run", "test"):
        say(f"requirements/{name}.in")
        command = [
            uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes",
            "--no-emit-index-url", "--no-header", f"requirements/{name}.in", "-o", f"requirements/{name}.txt", *arguments,
        ]
        needs(subprocess.run(command, cwd=HOME).returncode == 0, f"requirements/{name}.in could not be compiled; see above.")
    return 0

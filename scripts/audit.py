"""`make audit`: are there published weaknesses in what we depend on? It may also say that it could not find out."""

from __future__ import annotations

import subprocess

from scripts import environment
from scripts.environment import HOME, PYTHON
from scripts.saying import say, saying_what_is_wrong

COULD_NOT_LOOK = ("ConnectionError", "ServiceError", "Max retries exceeded", "HTTPError", "Timeout", "SSLError")


@saying_what_is_wrong
def main(arguments: list[str]) -> int:
    environment.prepare("test")
    command = [str(PYTHON.parent / "pip-audit"), "--require-hashes", "--disable-pip", "-r", "requirements/test.txt"]
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True)
    if done.returncode and any(sign in done.stderr for sign in COULD_NOT_LOOK):
        say("Could not be checked: the database of weaknesses cannot be reached from here. This says nothing either way.")
        return 0
    print(done.stdout, done.stderr, sep="\n")
    return done.returncode

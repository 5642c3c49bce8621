"""`make fresh`: forget the demonstration's state. The Python environment stays."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from scripts import run
from scripts.environment import HOME
from scripts.saying import needs, say, saying_what_is_wrong


@saying_what_is_wrong
def main(arguments: list[str]) -> int:
    folder = Path(os.environ.get("RRN_VAR", HOME / "var")).expanduser().resolve()
    if not folder.exists():
        say("There was nothing to forget.")
        return 0
    needs(folder.is_dir(), f"{folder} is a file, not a state folder, so nothing was deleted. Name the folder: make fresh RRN_VAR=/tmp/rrn")
    ours = not any(folder.iterdir()) or (folder / "running").exists()
    needs(ours, f"{folder} does not look like a state folder of this network, so nothing was deleted. Look at it, then delete it yourself.")
    held = run.hold(run.state_folder())
    shutil.rmtree(folder)
    held.close()
    say(f"{folder} is gone. `make run` starts over.")
    return 0

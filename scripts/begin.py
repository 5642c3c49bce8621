"""The first thing every make target runs: is this Python new enough? Then the script with that name goes on.

This file must parse on any Python, however old, because its one sentence is for people who have an old one.
Nothing newer than Python 2.7 may stand here; `tests/tools/test_begin.py` holds it to that.
"""

import os
import sys

NEEDED = (3, 11)


def newer_python():
    """The first newer Python on the path, by its usual names."""
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        for minor in (13, 12, 11):
            path = os.path.join(folder, "python3.%d" % minor)
            if os.access(path, os.X_OK) and os.system("%s -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null" % path) == 0:
                return path
    return None


def main():
    version = tuple(sys.version_info[:3])
    if version < NEEDED:
        newer = newer_python()
        advice = "Type: make %s PYTHON=%s" % (sys.argv[1], newer) if newer else "Install it (on Debian: apt install python3.11 python3.11-venv), then try again"
        sys.stderr.write("This needs Python 3.11 or newer, and this one is %d.%d.%d. %s.\n" % (version + (advice,)))
        return 1
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    from importlib import import_module

    return import_module("scripts." + sys.argv[1]).main(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())

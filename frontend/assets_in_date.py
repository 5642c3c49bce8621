"""Say whether the committed assets were built from these sources: `python3 frontend/assets_in_date.py`.

The stamp is a hash of every source. `--write` (the build's last step) writes it.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
STAMP = HERE.parent / "rrn/core/static/rrn/STAMP"
SOURCES = (
    "package.json",
    "package-lock.json",
    "build.mjs",
    "fonts/*.woff2",
    "fonts/*.txt",
    "icons/*.svg",
    "icons/*.txt",
    "scripts/**/*.js",
    "styles/**/*.scss",
)


def stamp() -> str:
    """One hash over the name and content of every source, in a fixed order."""
    whole = hashlib.sha256()
    for path in sorted({path for pattern in SOURCES for path in HERE.glob(pattern) if path.is_file()}):
        whole.update(f"{path.relative_to(HERE).as_posix()}\0".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def in_date() -> bool:
    return STAMP.is_file() and STAMP.read_text(encoding="ascii").strip() == stamp()


def main() -> int:
    if "--write" in sys.argv:
        STAMP.write_text(stamp() + "\n", encoding="ascii")
        return 0
    if in_date():
        print("The assets are in date.")
        return 0
    print("The assets are out of date. Run: make assets")
    return 1


if __name__ == "__main__":
    sys.exit(main())

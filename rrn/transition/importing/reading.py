"""Open a table somebody sent. The parsing happens in a child process with limits of its own."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .bad_file import BadFile
from .limits import CHILD_WALL_SECONDS, MAX_FILE_BYTES, MEBIBYTE

__all__ = ["BadFile", "Table", "digest_of", "open_table"]

HOUSE = Path(__file__).resolve().parents[3]

_UNREADABLE = (
    "The file cannot be read. Save it again as CSV (UTF-8) or as an Excel workbook (.xlsx) and try again."
)
_KINDS = "Choose a CSV file (.csv) or an Excel workbook (.xlsx)."
_OLD_OFFICE = "This is an old or a password-protected Excel file. Save it without a password as .xlsx or CSV (UTF-8) and try again."

Cells = list[Any]
ChooseColumns = Callable[[list[Any]], list[int]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table under way: its header, and its rows as (number, how the width differs, wanted cells)."""

    header: list[Any]
    rows: Iterator[Cells]


def kind_of(path: Path, name: str) -> str:
    """Decide by content *and* by name; where the two disagree the file is refused."""
    suffix = name.rsplit(".", 1)[-1].strip().lower() if "." in name else ""
    with path.open("rb") as stream:
        start = stream.read(8)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadFile(_OLD_OFFICE)
    if suffix == "xls":
        raise BadFile(_OLD_OFFICE)
    zipped = start.startswith(b"PK\x03\x04")
    if suffix == "xlsx" and zipped:
        return "xlsx"
    if suffix in ("csv", "txt", "tsv") and not zipped:
        return "csv"
    raise BadFile(f"The file's name and its contents do not go together. {_KINDS}" if suffix else _KINDS)


def digest_of(path: Path) -> str:
    """Name a file by what is in it."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def open_table(path: Path, *, name: str = "", choose: ChooseColumns) -> Iterator[Table]:
    """Start the child, let `choose` pick column numbers from the header, and stream the rows.

    Whatever goes wrong with the file ends in BadFile; the child is gone when the block ends.
    """
    size = path.stat().st_size
    if not size:
        raise BadFile("The file is empty. Choose the file with the pledges and try again.")
    if size > MAX_FILE_BYTES:
        raise BadFile(f"The file is larger than {MAX_FILE_BYTES // MEBIBYTE} MB. Split it and try again.")
    child = _start(path, kind_of(path, name or path.name))
    watch = threading.Timer(CHILD_WALL_SECONDS, child.kill)
    watch.daemon = True
    watch.start()
    try:
        header = _next(child)["header"]
        assert child.stdin is not None
        child.stdin.write(json.dumps(choose(header)).encode() + b"\n")
        child.stdin.flush()
        yield Table(header, _rows(child))
    finally:
        watch.cancel()
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue
        child.wait()


def _start(path: Path, kind: str) -> subprocess.Popen[bytes]:
    """The child gets the file's place and nothing else: no settings, no secrets, no terminal."""
    return subprocess.Popen(  # noqa: S603 - our own module, a list of arguments, no shell
        [sys.executable, "-s", "-E", "-m", "rrn.transition.importing.child", str(path.resolve()), kind],
        cwd=HOUSE,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        close_fds=True,
    )


def _next(child: subprocess.Popen[bytes]) -> Any:
    """The child's next message; a child that died or ran out of time left the file unreadable."""
    assert child.stdout is not None
    line = child.stdout.readline()
    try:
        message = json.loads(line)
    except ValueError:
        raise BadFile(_UNREADABLE) from None
    if isinstance(message, dict) and "refused" in message:
        raise BadFile(message["refused"])
    return message


def _rows(child: subprocess.Popen[bytes]) -> Iterator[Cells]:
    count = 0
    while True:
        message = _next(child)
        if isinstance(message, dict):
            if message.get("end") != count:
                raise BadFile(_UNREADABLE)
            return
        count += len(message)
        yield from message

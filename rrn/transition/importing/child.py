"""The child process that alone parses a file somebody sent: `python -m rrn.transition.importing.child PATH KIND`.

It knows no settings, no database and no secrets. It says its header, is told which columns are
wanted, and then says only those: what we do not take over never enters the parent.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .bad_file import BadFile
from .csv_rows import csv_rows
from .limits import CHILD_CPU_SECONDS, CHILD_MEMORY_BYTES, MAX_COLUMNS, MAX_ROWS, ROWS_A_MESSAGE
from .xlsx_rows import xlsx_rows

_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.system",
    "ftplib.",
    "urllib.",
)


def main() -> int:
    path, kind = Path(sys.argv[1]), sys.argv[2]
    stay_small()
    try:
        rows = xlsx_rows(path) if kind == "xlsx" else csv_rows(path)
        number, header = next(rows, (0, []))
        if not number:
            raise BadFile("The file has no rows. Choose the file with the pledges and try again.")
        if len(header) > MAX_COLUMNS:
            raise BadFile(
                f"The first row has more than {MAX_COLUMNS} columns. Remove those not needed and try again."
            )
        say({"header": header})
        wanted = json.loads(sys.stdin.readline() or "[]")
        count = 0
        for message in messages(rows, len(header), wanted, padded=kind == "xlsx"):
            count += len(message)
            say(message)
        say({"end": count})
    except BadFile as refusal:
        say({"refused": str(refusal)})
    except MemoryError:
        say(
            {
                "refused": "The file needs too much memory to read. Save it as CSV (UTF-8), or split it, and try again."
            }
        )
    return 0


def stay_small() -> None:
    """Give up memory beyond the limit, processor time, other processes, files and the network."""
    resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY_BYTES, CHILD_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CHILD_CPU_SECONDS, CHILD_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    sys.addaudithook(_refuse_the_world)


def _refuse_the_world(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN) and event != "socket.gethostname":
        raise BadFile("The file tried to reach outside itself. Copy the rows into a new file and try again.")


def messages(
    rows: Iterator[tuple[int, list[Any]]], width: int, wanted: list[int], *, padded: bool
) -> Iterator[list[list[Any]]]:
    """Gather rows into messages: [row number, how its width differs, wanted cells …]."""
    message: list[list[Any]] = []
    for total, (number, cells) in enumerate(rows, start=1):
        if total > MAX_ROWS:
            raise BadFile(f"The file has more than {MAX_ROWS:,} rows. Split it and try again.")
        differs = 0
        if len(cells) < width:
            differs = 0 if padded else -1
            cells = cells + [None] * (width - len(cells))
        elif any(cell not in (None, "") for cell in cells[width:]):
            differs = 1
        message.append([number, differs, *[cells[index] for index in wanted]])
        if len(message) == ROWS_A_MESSAGE:
            yield message
            message = []
    if message:
        yield message


def say(message: Any) -> None:
    sys.stdout.write(json.dumps(message, separators=(",", ":")))
    sys.stdout.write("\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

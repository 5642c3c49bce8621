"""Rows of an Excel workbook, values only. Runs in the child process only.

Before openpyxl sees anything, the archive's directory is checked and every part is unpacked once
while its bytes are counted and an XML parser looks for document types and absurd nesting.
"""

from __future__ import annotations

import stat
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path, PurePosixPath
from typing import Any
from xml.parsers import expat

from .bad_file import BadFile
from .limits import (
    MAX_ARCHIVE_MEMBERS,
    MAX_CELL_CHARACTERS,
    MAX_COLUMNS,
    MAX_NESTING,
    MAX_PART_BYTES,
    MAX_SHEET_ROWS,
    MAX_UNPACKED_BYTES,
)

Row = tuple[int, list[Any]]

BLOCK = 1 << 18
ERRORS = frozenset({"#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA"})

_BROKEN = (
    "This workbook is damaged. Open it in your spreadsheet program, save it again as .xlsx and try again."
)
_SUSPICIOUS = (
    "This workbook has parts that a list of pledges never has. "
    "Copy the rows into a new workbook, save it as .xlsx and try again."
)
_TOO_LARGE = (
    "This workbook is too large once unpacked. Save the sheet as CSV (UTF-8), or split it, and try again."
)


def xlsx_rows(path: Path) -> Iterator[Row]:
    """Yield (row number, cells) for every row of the first visible sheet that is not blank."""
    try:
        check_archive(path)
        yield from _sheet_rows(path)
    except (
        zipfile.BadZipFile,
        expat.ExpatError,
        KeyError,
        IndexError,
        ValueError,
        TypeError,
        OSError,
    ) as error:
        raise BadFile(_BROKEN) from error
    except (EOFError, NotImplementedError, RuntimeError, AttributeError, SyntaxError) as error:
        raise BadFile(_BROKEN) from error  # zipfile, zlib and openpyxl each have their own ways


def check_archive(path: Path) -> None:
    """Refuse an archive whose directory or contents are not those of an ordinary workbook."""
    with path.open("rb") as stream:
        if stream.read(4) != b"PK\x03\x04":
            raise BadFile(_BROKEN)
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if len(members) > MAX_ARCHIVE_MEMBERS:
            raise BadFile(_SUSPICIOUS)
        names = {member.filename for member in members}
        if len(names) != len(members) or "[Content_Types].xml" not in names:
            raise BadFile(_SUSPICIOUS)
        if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
            raise BadFile(_TOO_LARGE)
        for member in members:
            _check_member(member)
        left = MAX_UNPACKED_BYTES
        for member in members:
            left -= _unpack_and_count(archive, member, left)


def _check_member(member: zipfile.ZipInfo) -> None:
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    if ".." in parts or (parts and parts[0] in ("/", "\\")) or ":" in member.filename:
        raise BadFile(_SUSPICIOUS)
    if stat.S_ISLNK(member.external_attr >> 16) or member.flag_bits & 0x1:
        raise BadFile(_SUSPICIOUS)
    if not _may_be_long(member) and member.file_size > MAX_PART_BYTES:
        raise BadFile(_TOO_LARGE)


def _may_be_long(member: zipfile.ZipInfo) -> bool:
    name = member.filename.lower()
    return "worksheets/" in name or name.endswith("sharedstrings.xml")


def _unpack_and_count(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> int:
    """Read one part to its end (which checks its checksum), never more than is left."""
    allowed = left if _may_be_long(member) else min(left, MAX_PART_BYTES)
    count = 0
    watch = _XmlWatch() if member.filename.lower().endswith((".xml", ".rels", ".vml")) else None
    with archive.open(member) as part:
        while block := part.read(BLOCK):
            count += len(block)
            if count > allowed:
                raise BadFile(_TOO_LARGE)
            if watch:
                watch.feed(block)
    if watch and count:
        watch.feed(b"", final=True)
    return count


class _XmlWatch:
    """An XML parser that keeps nothing: it stops at a document type or at absurd nesting."""

    def __init__(self) -> None:
        self._depth = 0
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._doctype
        self._parser.StartElementHandler = self._opens
        self._parser.EndElementHandler = self._closes

    def feed(self, block: bytes, *, final: bool = False) -> None:
        self._parser.Parse(block, final)

    def _doctype(self, *declaration: Any) -> None:
        raise BadFile(_SUSPICIOUS)

    def _opens(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise BadFile(_SUSPICIOUS)

    def _closes(self, name: str) -> None:
        self._depth -= 1


def _sheet_rows(path: Path) -> Iterator[Row]:
    from openpyxl import DEFUSEDXML, LXML, load_workbook

    if not DEFUSEDXML or LXML:
        raise BadFile(
            "This installation cannot read workbooks safely. Save the sheet as CSV (UTF-8) and try again."
        )
    warnings.simplefilter("ignore")
    book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise BadFile("The workbook has no visible sheet. Show the sheet with the pledges and try again.")
    sheet = sheets[0]
    sheet.reset_dimensions()  # what a file says of its own size is not to be believed
    rows = sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True)
    for number, values in enumerate(rows, start=1):
        if number > MAX_SHEET_ROWS:
            raise BadFile(f"The sheet has more than {MAX_SHEET_ROWS:,} rows. Split it and try again.")
        if any(value is not None and value != "" for value in values):
            cells = [_typed(value, number) for value in values]
            while cells and cells[-1] is None:
                cells.pop()
            yield number, cells


def _typed(value: Any, row: int) -> Any:
    """Say what a cell holds in words that JSON has: text, number, or a marked date, truth value or error."""
    if value is None:
        return None
    if isinstance(value, str):
        if len(value) > MAX_CELL_CHARACTERS:
            raise BadFile(
                f"Row {row} has a cell of more than {MAX_CELL_CHARACTERS:,} characters. Shorten it and try again."
            )
        return {"error": value} if value in ERRORS else value
    if isinstance(value, bool):
        return {"truth": value}
    if isinstance(value, datetime | date):
        return {"date": value.isoformat()}
    if isinstance(value, time | timedelta):
        return {"error": str(value)}
    return value

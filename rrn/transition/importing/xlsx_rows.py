"""Rows of an Excel workbook, values only. Runs in the child process only.

Before openpyxl sees anything, the archive's directory is checked and every part is unpacked once
while its bytes are counted and an XML parser looks for document types and absurd nesting. The sheet
that is read gets the same while it is read.
"""

from __future__ import annotations

import stat
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any
from xml.parsers import expat

from .bad_file import BadFile
from .limits import (
    MAX_ARCHIVE_MEMBERS,
    MAX_PART_BYTES,
    MAX_UNPACKED_BYTES,
)
from .sheet import BROKEN, SUSPICIOUS, TOO_LARGE, XmlWatch, sheet_rows

Row = tuple[int, list[Any]]

BLOCK = 1 << 18


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
        raise BadFile(BROKEN) from error
    except (EOFError, NotImplementedError, RuntimeError, AttributeError, SyntaxError) as error:
        raise BadFile(BROKEN) from error  # zipfile, zlib and openpyxl each have their own ways


def check_archive(path: Path) -> None:
    """Refuse an archive whose directory or contents are not those of an ordinary workbook."""
    with path.open("rb") as stream:
        if stream.read(4) != b"PK\x03\x04":
            raise BadFile(BROKEN)
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if len(members) > MAX_ARCHIVE_MEMBERS:
            raise BadFile(SUSPICIOUS)
        names = {member.filename for member in members}
        if len(names) != len(members) or "[Content_Types].xml" not in names:
            raise BadFile(SUSPICIOUS)
        if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
            raise BadFile(TOO_LARGE)
        for member in members:
            _check_member(member)
        left = MAX_UNPACKED_BYTES
        for member in members:
            left -= _unpack_and_count(archive, member, left)


def _check_member(member: zipfile.ZipInfo) -> None:
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    if ".." in parts or (parts and parts[0] in ("/", "\\")) or ":" in member.filename:
        raise BadFile(SUSPICIOUS)
    if stat.S_ISLNK(member.external_attr >> 16) or member.flag_bits & 0x1:
        raise BadFile(SUSPICIOUS)
    if not _may_be_long(member) and member.file_size > MAX_PART_BYTES:
        raise BadFile(TOO_LARGE)


def _may_be_long(member: zipfile.ZipInfo) -> bool:
    name = member.filename.lower()
    return "worksheets/" in name or name.endswith("sharedstrings.xml")


def _unpack_and_count(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> int:
    """Read one part to its end (which checks its checksum), never more than is left."""
    allowed = left if _may_be_long(member) else min(left, MAX_PART_BYTES)
    count = 0
    watch = None
    if member.filename.lower().endswith((".xml", ".rels", ".vml")):
        # The nesting of the sheet that is read is watched where it is read.
        watch = XmlWatch(nesting="worksheets/" not in member.filename)
    with archive.open(member) as part:
        while block := part.read(BLOCK):
            count += len(block)
            if count > allowed:
                raise BadFile(TOO_LARGE)
            if watch:
                watch.feed(block)
    if watch and count:
        watch.feed(b"", final=True)
    return count


def _sheet_rows(path: Path) -> Iterator[Row]:
    """openpyxl says what the workbook is (sheets, words, date formats); the sheet itself is read by us.

    Its own `load_workbook` would go through a whole sheet twice to learn the size it claims.
    """
    from openpyxl import DEFUSEDXML, LXML
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.styles.stylesheet import apply_stylesheet

    if not DEFUSEDXML or LXML:
        raise BadFile("This installation cannot read workbooks safely. Save the sheet as CSV (UTF-8) and try again.")
    warnings.simplefilter("ignore")
    # Given as a stream: its name is ours, and openpyxl would judge by it.
    with path.open("rb") as stream:
        reader: Any = ExcelReader(stream, read_only=True, data_only=True, keep_links=False)
        reader.read_manifest()
        reader.read_strings()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        with reader.archive.open(_first_visible(reader)) as part:
            yield from sheet_rows(
                part,
                strings=reader.shared_strings,
                date_styles=reader.wb._date_formats,
                span_styles=reader.wb._timedelta_formats,
                epoch=reader.wb.epoch,
            )


def _first_visible(reader: Any) -> str:
    for sheet, place in reader.parser.find_sheets():
        if sheet.state == "visible" and "chartsheet" not in place.Type:
            return str(place.target).lstrip("/")
    raise BadFile("The workbook has no visible sheet. Show the sheet with the pledges and try again.")

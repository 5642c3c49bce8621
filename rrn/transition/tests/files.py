"""Files to test with, good and hostile, made where they are needed."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

from openpyxl import Workbook

HEADER = ["Entry Date", "Pledge type", "Name (First)", "Name (Last)", "Email", "Organisation name"]
PERSON = ["2016-05-04 12:00:00", "Individual", "Zoë", "Walker", "zoe@post.example", ""]
SHEET = "xl/worksheets/sheet1.xml"


def as_csv(*rows, header=None, delimiter=",", line_end="\r\n", encoding="utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=line_end).writerows([header or HEADER, *rows])
    return out.getvalue().encode(encoding)


def as_workbook(*rows, header=None, prepare=None) -> bytes:
    book = Workbook()
    sheet = book.active
    for row in [header or HEADER, *rows]:
        sheet.append(row)
    if prepare:
        prepare(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(workbook: bytes, *, replace=None, add=None, leave_out=(), change=None) -> bytes:
    """The workbook's archive with parts replaced, added, left out, or their entries changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as parts,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in parts.namelist():
            if name not in leave_out:
                made.writestr(name, (replace or {}).get(name, parts.read(name)))
        for name, content in (add or {}).items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            if change:
                change(entry)
            made.writestr(entry, content)
    return out.getvalue()


def part_of(workbook: bytes, name: str = SHEET) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        return parts.read(name)


def saved(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path

"""The one way in which the house writes a spreadsheet (RELIABILITY.md rule 18).

A spreadsheet program may run what begins like a formula, whoever wrote it. Every text that begins so is
given an apostrophe in front, which such programs show as text; numbers and dates stay what they are.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

# The signs and their full-width forms, and what some programs skip before looking.
DANGEROUS = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b|%")
_SKIPPED = " \u00a0\u3000\ufeff\u200b"

# Excel takes a file for UTF-8 only if it begins with this.
BYTE_ORDER_MARK = "\ufeff"


class Writable(Protocol):
    def write(self, text: str, /) -> Any: ...


def safe_cell(value: Any) -> str | int | float | Decimal:
    """A value as it may stand in a spreadsheet."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float | Decimal):
        return value
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    if not text.isprintable():
        text = "".join(sign for sign in text if sign in "\t\r\n" or sign.isprintable())
    begins = text.lstrip(_SKIPPED)[:1]
    return f"'{text}" if (text[:1] and text[:1] in DANGEROUS) or (begins and begins in DANGEROUS) else text


def write_csv(out: Writable, *, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write a CSV file that Excel opens as UTF-8 and that no program runs. Returns the number of rows."""
    sheet = CsvSheet(out, header)
    for row in rows:
        sheet.add(row)
    return sheet.rows


class CsvSheet:
    """The same, a row at a time, for files that are written in many small turns."""

    def __init__(self, out: Writable, header: Sequence[str]) -> None:
        self.rows = 0
        out.write(BYTE_ORDER_MARK)
        self._writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
        self._writer.writerow([safe_cell(name) for name in header])

    def add(self, row: Sequence[Any]) -> None:
        self._writer.writerow([safe_cell(value) for value in row])
        self.rows += 1

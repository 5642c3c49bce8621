"""Rows of a CSV file, whatever program wrote it. Runs in the child process only."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from .bad_file import BadFile
from .limits import MAX_CELL_CHARACTERS, MAX_LINE_CHARACTERS, MAX_SHEET_ROWS

Row = tuple[int, list[str]]

DELIMITERS = ",;\t"
BLOCK = 1 << 20

# Looks like UTF-8 but was not valid UTF-8: a damaged file, not one of an old Windows program.
_LIKE_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# Bytes that cp1252 leaves undefined, and ÿ and þ, which are broken UTF-16 far more often than letters.
_NEVER_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d\xfe\xff]")

_NOT_TEXT = "This is not a CSV file. Save it as CSV (UTF-8) or as an Excel workbook (.xlsx) and try again."
_DAMAGED = "Line {line} has letters that cannot be read. Save the file again as CSV (UTF-8) and try again."
_OLD_UNICODE = "This file's letters are stored in a way we cannot read. Save it as CSV (UTF-8) and try again."


def csv_rows(path: Path) -> Iterator[Row]:
    """Yield (line number, cells) for every line that is not blank."""
    encoding = encoding_of(path)
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    with path.open("r", encoding=encoding, errors="strict", newline="") as stream:
        lines = _Lines(stream)
        reader = csv.reader(lines, delimiter=_delimiter(lines), strict=True)
        while True:
            starts_at = lines.read + 1
            try:
                cells = next(reader)
            except StopIteration:
                break
            except csv.Error as error:
                raise BadFile(_csv_trouble(error, starts_at)) from None
            if any(cell.strip() for cell in cells):
                yield starts_at, cells


def encoding_of(path: Path) -> str:
    """Decide the encoding by reading the whole file once: nothing half-read is ever kept."""
    with path.open("rb") as stream:
        start = stream.read(4)
        if not start:
            raise BadFile("The file is empty. Choose the file with the pledges and try again.")
        if start[:4] in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE):
            raise BadFile(_OLD_UNICODE)
        stream.seek(0)
        if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return _checked(stream, "utf-16")
        if _is(stream, "utf-8"):
            return "utf-8-sig"
        stream.seek(0)
        return _checked_cp1252(stream)


def _is(stream: io.BufferedReader, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        while block := stream.read(BLOCK):
            if "\x00" in decoder.decode(block):
                raise BadFile(_NOT_TEXT)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _checked(stream: io.BufferedReader, encoding: str) -> str:
    if not _is(stream, encoding):
        raise BadFile(_OLD_UNICODE)
    return encoding


def _checked_cp1252(stream: io.BufferedReader) -> str:
    """Old Windows letters, unless the file is mostly UTF-8 with damage in it: then say where the damage is."""
    first_bad, damaged = 0, False
    for number, line in enumerate(iter(lambda: stream.readline(BLOCK), b""), start=1):
        if b"\x00" in line:
            raise BadFile(_NOT_TEXT)
        if line.isascii():
            continue
        damaged = damaged or bool(_NEVER_CP1252.search(line) or _LIKE_UTF8.search(line))
        if not first_bad:
            try:
                line.decode()
            except UnicodeDecodeError:
                first_bad = number
    if damaged:
        raise BadFile(_DAMAGED.format(line=first_bad))
    return "cp1252"


class _Lines:
    """Lines of a stream, however they end, none longer than we are prepared to read.

    Line ends are kept as they are, so that a line break inside quotes stays what it was.
    """

    def __init__(self, stream: io.TextIOWrapper) -> None:
        self._stream = stream
        self._waiting: list[str] = []
        self.read = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._waiting.pop(0) if self._waiting else self._next_line()
        if not line:
            raise StopIteration
        self.read += 1
        return line

    def _next_line(self) -> str:
        line = self._stream.readline(MAX_LINE_CHARACTERS + 1)
        if len(line) > MAX_LINE_CHARACTERS:
            raise BadFile(
                f"Line {self.read + 1} is longer than {MAX_LINE_CHARACTERS:,} characters. "
                "Check that the file is a list with one row a line and try again."
            )
        if self.read > MAX_SHEET_ROWS:
            raise BadFile(f"The file has more than {MAX_SHEET_ROWS:,} lines. Split it and try again.")
        return line

    def first(self) -> str:
        """Look at the first line that is not blank, without taking it away."""
        while True:
            line = self._next_line()
            if not line:
                return ""
            if line.strip("\ufeff \t\r\n"):
                self._waiting.append(line)
                return line
            self.read += 1

    def skip(self) -> None:
        self._waiting.pop(0)
        self.read += 1


def _delimiter(lines: _Lines) -> str:
    """Excel's own hint first (`sep=;`), then whichever sign the first line uses most."""
    first = lines.first()
    hint = re.fullmatch(r"sep=(.)\s*", first, re.IGNORECASE)
    if hint:
        if hint[1] not in DELIMITERS:
            raise BadFile(
                "The file's columns must be separated by commas, semicolons or tabs. Save it as CSV (UTF-8)."
            )
        lines.skip()
        lines.first()
        return hint[1]
    bare = re.sub(r'"[^"]*"', "", first)
    return max(DELIMITERS, key=bare.count)


def _csv_trouble(error: csv.Error, line: int) -> str:
    if "field larger than field limit" in str(error):
        return (
            f"The row that starts on line {line} has a cell of more than {MAX_CELL_CHARACTERS:,} characters. "
            "Shorten it, or close an open quotation mark, and try again."
        )
    return (
        f'The row that starts on line {line} has a quotation mark (") that is not closed properly. '
        "Correct it and try again."
    )

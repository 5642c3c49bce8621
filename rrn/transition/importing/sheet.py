"""One sheet of a workbook, read as it streams by: values only, nothing believed, everything counted."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import IO, Any
from xml.parsers import expat

from .bad_file import BadFile
from .limits import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_NESTING, MAX_SHEET_ROWS, MAX_UNPACKED_BYTES

Row = tuple[int, list[Any]]

BLOCK = 1 << 16
BROKEN = (
    "This workbook is damaged. Open it in your spreadsheet program, save it again as .xlsx and try again."
)
SUSPICIOUS = (
    "This workbook has parts that a list of pledges never has. "
    "Copy the rows into a new workbook, save it as .xlsx and try again."
)
TOO_LARGE = (
    "This workbook is too large once unpacked. Save the sheet as CSV (UTF-8), or split it, and try again."
)

_PLACE = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")


class XmlWatch:
    """An XML parser that keeps nothing: it stops at a document type or at absurd nesting."""

    def __init__(self, *, nesting: bool = True) -> None:
        self._depth = 0
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._doctype
        if nesting:
            self._parser.StartElementHandler = self._opens
            self._parser.EndElementHandler = self._closes

    def feed(self, block: bytes, *, final: bool = False) -> None:
        self._parser.Parse(block, final)

    def _doctype(self, *declaration: Any) -> None:
        raise BadFile(SUSPICIOUS)

    def _opens(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise BadFile(SUSPICIOUS)

    def _closes(self, name: str) -> None:
        self._depth -= 1


class _SheetWatch(XmlWatch):
    """Gathers finished rows; `row`, `c`, `v`, `is` and `t` are all it knows of a sheet."""

    def __init__(self, values: _Values) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self._values = values
        self._number = 0
        self._cells: list[Any] = []
        self._column = 0
        self._kind = self._style = ""
        self._text: list[str] | None = None
        self._length = 0
        self._columns: dict[str, int] = {}

    def _opens(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise BadFile(SUSPICIOUS)
        local = name.rpartition(":")[2]
        if local == "c":
            self._column = self._column_of(attributes.get("r"))
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "0")
            self._text, self._length = [], 0
        elif local in ("v", "t") and self._text is not None:
            self._parser.CharacterDataHandler = self._said
        elif local == "row":
            number = int(attributes.get("r", self._number + 1))
            if number <= self._number:
                raise BadFile(BROKEN)
            if number > MAX_SHEET_ROWS:
                raise BadFile(f"The sheet has more than {MAX_SHEET_ROWS:,} rows. Split it and try again.")
            self._number, self._cells, self._column = number, [], 0

    def _closes(self, name: str) -> None:
        self._depth -= 1
        local = name.rpartition(":")[2]
        if local in ("v", "t"):
            self._parser.CharacterDataHandler = None
        elif local == "c" and self._text is not None:
            value = self._values.of(self._kind, self._style, "".join(self._text), self._number)
            self._text = None
            if value is not None and value != "":
                self._cells += [None] * (self._column - len(self._cells) - 1)
                self._cells.append(value)
        elif local == "row" and self._cells:
            self.rows.append((self._number, self._cells))
            self._cells = []

    def _said(self, text: str) -> None:
        self._length += len(text)
        if self._length > MAX_CELL_CHARACTERS:
            raise BadFile(too_long(self._number))
        if self._text is not None:
            self._text.append(text)

    def _column_of(self, place: str | None) -> int:
        """The column's number from "AB12"; a cell without a place stands after the last one."""
        if place is None:
            column = self._column + 1
        else:
            letters = place.rstrip("0123456789")
            known = self._columns.get(letters)
            column = known or self._columns.setdefault(letters, _number_of(place))
        if column <= self._column and self._column:
            raise BadFile(BROKEN)
        if column > MAX_COLUMNS:
            # Beyond what we read, but never beyond the check that a row is too long.
            column = MAX_COLUMNS + 1 if self._column <= MAX_COLUMNS else column
            if column > MAX_COLUMNS + 1:
                raise BadFile(
                    f"Row {self._number} has more than {MAX_COLUMNS} columns. Remove those not needed and try again."
                )
        return column


def _number_of(place: str) -> int:
    found = _PLACE.fullmatch(place)
    if not found:
        raise BadFile(BROKEN)
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number


def too_long(row: int) -> str:
    return f"Row {row} has a cell of more than {MAX_CELL_CHARACTERS:,} characters. Shorten it and try again."


class _Values:
    """What a cell holds, in words that JSON has: text, number, or a marked date, truth value or error."""

    def __init__(
        self,
        strings: Sequence[Any],
        date_styles: Collection[int],
        span_styles: Collection[int],
        epoch: datetime,
    ) -> None:
        self._strings = strings
        self._dates = {str(style) for style in date_styles}
        self._spans = {str(style) for style in span_styles}
        self._epoch = epoch

    def of(self, kind: str, style: str, text: str, row: int) -> Any:
        if kind == "s":
            place = int(text)
            if not 0 <= place < len(self._strings):
                raise BadFile(BROKEN)
            text = str(self._strings[place])
            if len(text) > MAX_CELL_CHARACTERS:
                raise BadFile(too_long(row))
            return text
        if kind in ("str", "inlineStr"):
            return text
        if not text:
            return None
        if kind == "b":
            return {"truth": text == "1"}
        if kind == "e":
            return {"error": text}
        if kind == "d":
            return {"date": text}
        return self._number(style, text)

    def _number(self, style: str, text: str) -> Any:
        if style in self._spans:
            return {"error": text}
        number = float(text)
        if number != number or number in (float("inf"), float("-inf")):
            return {"error": text}
        if style in self._dates:
            return _date(number, self._epoch)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _date(number: float, epoch: datetime) -> dict[str, str]:
    from openpyxl.utils.datetime import from_excel

    try:
        value = from_excel(number, epoch)
    except (OverflowError, ValueError):
        return {"error": "#VALUE!"}
    if isinstance(value, datetime | date):
        return {
            "date": value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()
        }
    return {"error": str(value)}


def sheet_rows(
    part: IO[bytes],
    *,
    strings: Sequence[Any],
    date_styles: Collection[int],
    span_styles: Collection[int],
    epoch: datetime,
) -> Iterator[Row]:
    """Yield (row number, cells) for every row that is not blank, to the part's very end: that checks its checksum."""
    watch = _SheetWatch(_Values(strings, date_styles, span_styles, epoch))
    count = 0
    while block := part.read(BLOCK):
        count += len(block)
        if count > MAX_UNPACKED_BYTES:
            raise BadFile(TOO_LARGE)
        watch.feed(block)
        yield from watch.rows
        watch.rows.clear()
    watch.feed(b"", final=True)
    yield from watch.rows

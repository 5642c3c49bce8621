"""Excel workbooks, written through the house's one way with cells. Apart from CSV because the library is large."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from rrn.core.spreadsheets import safe_cell


class XlsxBook:
    """An Excel workbook written a row at a time: what was added is on the disk, not in memory.

    Every text is stored as text, whatever it begins with. A sheet that is full goes on in another.
    """

    ROWS_OF_A_SHEET = 1_000_000
    LETTERS_OF_A_CELL = 32_767

    def __init__(self) -> None:
        self._book = Workbook(write_only=True)

    def sheet(self, title: str, header: Sequence[str]) -> XlsxSheet:
        return XlsxSheet(self._book, title, header)

    def save(self, out: IO[bytes]) -> None:
        self._book.save(out)

    def drop(self) -> None:
        """Let go of a book that nobody will save, with what it has on the disk. After `save` there is nothing left."""
        for sheet in self._book.worksheets:
            if not sheet.closed:
                sheet.close()
                sheet._writer.cleanup()


class XlsxSheet:
    def __init__(self, book: Workbook, title: str, header: Sequence[str]) -> None:
        self._book, self._title, self._header = book, title, header
        self.rows = 0
        self._begin(title)

    def _begin(self, title: str) -> None:
        self._sheet = self._book.create_sheet(title)
        self._sheet.append([self._cell(name) for name in self._header])

    def _cell(self, value: Any) -> Any:
        safe = safe_cell(value)
        if not isinstance(safe, str):
            return safe
        cell = WriteOnlyCell(self._sheet, safe[: XlsxBook.LETTERS_OF_A_CELL])
        cell.data_type = "s"
        return cell

    def add(self, row: Sequence[Any]) -> None:
        if self.rows and self.rows % XlsxBook.ROWS_OF_A_SHEET == 0:
            self._begin(f"{self._title} {self.rows // XlsxBook.ROWS_OF_A_SHEET + 1}")
        self._sheet.append([self._cell(value) for value in row])
        self.rows += 1

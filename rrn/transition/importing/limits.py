"""How much of a spreadsheet we are prepared to read. Beyond it a file is refused whole."""

from __future__ import annotations

MEBIBYTE = 1024 * 1024

MAX_FILE_BYTES = 100 * MEBIBYTE
MAX_ROWS = 250_000
MAX_SHEET_ROWS = 1_048_576  # blank ones included: what a spreadsheet program can hold
MAX_COLUMNS = 200
MAX_CELL_CHARACTERS = 32_767  # what a spreadsheet program can hold in a cell
MAX_LINE_CHARACTERS = 300_000

MAX_ARCHIVE_MEMBERS = 500
MAX_UNPACKED_BYTES = 400 * MEBIBYTE
MAX_PART_BYTES = 16 * MEBIBYTE  # of any part that is neither a sheet nor the table of strings
MAX_NESTING = 64

CHILD_MEMORY_BYTES = 400 * MEBIBYTE
CHILD_CPU_SECONDS = 60
CHILD_WALL_SECONDS = 120
ROWS_A_MESSAGE = 500

"""The open data files: built once a day in small turns, kept seven days, and handed out as they are.

A day's files stand in private storage under the day's name. The last thing written is a note of their sizes and
digests: files without it do not count, so that nobody is handed half a file however a worker ends.
"""

from __future__ import annotations

import hashlib
import json
import logging
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from io import TextIOWrapper
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import Storage, storages
from django.core.serializers.json import DjangoJSONEncoder

from rrn.core.spreadsheets import CsvSheet
from rrn.register.figures import months_to
from rrn.register.ledger import INDIVIDUAL, INDIVIDUALS, ORGANISATION, ORGANISATIONS, ledger
from rrn.register.machines.columns import COLUMNS, FIGURES, XLSX, Promise, flat, values_of
from rrn.register.machines.facts import absolute, issuer, licence
from rrn.register.machines.reading import chunks, how_many_published

log = logging.getLogger(__name__)

PLACE = "open-data"
NOTE = "files.json"
KEEP = timedelta(days=7)
# A network no larger than this has its files made while somebody waits, when there are none yet.
SMALL = 2_000
TYPES = {
    "plans.csv": "text/csv; charset=utf-8",
    "plans.json": "application/json",
    "plans.xlsx": XLSX,
    "figures.csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file of one day, as the note has it."""

    name: str
    day: date
    size: int
    digest: str
    rows: int
    built_at: datetime


def storage() -> Storage:
    return storages["private"]


# -- Reading what is there -----------------------------------------------------------------------------------------


def days_kept() -> list[date]:
    """Days with complete files, the latest first."""
    try:
        folders, _ = storage().listdir(PLACE)
    except FileNotFoundError:
        return []
    days = sorted((day for name in folders if (day := _day_of(name))), reverse=True)
    return [day for day in days if storage().exists(f"{PLACE}/{day}/{NOTE}")]


def _day_of(name: str) -> date | None:
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None


def latest(name: str, day: date) -> DataFile | None:
    """The newest of this file that is not from the future, were the clock ever wrong."""
    for kept in days_kept():
        if kept <= day and (found := _noted(kept).get(name)):
            return found
    return None


def _noted(day: date) -> dict[str, DataFile]:
    try:
        with storage().open(f"{PLACE}/{day}/{NOTE}") as file:
            said = json.load(file)
        return {
            row["name"]: DataFile(**row | {"day": day, "built_at": datetime.fromisoformat(row["built_at"])}) for row in said
        }
    except (OSError, ValueError, TypeError, KeyError):
        log.warning("The note of the data files of %s cannot be read.", day)
        return {}


def opened(file: DataFile) -> IO[bytes]:
    return storage().open(f"{PLACE}/{file.day}/{file.name}", "rb")


def is_small() -> bool:
    return how_many_published(SMALL + 1) <= SMALL


# -- Writing -------------------------------------------------------------------------------------------------------


class Csv:
    """The tables' file."""

    def __init__(self, out: IO[bytes], names: list[str]) -> None:
        self._text = TextIOWrapper(out, encoding="utf-8", newline="", write_through=False)
        self._sheet = CsvSheet(self._text, names)

    def add(self, values: list[Any]) -> None:
        self._sheet.add(flat(values))

    def end(self) -> None:
        self._text.detach()

    def drop(self) -> None:
        """Nothing to let go of but the file, which is its owner's."""


class Json:
    """One object; its rows one a line."""

    def __init__(self, out: IO[bytes], day: date) -> None:
        self._out, self._first = out, True
        about = {
            "title": "Promised actions of organisations", "issuer": issuer(), "licence": licence().name,
            "licence_address": licence().address, "as_of": day, "schema": absolute("/data/schema.json"),
        }  # fmt: skip
        head = json.dumps(about, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        self._write(head.removesuffix("\n}") + ',\n "rows": [')

    def _write(self, text: str) -> None:
        self._out.write(text.encode())

    def add(self, values: list[Any]) -> None:
        row = dict(zip((column.name for column in COLUMNS), values, strict=True))
        self._write(("\n  " if self._first else ",\n  ") + json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False))
        self._first = False

    def end(self) -> None:
        self._write("\n ]\n}\n")

    def drop(self) -> None:
        """Nothing to let go of but the file, which is its owner's."""


class Xlsx:
    """A workbook: what the file is, and the rows."""

    def __init__(self, out: IO[bytes], day: date) -> None:
        from rrn.core.workbooks import XlsxBook

        self._out, self._book = out, XlsxBook()
        about = self._book.sheet("About", ["About this file", ""])
        for words, value in (
            ("What", "Promised actions of organisations, one a row"), ("Issuer", issuer()), ("Licence", licence().name),
            ("Licence's address", licence().address), ("As of", day), ("Explained at", absolute("/data/")),
        ):  # fmt: skip
            about.add([words, value])
        for column in COLUMNS:
            about.add([column.name, column.words])
        self._sheet = self._book.sheet("Actions", [column.name for column in COLUMNS])

    def add(self, values: list[Any]) -> None:
        self._sheet.add(flat(values))

    def end(self) -> None:
        self._book.save(self._out)

    def drop(self) -> None:
        self._book.drop()


def writer_of(name: str, out: IO[bytes], day: date) -> Csv | Json | Xlsx:
    if name == "plans.json":
        return Json(out, day)
    if name == "plans.xlsx":
        return Xlsx(out, day)
    return Csv(out, [column.name for column in (FIGURES if name == "figures.csv" else COLUMNS)])


def promises(day: date) -> Iterator[list[list[Any]]]:
    """The rows, a chunk of organisations at a time."""
    for chunk in chunks(day):
        yield [values_of(Promise(standing, action, day)) for standing in chunk for action in standing.actions()]


# The names of the four counters, in their order.
SERIES = ("organisation_members", "individual_members", "plans_in_force", "original_pledges")


@dataclass(frozen=True, slots=True)
class Series:
    """A number through the months, and the totals that it is the sum of."""

    code: str
    words: str
    definition: str
    totals: tuple[str, ...]


HISTORIES = (
    Series("organisation_members", "organisation members",
           "Organisations whose membership counts on the day. Suspended and ended ones are left out.", ORGANISATIONS),
    Series("individual_members", "individual members", "People whose membership counts on the day.", INDIVIDUALS),
    Series("plans_in_force", "plans in force", "Published, and within their two years on the day.", ("plans",)),
    Series("promised_actions", "promised actions", "The actions of the plans in force on the day.", ("actions",)),
    Series("original_pledges", "organisations that had signed the original pledge",
           "The pledge of 2014 to 2019: a series of its own, never added to members.", (f"pledge:{ORGANISATION}",)),
    Series("original_pledges_of_people", "people who had signed the original pledge",
           "The pledge of 2014 to 2019: a series of its own, never added to members.", (f"pledge:{INDIVIDUAL}",)),
)  # fmt: skip


def figures(day: date) -> list[list[Any]]:
    """Each number on the first of each month, ten years back at most, and on the day itself. Two queries."""
    sums = ledger()
    return [
        [on, series.code, number, series.words, series.definition, issuer(), licence().name]
        for series in HISTORIES
        for on, number in sums.history(months_to(sums.first_day(*series.totals) or day, day), *series.totals)
    ]


def in_one_go(name: str, day: date) -> IO[bytes]:
    """A small network's file while somebody waits; nothing is kept."""
    out = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the answer that streams it
    writer = writer_of(name, out, day)
    for rows in [figures(day)] if name == "figures.csv" else promises(day):
        for row in rows:
            writer.add(row)
    writer.end()
    out.seek(0)
    return out


def build(day: date, at: datetime) -> Iterator[int]:
    """Write all files of a day. Yields after each bite, so that the worker can look after the mail in between."""
    with tempfile.TemporaryDirectory(prefix="rrn-data-") as folder:
        names = ("plans.csv", "plans.json", "plans.xlsx")
        files: dict[str, IO[bytes]] = {name: open(f"{folder}/{name}", "w+b") for name in TYPES}  # noqa: SIM115  # closed below
        writers = {name: writer_of(name, files[name], day) for name in TYPES}
        try:
            counts = dict.fromkeys(TYPES, 0)
            for rows in promises(day):
                for name in names:
                    _add(writers[name], rows)
                    counts[name] += len(rows)
                yield len(rows)
            counts["figures.csv"] = _add(writers["figures.csv"], figures(day))
            for writer in writers.values():
                writer.end()
            yield 0
            _keep(day, files, counts, at)
        finally:
            for name, file in files.items():
                writers[name].drop()
                file.close()


def _add(writer: Csv | Json | Xlsx, rows: Iterable[list[Any]]) -> int:
    count = 0
    for row in rows:
        writer.add(row)
        count += 1
    return count


def _keep(day: date, files: dict[str, IO[bytes]], counts: dict[str, int], at: datetime) -> None:
    """Put a day's files into storage, and their note last."""
    forget(day)
    notes = []
    for name, file in files.items():
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
        size = file.tell()
        file.seek(0)
        storage().save(f"{PLACE}/{day}/{name}", File(file))
        notes.append(asdict(DataFile(name, day, size, digest, counts[name], at)))
    with tempfile.TemporaryFile() as note:
        note.write(json.dumps(notes, cls=DjangoJSONEncoder).encode())
        note.seek(0)
        storage().save(f"{PLACE}/{day}/{NOTE}", File(note))


def forget(day: date) -> None:
    """Remove a day's files, the note first."""
    place = f"{PLACE}/{day}"
    try:
        _, names = storage().listdir(place)
    except FileNotFoundError:
        return
    for name in sorted(names, key=lambda name: name != NOTE):
        storage().delete(f"{place}/{name}")
    storage().delete(place)


def forget_old(day: date) -> int:
    """Remove what is older than seven days, whole or half. How many days' files went."""
    try:
        folders, _ = storage().listdir(PLACE)
    except FileNotFoundError:
        return 0
    old = [kept for name in folders if (kept := _day_of(name)) and kept <= day - KEEP]
    for kept in old:
        forget(kept)
    return len(old)


class Builder:
    """Today's files under way in the worker: a turn of a second or two, then the mail, then the next turn.

    A worker that is killed has kept nothing; the next one begins again. Twice or late, it ends the same.
    """

    def __init__(self) -> None:
        self._day: date | None = None
        self._bites: Iterator[int] | None = None

    def turn(self, day: date, at: datetime, *, go_on: Any) -> int:
        """Do some of it while `go_on()`. Returns how many days' files were finished or removed."""
        if self._day != day:
            self._day, self._bites = day, None
        if self._bites is None:
            if day in days_kept():
                return forget_old(day)
            self._bites = build(day, at)
        try:
            while go_on():
                if next(self._bites, None) is None:
                    self._bites = None
                    return 1 + forget_old(day)
        except BaseException:
            self._bites = None
            raise
        return 0

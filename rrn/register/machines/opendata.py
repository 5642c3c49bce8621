"""The open data files: built in small turns, each day and after writes, kept seven days, and handed out as they are.

A build stands in private storage under the moment at which its reading began. The last thing written is a note of sizes
and digests: files without it do not count, so that nobody is handed half a file however a worker ends.
"""

from __future__ import annotations

import hashlib
import json
import logging
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from io import TextIOWrapper
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import Storage, storages
from django.core.serializers.json import DjangoJSONEncoder

from rrn.core.spreadsheets import CsvSheet
from rrn.core.time import london_day, now
from rrn.register.figures import months_to
from rrn.register.ledger import INDIVIDUAL, INDIVIDUALS, ORGANISATION, ORGANISATIONS, edition_now, ledger
from rrn.register.machines.columns import COLUMNS, FIGURES, XLSX, Promise, flat, moment, values_of
from rrn.register.machines.facts import absolute, issuer, licence
from rrn.register.machines.reading import chunks, how_many_published

log = logging.getLogger(__name__)

PLACE = "open-data"
NOTE = "files.json"
KEEP = timedelta(days=7)
STAMP = "%Y-%m-%dT%H%M%SZ"
# After a write the files are made again, no sooner than this after the last build began, and a large network's so seldom
# that building takes a tenth of the time at most.
REST, SHARE = timedelta(minutes=10), 10
# A network no larger than this has its files made while somebody waits, when there are none yet.
SMALL = 2_000
TYPES = {
    "plans.csv": "text/csv; charset=utf-8",
    "plans.json": "application/json",
    "plans.xlsx": XLSX,
    "figures.csv": "text/csv; charset=utf-8",
}
WORDS = {
    "plans.csv": "Every promised action, one a row, as a table that any program reads.",
    "plans.json": "The same for programs, with dates and numbers as such.",
    "plans.xlsx": "The same as an Excel workbook, with a sheet that explains it.",
    "figures.csv": "The network’s numbers, month by month.",
}


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file of one build, as the note has it. `at` is when its reading began: what it says is as of then."""

    name: str
    at: datetime
    size: int
    digest: str
    rows: int
    built_at: datetime
    edition: tuple[str, int]

    @property
    def day(self) -> date:
        return london_day(self.at)


def storage() -> Storage:
    return storages["private"]


# -- Reading what is there -----------------------------------------------------------------------------------------


def _place(at: datetime) -> str:
    """2026-11-21T120000Z: names that sort as the moments do."""
    return f"{at.astimezone(UTC):{STAMP}}"


def _moment_of(name: str) -> datetime | None:
    """A folder that isn't ours is nobody's build; one named by a day alone is from before builds had a time."""
    for form in (STAMP, "%Y-%m-%d"):
        try:
            return datetime.strptime(name, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def _folders() -> list[tuple[datetime, str]]:
    """All builds, whole or half, the newest first."""
    try:
        folders, _ = storage().listdir(PLACE)
    except FileNotFoundError:
        return []
    return sorted(((at, name) for name in folders if (at := _moment_of(name))), reverse=True)


def builds_kept() -> list[datetime]:
    """The moments of complete builds, the newest first."""
    return [at for at, name in _folders() if name == _place(at) and storage().exists(f"{PLACE}/{name}/{NOTE}")]


def newest(day: date) -> dict[str, DataFile]:
    """The files of the newest build that is not from the future, were the clock ever wrong."""
    for at in builds_kept():
        if london_day(at) <= day and (found := _noted(at)):
            return found
    return {}


def latest(name: str, day: date) -> DataFile | None:
    return newest(day).get(name)


def _noted(at: datetime) -> dict[str, DataFile]:
    try:
        with storage().open(f"{PLACE}/{_place(at)}/{NOTE}") as file:
            return {row["name"]: _read_note(row) for row in json.load(file)}
    except (OSError, ValueError, TypeError, KeyError):
        log.warning("The note of the data files of %s cannot be read.", at)
        return {}


def _read_note(row: dict[str, Any]) -> DataFile:
    moments = {name: datetime.fromisoformat(row[name]) for name in ("at", "built_at")}
    mark, number = row["edition"]
    return DataFile(**row | moments | {"edition": (str(mark), int(number))})


def opened(file: DataFile) -> IO[bytes]:
    return storage().open(f"{PLACE}/{_place(file.at)}/{file.name}", "rb")


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

    def __init__(self, out: IO[bytes], at: datetime) -> None:
        self._out, self._first = out, True
        about = {
            "title": "Promised actions of organisations", "issuer": issuer(), "licence": licence().name,
            "licence_address": licence().address, "as_of": moment(at), "schema": absolute("/data/schema.json"),
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

    def __init__(self, out: IO[bytes], at: datetime) -> None:
        from rrn.core.workbooks import XlsxBook

        self._out, self._book = out, XlsxBook()
        about = self._book.sheet("About", ["About this file", ""])
        for words, value in (
            ("What", "Promised actions of organisations, one a row"), ("Issuer", issuer()), ("Licence", licence().name),
            ("Licence's address", licence().address), ("As of", moment(at)), ("Explained at", absolute("/data/")),
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


def writer_of(name: str, out: IO[bytes], at: datetime) -> Csv | Json | Xlsx:
    if name == "plans.json":
        return Json(out, at)
    if name == "plans.xlsx":
        return Xlsx(out, at)
    return Csv(out, [column.name for column in (FIGURES if name == "figures.csv" else COLUMNS)])


def promises(at: datetime) -> Iterator[list[list[Any]]]:
    """The rows, a chunk of organisations at a time."""
    for chunk in chunks(london_day(at)):
        yield [values_of(Promise(standing, action, at)) for standing in chunk for action in standing.actions()]


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


def figures(at: datetime) -> list[list[Any]]:
    """Each number on the first of each month, ten years back at most, and on the day itself. Two queries."""
    sums, day, made_at = ledger(), london_day(at), moment(at)
    return [
        [on, series.code, number, series.words, series.definition, made_at, issuer(), licence().name]
        for series in HISTORIES
        for on, number in sums.history(months_to(sums.first_day(*series.totals) or day, day), *series.totals)
    ]


def in_one_go(name: str, at: datetime) -> IO[bytes]:
    """A small network's file while somebody waits; nothing is kept."""
    out = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the answer that streams it
    writer = writer_of(name, out, at)
    for rows in [figures(at)] if name == "figures.csv" else promises(at):
        for row in rows:
            writer.add(row)
    writer.end()
    out.seek(0)
    return out


def build(at: datetime) -> Iterator[int]:
    """Write all files. Yields after each bite, so that the worker can look after the mail in between."""
    edition = edition_now()  # before the first row is read: a write meanwhile makes the next build due
    with tempfile.TemporaryDirectory(prefix="rrn-data-") as folder:
        names = ("plans.csv", "plans.json", "plans.xlsx")
        files: dict[str, IO[bytes]] = {name: open(f"{folder}/{name}", "w+b") for name in TYPES}  # noqa: SIM115  # closed below
        writers = {name: writer_of(name, files[name], at) for name in TYPES}
        try:
            counts = dict.fromkeys(TYPES, 0)
            for rows in promises(at):
                for name in names:
                    _add(writers[name], rows)
                    counts[name] += len(rows)
                yield len(rows)
            counts["figures.csv"] = _add(writers["figures.csv"], figures(at))
            for writer in writers.values():
                writer.end()
            yield 0
            _keep(at, files, counts, edition)
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


def _keep(at: datetime, files: dict[str, IO[bytes]], counts: dict[str, int], edition: tuple[str, int]) -> None:
    """Put a build's files into storage, and their note last."""
    place, notes = f"{PLACE}/{_place(at)}", []
    forget(_place(at))
    for name, file in files.items():
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
        size = file.tell()
        file.seek(0)
        storage().save(f"{place}/{name}", File(file))
        notes.append(asdict(DataFile(name, at, size, digest, counts[name], now(), edition)))
    with tempfile.TemporaryFile() as note:
        # Not Django's encoder: it cuts moments to thousandths.
        note.write(json.dumps(notes, default=lambda value: value.isoformat()).encode())
        note.seek(0)
        storage().save(f"{place}/{NOTE}", File(note))


def forget(folder: str) -> None:
    """Remove a build, the note first."""
    place = f"{PLACE}/{folder}"
    try:
        _, names = storage().listdir(place)
    except FileNotFoundError:
        return
    for name in sorted(names, key=lambda name: name != NOTE):
        storage().delete(f"{place}/{name}")
    storage().delete(place)


def forget_old(day: date) -> int:
    """Remove what is older than seven days, whole or half, and of each day all but its last builds. How many went.

    The two newest stay as they are: somebody may be taking the one before the newest at this moment.
    """
    seen: set[date] = set()
    old = []
    for place, (at, name) in enumerate(_folders()):
        of = london_day(at)
        if of <= day - KEEP or (of in seen and place > 1):
            old.append(name)
        seen.add(of)
    for name in old:
        forget(name)
    return len(old)


def is_due(day: date, at: datetime) -> bool:
    """None of this day's yet; or the register changed since the last build, which is a while ago. One query."""
    files = newest(day)
    file = next(iter(files.values()), None)
    if file is None or file.day != day:
        return True
    rest = max(REST, (file.built_at - file.at) * SHARE)
    return not file.at <= at < file.at + rest and edition_now() != file.edition


class Builder:
    """Files under way in the worker: a turn of a second or two, then the mail, then the next turn.

    A worker that is killed has kept nothing; the next one begins again. Twice or late, it ends the same.
    """

    def __init__(self) -> None:
        self._day: date | None = None
        self._bites: Iterator[int] | None = None

    def turn(self, day: date, at: datetime, *, go_on: Any) -> int:
        """Do some of it while `go_on()`. Returns how many builds were finished or removed."""
        if self._day != day:
            self._day, self._bites = day, None
        if self._bites is None:
            if not is_due(day, at):
                return forget_old(day)
            self._bites = build(at)
        try:
            while go_on():
                if next(self._bites, None) is None:
                    self._bites = None
                    return 1 + forget_old(day)
        except BaseException:
            self._bites = None
            raise
        return 0

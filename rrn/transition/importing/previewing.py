"""What an import would do, in full, before it does it: read, decide, count, name it by a digest."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rrn.transition.rules.columns import Columns, columns_of
from rrn.transition.rules.matching import CONFLICT, Decided, Existing, What, decide
from rrn.transition.rules.near import PossibleDuplicate, possible_duplicates
from rrn.transition.rules.rows import Kind, PledgeRow, Reason, Refusal, RowReader

from .bad_file import BadFile
from .reading import digest_of, open_table


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file, read: its typed rows and those refused for what they say."""

    name: str
    digest: str
    header: tuple[str, ...]
    rows: list[PledgeRow]
    refusals: list[Refusal]


@dataclass(frozen=True, slots=True)
class Counts:
    rows: int
    created_people: int
    created_organisations: int
    matched: int
    known: int
    refused: int

    @property
    def nothing_new(self) -> bool:
        return not (self.created_people or self.created_organisations or self.matched)


@dataclass(frozen=True, slots=True)
class RowDecision:
    """One row's fate. `record` is the record's place in the preview, `known` a record that was there already."""

    number: int
    what: What
    record: int | None = None
    known: int | None = None
    reason: Reason | None = None
    about: str = ""
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that applying the file would do. Applying does this, or nothing."""

    file: ReadFile
    decided: Decided
    refusals: list[Refusal]
    possible_duplicates: list[PossibleDuplicate]
    counts: Counts
    digest: str

    @property
    def refused_for(self) -> Counter[Reason]:
        return Counter(refusal.reason for refusal in self.refusals)


def read_file(
    path: Path, *, name: str = "", mapping: Mapping[str, str] | None = None, today: date
) -> ReadFile:
    """Read and type every row. A bad file raises BadFile; a bad row is among the refusals."""
    rows: list[PledgeRow] = []
    refusals: list[Refusal] = []
    found: list[Columns] = []
    with open_table(path, name=name, choose=lambda header: _choose(header, mapping, found)) as table:
        columns = found[0]
        reader = RowReader(columns.fields, today=today)
        for raw in table.rows:
            outcome = reader.read(raw)
            if isinstance(outcome, PledgeRow):
                rows.append(outcome)
            else:
                refusals.append(outcome)
        header = tuple(str(table.header[place]) for place in columns.wanted)
    if not rows and not refusals:
        raise BadFile(
            "The file has column names but no rows. Choose the file with the pledges and try again."
        )
    return ReadFile(_plain_name(name or path.name), digest_of(path), header, rows, refusals)


def _choose(header: list[Any], mapping: Mapping[str, str] | None, found: list[Columns]) -> list[int]:
    columns = columns_of(header, mapping)
    found.append(columns)
    return columns.wanted


def _plain_name(name: str) -> str:
    """A file's name as it may be shown and kept: never a path, nothing invisible."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign if sign.isprintable() else "?" for sign in last)[:200]


def preview(file: ReadFile, existing: Existing, *, list_near: bool = True) -> Preview:
    """Decide every row of a file against what is there and what was erased. Pure from here on."""
    erased = [row for row in file.rows if row.address in existing.erased]
    decided = decide([row for row in file.rows if row.address not in existing.erased] if erased else file.rows, existing)
    refusals = sorted(
        [
            *file.refusals,
            *(Refusal(row.number, CONFLICT, "entry", cells_of(row), row.entry) for row in decided.entry_conflicts),
            *(Refusal(row.number, Reason.ERASED, "address", cells_of(row)) for row in erased),
        ],
        key=lambda refusal: refusal.number,
    )
    new = [record for record in decided.records if record.existing is None]
    counts = Counts(
        rows=len(file.rows) + len(file.refusals),
        created_people=sum(record.kind is Kind.INDIVIDUAL for record in new),
        created_organisations=sum(record.kind is Kind.ORGANISATION for record in new),
        matched=sum(len(record.rows) for record in decided.records) + len(decided.repeats) - len(new),
        known=len(decided.known),
        refused=len(refusals),
    )
    near = possible_duplicates(decided.records, existing, decided.known) if list_near else []
    return Preview(file, decided, refusals, near, counts, _digest(decided, refusals))


def row_decisions(found: Preview) -> Iterator[RowDecision]:
    """Every row of the file once, in no particular order."""
    again = {fingerprint for _, fingerprint in found.decided.repeats}
    place_of: dict[bytes, int] = {}
    for place, record in enumerate(found.decided.records):
        for row in record.rows:
            creates = record.existing is None and row is record.first
            yield RowDecision(row.number, What.CREATE if creates else What.MATCH, record=place)
            if row.fingerprint in again:
                place_of[row.fingerprint] = place
    for row, fingerprint in found.decided.repeats:
        yield RowDecision(row.number, What.MATCH, record=place_of[fingerprint])
    for row, known in found.decided.known:
        yield RowDecision(row.number, What.KNOWN, known=known)
    for refusal in found.refusals:
        yield RowDecision(
            refusal.number, What.REFUSE, reason=refusal.reason, about=refusal.about, entry=refusal.entry
        )


def _digest(decided: Decided, refusals: list[Refusal]) -> str:
    """A name for exactly these decisions, whatever order the rows stood in."""
    said = hashlib.sha256()
    for record in decided.records:
        said.update(f"\n{record.kind} {record.identity}".encode())
        for row in record.rows:
            said.update(row.fingerprint)
    for line in sorted(f"\nknown {known} {row.fingerprint.hex()}" for row, known in decided.known):
        said.update(line.encode())
    for line in sorted(f"\nagain {fingerprint.hex()}" for _, fingerprint in decided.repeats):
        said.update(line.encode())
    for line in sorted(f"\nrefused {refusal.reason} {refusal.about} {refusal.cells}" for refusal in refusals):
        said.update(line.encode())
    return said.hexdigest()


def cells_of(row: PledgeRow) -> tuple[str, ...]:
    """A row that was read, as the report of refused rows gives it back."""
    return (
        row.entry, row.made_at.isoformat(), row.kind.value, row.first_name, row.last_name, row.address, row.job_title,
        row.organisation, row.website, row.sector_words, row.nation_words, row.staff_words, "", row.listing,
    )  # fmt: skip

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rrn.core.spreadsheets import write_csv
from rrn.core.time import now, today
from rrn.core.verdict import Refused
from rrn.transition.actions import apply_import
from rrn.transition.importing.bad_file import BadFile
from rrn.transition.importing.previewing import Preview, preview, read_file
from rrn.transition.queries import existing_pledges
from rrn.transition.rules.columns import mapping_from

SHOWN = 100


class Command(BaseCommand):
    requires_system_checks = ()  # they read every page of the site: 40 MB more beside a large file
    help = "Show what a file of 2014 pledges would bring in; with --apply, bring it in as one batch."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a CSV file or an Excel workbook (.xlsx)")
        parser.add_argument(
            "--mapping", type=Path, help='JSON: our fields to the file\'s columns, {"address": "E-mail"}'
        )
        parser.add_argument(
            "--apply", action="store_true", help="bring the file in; without it nothing is written"
        )
        parser.add_argument(
            "--today", type=date.fromisoformat, help="the day that counts as today (YYYY-MM-DD)"
        )
        parser.add_argument(
            "--refused", type=Path, help="write the rows left out, with reasons, to this CSV file"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            mapping = _mapping(options["mapping"])
            file = read_file(options["file"], mapping=mapping, today=options["today"] or today())
            found = preview(file, existing_pledges(file.rows))
            self._show(found)
            if options["refused"]:
                self._write_refused(found, options["refused"])
            if not options["apply"]:
                self.stdout.write(
                    "This was a preview: nothing has been written. Add --apply to bring the file in."
                )
                return
            expecting = found.digest
            del found  # a large file's decisions are made once more, under the lock
            batch = apply_import(file=file, expecting=expecting, by=None, at=now())
        except (BadFile, Refused) as refusal:
            raise CommandError(str(refusal)) from None
        except FileNotFoundError as missing:
            raise CommandError(
                f"There is no file {missing.filename}. Check the name and try again."
            ) from None
        except OSError as trouble:
            raise CommandError(f"{trouble.filename} cannot be used: {trouble.strerror}.") from None
        self.stdout.write(
            f"Brought in as batch {batch.reference}." if batch else "Nothing new: nothing has been written."
        )

    def _show(self, found: Preview) -> None:
        counts = found.counts
        lines = [
            f"{found.file.name}: {counts.rows:,} rows",
            f"  {counts.created_people:,} new people",
            f"  {counts.created_organisations:,} new organisations",
            f"  {counts.matched:,} rows that belong to one of these or to a pledge that is there",
            f"  {counts.known:,} rows that were there already",
            f"  {counts.refused:,} rows left out",
        ]
        lines += [f"    {count:,} × {reason}" for reason, count in sorted(found.refused_for.items())]
        lines += [
            f"    row {refusal.number}: {refusal.reason}" + (f" ({refusal.about})" if refusal.about else "")
            for refusal in found.refusals[:SHOWN]
        ]
        lines += _and_more(len(found.refusals))
        lines.append(f"  {len(found.possible_duplicates):,} possible duplicates, not merged")
        lines += [
            f"    {near.kind}: {near.why}: {' · '.join(near.who)}"
            + (f" and {near.count - len(near.who)} more" if near.count > len(near.who) else "")
            for near in found.possible_duplicates[:SHOWN]
        ]
        lines += _and_more(len(found.possible_duplicates))
        lines.append(f"  digest of this preview: {found.digest}")
        self.stdout.write("\n".join(_plain(line) for line in lines))

    def _write_refused(self, found: Preview, to: Path) -> None:
        with to.open("w", encoding="utf-8", newline="") as out:
            count = write_csv(
                out,
                header=["Row", "Reason", "About", *found.file.header],
                rows=([one.number, one.reason.value, one.about, *one.cells] for one in found.refusals),
            )
        self.stdout.write(f"{count:,} rows left out written to {to}.")


def _mapping(path: Path | None) -> dict[str, str] | None:
    if path is None:
        return None
    try:
        return mapping_from(json.loads(path.read_text(encoding="utf-8-sig")))
    except ValueError:
        raise BadFile(
            'The mapping must be a JSON object such as {"address": "E-mail"}. Correct it and try again.'
        ) from None


def _and_more(count: int) -> list[str]:
    return (
        [f"    … and {count - SHOWN:,} more; --refused writes all that were left out"]
        if count > SHOWN
        else []
    )


def _plain(line: str) -> str:
    """Nothing from a file may steer the terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in line)

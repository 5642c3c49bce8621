from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import IntegrityError, transaction

from rrn.accounts.models import User
from rrn.core.time import london_day
from rrn.core.verdict import Refused, require
from rrn.events.actions import record
from rrn.membership.models import OriginalPledge, OriginalPledgeEntry
from rrn.membership.pledges import Growth, add_to_pledges, bring_in_pledges

from .importing.previewing import Preview, ReadFile, preview, row_decisions
from .models import ImportBatch, ImportedRow
from .permissions import may_import_pledges
from .queries import existing_pledges
from .rules.matching import Record, together
from .rules.rows import PledgeRow

AT_ONCE = 2000
CHANGED = "Something has changed since the preview was made. Look at the new preview before you go on."


def apply_import(*, file: ReadFile, expecting: str, by: User | None, at: datetime) -> ImportBatch | None:
    """Bring a previewed file in as one batch, exactly as its preview showed, or not at all.

    `expecting` is the digest of the preview that somebody looked at. A file with nothing new
    leaves everything as it is, the diary too, and gives None.
    """
    require(may_import_pledges(by))
    try:
        with transaction.atomic():
            found = preview(file, existing_pledges(), list_near=False)
            if found.digest != expecting:
                raise Refused(CHANGED)
            if found.counts.nothing_new:
                return None
            return _write(found, by=by, at=at)
    except IntegrityError as clash:
        raise Refused(CHANGED) from clash


def _write(found: Preview, *, by: User | None, at: datetime) -> ImportBatch:
    batch = _batch(found, by=by, at=at)
    numbers: dict[int, int] = {}
    new = [place for place, record_ in enumerate(found.decided.records) if record_.existing is None]
    grown = [record_ for record_ in found.decided.records if record_.existing is not None]
    made = bring_in_pledges(
        pledges=(_as_pledge(found.decided.records[place]) for place in new),
        batch=batch.reference,
        by=by,
        at=at,
    )
    numbers.update(zip(new, made, strict=True))
    add_to_pledges(growths=(_as_growth(record_) for record_ in grown), batch=batch.reference, by=by, at=at)
    _keep_decisions(found, batch, numbers)
    record("import.applied", about=batch, by=by, at=at, digest=found.digest, rows=found.counts.rows)
    return batch


def _batch(found: Preview, *, by: User | None, at: datetime) -> ImportBatch:
    counts = found.counts
    return ImportBatch.objects.create(
        reference=f"pledges-{at:%Y%m%d-%H%M%S}-{found.digest[:8]}",
        file_name=found.file.name,
        file_digest=found.file.digest,
        preview_digest=found.digest,
        applied_at=at,
        applied_by=by,
        rows=counts.rows,
        created_people=counts.created_people,
        created_organisations=counts.created_organisations,
        matched_rows=counts.matched,
        known_rows=counts.known,
        refused_rows=counts.refused,
    )


def _as_pledge(record_: Record) -> tuple[OriginalPledge, list[OriginalPledgeEntry]]:
    said = together(record_.rows)
    facts = dict(said.facts)
    pledge = OriginalPledge(
        kind=record_.kind.value,
        pledged_on=london_day(said.made_at),
        organisation_name=facts.pop("organisation"),
        listing=said.listing,
        listing_chosen_at=said.listing_chosen_at,
        **facts,
    )
    return pledge, [_as_entry(row) for row in record_.rows]


def _as_growth(record_: Record) -> tuple[Growth, list[OriginalPledgeEntry]]:
    assert record_.existing is not None
    said = together(record_.rows)
    growth = Growth(record_.existing, said.made_at, said.listing, said.listing_chosen_at, said.facts)
    return growth, [_as_entry(row) for row in record_.rows]


def _as_entry(row: PledgeRow) -> OriginalPledgeEntry:
    return OriginalPledgeEntry(
        fingerprint=row.fingerprint.hex(),
        entry=row.entry,
        made_at=row.made_at,
        first_name=row.first_name,
        last_name=row.last_name,
        address=row.address,
        job_title=row.job_title,
        organisation_name=row.organisation,
        website=row.website,
        sector_words=row.sector_words,
        nation_words=row.nation_words,
        staff_words=row.staff_words,
        listing=row.listing,
    )


def _keep_decisions(found: Preview, batch: ImportBatch, numbers: dict[int, int]) -> None:
    """One row of ours for every row of the file."""
    records = found.decided.records

    def rows() -> Iterator[ImportedRow]:
        for decision in row_decisions(found):
            pledge = decision.known
            if decision.record is not None:
                pledge = records[decision.record].existing or numbers[decision.record]
            yield ImportedRow(
                batch=batch,
                number=decision.number,
                decision=decision.what.value,
                pledge_id=pledge,
                reason=decision.reason.value if decision.reason else "",
                about=decision.about,
            )

    ImportedRow.objects.bulk_create(rows(), batch_size=AT_ONCE)

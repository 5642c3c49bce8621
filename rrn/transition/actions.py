from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from rrn.accounts.models import User
from rrn.core.bulk import insert_rows, reserve_ids
from rrn.core.time import london_day
from rrn.core.verdict import Refused, require
from rrn.events.actions import record
from rrn.membership.actions import Growth, NewPledge, add_to_pledges, bring_in_pledges

from .importing.previewing import Preview, ReadFile, preview, row_decisions
from .models import ImportBatch, ImportedRow, LookAlike, LookAlikePledge
from .permissions import may_import_pledges, may_look_at_duplicates
from .queries import existing_pledges, pledges_at
from .rules.matching import Record, together
from .rules.near import Member
from .rules.rows import PledgeRow

CHANGED = "Something has changed since the preview was made. Look at the new preview before you go on."


def apply_import(*, file: ReadFile, expecting: str, by: User | None, at: datetime) -> ImportBatch | None:
    """Bring a previewed file in as one batch, exactly as its preview showed, or not at all.

    `expecting` is the digest of the preview that somebody looked at. A file with nothing new
    leaves everything as it is, the diary too, and gives None.
    """
    require(may_import_pledges(by))
    try:
        with transaction.atomic():
            found = preview(file, existing_pledges(file.rows))
            if found.digest != expecting:
                raise Refused(CHANGED)
            if found.counts.nothing_new:
                return None
            return _write(found, by=by, at=at)
    except IntegrityError as clash:
        raise Refused(CHANGED) from clash


@transaction.atomic
def note_looked(*, batch: ImportBatch, by: User, at: datetime) -> None:
    """Somebody of the office has looked at a batch's look-alikes. Whoever looked first stays noted."""
    require(may_look_at_duplicates(by))
    has_some = Exists(LookAlike.objects.filter(batch=OuterRef("pk")))
    waiting = ImportBatch.objects.filter(has_some, pk=batch.pk, looked_at__isnull=True)
    if waiting.update(looked_at=at, looked_by=by):
        record("import.looked_at", about=batch, by=by, at=at)


def _write(found: Preview, *, by: User | None, at: datetime) -> ImportBatch:
    batch = _batch(found, by=by, at=at)
    records = found.decided.records
    made = iter(
        bring_in_pledges(
            pledges=(_as_pledge(one) for one in records if one.existing is None),
            batch=batch.reference,
            by=by,
            at=at,
        )
    )
    add_to_pledges(
        growths=(_as_growth(one) for one in records if one.existing is not None),
        batch=batch.reference,
        by=by,
        at=at,
    )
    numbers = [next(made) if one.existing is None else one.existing for one in records]
    _keep_decisions(found, batch, numbers)
    _keep_look_alikes(found, batch, numbers)
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


def _as_pledge(record_: Record) -> NewPledge:
    said = together(record_.rows)
    facts = said.facts | {
        "kind": record_.kind.value,
        "pledged_on": london_day(said.made_at),
        "organisation_name": said.facts["organisation"],
        "listing": said.listing,
        "listing_chosen_at": said.listing_chosen_at,
    }
    return NewPledge(facts, [_as_entry(row) for row in record_.rows])


def _as_growth(record_: Record) -> tuple[Growth, list[tuple[Any, ...]]]:
    assert record_.existing is not None
    said = together(record_.rows)
    growth = Growth(record_.existing, said.made_at, said.listing, said.listing_chosen_at, said.facts)
    return growth, [_as_entry(row) for row in record_.rows]


def _as_entry(row: PledgeRow) -> tuple[Any, ...]:
    """In the order of membership's ENTRY_FACTS."""
    return (
        row.fingerprint.hex(), row.entry, row.made_at, row.first_name, row.last_name, row.address, row.job_title,
        row.organisation, row.website, row.sector_words, row.nation_words, row.staff_words, row.listing,
    )  # fmt: skip


def _keep_decisions(found: Preview, batch: ImportBatch, numbers: list[int]) -> None:
    """One row of ours for every row of the file."""
    insert_rows(
        ImportedRow,
        ("batch", "number", "decision", "pledge", "reason", "about", "entry"),
        (
            (
                batch.pk,
                decision.number,
                decision.what.value,
                decision.known if decision.record is None else numbers[decision.record],
                decision.reason.value if decision.reason else "",
                decision.about,
                decision.entry,
            )
            for decision in row_decisions(found)
        ),
    )


def _keep_look_alikes(found: Preview, batch: ImportBatch, numbers: list[int]) -> None:
    """The groups that this batch made, each with its pledges. Groups that were there before stay with their own batch."""
    near = [one for one in found.possible_duplicates if one.new]
    if not near:
        return
    people = pledges_at({who for one in near for who in one.members if isinstance(who, str)})
    ids = reserve_ids(LookAlike, len(near))
    insert_rows(
        LookAlike,
        ("id", "batch", "place", "why", "count"),
        ((pk, batch.pk, place, one.why, one.count) for place, (pk, one) in enumerate(zip(ids, near, strict=True), 1)),
    )

    def pledge_of(who: Member) -> int | None:
        if isinstance(who, str):
            return people.get(who)
        return numbers[-1 - who] if who < 0 else who

    insert_rows(
        LookAlikePledge,
        ("look_alike", "pledge"),
        (
            (pk, pledge)
            for pk, one in zip(ids, near, strict=True)
            for pledge in dict.fromkeys(map(pledge_of, one.members))
            if pledge is not None
        ),
    )

"""Making the register's rows again from what was recorded. Every action here may be done twice, late, or by two at once.

Nothing here is anybody's decision, so nobody is asked for leave and the diary has no line of it: the writes that called
for it have theirs.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Model

from rrn.core.bulk import insert_rows
from rrn.register.indexing import INDEXED_AS, forget_organisations, index_organisations
from rrn.register.indexing_moving import index_pledgers
from rrn.register.models import Edition, Listing, MemberLine, Total
from rrn.register.recorded import Some
from rrn.register.worked_out import (
    AT_ONCE,
    LINE_FIELDS,
    LISTING_FIELDS,
    Changes,
    Row,
    Rows,
    added_by_line,
    all_changes,
    find_rows_out_of_date,
    last_member,
    pledge_changes,
    rows_that_are,
    rows_that_should_be,
)

A_FEW = 500


def _new_edition() -> dict[str, Any]:
    return {"mark": secrets.token_hex(16), "indexed_as": INDEXED_AS}


def _lock() -> Edition:
    """One renewal at a time: the next sees all that this one wrote, so nothing is added twice and numbers only grow."""
    edition, _ = Edition.objects.select_for_update().get_or_create(pk=1, defaults=_new_edition())
    return edition


def _close(edition: Edition, *, reread: bool = False) -> None:
    edition.number += 1
    if reread:
        edition.mark = secrets.token_hex(16)
    edition.save(update_fields=["number", "mark"])


def _in_pieces(members: Iterable[int], size: int) -> Iterator[frozenset[int]]:
    waiting = iter(sorted(set(members)))
    while some := frozenset(islice(waiting, size)):
        yield some


def renew_rows(*, members: Collection[int]) -> int:
    """Make the rows of these members again; gives how many members' rows changed."""
    return sum(_renew(Some(ids=some)) for some in _in_pieces(members, A_FEW))


def renew_all_rows(*, tell: Callable[[int, int], None] | None = None) -> int:
    """Make everybody's rows again, piece by piece so that others can write between, and count the totals anew."""
    last, changed = last_member(), 0
    for first in range(0, last + 1, AT_ONCE):
        changed += _renew(Some(first=first, past=first + AT_ONCE))
        if tell:
            tell(min(first + AT_ONCE, last), last)
    recount_totals()
    return changed


def index_all_organisations() -> int:
    """Put everybody's words in the search again, piece by piece so that others can write between; gives how many."""
    organisations = list(Listing.objects.order_by("pk").values_list("pk", flat=True))
    for some in _in_pieces(organisations, A_FEW):
        with transaction.atomic():
            _lock()
            index_organisations(some)
    with transaction.atomic():
        edition = _lock()
        index_pledgers(None)
        edition.indexed_as = INDEXED_AS
        edition.save(update_fields=["indexed_as"])
    return len(organisations)


@transaction.atomic
def _renew(some: Some) -> int:
    edition = _lock()
    should, are = rows_that_should_be(some), rows_that_are(some)
    lines = [row for member, row in should.lines.items() if are.lines.get(member) != row]
    listings = [row for key, row in should.listings.items() if are.listings.get(key) != row]
    gone = [key for key in are.listings if key not in should.listings]
    if not (lines or listings or gone):
        return 0
    changed_in = edition.number + 1
    _write(MemberLine, LINE_FIELDS, lines, are.lines)
    _write(Listing, (*LISTING_FIELDS, "changed_in"), [(*row, changed_in) for row in listings], are.listings)
    index_organisations([row[0] for row in listings])
    _take_out(gone)
    _add_to_totals(_difference(lines, are), changed_in)
    _close(edition, reread=bool(gone))
    return len({row[0] for row in lines} | {row[1] for row in listings} | {are.listings[key][1] for key in gone})


def _difference(lines: list[Row], are: Rows) -> Changes:
    changes: Changes = Counter()
    for line in lines:
        for key, change in added_by_line(line).items():
            changes[key] += change
        if before := are.lines.get(line[0]):
            for key, change in added_by_line(before).items():
                changes[key] -= change
    return changes


def _write(model: type[Model], fields: tuple[str, ...], rows: list[Row], there: Iterable[int]) -> None:
    """Nothing points at these rows: taking out and putting in is the quickest change of many."""
    old = {row[0] for row in rows} & set(there)
    for some in _in_pieces(old, A_FEW):
        model._default_manager.filter(pk__in=some).delete()
    insert_rows(model, [name.removesuffix("_id") for name in fields], rows)


def _take_out(organisations: list[int]) -> None:
    if organisations:
        Listing.objects.filter(pk__in=organisations).delete()
        forget_organisations(organisations)


def _add_to_totals(changes: Changes, changed_in: int) -> None:
    """Whoever calls holds the edition, so that what is read here is what it was when it is written."""
    real = {key: change for key, change in changes.items() if change}
    if not real:
        return
    standing: dict[Any, int] = {}
    asked = Total.objects.filter(series__in={series for series, _ in real})
    if len(real) < A_FEW:
        asked = asked.filter(day__in={day for _, day in real})
    for series, day, change in asked.values_list("series", "day", "change").iterator(5000):
        standing[series, day] = change
    _write_totals({key: standing.get(key, 0) + change for key, change in real.items()}, changed_in)


def _write_totals(values: dict[Any, int], changed_in: int) -> None:
    rows = [Total(series=series, day=day, change=value, changed_in=changed_in) for (series, day), value in values.items()]
    Total.objects.bulk_create(
        rows, batch_size=1000, update_conflicts=True, unique_fields=["series", "day"], update_fields=["change", "changed_in"]
    )


@transaction.atomic
def renew_pledges(*, pledges: Collection[str] | None = None) -> None:
    """Count the pledge of 2014 anew, and let these pledgers, or all, be found or be found no more."""
    edition = _lock()
    index_pledgers(pledges)
    _set_totals(edition, pledge_changes(), ("pledge:", "moved:"))


@transaction.atomic
def recount_totals() -> int:
    """Add everything up anew from the lines; gives how many totals were not what they should have been."""
    edition = _lock()
    return _set_totals(edition, all_changes(), ("",))


def _set_totals(edition: Edition, should: Changes, prefixes: tuple[str, ...]) -> int:
    standing = {
        (series, day): change
        for series, day, change in Total.objects.values_list("series", "day", "change").iterator(5000)
        if series.startswith(prefixes)
    }
    wrong = {key: should.get(key, 0) for key in {*should, *standing} if should.get(key, 0) != standing.get(key, 0)}
    if wrong:
        _write_totals(wrong, edition.number + 1)
        _close(edition)
    return len(wrong)


def renew_rows_out_of_date(*, on: date) -> int:
    """What the nightly look found: a few lines, made again."""
    return renew_rows(members=find_rows_out_of_date(day=on))

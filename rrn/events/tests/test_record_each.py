from datetime import UTC, datetime

import pytest

from rrn.events.actions import record_each
from rrn.events.models import Block, Line
from rrn.events.rules import digest_of

AT = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.mark.django_db
def test_lines_written_in_bulk_verify_like_any_other():
    count = record_each(
        "tried", kind=Block, about=((n, {"batch": "b", "rows": n}) for n in (7, 8)), by=None, at=AT
    )

    assert count == 2
    for line in Line.objects.select_related("details"):
        assert line.digest == digest_of(
            salt=line.details.salt,
            verb=line.verb,
            about=f"{line.about_kind}:{line.about_id}",
            by=f"{line.by_kind}:{line.by_id}",
            on_behalf_of=f"{line.for_kind}:{line.for_id}",
            at=line.at.astimezone(UTC).isoformat(),
            details=line.details.details,
        )
    assert sorted(Line.objects.values_list("about_kind", "about_id")) == [
        ("events.block", "7"),
        ("events.block", "8"),
    ]

"""Rows to test with: a person or an organisation that took the pledge, changed as the test needs."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from rrn.core.time import LONDON
from rrn.transition.rules.rows import Kind, PledgeRow

NOON = datetime(2016, 5, 4, 12, tzinfo=LONDON)
_numbers = count(2)


def pledge_row(days: int = 0, **changes) -> PledgeRow:
    """One readable row; its fingerprint follows from what it says."""
    row = PledgeRow(
        number=next(_numbers),
        fingerprint=b"",
        entry="",
        kind=Kind.INDIVIDUAL,
        made_at=NOON + timedelta(days=days),
        first_name="Amy",
        last_name="Walker",
        address="amy@post.example",
        job_title="",
        organisation="",
        website="",
        host="",
        sector="",
        sector_words="",
        nation="",
        nation_words="",
        staff_words="",
        listing="unknown",
    )
    row = replace(row, **changes)
    said = repr(replace(row, number=0, fingerprint=b"")).encode()
    return replace(row, fingerprint=hashlib.blake2b(said, digest_size=16).digest())


def organisation_row(name: str, host: str = "", days: int = 0, **changes) -> PledgeRow:
    said = {"website": f"https://{host}" if host else ""} | changes
    return pledge_row(days, kind=Kind.ORGANISATION, organisation=name, host=host, **said)

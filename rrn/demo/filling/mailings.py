"""A view that the office shares, and a letter to everybody in it that waits for a second person."""

from __future__ import annotations

import uuid
from datetime import datetime

from rrn.accounts import desk
from rrn.accounts.models import RoleGrant
from rrn.core.time import london_day
from rrn.office import audiences
from rrn.post.mailings import start_mailing, submit_mailing

VIEW, QUERY = "Everybody with a seat", "seat=yes"
TEXT = """Dear {name},

we now answer the telephone on Saturday mornings too, from nine to noon.

Nothing about the membership of your organisation changes.

- By telephone you reach a person, not a machine.
- By post you reach us where you always did.

With our regards, the office"""


def fill_mailings(at: datetime) -> None:
    """Whoever has been in the office longest has handed it in this morning; anybody else of the network can agree."""
    by = RoleGrant.objects.filter(role="office", ended_at__isnull=True).order_by("granted_at", "pk").first()
    if by is None:
        return
    writer = by.person
    desk.save_view(list_name="people", name=VIEW, query=QUERY, shared=True, by=writer, at=at)
    said = {"kind": "service", "reach": "leads", "subject": "We answer on Saturdays too", "text": TEXT}
    said |= {"view_list": "people", "view_query": QUERY, "view_name": f"{VIEW} (people)"}
    mailing = start_mailing(client_key=uuid.UUID(int=4), said=said, by=writer, at=at)
    readers = audiences.found_by(mailing, user=writer, day=london_day(at)).readers
    submit_mailing(
        mailing=mailing, version=1, readers=readers, reason="From next month on.", not_before=None, by=writer, at=at
    )

"""What django-anymail tells only by a signal: a provider's word that a mail came back. Our own rules use none."""

from __future__ import annotations

from typing import Any

from anymail.signals import EventType, RejectReason, tracking

from rrn.core.time import now
from rrn.post.holding import Said, note_bounce
from rrn.post.rules import basic_code, exact_code, is_hard

CAME_BACK = (EventType.BOUNCED, EventType.REJECTED)


def came_back(event: Any, **kwargs: Any) -> None:
    """A put-off, an opening or a click changes nothing here."""
    complaint = event.event_type == EventType.COMPLAINED
    if event.event_type not in CAME_BACK and not complaint:
        return
    words = " ".join(str(part) for part in (event.mta_response, event.description) if part)
    exact, code = exact_code(words), basic_code(words)
    said_so = event.reject_reason in (RejectReason.INVALID, RejectReason.BOUNCED)
    note_bounce(
        number=str(event.message_id or ""),
        address=str(event.recipient or ""),
        hard=is_hard(code=code, exact=exact) if exact or code else said_so,
        complaint=complaint,
        said_by=Said.PROVIDER,
        evidence=words or str(event.reject_reason or event.event_type),
        at=now(),
    )


def connect() -> None:
    tracking.connect(came_back, dispatch_uid="post.came_back")

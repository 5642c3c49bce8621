"""One address that mail does not reach any more, so that the office has somebody to reach."""

from __future__ import annotations

from datetime import datetime

from rrn.demo import invented
from rrn.post.holding import Said, note_bounce
from rrn.post.models import Mail

EVIDENCE = "550 5.1.1 The mailbox is not known here"


def fill_returns(at: datetime) -> None:
    """The newest member who joined as an individual and has not left: her last mail came back this morning."""
    members = [one for one in invented.individuals() if "joined" in one["days"] and "left" not in one["days"]]
    newest = max(members, key=lambda one: (one["days"]["joined"], one["email"]))
    mail = Mail.objects.filter(to=newest["email"], state=Mail.State.SENT).order_by("-queued_at", "-pk").first()
    if mail is not None:
        note_bounce(number=mail.message_id, address=mail.to, hard=True, said_by=Said.RETURN, evidence=EVIDENCE, at=at)

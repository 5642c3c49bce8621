"""A message with a mistake in it, kept for its writer until she has corrected it.

Every answer to a press is another address, so that Back never asks her to send a form again, and her words are not in that
address: they wait in her own session, at most an hour, and are dropped once the message is sent. A stranger's session holds
nothing else and ends with them, so that she is answered from the kept pages again. Writing is bounded in size and number;
beyond that the press itself is answered, as it would be without this.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest

from rrn.core.time import now
from rrn.website.limits import too_many_kept

KEY = "rrn_unsent_message"
FIELDS = ("name", "address", "topic", "words", "client_key")
LONGEST = 20_000  # more than a message may have, so that one that is too long can be shortened
KEPT = timedelta(hours=1)


def keep_unsent(request: HttpRequest, problem: str, client: str) -> bool:
    """Keep what was posted, with the sentence that no field says; False where it is more than we keep."""
    fields = {name: request.POST.get(name, "") for name in FIELDS}
    if sum(map(len, fields.values())) > LONGEST or request.POST.get("website") or too_many_kept(request, client):
        return False
    if _is_a_strangers(request):
        request.session.set_expiry(int(KEPT.total_seconds()))
    request.session[KEY] = {"fields": fields, "problem": problem, "until": (now() + KEPT).isoformat()}
    return True


def unsent(request: HttpRequest) -> tuple[dict[str, Any], str]:
    """What waits to be corrected, and the sentence about it; nothing once its hour is over. Reads only."""
    kept = request.session.get(KEY)
    if not kept or datetime.fromisoformat(kept["until"]) <= now():
        return {}, ""
    return kept["fields"], kept["problem"]


def drop_unsent(request: HttpRequest) -> None:
    """It is sent. A session that held nothing else ends."""
    if KEY not in request.session:
        return
    del request.session[KEY]
    if _is_a_strangers(request):
        request.session.flush()


def _is_a_strangers(request: HttpRequest) -> bool:
    """Nobody is signed in, and the session was begun for a message."""
    return set(request.session.keys()) <= {KEY, "_session_expiry"}

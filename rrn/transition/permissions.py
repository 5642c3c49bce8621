from __future__ import annotations

from rrn.accounts.models import User
from rrn.core.verdict import YES, Verdict, no


def may_import_pledges(actor: User | None) -> Verdict:
    """Nobody signed in means the command line: whoever installs the platform."""
    if actor is None or actor.is_office:
        return YES
    return no("The original pledges are brought in by the office.")

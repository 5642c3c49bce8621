from __future__ import annotations

from rrn.accounts.models import User
from rrn.core.verdict import YES, Verdict, no


def may_import_pledges(actor: User | None) -> Verdict:
    """Nobody signed in means the command line: whoever installs the platform."""
    if actor is None or actor.is_office:
        return YES
    return no("The original pledges are brought in by the office.")


def may_look_at_duplicates(actor: User) -> Verdict:
    if actor.is_office:
        return YES
    return no("Pledges that look alike are looked at by the office.")

from __future__ import annotations

from rrn.accounts.models import User
from rrn.core.verdict import YES, Verdict, no


def may_erase(actor: User | None) -> Verdict:
    """Nobody signed in means the command line: whoever runs the installation."""
    if actor is None or actor.is_superuser:
        return YES
    return no("People are erased by whoever runs the installation.")

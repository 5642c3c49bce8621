"""Who may change what the website says."""

from __future__ import annotations

from rrn.accounts.models import User
from rrn.core.verdict import YES, Verdict, no


def may_check_help_contacts(actor: User) -> Verdict:
    if actor.is_superuser or "office" in actor.roles:
        return YES
    return no("The numbers on “Someone is at risk now” are kept by the office.")


def may_approve_pages(actor: User) -> Verdict:
    if actor.is_superuser or "office" in actor.roles:
        return YES
    return no("Pages are approved by the office.")

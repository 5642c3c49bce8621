"""Who may open what in the office. Whose plan, mail or account it is, the owning rooms' permissions say."""

from __future__ import annotations

from typing import Any

from rrn.core.verdict import YES, Verdict, no


def may_read_people(user: Any) -> Verdict:
    """Addresses, seats and letters of people: the office answers the telephone, nobody else needs them."""
    if user.is_office:
        return YES
    return no("People's details are read by the office only.")


def may_read_private_contacts(user: Any) -> Verdict:
    """A reviewer reads a plan; how to reach the people behind it is the office's business."""
    return may_read_people(user)


def may_give_roles(user: Any) -> Verdict:
    if user.is_superuser:
        return YES
    return no("Roles are given and ended by the person who runs the installation.")

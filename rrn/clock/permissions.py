"""Who may look at the clock, and who may let it go on after it has stopped."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rrn.clock.models import Halt
from rrn.core import second_person
from rrn.core.verdict import YES, Verdict, no


def may_look(user: Any) -> Verdict:
    """Numbers and days; nobody is named on these pages."""
    if user.roles & second_person.ROLES:
        return YES
    return no("The clock is looked after by the office, with a reviewer or trustee as the second person.")


def may_ask(user: Any) -> Verdict:
    if user.is_office:
        return YES
    return no("The office asks for the clock to go on. You can agree once it has.")


def may_agree(user: Any, halt: Halt) -> Verdict:
    if not (allowed := may_look(user)):
        return allowed
    if halt.asked_by_id is None:
        return no("Nobody of the office has asked for the clock to go on yet.")
    return second_person.may_agree(user, asked_by=halt.asked_by_id, day=halt.day)


def may_go_alone(user: Any, halt: Halt, at: datetime) -> Verdict:
    return second_person.may_go_alone(user, asked_by=halt.asked_by_id, asked_at=halt.asked_at, at=at)

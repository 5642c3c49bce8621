"""Who may look at the clock, and who may let it go on after it has stopped."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rrn.accounts.models import Role
from rrn.clock.models import Halt
from rrn.clock.rules import ANSWER_WITHIN
from rrn.core.time import london_day
from rrn.core.verdict import YES, Verdict, no
from rrn.core.working_days import BANK_HOLIDAYS, working_days_between

SECOND_PEOPLE = frozenset({Role.OFFICE, Role.REVIEWER, Role.TRUSTEE})


def may_look(user: Any) -> Verdict:
    """Numbers and days; nobody is named on these pages."""
    if user.roles & SECOND_PEOPLE:
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
    if halt.asked_by_id == user.pk:
        return no("Somebody else must agree: more than fifty are two people’s decision.")
    return YES


def may_go_alone(user: Any, halt: Halt, at: datetime) -> Verdict:
    if halt.asked_by_id is None or halt.asked_by_id != user.pk or halt.asked_at is None:
        return no("Whoever asked goes on, and nobody else.")
    waited = working_days_between(london_day(halt.asked_at), london_day(at), BANK_HOLIDAYS)
    if waited < ANSWER_WITHIN:
        return no("Somebody has two working days to answer before you can go on alone.")
    return YES

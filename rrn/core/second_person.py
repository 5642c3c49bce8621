"""The second person: where two people are asked for, who the other may be, and when one goes on alone.

PRODUCT says it once, so it stands once: mail to many, the clock's brake and whatever comes later ask here. Who answers
is any of office, reviewer, trustee; a room that knows of others, such as the steering group's entitled members, says so
with `count_also` in its `AppConfig.ready()`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from rrn.core.time import london_day
from rrn.core.verdict import YES, Verdict, no
from rrn.core.working_days import BANK_HOLIDAYS, working_days_between

ROLES = frozenset({"office", "reviewer", "trustee"})
# More than so many in one go are two people's decision.
ALONE_UP_TO = 50
# Whom nobody answers in so many working days may go on alone, a day later, unless somebody stops it.
ANSWER_WITHIN = 2
ALONE_AFTER = timedelta(hours=24)

_OTHERS: dict[str, Callable[[Any, date], bool]] = {}


def count_also(name: str, ask: Callable[[Any, date], bool]) -> None:
    """Others who may be a second person on a day. One of the same name is replaced."""
    _OTHERS[name] = ask


def may_be_second(user: Any, day: date) -> Verdict:
    """No query beyond her roles for staff; one for each room that counts others."""
    if user.is_authenticated and (user.roles & ROLES or any(ask(user, day) for ask in _OTHERS.values())):
        return YES
    return no("A second person is somebody of the office, a reviewer, a trustee, or a member of the steering group whose membership counts.")


def may_agree(user: Any, *, asked_by: int | None, day: date) -> Verdict:
    """Somebody else than who asked."""
    if asked_by is None:
        return no("Nobody has asked for a second person yet.")
    if asked_by == user.pk:
        return no("Somebody else must agree: more than fifty are two people’s decision.")
    return may_be_second(user, day)


def may_go_alone(user: Any, *, asked_by: int | None, asked_at: datetime | None, at: datetime) -> Verdict:
    """Whoever asked, once everybody else has had two working days to answer."""
    if asked_by is None or asked_by != user.pk or asked_at is None:
        return no("Whoever asked goes on, and nobody else.")
    if working_days_between(london_day(asked_at), london_day(at), BANK_HOLIDAYS) < ANSWER_WITHIN:
        return no("Somebody has two working days to answer before you can go on alone.")
    return YES

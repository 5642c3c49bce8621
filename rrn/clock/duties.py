"""The night's duties: one list. Each finds what is due and not done, and does it; twice, late or never, it ends the same.

A room owns its rules and its actions; this page only joins them. A room upstairs, which the clock does not know, hands
its duty down with `register` in `AppConfig.ready()`. A duty that goes record by record is written
`each("name", every=…, find=…, do=…)`: `find(at=, most=)` gives records that are due and not done, and `do(record, at=)`
calls one action in a transaction of its own. One bad record is put aside and does not spoil the night.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.core.mail import get_connection
from django.db import InterfaceError, OperationalError, models, transaction

from rrn.accounts.actions import drop_old_kept_forms, remove_unconfirmed_accounts
from rrn.accounts.batches import drop_old_batches
from rrn.clock import brake
from rrn.clock.actions import forget_setback, note_setback
from rrn.clock.monitor import ping
from rrn.clock.queries import put_aside, setbacks_of
from rrn.clock.rules import Leap
from rrn.core.renewals import forget_old_renewals, renew_pending
from rrn.core.sessions import clear_ended
from rrn.core.time import london_day
from rrn.events.actions import seal_block
from rrn.membership.actions import note_boundaries
from rrn.plans.actions import publish_plan, return_to_draft
from rrn.plans.queries import plans_to_publish, plans_to_return
from rrn.post.actions import claim_mails, note_abandoned_mails, send_mail
from rrn.post.models import Mail, Notice
from rrn.post.notices import Rule
from rrn.post.noting import note_due, waiting_notices, write_notices
from rrn.register.actions import renew_rows_out_of_date
from rrn.register.machines.opendata import Builder

log = logging.getLogger(__name__)

BATCH = 200


@dataclass(slots=True)
class Tally:
    """What one run did. `beat` keeps the lease and says whether the worker should go on."""

    beat: Callable[[], bool]
    done: int = 0
    failed: int = 0
    leap: Leap | None = None  # where the worker was awake while its clock leapt over days


@dataclass(frozen=True, slots=True)
class Duty:
    name: str
    every: timedelta
    act: Callable[[datetime, Tally], None]
    by_day: bool = False  # what is due depends on the London day alone: `manage.py run_clock` does these


def name_of(record: Any) -> str:
    return f"{record._meta.label_lower}:{record.pk}" if isinstance(record, models.Model) else str(record)


def each(
    name: str, *, every: timedelta, find: Callable[..., Sequence[Any]], do: Callable[..., Any]
) -> Duty:
    """A duty that goes record by record, in batches, until nothing is due or the worker is told to stop."""

    def act(at: datetime, tally: Tally) -> None:
        aside = put_aside(duty=name, at=at)
        seen: set[str] = set()
        while True:
            batch = [record for record in find(at=at, most=BATCH + len(aside) + len(seen)) if name_of(record) not in aside | seen]
            if not batch:
                return
            for record in batch[:BATCH]:
                seen.add(name_of(record))
                if not tally.beat():
                    return
                do_one(name, do, record, at, tally)

    return Duty(name, every, act)


def do_one(name: str, do: Callable[..., Any], record: Any, at: datetime, tally: Tally) -> None:
    try:
        with transaction.atomic():
            do(record, at=at)
    except (OperationalError, InterfaceError):
        raise  # the database itself: nothing else would work either
    except Exception as error:
        log.exception("%s could not do %s", name, name_of(record))
        tally.failed += 1
        note_setback(duty=name, record=name_of(record), error=error, at=at)
    else:
        tally.done += 1
        forget_setback(duty=name, record=name_of(record))


A_TURN_OF_MAIL = 30.0  # seconds; then the other duties have theirs


def send_due_mails(at: datetime, tally: Tally) -> None:
    """Empty the outbox. The mail server is asked first, so that an evening without one costs no mail a try.

    One mail is taken at a time: a worker that dies leaves one that was perhaps sent, and no more.
    """
    if not Mail.objects.filter(state=Mail.State.QUEUED, next_try_at__lte=at).exists():
        return
    until, connection = time.monotonic() + A_TURN_OF_MAIL, get_connection()
    connection.open()
    try:
        while tally.beat() and time.monotonic() < until and (mails := claim_mails(at=at, most=1)):
            send_mail(mail=mails[0], connection=connection, at=at)
            tally.done += 1
    finally:
        connection.close()


def note_the_notices(at: datetime, tally: Tally) -> None:
    """What the dates call for and nobody has noted yet; one question when it is all noted."""
    gone_through = False

    def may(rule: Rule, days: Sequence[date]) -> bool:
        nonlocal gone_through
        gone_through = True
        return brake.may_note(rule, days, at=at, leap=tally.leap)

    tally.done += note_due(at=at, go_on=tally.beat, may=may)
    if gone_through:
        brake.close_what_is_done(at=at)


NOTICES = "notices to mails"


def write_the_notices(at: datetime, tally: Tally) -> None:
    """Mails of what is noted, a batch a commit. A batch that cannot be written is tried one by one, so that one bad
    record is put aside and the others leave."""
    before = {int(name.rpartition(":")[2]): again for name, again in setbacks_of(duty=NOTICES).items()}
    aside, after = {number for number, again in before.items() if again > at}, 0
    while tally.beat() and (batch := waiting_notices(at=at, after=after, aside=aside, most=BATCH)):
        after = batch[-1].pk
        try:
            tally.done += write_notices(notices=batch, at=at)
            for mended in (notice for notice in batch if notice.pk in before):
                forget_setback(duty=NOTICES, record=name_of(mended))
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("A batch of notices could not be written; trying them one by one.")
            for notice in batch:
                do_one(NOTICES, write_one_notice, notice, at, tally)


def write_one_notice(notice: Notice, *, at: datetime) -> None:
    write_notices(notices=[notice], at=at)


def tidy_the_outbox(at: datetime, tally: Tally) -> None:
    tally.done += note_abandoned_mails(at=at)


def seal_the_diary(at: datetime, tally: Tally) -> None:
    """Chain what was written since. A long transaction that holds the sealer up is waited for in the next minute."""
    try:
        while tally.beat() and (block := seal_block(at=at)) is not None:
            tally.done += block.lines
    except OperationalError:
        log.info("The diary is being written to; it is sealed a little later.")


def renew_the_public_rows(at: datetime, tally: Tally) -> None:
    """What a request could not renew after its commit, because its process died or the database was busy."""
    tally.done += renew_pending(at=at)


def check_the_public_rows(at: datetime, tally: Tally) -> None:
    """A share of the members a night, so that a row changed past the diary is put right within four weeks."""
    tally.done += renew_rows_out_of_date(on=london_day(at))


def forget_renewals(at: datetime, tally: Tally) -> None:
    tally.done += forget_old_renewals(at=at)


def tidy_the_accounts(at: datetime, tally: Tally) -> None:
    """Forms nobody came back for after a day, sessions that have run out, and accounts whose address nobody confirmed
    within a week."""
    tally.done += drop_old_kept_forms(at=at) + clear_ended()
    tally.done += drop_old_batches(at=at)
    while tally.beat() and (removed := remove_unconfirmed_accounts(at=at)):
        tally.done += removed


def note_the_boundaries(at: datetime, tally: Tally) -> None:
    """Days that memberships passed by themselves, each a line of the diary dated with its day."""
    tally.done += note_boundaries(on=london_day(at), at=at, go_on=tally.beat)


def finish_the_day(at: datetime, tally: Tally) -> None:
    """After everything that goes by the day: what the next days call for, for the brake, and the high-water mark."""
    tally.done += brake.finish_the_day(at=at)


def tell_the_monitor(at: datetime, tally: Tally) -> None:
    tally.done += ping(at=at)


def braked(duty: Duty) -> Duty:
    """The same, unless the brake stops it; and one that goes by the day."""

    def act(at: datetime, tally: Tally) -> None:
        if brake.may_do(duty.name, at=at, leap=tally.leap):
            duty.act(at, tally)

    return replace(duty, act=act, by_day=True)


def find_plans_to_publish(*, at: datetime, most: int) -> Sequence[Any]:
    return list(plans_to_publish(london_day(at))[:most])


def find_plans_to_return(*, at: datetime, most: int) -> Sequence[Any]:
    return list(plans_to_return(london_day(at))[:most])


_data_files = Builder()
A_TURN_OF_WRITING = 2.0  # seconds; then the mail has its turn


def make_data_files(at: datetime, tally: Tally) -> None:
    """The day's open data: a little of it each turn until it is there, however many members there are."""
    until = time.monotonic() + A_TURN_OF_WRITING
    tally.done += _data_files.turn(london_day(at), at, go_on=lambda: time.monotonic() < until and tally.beat())


SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

DUTIES: list[Duty] = [
    Duty("mails that were abandoned", MINUTE, tidy_the_outbox),
    Duty("notices due", MINUTE, note_the_notices, by_day=True),
    Duty(NOTICES, MINUTE, write_the_notices, by_day=True),
    Duty("mails that are due", SECOND, send_due_mails),
    Duty("public rows to renew", SECOND, renew_the_public_rows),
    Duty("renewals to forget", HOUR, forget_renewals),
    Duty("public rows to check", DAY, check_the_public_rows),
    Duty("diary to seal", MINUTE, seal_the_diary),
    Duty("accounts to tidy", HOUR, tidy_the_accounts),
    braked(
        each(
            brake.PUBLISH,
            every=MINUTE,
            find=find_plans_to_publish,
            do=lambda plan, at: publish_plan(plan=plan, by=None, at=at),
        )
    ),
    braked(
        each(
            brake.RETURN,
            every=HOUR,
            find=find_plans_to_return,
            do=lambda plan, at: return_to_draft(plan=plan, at=at),
        )
    ),
    braked(Duty(brake.BOUNDARIES, HOUR, note_the_boundaries)),
    Duty("the day ahead", MINUTE, finish_the_day, by_day=True),
    Duty("monitor outside", timedelta(minutes=5), tell_the_monitor),
    Duty("data files", timedelta(seconds=10), make_data_files),
]


def register(duty: Duty) -> None:
    """Add a duty of a room that stands above the clock; one of the same name is replaced, so that `ready()` may run twice."""
    DUTIES[:] = [known for known in DUTIES if known.name != duty.name] + [duty]

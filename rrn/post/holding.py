"""What came back, and the addresses that are on hold because of it. Every write about them is here."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from rrn.core.verdict import Refused, require
from rrn.events.actions import record
from rrn.post.models import AddressHold, Mail, ReturnedMail
from rrn.post.permissions import may_decide_about_mail
from rrn.post.queries import hold_of, mail_numbered
from rrn.post.rules import SOFT_RETURNS, SOFT_WITHIN

Said, Why = ReturnedMail.Said, AddressHold.Why
# A mail that has left can come back; one that waits or was never sent cannot.
GONE = (Mail.State.SENT, Mail.State.UNSURE, Mail.State.BOUNCED)


def note_bounce(
    *, number: str, address: str, hard: bool, said_by: str, evidence: str, at: datetime, complaint: bool = False
) -> bool:
    """Somebody says that a mail of ours came back. Whether it was news to us.

    It counts only if it names a mail of ours, by its number, that went to this very address: anybody can write a mail
    that claims more. Told twice it counts once, and an address is never on hold twice.
    """
    mail = mail_numbered(number)
    if mail is None or mail.state not in GONE or mail.to.lower() != address.strip().lower():
        return False
    with transaction.atomic():
        if not _is_news(mail, hard or complaint, said_by, evidence, at):
            return False
        if not complaint:
            Mail.objects.filter(pk=mail.pk, state__in=GONE[:2]).update(state=Mail.State.BOUNCED, reason=f"It came back: {evidence}"[:200])
        _hold_if_needed(mail, Why.COMPLAINT if complaint else Why.HARD if hard else Why.SOFT, evidence, at)
    return True


def note_refusal(*, mail: Mail, hard: bool, evidence: str, at: datetime) -> None:
    """The mail server would not take a mail for its address, in the caller's transaction."""
    if _is_news(mail, hard, Said.SERVER, evidence, at):
        _hold_if_needed(mail, Why.HARD if hard else Why.SOFT, evidence, at)


def _is_news(mail: Mail, hard: bool, said_by: str, evidence: str, at: datetime) -> bool:
    """One row a mail. What was soft first and turns out to be hard is news once more."""
    known = ReturnedMail.objects.filter(mail=mail)
    if not known.exists():
        try:
            with transaction.atomic():
                ReturnedMail.objects.create(
                    mail=mail, address=mail.to.lower(), hard=hard, said_by=said_by, evidence=evidence[:300], came_at=at
                )
        except IntegrityError:
            pass
        else:
            return True
    return hard and known.filter(hard=False).update(hard=True, said_by=said_by, evidence=evidence[:300], came_at=at) == 1


def _hold_if_needed(mail: Mail, why: str, evidence: str, at: datetime) -> None:
    """A return that is older than the last lifting says nothing about how the address is now."""
    address = mail.to.lower()
    lifted = AddressHold.objects.filter(address=address, lifted_at__isnull=False).order_by("-lifted_at").first()
    since = lifted.lifted_at if lifted else None
    if since is not None and (mail.sent_at or at) < since:
        return
    if why == Why.SOFT:
        lately = ReturnedMail.objects.filter(address=address, came_at__gt=max(filter(None, (since, at - SOFT_WITHIN))))
        if lately[:SOFT_RETURNS].count() < SOFT_RETURNS:
            return
    _hold(address, why, evidence, at)


def _hold(address: str, why: str, evidence: str, at: datetime) -> None:
    if hold_of(address) is not None:
        return
    try:
        with transaction.atomic():
            hold = AddressHold.objects.create(address=address, since=at, why=why, evidence=evidence[:300])
            record("address.held", about=hold, by=None, at=at, why=why)
    except IntegrityError:
        return  # another worker was quicker


@transaction.atomic
def lift_as_confirmed(*, address: str, by: Any, at: datetime) -> bool:
    """A code that was sent to this address came back from its reader. Whether it was on hold.

    Who asks must have looked at the code: this is called by the room that keeps the accounts, for her own address.
    """
    hold = hold_of(address)
    if hold is None or not _lift(hold, AddressHold.Lifted.CONFIRMED, "", at):
        return False
    record("address.confirmed_again", about=hold, by=by, at=at)
    return True


@transaction.atomic
def lift_hold(*, hold: AddressHold, why: str, by: Any, at: datetime) -> None:
    """The office knows better, for instance because she said on the telephone that her mailbox is mended."""
    require(may_decide_about_mail(by))
    if not why.strip():
        raise Refused("Say in a few words how you know that mail reaches her again.")
    if not _lift(hold, AddressHold.Lifted.OFFICE, why.strip()[:300], at):
        raise Refused("Somebody has lifted this hold already.")
    record("address.hold_lifted", about=hold, by=by, at=at)


def _lift(hold: AddressHold, how: str, why: str, at: datetime) -> bool:
    open_ones = AddressHold.objects.filter(pk=hold.pk, lifted_at__isnull=True)
    return open_ones.update(lifted_at=max(at, hold.since + timedelta(microseconds=1)), lifted_how=how, lifted_why=why) == 1

"""Everything that changes what leaves the house."""

from __future__ import annotations

import logging
import smtplib
import uuid
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q

from rrn.core.patients import named_in
from rrn.core.references import new_reference
from rrn.core.verdict import Refused, require
from rrn.events.actions import record
from rrn.post.compose import Letter, compose
from rrn.post.models import TO_DECIDE, ContactMessage, Mail
from rrn.post.permissions import may_answer_messages, may_decide_about_mail
from rrn.post.queries import keys_of, message_like

log = logging.getLogger(__name__)

CLAIM = timedelta(minutes=5)
MOST_TRIES = 8


def _who(record: models.Model | None) -> tuple[str, str]:
    return ("", "") if record is None else (record._meta.label_lower, str(record.pk))


def new_mail(
    *, letter: Letter, to: str, template: str, recipient: tuple[str, str], about: tuple[str, str], key: str | None, at: datetime
) -> Mail:
    """An outbox row that is not written yet, with a number of its own for the mail programs. Every mail begins here."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return Mail(
        key=key,
        to=to,
        recipient_kind=recipient[0],
        recipient_id=recipient[1],
        about_kind=about[0],
        about_id=about[1],
        template=template,
        subject=letter.subject[:200],
        text=letter.text,
        html=letter.html,
        message_id=f"<{uuid.uuid4()}@{domain}>",
        queued_at=at,
        next_try_at=at,
    )


def queue_mail(
    *,
    to: str,
    template: str,
    context: dict[str, Any],
    at: datetime,
    recipient: models.Model | None = None,
    about: models.Model | None = None,
    key: str | None = None,
) -> Mail | None:
    """Write one mail into the outbox, in the caller's transaction.

    With a `key` the same promise is kept once: the second call returns None and writes nothing.
    """
    if key and Mail.objects.filter(key=key).exists():
        return None
    mail = new_mail(
        letter=compose(template, context), to=to, template=template, recipient=_who(recipient), about=_who(about), key=key, at=at
    )
    try:
        with transaction.atomic():
            mail.save(force_insert=True)
    except IntegrityError:
        if key is None:
            raise
        return None
    return mail


def claim_mails(*, at: datetime, most: int = 50) -> list[Mail]:
    """Take due mails by conditional update; two workers never get the same one."""
    due = (
        Mail.objects.filter(next_try_at__lte=at, state=Mail.State.QUEUED)
        .order_by("next_try_at")
        .values_list("pk", flat=True)[:most]
    )
    taken = []
    for pk in list(due):
        rows = Mail.objects.filter(pk=pk, state=Mail.State.QUEUED).update(
            state=Mail.State.SENDING, claimed_until=at + CLAIM, attempts=F("attempts") + 1
        )
        if rows == 1:
            taken.append(pk)
    return list(Mail.objects.filter(pk__in=taken).order_by("next_try_at", "pk"))


def send_mail(*, mail: Mail, connection: Any, at: datetime) -> None:
    """Hand one claimed mail to the mail server and note what came of it."""
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.to],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        code = next(iter(refusal.recipients.values()), (0, b""))[0]
        _note_failure(mail, at, f"The address was refused ({code}).", final=500 <= code < 600)
    except smtplib.SMTPServerDisconnected:
        _end(mail, Mail.State.UNSURE, at, "The mail server hung up; it may or may not have the mail.")
    except (smtplib.SMTPException, OSError) as failure:
        _note_failure(mail, at, f"{type(failure).__name__}", final=False)
    else:
        _end(mail, Mail.State.SENT, at, "")


def _end(mail: Mail, state: Mail.State, at: datetime, reason: str) -> None:
    Mail.objects.filter(pk=mail.pk, state=Mail.State.SENDING).update(
        state=state, sent_at=at if state == Mail.State.SENT else None, claimed_until=None, reason=reason
    )


def _note_failure(mail: Mail, at: datetime, reason: str, *, final: bool) -> None:
    if final or mail.attempts >= MOST_TRIES:
        _end(mail, Mail.State.BOUNCED, at, reason)
        return
    wait = timedelta(minutes=min(2**mail.attempts, 240))
    Mail.objects.filter(pk=mail.pk, state=Mail.State.SENDING).update(
        state=Mail.State.QUEUED, next_try_at=at + wait, claimed_until=None, reason=reason
    )


def note_abandoned_mails(*, at: datetime) -> int:
    """A sender that died mid-way leaves a claim that runs out: such a mail is unsure, and staff decide."""
    return Mail.objects.filter(Q(state=Mail.State.SENDING) & Q(claimed_until__lt=at)).update(
        state=Mail.State.UNSURE, claimed_until=None, reason="The sender stopped while this was being sent."
    )


@transaction.atomic
def send_mail_again(*, mail: Mail, by: Any, at: datetime) -> None:
    """Staff decided that a mail which came back or may not have arrived leaves once more, under its old number,
    so that a reader who has it already sees one."""
    require(may_decide_about_mail(by))
    rows = _waiting_for_a_decision(mail).update(
        state=Mail.State.QUEUED, next_try_at=at, attempts=0, claimed_until=None, reason=""
    )
    if rows != 1:
        raise Refused("Somebody has decided about this mail already.")
    record("mail.sent_again", about=mail, by=by, at=at)


@transaction.atomic
def leave_mail(*, mail: Mail, why: str, by: Any, at: datetime) -> None:
    """Staff decided that nothing more is sent: it stays what it is, and no longer waits for anybody."""
    require(may_decide_about_mail(by))
    if not why.strip():
        raise Refused("Say in a few words why nothing more is sent.")
    if _waiting_for_a_decision(mail).update(decided_at=at) != 1:
        raise Refused("Somebody has decided about this mail already.")
    record("mail.left", about=mail, by=by, at=at, why=why.strip())


def _waiting_for_a_decision(mail: Mail) -> models.QuerySet[Mail]:
    return Mail.objects.filter(pk=mail.pk, state__in=TO_DECIDE, decided_at__isnull=True)


def take_message(
    *, name: str, address: str, topic: str, words: str, client_key: uuid.UUID, at: datetime
) -> ContactMessage:
    """Keep it, tell the office, confirm to the writer. The same form with the same words is one message; with other
    words it is another, so that nothing that somebody wrote is lost."""
    if problem := named_in(words):
        raise Refused(problem)
    said = {"name": name, "address": address, "topic": topic, "words": words}
    for key in keys_of(client_key, said):
        if known := message_like(client_key, said):
            return known
        try:
            with transaction.atomic():
                message = ContactMessage.objects.create(reference=new_reference(), client_key=key, sent_at=at, **said)
                record("message.sent", about=message, by=None, at=at)
                _tell_both(message, at)
                return message
        except IntegrityError:
            if not ContactMessage.objects.filter(client_key=key).exists():
                raise
    return ContactMessage.objects.get(client_key=key)


def _tell_both(message: ContactMessage, at: datetime) -> None:
    """The confirmation repeats nothing of what was written: the form could be filled in with somebody else's address."""
    key = f"message:{message.pk}"
    context: dict[str, Any] = {"message": message}
    for_office = context | {"why": "You get this because messages from the contact form come to this address."}
    queue_mail(
        to=str(settings.RRN["EMAIL"]), template="post/emails/message_for_office.txt", context=for_office, at=at, about=message, key=f"{key}:office"
    )
    queue_mail(
        to=message.address, template="post/emails/message_received.txt", context=context, at=at, about=message, key=f"{key}:writer"
    )


@transaction.atomic
def answer_message(*, message: ContactMessage, note: str, by: Any, at: datetime) -> ContactMessage:
    """Somebody of the office has answered, by mail or telephone. Who it was stands in the diary."""
    require(may_answer_messages(by))
    rows = ContactMessage.objects.filter(pk=message.pk, answered_at__isnull=True).update(answered_at=at, note=note.strip())
    if rows != 1:
        raise Refused("Somebody has marked this message as answered already.")
    record("message.answered", about=message, by=by, at=at)
    message.refresh_from_db()
    return message

"""Everything that changes what leaves the house."""

from __future__ import annotations

import logging
import smtplib
import uuid
from contextlib import suppress
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
from rrn.post.compose import Letter, compose, in_large_print
from rrn.post.door import Answer, ask_at_the_door, readers_of
from rrn.post.holding import note_refusal
from rrn.post.models import TO_DECIDE, ContactMessage, Mail, ReturnedMail
from rrn.post.permissions import may_answer_messages, may_decide_about_mail
from rrn.post.queries import hold_of, keys_of, message_like
from rrn.post.rules import exact_code, is_hard
from rrn.post.stale import supersede_stale

log = logging.getLogger(__name__)

CLAIM = timedelta(minutes=5)
MOST_TRIES = 8


def _who(record: models.Model | None) -> tuple[str, str]:
    return ("", "") if record is None else (record._meta.label_lower, str(record.pk))


def new_mail(
    *, letter: Letter, to: str, template: str, recipient: tuple[str, str], about: tuple[str, str], key: str | None, at: datetime,
    kind: str = Mail.Kind.SERVICE,
) -> Mail:
    """An outbox row that is not written yet, with a number of its own for the mail programs. Every mail begins here."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return Mail(
        key=key,
        kind=kind,
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
    kind: str = Mail.Kind.SERVICE,
) -> Mail | None:
    """Write one mail into the outbox, in the caller's transaction.

    With a `key` the same promise is kept once: the second call returns None and writes nothing. News says in its last
    lines how to stop it; whether its reader has agreed is asked at the door.
    """
    if key and Mail.objects.filter(key=key).exists():
        return None
    who = _who(recipient)
    if kind == Mail.Kind.NEWS:
        readers = readers_of([Mail(to=to, recipient_kind=who[0], recipient_id=who[1], kind=kind)])
        context = context | {"stop": readers[0].stop_link if 0 in readers else ""}
    mail = new_mail(
        letter=compose(template, context), to=to, template=template, recipient=who, about=_who(about), key=key, at=at, kind=kind
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
    """The one door out: ask whether this claimed mail may leave, hand it to the mail server, note what came of it."""
    [answer] = ask_at_the_door([mail])
    if answer.why:
        _end(mail, Mail.State.SUPPRESSED, at, answer.why)
        return
    if supersede_stale(mail=mail, at=at):
        return
    message = _message(mail, answer, connection)
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        code, words = next(iter(refusal.recipients.values()), (0, b""))
        _note_refusal(mail, at, code, words.decode("ascii", "replace") if isinstance(words, bytes) else str(words))
        hang_up_if_broken(connection)
    except smtplib.SMTPServerDisconnected:
        _end(mail, Mail.State.UNSURE, at, "The mail server hung up; it may or may not have the mail.")
        hang_up_if_broken(connection)
    except smtplib.SMTPDataError as refusal:
        # What is refused after the words were read is refused for the words, not for the address.
        _note_failure(mail, at, f"The mail was refused ({refusal.smtp_code}).", final=500 <= refusal.smtp_code < 600)
        hang_up_if_broken(connection)
    except (smtplib.SMTPException, OSError) as failure:
        _note_failure(mail, at, f"{type(failure).__name__}", final=False)
        hang_up_if_broken(connection)
    else:
        _note_sent(mail, message, answer, at)


def _message(mail: Mail, answer: Answer, connection: Any) -> EmailMultiAlternatives:
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    if answer.stop_link:  # RFC 8058; never on service mail
        headers |= {"List-Unsubscribe": f"<{answer.stop_link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    sender = settings.DEFAULT_FROM_EMAIL
    if settings.MAIL_RETURNS_TO:  # returned mail goes to a mailbox of its own, and readers see who wrote
        sender, headers["From"] = settings.MAIL_RETURNS_TO, sender
    message = EmailMultiAlternatives(mail.subject, mail.text, sender, [mail.to], headers=headers, connection=connection)
    if mail.html:
        message.attach_alternative(in_large_print(mail.html) if answer.large_print else mail.html, "text/html")
    return message


def hang_up_if_broken(connection: Any) -> None:
    """A line that was cut is opened anew for the next mail; otherwise each of the others would fail on it as well."""
    line = getattr(connection, "connection", None)
    if line is not None and getattr(line, "sock", None) is None:
        with suppress(smtplib.SMTPException, OSError):
            connection.close()


def _note_sent(mail: Mail, message: Any, answer: Answer, at: datetime) -> None:
    """A provider's backend says by which number it knows the mail; what comes back from there carries that."""
    number = getattr(getattr(message, "anymail_status", None), "message_id", None)
    Mail.objects.filter(pk=mail.pk, state=Mail.State.SENDING).update(
        state=Mail.State.SENT,
        sent_at=at,
        claimed_until=None,
        reason="",
        large_print=answer.large_print,
        provider_number=number.strip("<>")[:120] if isinstance(number, str) else "",
    )


def _end(mail: Mail, state: Mail.State, at: datetime, reason: str) -> int:
    return Mail.objects.filter(pk=mail.pk, state=Mail.State.SENDING).update(state=state, claimed_until=None, reason=reason)


@transaction.atomic
def _note_refusal(mail: Mail, at: datetime, code: int, words: str) -> None:
    """Refused for good: it came back, and its address may be on hold from now on. Otherwise it is tried again."""
    reason = f"The address was refused ({code})."
    if 500 <= code < 600 or mail.attempts >= MOST_TRIES:
        if _end(mail, Mail.State.BOUNCED, at, reason):
            hard = is_hard(code=code, exact=exact_code(words))
            note_refusal(mail=mail, hard=hard, evidence=f"{code} {' '.join(words.split())}", at=at)
    else:
        _note_failure(mail, at, reason, final=False)


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
    if mail.kind != Mail.Kind.ASKED and hold_of(mail.to) is not None:
        raise Refused("The address is on hold. Lift the hold first, or write a letter.")
    rows = _waiting_for_a_decision(mail).update(
        state=Mail.State.QUEUED, next_try_at=at, attempts=0, claimed_until=None, reason=""
    )
    if rows != 1:
        raise Refused("Somebody has decided about this mail already.")
    returned = ReturnedMail.objects.filter(mail=mail)
    before = returned.values_list("evidence", flat=True).first() or ""
    returned.delete()  # if it comes back once more, that is news; what came back before stands in the diary
    record("mail.sent_again", about=mail, by=by, at=at, before=before)


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
        to=message.address, template="post/emails/message_received.txt", context=context, at=at, about=message, key=f"{key}:writer",
        kind=Mail.Kind.ASKED,
    )  # fmt: skip


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

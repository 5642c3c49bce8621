"""Everything that a mailing goes through. Each step is a guarded UPDATE; nothing here knows members, only readers."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from rrn.core import second_person
from rrn.core.second_person import ALONE_AFTER
from rrn.core.time import london_day
from rrn.core.verdict import Refused, require
from rrn.events.actions import record
from rrn.post.actions import new_mail
from rrn.post.compose import compose_own
from rrn.post.mailing_rules import (
    LeftOut,
    Move,
    State,
    fill_in,
    froms,
    missing_in,
    needs_second,
    problem_of,
    step,
)
from rrn.post.models import Mail, Mailing, MailingRecipient
from rrn.post.permissions import may_write_mailings

TEMPLATE = "post/mailing"
# So many mails are written in one commit.
A_STEP = 200
# So many readers one mailing has at most: the list is looked at as a whole before it leaves.
MOST_READERS = 20_000


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who was found by the view: who she is to us, through which record, where she gets mail, and her words."""

    recipient: tuple[str, str]
    about: tuple[str, str]
    address: str
    words: Mapping[str, str]
    why_not: str = ""  # what the door says now
    stop_link: str = ""


class Conflict(Refused):
    """Somebody else saved the draft meanwhile. Both texts are kept: hers on the page, the colleague's in the draft."""


def alone_up_to() -> int:
    return int(str(settings.RRN["MAILING_ALONE_UP_TO"]))


# -- The draft -----------------------------------------------------------------------------------------------------


@transaction.atomic
def start_mailing(*, client_key: uuid.UUID, said: Mapping[str, Any], by: Any, at: datetime) -> Mailing:
    """The first saving. The same form sent twice is one mailing."""
    require(may_write_mailings(by))
    if known := Mailing.objects.filter(client_key=client_key).first():
        return known
    _check(said)
    try:
        with transaction.atomic():
            mailing = Mailing.objects.create(client_key=client_key, made_at=at, changed_by=by.pk, changed_at=at, **said)
    except IntegrityError:
        return Mailing.objects.get(client_key=client_key)
    record("mailing.started", about=mailing, by=by, at=at, kind=mailing.kind)
    return mailing


@transaction.atomic
def save_mailing(*, mailing: Mailing, version: int, said: Mapping[str, Any], by: Any, at: datetime) -> Mailing:
    """Save the draft. Whoever opened an older one is told, and nothing of a colleague's is written over."""
    require(may_write_mailings(by))
    _check(said)
    found = Mailing.objects.filter(pk=mailing.pk, state=State.DRAFT, version=version)
    if not found.update(version=version + 1, changed_by=by.pk, changed_at=at, **said):
        now = Mailing.objects.get(pk=mailing.pk)
        if now.state != State.DRAFT:
            raise Refused(f"This mailing is “{now.get_state_display().lower()}” now, so its words stay as they are.")
        raise Conflict("A colleague saved this draft while you had it open. Your words are still here. Open the draft, and put in what is missing.")
    record("mailing.saved", about=mailing, by=by, at=at)
    mailing.refresh_from_db()
    return mailing


def _check(said: Mapping[str, Any]) -> None:
    if problem := problem_of(f"{said['subject']}\n{said['text']}"):
        raise Refused(f"{problem}.")


@transaction.atomic
def send_test(*, mailing: Mailing, words: Mapping[str, str], stop_link: str, by: Any, at: datetime) -> Mail:
    """The letter with one person's words, to whoever writes it, marked as a test."""
    require(may_write_mailings(by))
    mail = _mail(mailing, words, address=by.email, recipient=(by._meta.label_lower, str(by.pk)), stop_link=stop_link, key=None, at=at, test=True)
    mail.save(force_insert=True)
    record("mailing.tested", about=mailing, by=by, at=at)
    return mail


# -- From the draft to its release ----------------------------------------------------------------------------------


@transaction.atomic
def submit_mailing(
    *, mailing: Mailing, version: int, readers: Sequence[Reader], reason: str, not_before: datetime | None, by: Any, at: datetime
) -> Mailing:
    """Freeze who gets it. A small one is released with that; a large one waits for a second person."""
    require(may_write_mailings(by))
    if len(readers) > MOST_READERS:
        raise Refused(f"A mailing has at most {MOST_READERS} readers. Choose a narrower view.")
    gets = [reader for reader in readers if not why_not(mailing, reader)]
    if not gets:
        raise Refused("Nobody would get this letter. Choose another view.")
    why = needs_second(kind=mailing.kind, text=mailing.words, number=len(gets), alone_up_to=alone_up_to())
    if why and not reason.strip():
        raise Refused("Say in a few words why this letter is sent. The second person reads it.")
    move = Move.SUBMIT if why else Move.RELEASE
    asked = {"asked_by": by.pk, "asked_at": at, "asked_why": why, "reason": reason.strip(), "not_before": not_before, "agreed_by": None}
    _move(mailing, move, only={"version": version, "state": State.DRAFT}, released_at=None if why else at, **asked)
    _freeze(mailing, readers)
    left_out = len(readers) - len(gets)
    record("mailing.submitted" if why else "mailing.released", about=mailing, by=by, at=at, number=len(gets), left_out=left_out)
    return mailing


def _freeze(mailing: Mailing, readers: Sequence[Reader]) -> None:
    rows = []
    for reader in readers:
        out = why_not(mailing, reader)
        rows.append(
            MailingRecipient(
                mailing=mailing, recipient_kind=reader.recipient[0], recipient_id=reader.recipient[1], about_kind=reader.about[0],
                about_id=reader.about[1], left_out=out[0] if out else "", reason=out[1] if out else "",
            )
        )
    MailingRecipient.objects.bulk_create(rows, batch_size=A_STEP)


def why_not(mailing: Mailing, reader: Reader) -> tuple[str, str] | None:
    """Why this reader gets nothing, as kind and sentence; None where she gets it."""
    if not reader.address:
        return LeftOut.NO_ADDRESS.value, "Nobody holds a seat to whom this letter could go."
    if reader.why_not:
        return LeftOut.DOOR.value, reader.why_not
    if missing := missing_in(mailing.words, reader.words):
        return LeftOut.NO_WORD.value, f"The letter says {{{missing[0]}}}, and her record has none."
    return None


@transaction.atomic
def agree_to_mailing(*, mailing: Mailing, number: int, by: Any, at: datetime) -> Mailing:
    """The second person has read it. It leaves now, or at the moment that was chosen."""
    mailing = _locked(mailing)
    require(second_person.may_agree(by, asked_by=mailing.asked_by, day=london_day(at)))
    if number != number_of(mailing):
        raise Refused("The number of readers has changed since you opened the page. Look again.")
    _move(mailing, Move.RELEASE, only={"state": State.SUBMITTED}, agreed_by=by.pk, released_at=at)
    record("mailing.agreed", about=mailing, by=by, at=at, number=number)
    return mailing


@transaction.atomic
def release_mailing_alone(*, mailing: Mailing, why: str, by: Any, at: datetime) -> Mailing:
    """Nobody has answered in two working days: it leaves a day from now, unless somebody stops it."""
    mailing = _locked(mailing)
    require(second_person.may_go_alone(by, asked_by=mailing.asked_by, asked_at=mailing.asked_at, at=at))
    if not why.strip():
        raise Refused("Say in a few words why it cannot wait. The reason is kept, and trustees read it.")
    _move(mailing, Move.RELEASE, only={"state": State.SUBMITTED}, released_at=at + ALONE_AFTER, reason=f"{mailing.reason} Alone, because: {why.strip()}"[:500])
    record("mailing.released_alone", about=mailing, by=by, at=at, number=number_of(mailing), why=why.strip())
    return mailing


@transaction.atomic
def take_back_mailing(*, mailing: Mailing, by: Any, at: datetime) -> Mailing:
    """Back to the draft, as long as nothing of it has left. The list is made anew when it is handed in again."""
    require(may_write_mailings(by))
    _move(mailing, Move.TAKE_BACK, asked_by=None, asked_at=None, asked_why="", agreed_by=None, released_at=None, not_before=None)
    MailingRecipient.objects.filter(mailing=mailing).delete()
    record("mailing.taken_back", about=mailing, by=by, at=at)
    return mailing


@transaction.atomic
def stop_mailing(*, mailing: Mailing, why: str, by: Any, at: datetime) -> Mailing:
    """Nothing more of it leaves: what is not written is not written, and what waits is kept back at the door.

    Anybody who could be its second person may stop it.
    """
    require(second_person.may_be_second(by, london_day(at)))
    if not why.strip():
        raise Refused("Say in a few words why it is stopped.")
    _move(mailing, Move.STOP, stopped_at=at, stop_reason=why.strip()[:300])
    record("mailing.stopped", about=mailing, by=by, at=at, why=why.strip())
    return mailing


@transaction.atomic
def note_taken_away(*, mailing: Mailing, by: Any, at: datetime) -> None:
    """Somebody takes away, as a spreadsheet, what became of it."""
    require(may_write_mailings(by))
    record("mailing.taken_away", about=mailing, by=by, at=at)


def _locked(mailing: Mailing) -> Mailing:
    return Mailing.objects.select_for_update(of=("self",)).get(pk=mailing.pk)


def _move(mailing: Mailing, move: Move, *, only: Mapping[str, Any] | None = None, **written: Any) -> None:
    """The guarded UPDATE. When it finds nothing, the rules say why; when they would allow it, somebody was quicker."""
    guard = {"state__in": froms(move)} | dict(only or {})
    to = step(str(only["state"]) if only and "state" in only else mailing.state, move)
    if Mailing.objects.filter(pk=mailing.pk, **guard).update(state=to, **written):
        mailing.refresh_from_db()
        return
    step(Mailing.objects.values_list("state", flat=True).get(pk=mailing.pk), move)
    raise Conflict("Somebody has changed this mailing meanwhile. Look again.")


# -- Sending -------------------------------------------------------------------------------------------------------


def mailings_to_send(*, at: datetime) -> QuerySet[Mailing]:
    """Released, with their moment come. One query."""
    due = Mailing.objects.filter(state__in=[State.RELEASED, State.SENDING], released_at__lte=at)
    return due.filter(Q(not_before__isnull=True) | Q(not_before__lte=at)).order_by("released_at", "pk")


def unwritten(mailing: Mailing, *, most: int = A_STEP) -> list[MailingRecipient]:
    """The next readers to whom no mail was written. One query."""
    return list(MailingRecipient.objects.filter(mailing=mailing, mail__isnull=True, left_out="").order_by("pk")[:most])


@transaction.atomic
def write_step(*, mailing: Mailing, readers: Mapping[int, Reader], at: datetime) -> int:
    """One small step: a mail to each of these readers, by the number of her place in the list; and the end after the last.

    The first UPDATE holds the mailing until the commit, so that nobody stops it in the middle of a step; a reader who has
    a mail already is left as she is.
    """
    going = Mailing.objects.filter(pk=mailing.pk, state__in=froms(Move.BEGIN), released_at__lte=at)
    if not going.update(state=State.SENDING):
        return 0
    rows = list(MailingRecipient.objects.filter(mailing=mailing, pk__in=readers, mail__isnull=True, left_out="").order_by("pk"))
    for row in rows:
        _place(mailing, row, readers[row.pk], at)
    Mail.objects.bulk_create([row.mail for row in rows if row.mail is not None])
    MailingRecipient.objects.bulk_update(rows, ["mail", "left_out", "reason"])
    if not MailingRecipient.objects.filter(mailing=mailing, mail__isnull=True, left_out="").exists():
        Mailing.objects.filter(pk=mailing.pk, state=State.SENDING).update(state=State.DONE, done_at=at)
        record("mailing.done", about=mailing, by=None, at=at)
    return len(rows)


def _place(mailing: Mailing, row: MailingRecipient, reader: Reader, at: datetime) -> None:
    """Give one place its mail, or say why it has none. Consent and holds are asked at the door, when the mail leaves."""
    out = why_not(mailing, reader)
    if out and out[0] != LeftOut.DOOR:
        row.left_out, row.reason = out
        return
    key = f"mailing:{mailing.pk}:{row.pk}"
    row.mail = _mail(mailing, reader.words, address=reader.address, recipient=reader.recipient, stop_link=reader.stop_link, key=key, at=at)


def _mail(
    mailing: Mailing, words: Mapping[str, str], *, address: str, recipient: tuple[str, str], stop_link: str, key: str | None,
    at: datetime, test: bool = False,
) -> Mail:  # fmt: skip
    letter = letter_of(mailing, words, stop_link=stop_link, test=test)
    kind = Mail.Kind.SERVICE if test else Mail.Kind(mailing.kind)
    about = (Mailing._meta.label_lower, str(mailing.pk))
    return new_mail(letter=letter, to=address, template=TEMPLATE, recipient=recipient, about=about, key=key, kind=kind, at=at)


def letter_of(mailing: Mailing, words: Mapping[str, str], *, stop_link: str = "", test: bool = False) -> Any:
    """The letter as this person gets it."""
    subject, text = fill_in(mailing.subject, words), fill_in(mailing.text, words)
    if test:
        subject, text = f"Test: {subject}", f"This is a test. Nobody else has got it.\n\n{text}"
    news = mailing.kind == Mailing.Kind.NEWS
    why = "You get this because you asked for our news." if news else "You get this because it is about your membership or your account."
    return compose_own(subject, text, {"why": why, "stop": stop_link if news else ""})


# -- Reads ---------------------------------------------------------------------------------------------------------


def number_of(mailing: Mailing) -> int:
    """How many of the frozen list get it. One query."""
    return MailingRecipient.objects.filter(mailing=mailing, left_out="").count()


def stopped_among(mails: Sequence[Mail]) -> dict[int, str]:
    """What the door asks: mails of a mailing that was stopped stay here. One query, none where no mail is of a mailing."""
    kind = Mailing._meta.label_lower
    numbers = {int(mail.about_id) for mail in mails if mail.about_kind == kind and (mail.key or "").startswith("mailing:")}
    if not numbers:
        return {}
    stopped = {str(pk) for pk in Mailing.objects.filter(pk__in=numbers, state=State.STOPPED).values_list("pk", flat=True)}
    return {
        place: "The mailing was stopped before this left."
        for place, mail in enumerate(mails)
        if mail.about_kind == kind and mail.about_id in stopped and (mail.key or "").startswith("mailing:")
    }

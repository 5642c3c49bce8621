"""Who may see and decide about what leaves the house."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from rrn.core import second_person
from rrn.core.verdict import YES, Verdict, no
from rrn.post.mailing_rules import State
from rrn.post.models import AddressHold, Call, ContactMessage, Mail, Mailing, Notice, PaperLetter


def may_decide_about_mail(by: Any) -> Verdict:
    """Whether a mail that came back leaves again is the office's to say."""
    if by is not None and by.is_office:
        return YES
    return no("The office decides about mail that came back.")


def may_reach_people(by: Any) -> Verdict:
    """Letters on paper and calls are the office's, like everything that needs somebody's postal address."""
    if by is not None and by.is_office:
        return YES
    return no("Letters and calls are the office's.")


def holds_visible_to(user: Any) -> QuerySet[AddressHold]:
    """Which addresses are on hold: the office, because it finds another way. People see their own on their own page."""
    if user.is_authenticated and user.is_office:
        return AddressHold.objects.all()
    return AddressHold.objects.none()


def letters_visible_to(user: Any) -> QuerySet[PaperLetter]:
    if user.is_authenticated and user.is_office:
        return PaperLetter.objects.all()
    return PaperLetter.objects.none()


def calls_visible_to(user: Any) -> QuerySet[Call]:
    if user.is_authenticated and user.is_office:
        return Call.objects.all()
    return Call.objects.none()


def mails_visible_to(user: Any) -> QuerySet[Mail]:
    """Letters hold people's addresses and words: the office reads them, because it answers the telephone."""
    if user.is_authenticated and user.is_office:
        return Mail.objects.all()
    return Mail.objects.none()


def may_note_again(by: Any) -> Verdict:
    """Whoever is asked about notices that nobody can explain may have them noted."""
    if by is not None and by.is_office:
        return YES
    return no("The office looks after the ledger of notices.")


def notices_visible_to(user: Any) -> QuerySet[Notice]:
    """Who was told what and when: the office, because it answers the telephone."""
    if user.is_authenticated and user.is_office:
        return Notice.objects.all()
    return Notice.objects.none()


def may_answer_messages(by: Any) -> Verdict:
    if by is not None and by.is_office:
        return YES
    return no("Messages to the network are answered by the office.")


def messages_visible_to(user: Any) -> QuerySet[ContactMessage]:
    """What people wrote to the network is read by the office, and by nobody else."""
    if user.is_authenticated and user.is_office:
        return ContactMessage.objects.all()
    return ContactMessage.objects.none()


def may_write_mailings(by: Any) -> Verdict:
    if by is not None and by.is_office:
        return YES
    return no("Mailings are written by the office.")


def mailings_visible_to(user: Any) -> QuerySet[Mailing]:
    """What the network writes to many: the office, which writes it."""
    if user.is_authenticated and user.is_office:
        return Mailing.objects.all()
    return Mailing.objects.none()


def mailings_to_agree_to(user: Any, day: date) -> QuerySet[Mailing]:
    """Those that wait for a second person, or go on without one, for whoever may be it."""
    if not second_person.may_be_second(user, day):
        return Mailing.objects.none()
    return Mailing.objects.exclude(state=State.DRAFT).exclude(asked_why="")


def mailings_to_read(user: Any, day: date) -> list[Mailing]:
    """For somebody who has no office and may be a second person, the longest waiting first. Two queries."""
    waiting = mailings_to_agree_to(user, day).filter(Q(state=State.SUBMITTED) | Q(state=State.RELEASED, agreed_by=None))
    return list(waiting.exclude(asked_by=user.pk).order_by("asked_at")[:5])

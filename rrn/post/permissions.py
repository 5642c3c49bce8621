"""Who may see and decide about what leaves the house."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from rrn.core.verdict import YES, Verdict, no
from rrn.post.models import ContactMessage, Mail, Notice


def may_decide_about_mail(by: Any) -> Verdict:
    """Whether a mail that came back leaves again is the office's to say."""
    if by is not None and by.is_office:
        return YES
    return no("The office decides about mail that came back.")


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

"""Mail to an erased person, mail that names her address, letters and calls, and what she wrote to us lose their words.
That something was sent stays; an address of hers that was on hold does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote_plus, unquote_plus

from django.db.models import Model, Q

from rrn.core.erasures import NOWHERE, Eraser, mentions, nowhere
from rrn.post.models import AddressHold, Call, ContactMessage, Mail, Mailing, PaperLetter, ReturnedMail

WORDS = ("subject", "text", "html", "key", "reason")
PERSON = "accounts.user"
OF_MAILINGS = ("subject", "text", "view_name", "reason", "stop_reason")
UNSENT = (Mail.State.QUEUED, Mail.State.SENDING)


def _addresses() -> Iterator[str]:
    yield from Mail.objects.exclude(to="").order_by().values_list("to", flat=True).distinct().iterator()
    written = ContactMessage.objects.exclude(address__endswith=NOWHERE).order_by()
    yield from written.values_list("address", flat=True).distinct().iterator()
    for came_back in (AddressHold, ReturnedMail):
        known = came_back.objects.exclude(address="").order_by()  # type: ignore[attr-defined]  # both are models
        yield from known.values_list("address", flat=True).distinct().iterator()


def _find(address: str, *, until: datetime) -> list[Model]:
    return [*_mails(address, until), *_messages(address, until), *_came_back(address, until), *_on_paper(address, until), *_mailings(address, until)]


def _came_back(address: str, until: datetime) -> list[Model]:
    held = AddressHold.objects.filter(address__iexact=address, since__lte=until).order_by("pk")
    returned = ReturnedMail.objects.filter(Q(address__iexact=address) | Q(evidence__icontains=address), came_at__lte=until)
    return [*held, *returned.order_by("pk")]


def _on_paper(address: str, until: datetime) -> list[Model]:
    """Letters and calls to whoever has the address, known by the mails that went there, and what names it."""
    hers = Q(pk__in=())
    mailed = Mail.objects.filter(to__iexact=address, queued_at__lte=until).exclude(recipient_id="").order_by()
    for kind, number in mailed.filter(recipient_kind=PERSON).values_list("recipient_kind", "recipient_id").distinct():
        hers |= Q(recipient_kind=kind, recipient_id=number)
    letters = PaperLetter.objects.filter(hers | Q(text__icontains=address) | Q(address__icontains=address), made_at__lte=until)
    calls = Call.objects.filter(hers | Q(said__icontains=address) | Q(follows__icontains=address), noted_at__lte=until)
    return [*letters.order_by("pk"), *calls.order_by("pk")]


def _mailings(address: str, until: datetime) -> list[Mailing]:
    """Letters to many whose words, or the filters of whose view, name her address."""
    naming = Q(view_query__icontains=quote_plus(address))
    for field in OF_MAILINGS:
        naming |= Q(**{f"{field}__icontains": address})
    return list(Mailing.objects.filter(naming, made_at__lte=until).order_by("pk"))


def _empty_mailing(mailing: Mailing, address: str) -> None:
    """Only what names her goes: the letter is also other people's proof of what we wrote."""
    named = [field for field in OF_MAILINGS if mentions(getattr(mailing, field), address)]
    emptied = dict.fromkeys(named, "Erased")
    if mentions(unquote_plus(mailing.view_query), address):
        emptied["view_query"] = "q=erased"  # an empty one would be everybody
    if emptied:
        Mailing.objects.filter(pk=mailing.pk).update(**emptied)


def _messages(address: str, until: datetime) -> list[ContactMessage]:
    """What she wrote to us, and what names her address."""
    hers = Q(address__iexact=address) | Q(words__icontains=address) | Q(note__icontains=address)
    some = ContactMessage.objects.filter(hers, sent_at__lte=until).order_by("pk")
    return [each for each in some if any(mentions(words, address) for words in (each.address, each.words, each.note))]


def _mails(address: str, until: datetime) -> list[Mail]:
    naming = Q(to__iexact=address)
    for field in WORDS:
        naming |= Q(**{f"{field}__icontains": address})
    some = Mail.objects.filter(naming, queued_at__lte=until).order_by("pk")
    return [mail for mail in some if any(mentions(getattr(mail, field) or "", address) for field in ("to", *WORDS))]


def _erase(record: Model, *, address: str, at: datetime) -> None:
    if isinstance(record, ContactMessage):
        _empty_message(record, address)
    elif isinstance(record, Mail):
        _empty_mail(record, address, at)
    elif isinstance(record, Mailing):
        _empty_mailing(record, address)
    elif isinstance(record, AddressHold):
        open_one = {} if record.lifted_at else {"lifted_at": at, "lifted_how": AddressHold.Lifted.OFFICE}
        AddressHold.objects.filter(pk=record.pk).update(address="", evidence="", lifted_why="", **open_one)
    elif isinstance(record, ReturnedMail):
        ReturnedMail.objects.filter(pk=record.pk).update(address="", evidence="")
    elif isinstance(record, PaperLetter):
        PaperLetter.objects.filter(pk=record.pk).update(name="", address="", subject="", text="")
    elif isinstance(record, Call):
        Call.objects.filter(pk=record.pk).update(spoken_with="", said="", follows="")


def _empty_message(message: ContactMessage, address: str) -> None:
    emptied = ContactMessage.objects.filter(pk=message.pk)
    emptied.update(words="", note="")
    if mentions(message.address, address):
        emptied.update(name="", address=nowhere(message))


def _empty_mail(mail: Mail, address: str, at: datetime) -> None:
    """A mail to her that has not left yet does not leave any more; one to somebody else has lost its words."""
    emptied = Mail.objects.filter(pk=mail.pk)
    emptied.update(subject="", text="", html="", reason="")
    if mail.key and mentions(mail.key, address):
        emptied.update(key=None)
    emptied.filter(state__in=UNSENT).update(state=Mail.State.SUPPRESSED, claimed_until=None)
    if mentions(mail.to, address):
        emptied.update(to="", decided_at=mail.decided_at or at)


ERASER = Eraser("post", addresses=_addresses, find=_find, erase=_erase)

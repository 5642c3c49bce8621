"""The questions at the one door where mail leaves. Asked when it leaves, not when it was written.

The post room knows addresses, not people: `accounts` answers for readers (`know_readers_by`), and any room may have a
reason of its own why a mail stays (`refuse_by`). Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rrn.core.erasures import erased_among
from rrn.post.models import AddressHold, Mail


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a mail, as far as the door must know."""

    closed: bool = False  # her account was closed
    large_print: bool = False
    wants_news: bool = False
    stop_link: str = ""  # where she ends the news without signing in


@dataclass(frozen=True, slots=True)
class Answer:
    """Why a mail stays here, or nothing; and how it leaves."""

    why: str = ""
    large_print: bool = False
    stop_link: str = ""


Readers = Callable[[Sequence[Mail]], Mapping[int, Reader]]  # by the mail's place in the sequence
Refusals = Callable[[Sequence[Mail]], Mapping[int, str]]

_READERS: list[Readers] = []
_REFUSALS: dict[str, Refusals] = {}

NO_ADDRESS = "There is no address."
ERASED = "Its reader asked us to erase everything about her."
CLOSED = "The account has been closed."
ON_HOLD = "Mail to this address came back, so it is on hold."
NO_NEWS = "Its reader has not asked for news."


def know_readers_by(ask: Readers) -> None:
    """Whoever keeps the accounts answers who reads these mails. Call this in `AppConfig.ready()`."""
    _READERS[:] = [ask]


def refuse_by(name: str, ask: Refusals) -> None:
    """A room's own reason why some of these mails stay here. One of the same name is replaced."""
    _REFUSALS[name] = ask


def readers_of(mails: Sequence[Mail]) -> Mapping[int, Reader]:
    return _READERS[0](mails) if _READERS and mails else {}


def held_among(addresses: Sequence[str]) -> set[str]:
    """Which of these addresses are on hold, in small letters. One query."""
    small = {address.lower() for address in addresses if address}
    if not small:
        return set()
    return set(AddressHold.objects.filter(address__in=small, lifted_at__isnull=True).values_list("address", flat=True))


def ask_at_the_door(mails: Sequence[Mail]) -> list[Answer]:
    """What the door says of each of these mails: three queries and the rooms' own, however many mails."""
    readers = readers_of(mails)
    addresses = [mail.to for mail in mails]
    held = held_among(addresses)
    erased = {address.lower() for address in erased_among({address for address in addresses if address})}
    refusals = [ask(mails) for ask in _REFUSALS.values()]
    found = []
    for place, mail in enumerate(mails):
        reader = readers.get(place)
        why = _why_not(mail, reader, held, erased) or next((said[place] for said in refusals if place in said), "")
        news = mail.kind == Mail.Kind.NEWS and reader is not None
        found.append(
            Answer(why, large_print=reader is not None and reader.large_print, stop_link=reader.stop_link if news and reader else "")
        )
    return found


def _why_not(mail: Mail, reader: Reader | None, held: set[str], erased: set[str]) -> str:
    """What somebody asks for at that moment, such as a code, leaves always: it is how she shows that mail reaches her."""
    address = mail.to.lower()
    if not address:
        return NO_ADDRESS
    if mail.kind == Mail.Kind.ASKED:
        return ""
    if address in erased and reader is None:  # who came back has an account again
        return ERASED
    if reader is not None and reader.closed:
        return CLOSED
    if address in held:
        return ON_HOLD
    if mail.kind == Mail.Kind.NEWS and not (reader and reader.wants_news and reader.stop_link):
        return NO_NEWS
    return ""

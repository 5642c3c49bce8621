"""The ledger of notices as the office reads it: numbers that open their lists, and readers by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from rrn.accounts.models import User
from rrn.accounts.permissions import people_visible_to
from rrn.membership.rules import full_date
from rrn.organisations.models import Organisation, Seat
from rrn.post import ledger
from rrn.post.compose import Letter
from rrn.post.ledger import KEYS, Line
from rrn.post.models import Notice
from rrn.post.notices import Piece, Rule
from rrn.post.noting import ask, letter_of
from rrn.post.rules import End, end_of, offset_words

PERSON, ORGANISATION = "accounts.user", "organisations.organisation"
UNEXPLAINED = "unexplained"
FOUND = 20


def address_of_list(rule: str, day: date, end: str = "") -> str:
    said = {"rule": rule, "day": day.isoformat()} | ({"end": end} if end else {})
    return f"{reverse('office:notice_list')}?{urlencode(said)}"


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the ledger, and the list behind it."""

    count: int
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    day: date
    label: str
    expected: Number
    ends: list[Number]
    unexplained: Number | None


def rows_of(lines: Iterable[Line]) -> list[Row]:
    """The lines of the ledger with their addresses. No query."""
    return [
        Row(
            day=line.day,
            label=line.rule.label,
            expected=Number(line.expected, "expected", address_of_list(line.rule.name, line.day)),
            ends=_numbers(line),
            unexplained=Number(line.unexplained, "unexplained", address_of_list(line.rule.name, line.day, UNEXPLAINED))
            if line.unexplained
            else None,
        )
        for line in lines
    ]


def _numbers(line: Line) -> list[Number]:
    return [
        Number(count, str(End(end).label).lower(), address_of_list(line.rule.name, line.day, end))
        for end, count in line.ends.items()
        if count
    ]


@dataclass(frozen=True, slots=True)
class Told:
    """One notice of a list: whom, when, and what became of it."""

    reader: str
    reader_url: str
    when: str
    became: str
    reason: str
    mail: int | None
    mail_words: str


def told(notices: Sequence[Notice]) -> list[Told]:
    """Notices with their readers' names. Two queries for a page."""
    names = readers(notices)
    return [_told(notice, names) for notice in notices]


def _told(notice: Notice, names: dict[tuple[str, str], tuple[str, str]]) -> Told:
    mail = notice.mail
    end = end_of(closed_as=notice.closed_as, mail_state=mail.state if mail else None, gathered=notice.gathered)
    name, url = names.get((notice.recipient_kind, notice.recipient_id), ("Somebody whose record is gone", ""))
    became = f"Gathered into mail {mail.pk}" if mail and end == End.GATHERED else str(end.label)
    return Told(
        reader=name,
        reader_url=url,
        when=when_of(notice),
        became=became,
        reason=notice.reason or (mail.reason if mail else ""),
        mail=mail.pk if mail else None,
        mail_words=mail.subject if mail else "",
    )


def when_of(notice: Notice) -> str:
    """How far from which day: "14 days before 22 December 2026"."""
    words = offset_words(notice.offset).capitalize() if notice.offset else "On"
    return f"{words} {full_date(notice.anchor_on)}"


def readers(notices: Iterable[Notice]) -> dict[tuple[str, str], tuple[str, str]]:
    """Name and address of the page of each reader. Two queries."""
    wanted = {(notice.recipient_kind, notice.recipient_id) for notice in notices}
    people = User.objects.filter(pk__in=[number for kind, number in wanted if kind == PERSON])
    bodies = Organisation.objects.filter(pk__in=[number for kind, number in wanted if kind == ORGANISATION])
    found = {(PERSON, str(one.pk)): (str(one), reverse("office:person", args=[one.pk])) for one in people}
    return found | {(ORGANISATION, str(one.pk)): (one.name, reverse("office:organisation", args=[one.slug])) for one in bodies}


def missing_of(rule: Rule, day: date) -> list[Told]:
    """What was expected of a day and never noted. Four queries."""
    rows = [Notice(**dict(zip(KEYS, row, strict=True))) for row in ledger.missing(ledger.Span(day, day), rule)]
    names = readers(rows)
    return [
        Told(*names.get((row.recipient_kind, row.recipient_id), ("Somebody whose record is gone", "")), when_of(row), "Not noted", "", None, "")
        for row in rows
    ]


# -- Preview -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Coming:
    """A notice that is to come, if nothing changes."""

    reader: str
    rule: str
    when: str
    due_on: date
    url: str
    current: bool


def found_readers(user: Any, words: str) -> list[tuple[str, str]]:
    """People whose name or address, and leads of organisations whose name, has these words. Two queries."""
    people = people_visible_to(user).filter(Q(email__icontains=words) | Q(display_name__icontains=words))
    found = set(people.values_list("pk", flat=True)[:FOUND])
    seats = Seat.objects.filter(organisation__name__icontains=words, ended_at__isnull=True)
    found |= set(seats.values_list("person", flat=True)[:FOUND])
    return [(PERSON, str(number)) for number in sorted(found)]


def coming(notices: Sequence[Notice], chosen: Notice | None, kept: dict[str, str], labels: dict[str, str]) -> list[Coming]:
    """The list beside the letter. Two queries."""
    names = readers(notices)
    return [
        Coming(
            reader=names.get((notice.recipient_kind, notice.recipient_id), ("Somebody whose record is gone", ""))[0],
            rule=labels[notice.rule],
            when=when_of(notice),
            due_on=notice.due_on,
            url="?" + urlencode(kept | {"place": place}),
            current=notice is chosen,
        )
        for place, notice in enumerate(notices)
    ]


def letter_to_come(rule: Rule, notice: Notice) -> tuple[Letter | None, str, str]:
    """The letter as it would be written on its day if nothing changes, to whom, or why none would be."""
    pieces, closed = ask(rule, [notice], notice.due_on)
    if closed:
        return None, "", closed[0].why
    piece: Piece = pieces[0]
    return letter_of(piece), piece.to, ""


def day_of(text: str) -> date | None:
    """A day of an address of our own."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  # a day has no zone
    except ValueError:
        return None

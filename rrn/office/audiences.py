"""From a view of the office's lists to the people who are written to: one person one place, whatever seats she holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from rrn.accounts import desk
from rrn.accounts.models import User
from rrn.core.verdict import Refused
from rrn.membership.models import Member
from rrn.membership.queries import facts_by_holder
from rrn.membership.rules import Facts, current_period, full_date, status_on
from rrn.office import lists
from rrn.organisations.models import Organisation, Seat, SeatKind
from rrn.post.door import ask_at_the_door, readers_of
from rrn.post.mailing_rules import fields_in
from rrn.post.mailings import MOST_READERS, Reader
from rrn.post.models import Mail, Mailing, MailingRecipient

# The lists whose records are people, or have people to write to. What the office only keeps (the 2014 pledge) is not asked here.
WRITTEN_TO = (lists.MEMBERS.name, lists.ORGANISATIONS.name, lists.PEOPLE.name)
PERSON, ORGANISATION = User._meta.label_lower, Organisation._meta.label_lower
# A database takes so many numbers in one question.
AT_ONCE = 5000

Place = tuple[int | None, str, int]  # the person, and the record through which she is reached; nobody where there is none


@dataclass(frozen=True, slots=True)
class Found:
    """Who is found by a view on a day: each person once, and how often somebody was found again."""

    readers: list[Reader]
    again: int


def choices(user: User) -> list[tuple[str, str]]:
    """The saved views that can be written to, as a form offers them. One query."""
    views = desk.views_visible_to(user).filter(list__in=WRITTEN_TO)[:100]
    return [(key_of(view.list, view.query), f"{view.name} ({lists.LISTS[view.list].label.lower()})") for view in views]


def key_of(list_name: str, query: str) -> str:
    return f"{list_name}?{query}"


def asked_by(key: str) -> lists.Asked:
    """What a choice asks of its list; refused where it names none that can be written to."""
    name, _, query = key.partition("?")
    if name not in WRITTEN_TO:
        raise Refused("Choose a view of members, organisations or people.")
    return lists.read(lists.LISTS[name], query)


def name_of(key: str, user: User) -> str:
    """What the office calls this choice: the view's name, or the filters in words."""
    saved = dict(choices(user)).get(key)
    if saved:
        return saved[:80]
    asked = asked_by(key)
    words = ", ".join(chip.words for chip in asked.chips) or (f"“{asked.words}”" if asked.words else "everybody")
    return f"{asked.list.label}: {words}"[:80]


def found_by(mailing: Mailing, *, user: User, day: date) -> Found:
    """Everybody whom the mailing's view holds today. A fixed number of queries for each five thousand."""
    asked = asked_by(key_of(mailing.view_list, mailing.view_query))
    if asked.dropped:  # left out, it would reach more people than was meant
        raise Refused(f"{asked.not_understood} Change the draft and choose another view, so that it reaches nobody by mistake.")
    rows = asked.list.find(user, asked.said, day)
    places = list(_places(rows, mailing.reach))
    once: dict[Any, Place] = {}
    for place in places:
        once.setdefault(place[0] or place[1:], place)
    if len(once) > MOST_READERS:
        raise Refused(f"This view holds more than {MOST_READERS} people. Choose a narrower one.")
    return Found(_readers(list(once.values()), mailing, day), len(places) - len(once))


def _places(rows: Any, reach: str) -> Iterator[Place]:
    if rows.model is Member:
        pairs = list(rows.values_list("person_id", "organisation_id"))
    elif rows.model is User:
        pairs = [(pk, None) for pk in rows.values_list("pk", flat=True)]
    else:
        pairs = [(None, pk) for pk in rows.values_list("pk", flat=True)]
    seats = _seats([organisation for _, organisation in pairs if organisation], reach)
    for person, organisation in pairs:
        if person:
            yield person, PERSON, person
            continue
        holders = seats.get(organisation, [])
        yield from ((holder, ORGANISATION, organisation) for holder in holders)
        if not holders:
            yield None, ORGANISATION, organisation


def _seats(organisations: Sequence[int], reach: str) -> dict[int, list[int]]:
    """Who holds a seat in each of these, the earliest first."""
    held: dict[int, list[int]] = {}
    for some in _in_parts(organisations):
        seats = Seat.objects.filter(organisation__in=some, ended_at__isnull=True).order_by("started_at", "pk")
        if reach == Mailing.Reach.LEADS:
            seats = seats.filter(kind=SeatKind.LEAD)
        for organisation, person in seats.values_list("organisation_id", "person_id"):
            held.setdefault(organisation, []).append(person)
    return held


def readers_at(rows: Sequence[MailingRecipient], mailing: Mailing, day: date) -> dict[int, Reader]:
    """The readers of these places of a frozen list, as they are now, by the place's number. A fixed number of queries."""
    places = [
        (int(row.recipient_id) if row.recipient_kind == PERSON else None, row.about_kind, int(row.about_id)) for row in rows
    ]
    return {row.pk: reader for row, reader in zip(rows, _readers(places, mailing, day), strict=True)}


def _readers(places: Sequence[Place], mailing: Mailing, day: date) -> list[Reader]:
    found = []
    for some in _in_parts(places):
        found += _some_readers(some, mailing, day)
    return found


def _some_readers(places: Sequence[Place], mailing: Mailing, day: date) -> list[Reader]:
    people = User.objects.only("pk", "email", "display_name").in_bulk([person for person, _, _ in places if person])
    organisations = {number for _, kind, number in places if kind == ORGANISATION}
    names = dict(Organisation.objects.filter(pk__in=organisations).values_list("pk", "name"))
    facts = _facts(places) if {"status", "status until"} & set(fields_in(mailing.words)) else {}
    mails = []
    for number, _, _ in places:
        person = people.get(number) if number else None
        mails.append(Mail(to=person.email if person else "", recipient_kind=PERSON, recipient_id=str(number or ""), kind=mailing.kind))
    answers, knows = ask_at_the_door(mails), readers_of(mails)
    found = []
    for place, (number, kind, about) in enumerate(places):
        person, known = people.get(number) if number else None, knows.get(place)
        words = {"name": person.display_name if person else "", "organisation": names.get(about, "") if kind == ORGANISATION else ""}
        found.append(
            Reader(
                recipient=(PERSON, str(number)) if number else (kind, str(about)),
                about=(kind, str(about)),
                address=mails[place].to,
                words=words | _status_words(facts.get((kind, about)), day),
                why_not=answers[place].why,
                stop_link=known.stop_link if known else "",
            )
        )
    return found


def _facts(places: Sequence[Place]) -> dict[tuple[str, int], Facts]:
    """What was recorded about the memberships through which they are reached. Two queries."""
    found: dict[tuple[str, int], Facts] = {}
    for kind, column in ((PERSON, "person"), (ORGANISATION, "organisation")):
        numbers = [number for _, what, number in places if what == kind]
        if numbers:
            found |= {(kind, number): facts for number, facts in facts_by_holder(column, numbers).items()}
    return found


def _status_words(facts: Facts | None, day: date) -> dict[str, str]:
    period = current_period(facts, day) if facts else None
    if facts is None or period is None:
        return {}
    return {"status": str(status_on(facts, day).label), "status until": full_date(period.left_on or period.ends_on)}


def _in_parts(what: Iterable[Any]) -> Iterator[list[Any]]:
    each = iter(what)
    while some := list(islice(each, AT_ONCE)):
        yield some

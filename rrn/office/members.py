"""The list of members as the office reads it: what each is today, since when until when, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from rrn.membership.listing import next_date
from rrn.membership.models import Member
from rrn.membership.queries import facts_by_holder
from rrn.membership.rules import Facts, Status, current_period, status_on, why


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One member on a day."""

    member: Member
    name: str
    url: str
    status: Status
    why: str
    since: date | None
    until: date | None
    next_on: date | None
    next_words: str

    @property
    def kind(self) -> str:
        return str(Member.Kind(self.member.kind).label)


def lines_of(members: Iterable[Member], day: date) -> list[MemberLine]:
    """These members, fetched with their person and organisation. One query, however many."""
    members = list(members)
    facts = facts_by_holder("pk", [member.pk for member in members]) if members else {}
    return [_line(member, facts.get(member.pk, Facts()), day) for member in members]


def _line(member: Member, facts: Facts, day: date) -> MemberLine:
    period, coming = current_period(facts, day), next_date(facts, day)
    return MemberLine(
        member=member,
        name=str(member),
        url=url_of(member),
        status=status_on(facts, day),
        why=why(facts, day),
        since=period.starts_on if period else None,
        until=(period.left_on or period.ends_on) if period else None,
        next_on=coming[0] if coming else None,
        next_words=coming[1] if coming else "",
    )


def url_of(member: Member) -> str:
    """Where the office finds this member."""
    if member.organisation is not None:
        return reverse("office:organisation", args=[member.organisation.slug])
    return reverse("office:person", args=[member.person_id])


HEADER = ("Number", "Kind", "Name", "Address", "Status", "Since", "Until", "Next date", "What then", "Sector", "Nation")


def cells(line: MemberLine, *, with_people: bool) -> list[Any]:
    """One row of a spreadsheet. A person's name and address stand in it only where she may be named."""
    member, organisation = line.member, line.member.organisation
    person = member.person if with_people else None
    details = getattr(member, "details", None)
    return [
        member.pk,
        line.kind,
        organisation.name if organisation else str(person or ""),
        person.email if person else "",
        str(line.status.label),
        line.since,
        line.until,
        line.next_on,
        line.next_words,
        organisation.get_sector_display() if organisation else (details.get_sector_display() if details else ""),
        organisation.get_nation_display() if organisation else (details.get_nation_display() if details else ""),
    ]

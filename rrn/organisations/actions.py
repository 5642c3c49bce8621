"""Everything that changes what an organisation is. What changes its seats is in `seating`, imported here as one door."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from rrn.accounts.models import User
from rrn.core.time import london_day
from rrn.core.verdict import Refused, require
from rrn.core.vocabulary import Nation
from rrn.events.actions import record, record_many
from rrn.organisations.models import FormerName, Interest, Organisation, RegisterEntry, Seat, SeatKind
from rrn.organisations.permissions import may_check_registers, may_describe, may_lead, speaker
from rrn.organisations.rules import Scheme, read_number, slug_of
from rrn.organisations.seating import (
    accept_invitation,
    change_seat,
    end_seat,
    end_seats_of_person,
    give_seat,
    hand_over,
    invite,
    renew_code,
    renew_invitation,
    switch_off_code,
    take_back_invitation,
    take_seat_by_code,
)

__all__ = [
    "accept_invitation",
    "add_register",
    "change_seat",
    "check_register",
    "declare_interest",
    "describe_organisation",
    "end_interest",
    "end_seat",
    "end_seats_of_person",
    "enter_organisations",
    "found_organisation",
    "give_seat",
    "hand_over",
    "invite",
    "remove_register",
    "rename_organisation",
    "renew_code",
    "renew_invitation",
    "switch_off_code",
    "take_back_invitation",
    "take_seat_by_code",
]

# What an organisation says of itself. Its name has an action of its own; its slug never changes.
FACTS = frozenset(
    {
        "part_covered",
        "sector",
        "nation",
        "region",
        "place",
        "website",
        "training_provider",
        "certificate_reference",
        "use_of_force_policy",
        "language",
    }
)
BATCH = 1000


def _only_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(facts) - FACTS
    if unknown:
        raise TypeError(f"Not facts of an organisation: {', '.join(sorted(unknown))}")
    return dict(facts)


def _region_of_england(nation: str, region: str) -> str:
    """The region, where there is one to have: it goes when the nation does."""
    return region if nation == Nation.ENGLAND else ""


def _taken_slugs(names: Sequence[str]) -> set[str]:
    """The slugs that could stand in the way of these names."""
    bases = {slug_of(name, set()) for name in names}
    if len(bases) == 1:
        return set(Organisation.objects.filter(slug__startswith=bases.pop()).values_list("slug", flat=True))
    return set(Organisation.objects.values_list("slug", flat=True))


@transaction.atomic
def found_organisation(
    *,
    name: str,
    by: User,
    at: datetime,
    on_behalf_of: User | None = None,
    role_title: str = "",
    client_key: uuid.UUID | None = None,
    **facts: Any,
) -> Organisation:
    """Enter an organisation and make the person who founds it here its lead.

    With a `client_key` a second press gives the first's answer.
    """
    lead = speaker(by, on_behalf_of)
    name = " ".join(name.split())
    if not name:
        raise Refused("Give the organisation's name.")
    if client_key and (earlier := Organisation.objects.filter(founded_by=by, client_key=client_key).first()):
        return earlier
    organisation = Organisation(
        slug=slug_of(name, _taken_slugs([name])),
        name=name,
        founded_at=at,
        founded_by=by,
        client_key=client_key,
        **_only_facts(facts),
    )
    organisation.region = _region_of_england(organisation.nation, organisation.region)
    try:
        with transaction.atomic():
            organisation.save(force_insert=True)
    except IntegrityError:
        earlier = (
            Organisation.objects.filter(founded_by=by, client_key=client_key).first() if client_key else None
        )
        if earlier is None:
            raise Refused("Somebody entered an organisation of that name this moment. Try again.") from None
        return earlier
    Seat.objects.create(
        organisation=organisation, person=lead, kind=SeatKind.LEAD, role_title=role_title, started_at=at
    )
    record("organisation.founded", about=organisation, by=by, at=at, on_behalf_of=on_behalf_of, name=name)
    return organisation


@transaction.atomic
def enter_organisations(
    *, organisations: Sequence[Mapping[str, Any]], by: User | None, at: datetime
) -> list[Organisation]:
    """Enter many organisations in which nobody holds a seat yet, as an import or the office does. Set-based.

    Each mapping has `name` and any of FACTS. Returned in the order given.
    """
    taken = _taken_slugs([row["name"] for row in organisations]) if organisations else set()
    rows = []
    for facts in organisations:
        name = " ".join(str(facts["name"]).split())
        slug = slug_of(name, taken)
        taken.add(slug)
        rest = _only_facts({field: value for field, value in facts.items() if field != "name"})
        rest["region"] = _region_of_england(rest.get("nation", ""), rest.get("region", ""))
        rows.append(Organisation(slug=slug, name=name, founded_at=at, founded_by=by, **rest))
    made = Organisation.objects.bulk_create(rows, batch_size=BATCH)
    record_many("organisation.entered", about=[(one, {"name": one.name}) for one in made], by=by, at=at)
    return made


@transaction.atomic
def describe_organisation(
    *,
    organisation: Organisation,
    changes: Mapping[str, Any],
    by: User,
    at: datetime,
    on_behalf_of: User | None = None,
) -> Organisation:
    """Write what the organisation says of itself. What is unchanged is left alone and not noted."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(may_describe(by, organisation, on_behalf_of))
    changes = _only_facts(changes)
    nation, region = (changes.get(field, getattr(organisation, field)) for field in ("nation", "region"))
    changes["region"] = _region_of_england(nation, region)
    before = {field: getattr(organisation, field) for field in changes}
    changed = {field: value for field, value in changes.items() if before[field] != value}
    if not changed:
        return organisation
    for field, value in changed.items():
        setattr(organisation, field, value)
    organisation.save(update_fields=sorted(changed))
    record(
        "organisation.described",
        about=organisation,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        before={field: before[field] for field in changed},
        after=changed,
    )
    return organisation


@transaction.atomic
def rename_organisation(
    *, organisation: Organisation, name: str, by: User, at: datetime, on_behalf_of: User | None = None
) -> Organisation:
    """Give it a new name. The old one is kept with the day it ended; the slug and every address stay."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(may_lead(by, organisation, on_behalf_of))
    name = " ".join(name.split())
    if not name:
        raise Refused("Give the organisation's name.")
    if name == organisation.name:
        return organisation
    before, organisation.name = organisation.name, name
    FormerName.objects.create(organisation=organisation, name=before, used_until=london_day(at))
    organisation.save(update_fields=["name"])
    record(
        "organisation.renamed",
        about=organisation,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        before=before,
        after=name,
    )
    return organisation


@transaction.atomic
def add_register(
    *,
    organisation: Organisation,
    scheme: Scheme,
    value: str,
    by: User,
    at: datetime,
    on_behalf_of: User | None = None,
) -> RegisterEntry:
    """Note a number in a public register; the same number twice is one entry."""
    require(may_describe(by, organisation, on_behalf_of))
    reading = read_number(scheme, value)
    if reading.problem:
        raise Refused(reading.problem)
    entry, new = RegisterEntry.objects.get_or_create(
        organisation=organisation,
        scheme=scheme,
        normalised=reading.normalised[:60],
        defaults={"value": value.strip()[:60], "added_at": at},
    )
    if new:
        number = f"{scheme} {reading.normalised}"
        record(
            "organisation.register_added",
            about=organisation,
            by=by,
            at=at,
            on_behalf_of=on_behalf_of,
            number=number,
        )
    return entry


@transaction.atomic
def remove_register(
    *, entry: RegisterEntry, by: User, at: datetime, on_behalf_of: User | None = None
) -> None:
    """Take a number out again; the diary keeps it."""
    require(may_describe(by, entry.organisation, on_behalf_of))
    number = f"{entry.scheme} {entry.normalised}"
    if RegisterEntry.objects.filter(pk=entry.pk).delete()[0]:
        record(
            "organisation.register_removed",
            about=entry.organisation,
            by=by,
            at=at,
            on_behalf_of=on_behalf_of,
            number=number,
        )


@transaction.atomic
def check_register(*, entry: RegisterEntry, how: str, on: date, by: User, at: datetime) -> RegisterEntry:
    """The office looked the number up, on a day and somewhere."""
    require(may_check_registers(by))
    if not how.strip():
        raise Refused("Say where you looked the number up.")
    RegisterEntry.objects.filter(pk=entry.pk).update(checked_on=on, checked_how=how.strip())
    entry.refresh_from_db()
    record(
        "organisation.register_checked", about=entry.organisation, by=by, at=at, scheme=entry.scheme, how=how
    )
    return entry


@transaction.atomic
def declare_interest(
    *, person: User, organisation: Organisation, kind: str, words: str, by: User, at: datetime
) -> Interest:
    """Somebody has to do with an organisation, so she will not judge it. Declared by herself or noted by the office."""
    if by != person and not by.is_office:
        require(may_check_registers(by))
    interest, new = Interest.objects.get_or_create(
        person=person,
        organisation=organisation,
        kind=kind,
        ended_at=None,
        defaults={"words": words, "declared_at": at},
    )
    if new:
        record("interest.declared", about=organisation, by=by, at=at, person=person.pk, kind=kind)
    return interest


@transaction.atomic
def end_interest(*, interest: Interest, by: User, at: datetime) -> None:
    """The interest is over; it still counts for 24 months."""
    if by != interest.person:
        require(may_check_registers(by))
    if Interest.objects.filter(pk=interest.pk, ended_at__isnull=True).update(ended_at=at):
        record("interest.ended", about=interest.organisation, by=by, at=at, person=interest.person_id)

"""What the office writes itself: who read a person's details, and the first minute of a telephone call."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from rrn.accounts.actions import confirm_address, sign_up
from rrn.accounts.models import User
from rrn.core.time import london_day
from rrn.core.verdict import require
from rrn.events.actions import record
from rrn.learning.actions import waive_video
from rrn.learning.queries import videos_asked_of
from rrn.membership.actions import end_action, join_as_individual, save_joining_answers, say_how_it_goes
from rrn.membership.models import IndividualAction, OriginalPledge, Period
from rrn.membership.queries import next_period_of, places_that_count
from rrn.office.permissions import may_act_for_callers, may_read_people
from rrn.office.queries import person_with_address
from rrn.organisations.actions import found_organisation
from rrn.organisations.models import Organisation
from rrn.plans.actions import start_plan
from rrn.post.actions import queue_mail


@transaction.atomic
def read_person(*, person: User, by: User, at: datetime) -> None:
    """Open somebody's page: who looked at whom, and when, stands in the diary (data protection, audit of reading)."""
    require(may_read_people(by))
    record("office.read", about=person, by=by, at=at)


@transaction.atomic
def read_pledge(*, pledge: OriginalPledge, by: User, at: datetime) -> None:
    """Open the record of somebody's pledge: it holds her name and address, so it is written down like her page."""
    require(may_read_people(by))
    record("office.read", about=pledge, by=by, at=at)


@transaction.atomic
def take_call(*, email: str, display_name: str, by: User, at: datetime) -> User:
    """The account of whoever is on the telephone; made for her if she has none, and she is written to.

    It has no password and its address is not confirmed: the code that her first sign-in asks for does both.
    """
    require(may_act_for_callers(by))
    known = person_with_address(email)
    if known is not None:
        return known
    person = sign_up(email=email, display_name=display_name, at=at, by=by)
    queue_mail(
        to=person.email,
        template="office/emails/account_made.txt",
        context={"person": person, "link": f"{settings.BASE_URL}/account/login/code/"},
        at=at,
        recipient=person,
        key=f"account-made:{person.pk}",
    )
    return person


@transaction.atomic
def start_for_caller(
    *, caller: User, name: str, role_title: str, client_key: uuid.UUID, by: User, at: datetime
) -> Organisation:
    """Enter a caller's organisation and open its draft. She is its lead; what the office did is marked as that."""
    require(may_act_for_callers(by))
    organisation = found_organisation(
        name=name, role_title=role_title, by=by, at=at, on_behalf_of=caller, client_key=client_key
    )
    start_plan(organisation=organisation, by=by, at=at, on_behalf_of=caller)
    return organisation


@transaction.atomic
def join_caller(
    *,
    person: User,
    answers: Mapping[str, Mapping[str, Any]],
    videos_heard: str,
    address_read_back: bool,
    client_key: str,
    by: User,
    at: datetime,
) -> Period:
    """Join somebody as an individual member while she is on the telephone, in her own words."""
    require(may_act_for_callers(by))
    for step, given in answers.items():
        save_joining_answers(person=person, step=step, answers=given, by=by, at=at)
    if address_read_back:
        confirm_address(person=person, email=person.email, at=at, by=by)
    done = places_that_count(person, next_period_of(person, london_day(at))[1])
    for place, video in videos_asked_of(person).items():
        if place not in done:
            waive_video(person=person, video=video, reason=videos_heard, by=by, at=at)
    return join_as_individual(person=person, by=by, at=at, client_key=client_key)


@transaction.atomic
def write_for_caller(*, action: IndividualAction, said: Mapping[str, Any], by: User, at: datetime) -> None:
    """Write down in a caller's words how her action goes or how it ended; the diary says that the office wrote for her."""
    require(may_act_for_callers(by))
    same = {"words": said["words"], "language": said["language"], "client_key": said["client_key"].hex}
    if "how" in said:
        end_action(action=action, how=said["how"], done_on=said["done_on"], by=by, at=at, **same)
    else:
        say_how_it_goes(action=action, reading=said.get("reading", ""), by=by, at=at, **same)

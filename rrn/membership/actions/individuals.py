"""What an individual member changes about herself: how her action goes, and what may stand in public."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from rrn.accounts.actions import give_consent, withdraw_consent
from rrn.accounts.models import User
from rrn.core.verdict import Refused, require
from rrn.events.actions import record
from rrn.membership.models import ActionWord, IndividualAction, IndividualDetails, Member
from rrn.membership.permissions import may_change
from rrn.membership.wordings import ACTION_LISTING, LISTING


@transaction.atomic
def say_how_it_goes(
    *,
    action: IndividualAction,
    reading: str,
    words: str,
    by: User,
    at: datetime,
    client_key: str = "",
    language: str = "",
) -> ActionWord:
    """She says how her action goes, in her own words, in the language of the action unless told. Earlier words stay."""
    require(may_change(by, action.period.member))
    if reading not in ActionWord.Reading.values:
        raise Refused("Choose how it goes.")
    if len(words) > 2000:
        raise Refused("Use 2,000 letters or fewer.")
    language = language if language in dict(settings.LANGUAGES) else action.language
    values = {"reading": reading, "words": words.strip(), "said_at": at, "language": language}
    try:
        with transaction.atomic():
            word = ActionWord.objects.create(action=action, client_key=client_key, **values)
    except IntegrityError:
        return ActionWord.objects.get(action=action, client_key=client_key)
    record("action.said", about=action, by=by, at=at, reading=reading)
    return word


@transaction.atomic
def show_action(*, action: IndividualAction, shown: bool, by: User, at: datetime) -> None:
    """Put her action in public, or take it back. It is private until she says so."""
    member = action.period.member
    require(may_change(by, member))
    moved = IndividualAction.objects.filter(pk=action.pk, listed_at__isnull=shown).update(listed_at=at if shown else None)
    if not moved:
        return
    person: User = member.person  # type: ignore[assignment]  # an individual has one, by constraint
    consent = give_consent if shown else withdraw_consent
    consent(person=person, purpose=ACTION_LISTING.purpose, by=by, at=at)
    record("action.shown" if shown else "action.hidden", about=action, by=by, at=at)


@transaction.atomic
def list_individual(*, member: Member, listed: bool, by: User, at: datetime) -> None:
    """Put her name on the public list of individual members, or take it off."""
    require(may_change(by, member))
    moved = IndividualDetails.objects.filter(member=member, listed_at__isnull=listed).update(
        listed_at=at if listed else None, changed_at=at
    )
    if not moved:
        return
    person: User = member.person  # type: ignore[assignment]  # an individual has one, by constraint
    consent = give_consent if listed else withdraw_consent
    consent(person=person, purpose=LISTING.purpose, by=by, at=at)
    record("membership.listed" if listed else "membership.unlisted", about=member, by=by, at=at)

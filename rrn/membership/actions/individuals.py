"""What an individual member changes about herself: how her action goes, and what may stand in public."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from rrn.accounts.actions import give_consent, withdraw_consent
from rrn.accounts.models import User
from rrn.core.time import london_day
from rrn.core.verdict import Refused, require
from rrn.events.actions import record
from rrn.membership.models import ActionEnd, ActionWord, IndividualAction, IndividualDetails, Member
from rrn.membership.permissions import may_change
from rrn.membership.rules import DONE_ENDINGS, ActionEnding
from rrn.membership.wordings import ACTION_LISTING, LISTING

LONGEST_WORDS = 2000


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
    """She says how her action goes, in her own words, in the language of the action unless told. Earlier words stay.

    Once the action has ended she adds words only. The office may write for her, on the telephone.
    """
    require(may_change(by, action.period.member))
    action = _held(action)
    before = ActionWord.objects.filter(action=action, client_key=client_key).first() if client_key else None
    if before is not None:
        return before
    ended = ActionEnd.objects.filter(action=action).exists()
    if ended and not words.strip():
        raise Refused("Write what you want to add.")
    if not ended and reading not in ActionWord.Reading.values:
        raise Refused("Choose how it goes.")
    reading = "" if ended else reading
    values = {"reading": reading, "said_at": at, **_in_her_words(action, words, language)}
    word = ActionWord.objects.create(action=action, client_key=client_key, **values)
    record("action.said", about=action, by=by, at=at, on_behalf_of=_for_her(by, action), reading=reading)
    return word


@transaction.atomic
def end_action(
    *,
    action: IndividualAction,
    how: str,
    words: str,
    by: User,
    at: datetime,
    done_on: date | None = None,
    client_key: str = "",
    language: str = "",
) -> ActionEnd:
    """She says how her action ended, once. The same press twice is one end; a second end is refused."""
    require(may_change(by, action.period.member))
    action = _held(action)
    before = ActionEnd.objects.filter(action=action).first()
    if before is not None:
        if client_key and before.client_key == client_key:
            return before
        raise Refused("It is written down already how this action ended. You can add words to it.")
    if how not in ActionEnding.values:
        raise Refused("Choose how it ended.")
    done_on = done_on if how in DONE_ENDINGS else None
    if done_on is not None and not london_day(action.made_at) <= done_on <= london_day(at):
        raise Refused("The day on which it was done lies between the day you promised it and today.")
    values = {"how": how, "done_on": done_on, "said_at": at, **_in_her_words(action, words, language)}
    end = ActionEnd.objects.create(action=action, client_key=client_key, **values)
    record("action.ended", about=action, by=by, at=at, on_behalf_of=_for_her(by, action), how=how)
    return end


def _held(action: IndividualAction) -> IndividualAction:
    """Two who press at once stand in line here."""
    return IndividualAction.objects.select_for_update(of=("self",)).select_related("period__member").get(pk=action.pk)


def _in_her_words(action: IndividualAction, words: str, language: str) -> dict[str, str]:
    if len(words) > LONGEST_WORDS:
        raise Refused("Use 2,000 letters or fewer.")
    return {"words": words.strip(), "language": language if language in dict(settings.LANGUAGES) else action.language}


def _for_her(by: User, action: IndividualAction) -> User | None:
    """Whom somebody else wrote for."""
    person = action.period.member.person
    return None if person is None or person.pk == by.pk else person


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

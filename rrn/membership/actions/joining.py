"""The individual's door: a draft that any device finds again, and Join."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from rrn.accounts.actions import give_consent, rename
from rrn.accounts.models import User
from rrn.accounts.wordings import TERMS
from rrn.core.time import london_day
from rrn.core.verdict import Refused, require
from rrn.events.actions import record
from rrn.membership import rules
from rrn.membership.actions.individuals import end_action
from rrn.membership.actions.periods import member_for_person, start_period
from rrn.membership.models import IndividualAction, IndividualDetails, JoiningDraft, Member, Period
from rrn.membership.permissions import may_join_for
from rrn.membership.queries import answers_with_known, facts_of, joining_facts, last_action
from rrn.membership.wordings import LISTING, MEMBERSHIP, NEWS
from rrn.post.actions import queue_mail

STEPS = frozenset({"action", "about"})


@transaction.atomic
def save_joining_answers(
    *, person: User, step: str, answers: Mapping[str, Any], by: User, at: datetime
) -> JoiningDraft:
    """Keep what was filled in at one step, checked or not. Somebody in the office may do it for her."""
    require(may_join_for(by, person))
    if step not in STEPS:
        raise Refused("There is nothing to keep at this step.")
    made, _ = JoiningDraft.objects.get_or_create(
        person=person, defaults={"client_key": uuid.uuid4().hex, "started_at": at, "saved_at": at}
    )
    draft = JoiningDraft.objects.select_for_update().get(pk=made.pk)
    draft.answers = draft.answers | {step: dict(answers)}
    draft.saved_at = max(at, draft.saved_at)
    draft.save(update_fields=["answers", "saved_at"])
    return draft


@transaction.atomic
def join_as_individual(
    *, person: User, by: User, at: datetime, client_key: str, on_behalf_of: User | None = None
) -> Period:
    """Begin a person's two years, or name what is still missing. The only caller of `start_period` for persons.

    The same `client_key` twice is the same press of the button and gives the same period.
    """
    require(may_join_for(by, person))
    if by.pk != person.pk:
        on_behalf_of = person
    member = Member.objects.select_for_update().get(pk=member_for_person(person=person, at=at).pk)
    before = member.periods.filter(client_key=client_key).first() if client_key else None
    if before is not None:
        return before
    today = london_day(at)
    starts_on, kind = rules.next_start(facts_of(member), today)
    draft = JoiningDraft.objects.filter(person=person).first()
    answers = answers_with_known(person, draft.answers if draft else {}, kind, at)
    gaps = rules.gaps_before_joining(joining_facts(person, answers, at, kind), starts_on)
    if gaps:
        raise Refused(rules.name_the_gaps(gaps))
    period = start_period(
        member=member, on=today, by=by, at=at, client_key=client_key, on_behalf_of=on_behalf_of
    )
    _write_down(member, period, answers, by, at)
    record("membership.joined", about=member, by=by, at=at, on_behalf_of=on_behalf_of, period=period.pk)
    _tell(member, period, at)
    JoiningDraft.objects.filter(person=person).delete()
    return period


def _write_down(member: Member, period: Period, answers: Mapping[str, Any], by: User, at: datetime) -> None:
    """Turn the draft into records: who she is to us, her action, what she agreed to."""
    person: User = member.person  # type: ignore[assignment]  # an individual has one, by constraint
    about, action = answers["about"], answers["action"]
    if not about.get("known"):
        _write_down_who_she_is(member, person, about, by, at)
    by_when: date = rules.day_of(action["by_when"])  # type: ignore[assignment]  # a real day: the gaps were asked
    before = _carried_on(member, action, by, at)
    IndividualAction.objects.create(
        period=period,
        what=action["what"].strip(),
        by_when=by_when,
        halfway_on=rules.halfway_of(london_day(at), by_when),
        carried_from=before,
        how_i_will_know=action["how_i_will_know"].strip(),
        strategy=action.get("strategy") or None,
        from_example=action.get("example") or "",
        language=action.get("language") or "en-gb",
        made_at=at,
    )
    if about.get("adult") and person.adult_confirmed_at is None:
        User.objects.filter(pk=person.pk, adult_confirmed_at__isnull=True).update(adult_confirmed_at=at)


def _write_down_who_she_is(member: Member, person: User, about: Mapping[str, Any], by: User, at: datetime) -> None:
    """Her name, role and the like, and what she agreed to. Who renews without touching it keeps what stands."""
    rename(person=person, display_name=about["display_name"], by=by, at=at)
    IndividualDetails.objects.update_or_create(
        member=member,
        defaults={
            "role": about["role"],
            "nation": about["nation"],
            "sector": about["sector"],
            "listed_at": at if about.get("listed") else None,
            "changed_at": at,
        },
    )
    agreed = {MEMBERSHIP: "agree", TERMS: "terms", LISTING: "listed", NEWS: "news"}
    versions = about.get("versions", {})
    for wording, name in agreed.items():
        if about.get(name):
            version = versions.get(wording.purpose, wording.version)
            give_consent(person=person, purpose=wording.purpose, by=by, at=at, version=version)


def _carried_on(member: Member, action: Mapping[str, Any], by: User, at: datetime) -> IndividualAction | None:
    """The unfinished action that she goes on with in her next two years; with that the earlier promise has ended."""
    before = last_action(member) if action.get("carried") else None
    if before is None or before.facts.settled:
        return None
    end_action(action=before, how=rules.ActionEnding.REPLACED, words="", by=by, at=at)
    return before


def _tell(member: Member, period: Period, at: datetime) -> None:
    person: User = member.person  # type: ignore[assignment]  # an individual has one, by constraint
    queue_mail(
        to=person.email,
        template="membership/emails/you_are_a_member.txt",
        context={
            "person": person,
            "period": period,
            "action": period.action,
            "starts": rules.full_date(period.starts_on),
            "ends": rules.full_date(period.ends_on),
            "by_when": rules.full_date(period.action.by_when),
            "due": rules.full_date(rules.due_from(period.ends_on)),
            "link": f"{settings.BASE_URL}/my/",
        },
        at=at,
        recipient=person,
        about=period,
        key=f"joined:{period.pk}",
    )

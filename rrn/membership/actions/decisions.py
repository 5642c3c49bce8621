"""Dated decisions about a membership. Each is a row with a reason; taking it back dates the row, nothing is erased.

Each tells the member by letter in the same transaction, with the reasons as they were written.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from rrn.accounts.models import User
from rrn.core.time import london_day
from rrn.core.verdict import Refused, require
from rrn.events.actions import record
from rrn.membership import emails, rules
from rrn.membership.models import Application, Ending, Member, Override, Suspension
from rrn.membership.permissions import may_decide
from rrn.membership.queries import facts_of
from rrn.membership.rules import Deed, EndingKind


def _locked(member: Member) -> Member:
    return Member.objects.select_for_update(of=("self",)).select_related("person", "organisation").get(pk=member.pk)


def _said(reason: str) -> str:
    if not reason.strip():
        raise Refused("Say why. The reason is kept with the decision.")
    return reason.strip()


def _tell(member: Member, name: str, at: datetime, **words: Any) -> None:
    emails.tell(member, name, at, day=rules.full_date(london_day(at)), **words)


def _sentence(member: Member, at: datetime) -> str:
    """What the membership is after the decision, for the letter."""
    reader = rules.Reader.MEMBER if member.organisation is None else rules.Reader.ORGANISATION
    return rules.why(facts_of(member), london_day(at), reader)


def _begin(member: Member, deed: Deed, by: User, at: datetime) -> Member:
    """Permission, then whether it can be decided now; the member's row is locked."""
    member = _locked(member)
    require(may_decide(by, member, london_day(at)))
    rules.require_possible(deed, facts_of(member), london_day(at))
    return member


@transaction.atomic
def note_application(*, member: Member, by: User | None, at: datetime) -> Application:
    """A plan of this member is with us from today: it is applied, or its renewal keeps its grace open."""
    member = _locked(member)
    waiting = member.applications.filter(ended_on__isnull=True).first()
    if waiting is not None:
        return waiting
    application = Application.objects.create(member=member, starts_on=london_day(at))
    record("membership.applied", about=member, by=by, at=at)
    return application


@transaction.atomic
def end_application(*, member: Member, by: User | None, at: datetime) -> None:
    """The plan was decided, taken back or given up: nothing of this member waits for us any more."""
    member = _locked(member)
    if member.applications.filter(ended_on__isnull=True).update(ended_on=london_day(at)):
        record("membership.application_ended", about=member, by=by, at=at)


@transaction.atomic
def suspend_member(*, member: Member, reason: str, by: User, at: datetime) -> Suspension:
    """Pause a membership from today: it is not counted, and its rights rest until the pause is lifted."""
    member = _begin(member, Deed.SUSPEND, by, at)
    suspension = Suspension.objects.create(
        member=member, starts_on=london_day(at), reason=_said(reason), decided_by=by, decided_at=at
    )
    record("membership.suspended", about=member, by=by, at=at, reason=suspension.reason)
    _tell(member, "suspended", at, reason=suspension.reason)
    return suspension


@transaction.atomic
def lift_suspension(*, member: Member, by: User, at: datetime, reason: str = "") -> None:
    """End the pause: from today the membership is again what its dates say."""
    member = _begin(member, Deed.LIFT, by, at)
    member.suspensions.filter(ended_on__isnull=True).update(
        ended_on=london_day(at), ended_by=by, ended_why=reason.strip()
    )
    record("membership.suspension_lifted", about=member, by=by, at=at, reason=reason.strip())
    _tell(member, "suspension_lifted", at, reason=reason.strip(), sentence=_sentence(member, at))


def _end(
    member: Member, kind: EndingKind, reason: str, by: User, at: datetime, into: Member | None = None
) -> Ending:
    deed = {EndingKind.REMOVED: Deed.REMOVE, EndingKind.CLOSED: Deed.CLOSE, EndingKind.MERGED: Deed.MERGE}[kind]
    member = _begin(member, deed, by, at)
    if kind is EndingKind.CLOSED and member.kind != Member.Kind.ORGANISATION:
        raise Refused("Only an organisation closes.")
    ending = Ending.objects.create(
        member=member, kind=kind, starts_on=london_day(at), into=into, reason=_said(reason), decided_by=by, decided_at=at
    )
    record(f"membership.{kind.value}", about=member, by=by, at=at, reason=ending.reason, into=into.pk if into else None)
    _tell(member, kind.value, at, reason=ending.reason, into=str(into) if into else "")
    return ending


@transaction.atomic
def remove_member(*, member: Member, reason: str, by: User, at: datetime) -> Ending:
    """The network ends a membership for a stated reason, from today."""
    return _end(member, EndingKind.REMOVED, reason, by, at)


@transaction.atomic
def close_member(*, member: Member, reason: str, by: User, at: datetime) -> Ending:
    """The organisation no longer exists. Its plan and page stay."""
    return _end(member, EndingKind.CLOSED, reason, by, at)


@transaction.atomic
def merge_member(*, member: Member, into: Member, reason: str, by: User, at: datetime) -> Ending:
    """This member has become part of another, whose membership goes on. Its plan and page stay."""
    if into.pk == member.pk or into.kind != member.kind:
        raise Refused("A member merges into another member of its kind.")
    if rules.standing_ending(facts_of(into), london_day(at)):
        raise Refused(f"{into} was itself removed, closed or merged. Choose another member.")
    return _end(member, EndingKind.MERGED, reason, by, at, into)


@transaction.atomic
def take_back_ending(*, ending: Ending, by: User, at: datetime, reason: str = "") -> None:
    """From today the membership is again what its dates say."""
    member = _locked(ending.member)
    require(may_decide(by, member, london_day(at)))
    open_row = Ending.objects.filter(pk=ending.pk, ended_on__isnull=True)
    if not open_row.update(ended_on=london_day(at), ended_by=by, ended_why=reason.strip()):
        raise Refused("This has been taken back already.")
    record("membership.ending_taken_back", about=member, by=by, at=at, kind=ending.kind, reason=reason.strip())
    _tell(member, "decision_taken_back", at, kind=ending.kind, reason=reason.strip(), sentence=_sentence(member, at))


@transaction.atomic
def grant_override(*, member: Member, until: date, reason: str, by: User, at: datetime) -> Override:
    """Let a membership count until a day although its grace has run out. It takes the place of one that stands."""
    today = london_day(at)
    member = _begin(member, Deed.OVERRIDE, by, at)
    if problem := rules.override_problem(facts_of(member), until, today):
        raise Refused(problem)
    reason = _said(reason)
    member.overrides.filter(ended_on__isnull=True, until__gte=today).update(
        ended_on=today, ended_by=by, ended_why=reason
    )
    override = Override.objects.create(
        member=member, starts_on=today, until=until, reason=reason, decided_by=by, decided_at=at
    )
    record("membership.override_granted", about=member, by=by, at=at, until=until, reason=override.reason)
    _tell(member, "counts_longer", at, until=rules.full_date(until), reason=override.reason)
    return override


@transaction.atomic
def take_back_override(*, override: Override, by: User, at: datetime, reason: str = "") -> None:
    """From today the membership is again what its dates say."""
    member = _locked(override.member)
    require(may_decide(by, member, london_day(at)))
    open_row = Override.objects.filter(pk=override.pk, ended_on__isnull=True)
    if not open_row.update(ended_on=london_day(at), ended_by=by, ended_why=reason.strip()):
        raise Refused("This has been taken back already.")
    record("membership.override_taken_back", about=member, by=by, at=at, reason=reason.strip())
    _tell(member, "counts_no_longer", at, reason=reason.strip(), sentence=_sentence(member, at))

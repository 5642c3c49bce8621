"""Dated decisions about a membership. Each is a row with a reason; taking it back dates the row, nothing is erased."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from rrn.accounts.models import User
from rrn.core.time import london_day
from rrn.core.verdict import Refused, require
from rrn.events.actions import record
from rrn.membership.models import Application, Ending, Member, Override, Suspension
from rrn.membership.permissions import may_decide
from rrn.membership.rules import EndingKind


def _locked(member: Member) -> Member:
    return Member.objects.select_for_update().get(pk=member.pk)


def _said(reason: str) -> str:
    if not reason.strip():
        raise Refused("Say why. The reason is kept with the decision.")
    return reason.strip()


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
    member = _locked(member)
    require(may_decide(by, member))
    if member.suspensions.filter(ended_on__isnull=True).exists():
        raise Refused("This membership is suspended already.")
    suspension = Suspension.objects.create(
        member=member, starts_on=london_day(at), reason=_said(reason), decided_by=by, decided_at=at
    )
    record("membership.suspended", about=member, by=by, at=at, reason=suspension.reason)
    return suspension


@transaction.atomic
def lift_suspension(*, member: Member, by: User, at: datetime) -> None:
    """End the pause: from today the membership is again what its dates say."""
    member = _locked(member)
    require(may_decide(by, member))
    if not member.suspensions.filter(ended_on__isnull=True).update(ended_on=london_day(at)):
        raise Refused("This membership is not suspended.")
    record("membership.suspension_lifted", about=member, by=by, at=at)


def _end(
    member: Member, kind: EndingKind, reason: str, by: User, at: datetime, into: Member | None = None
) -> Ending:
    member = _locked(member)
    require(may_decide(by, member))
    if member.endings.filter(kind=kind, ended_on__isnull=True).exists():
        raise Refused("This has been decided already.")
    ending = Ending.objects.create(
        member=member, kind=kind, starts_on=london_day(at), into=into, reason=_said(reason), decided_by=by, decided_at=at
    )
    record(f"membership.{kind.value}", about=member, by=by, at=at, reason=ending.reason, into=into.pk if into else None)
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
    return _end(member, EndingKind.MERGED, reason, by, at, into)


@transaction.atomic
def take_back_ending(*, ending: Ending, by: User, at: datetime) -> None:
    """From today the membership is again what its dates say."""
    member = _locked(ending.member)
    require(may_decide(by, member))
    if not Ending.objects.filter(pk=ending.pk, ended_on__isnull=True).update(ended_on=london_day(at)):
        raise Refused("This has been taken back already.")
    record("membership.ending_taken_back", about=member, by=by, at=at, kind=ending.kind)


@transaction.atomic
def grant_override(*, member: Member, until: date, reason: str, by: User, at: datetime) -> Override:
    """Let a membership count until a day although its grace has run out."""
    member = _locked(member)
    require(may_decide(by, member))
    if until < london_day(at):
        raise Refused("The day must be today or later.")
    override = Override.objects.create(
        member=member, starts_on=london_day(at), until=until, reason=_said(reason), decided_by=by, decided_at=at
    )
    record("membership.override_granted", about=member, by=by, at=at, until=until, reason=override.reason)
    return override


@transaction.atomic
def take_back_override(*, override: Override, by: User, at: datetime) -> None:
    """From today the membership is again what its dates say."""
    member = _locked(override.member)
    require(may_decide(by, member))
    if not Override.objects.filter(pk=override.pk, ended_on__isnull=True).update(ended_on=london_day(at)):
        raise Refused("This has been taken back already.")
    record("membership.override_taken_back", about=member, by=by, at=at)

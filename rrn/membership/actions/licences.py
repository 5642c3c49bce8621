"""The logo licence's record: offered with a published plan, accepted by the organisation, paused for a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rrn.accounts.models import User
from rrn.core.references import new_number
from rrn.core.time import london_day
from rrn.core.verdict import Refused, require
from rrn.events.actions import record
from rrn.membership.models import LicenceSuspension, LogoLicence, Member
from rrn.membership.permissions import may_accept_licence


@transaction.atomic
def offer_licence(*, member: Member, by: User | None, at: datetime) -> LogoLicence:
    """Offer the network's logo for the organisation's website. A renewal finds the licence it already has."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    if member.kind != Member.Kind.ORGANISATION:
        raise Refused("The logo is for organisations. Individual members do not receive it.")
    held = LogoLicence.objects.filter(member=member).first()
    if held is not None:
        return held
    licence = LogoLicence.objects.create(member=member, number=new_number(), offered_at=at)
    record("licence.offered", about=licence, by=by, at=at)
    return licence


@transaction.atomic
def accept_licence(*, licence: LogoLicence, terms_version: str, by: User, at: datetime) -> LogoLicence:
    """A lead of a member that counts accepts the terms, once; the version she saw is kept."""
    require(may_accept_licence(by, licence, london_day(at)))
    accepted = LogoLicence.objects.filter(pk=licence.pk, accepted_at__isnull=True).update(
        accepted_at=at, accepted_by=by, terms_version=terms_version
    )
    if not accepted:
        raise Refused("The licence has been accepted already.")
    licence.refresh_from_db()
    record("licence.accepted", about=licence, by=by, at=at, terms_version=terms_version)
    return licence


@transaction.atomic
def suspend_licence(*, licence: LogoLicence, reason: str, by: User | None, at: datetime) -> LicenceSuspension:
    """Pause the logo from today. `by=None` is the published ladder of missing reports."""
    if licence.suspensions.filter(ended_on__isnull=True).exists():
        raise Refused("The logo is suspended already.")
    if not reason.strip():
        raise Refused("Say why. The reason is kept with the decision.")
    suspension = LicenceSuspension.objects.create(
        licence=licence, starts_on=london_day(at), reason=reason.strip(), decided_by=by, decided_at=at
    )
    record("licence.suspended", about=licence, by=by, at=at, reason=suspension.reason)
    return suspension


@transaction.atomic
def lift_licence_suspension(*, licence: LogoLicence, by: User | None, at: datetime) -> None:
    """End the pause from today."""
    if not licence.suspensions.filter(ended_on__isnull=True).update(ended_on=london_day(at)):
        raise Refused("The logo is not suspended.")
    record("licence.suspension_lifted", about=licence, by=by, at=at)

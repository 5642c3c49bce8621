"""Who holds a seat: inviting, taking, changing, handing over, ending. Part of `actions`, its only door."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rrn.accounts.models import User
from rrn.core.verdict import Refused, require
from rrn.events.actions import record
from rrn.organisations import emails
from rrn.organisations.codes import derive, digest_of, new_token, plain
from rrn.organisations.models import FormerKind, Invitation, Organisation, Seat, SeatCode, SeatKind
from rrn.organisations.permissions import leads_of, may_end_seat, may_lead, open_seat, speaker
from rrn.organisations.queries import most_seats, seats_taken
from rrn.organisations.rules import INVITATION_LASTS


def _lock(organisation: Organisation) -> Organisation:
    """One change of an organisation's seats at a time, so that the last lead is never lost between two."""
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


def _require_room(organisation: Organisation, at: datetime) -> None:
    most = most_seats()
    if seats_taken(organisation, at) >= most:
        raise Refused(f"All {most} seats are taken or offered. End one first, or telephone us.")


def _is_last_lead(seat: Seat) -> bool:
    return seat.kind == SeatKind.LEAD and not leads_of(seat.organisation).exclude(pk=seat.pk).exists()


def _keep_a_lead(seat: Seat) -> None:
    """An organisation is never left without a lead silently."""
    if _is_last_lead(seat):
        who = seat.person.display_name or "This colleague"
        raise Refused(
            f"{who} is the only lead of {seat.organisation}. Make somebody else lead first, or telephone us."
        )


@transaction.atomic
def invite(
    *,
    organisation: Organisation,
    email: str,
    kind: SeatKind,
    by: User,
    at: datetime,
    role_title: str = "",
    on_behalf_of: User | None = None,
) -> Invitation:
    """Offer a seat by mail. An offer to the same address that is still open is replaced by this one."""
    organisation = _lock(organisation)
    require(may_lead(by, organisation, on_behalf_of))
    email = email.strip().casefold()
    if Seat.objects.filter(organisation=organisation, person__email=email, ended_at__isnull=True).exists():
        raise Refused("Somebody with this address already holds a seat here. You can change it in the list.")
    Invitation.objects.filter(
        organisation=organisation, email=email, accepted_at__isnull=True, taken_back_at__isnull=True
    ).update(taken_back_at=at)
    _require_room(organisation, at)
    token, digest = new_token()
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email,
        kind=kind,
        role_title=role_title,
        token_digest=digest,
        invited_by=speaker(by, on_behalf_of),
        invited_at=at,
        expires_at=at + INVITATION_LASTS,
    )
    record(
        "seat.offered", about=organisation, by=by, at=at, on_behalf_of=on_behalf_of, kind=kind, email=email
    )
    emails.seat_offered(invitation, token, at)
    return invitation


@transaction.atomic
def renew_invitation(*, invitation: Invitation, at: datetime) -> Invitation:
    """The link ran out and somebody opened it: send a fresh one to the same address, if the offer still stands."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at or invitation.taken_back_at:
        raise Refused("This invitation was used or taken back. Ask the organisation's lead for another.")
    if invitation.is_open(at):
        return invitation
    token, invitation.token_digest = new_token()
    invitation.expires_at = at + INVITATION_LASTS
    invitation.save(update_fields=["token_digest", "expires_at"])
    record("seat.offered_again", about=invitation.organisation, by=None, at=at, invitation=invitation.pk)
    emails.seat_offered(invitation, token, at)
    return invitation


@transaction.atomic
def take_back_invitation(
    *, invitation: Invitation, by: User, at: datetime, on_behalf_of: User | None = None
) -> None:
    """Withdraw an offer that nobody has taken; its link stops at once."""
    require(may_lead(by, invitation.organisation, on_behalf_of))
    rows = Invitation.objects.filter(
        pk=invitation.pk, accepted_at__isnull=True, taken_back_at__isnull=True
    ).update(taken_back_at=at)
    if rows:
        record(
            "seat.offer_taken_back", about=invitation.organisation, by=by, at=at, on_behalf_of=on_behalf_of
        )


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by: User, at: datetime) -> Seat:
    """Take an offered seat. Only the address it was sent to may; a second press gives the seat already held."""
    _lock(invitation.organisation)
    invitation = Invitation.objects.select_related("organisation").get(pk=invitation.pk)
    if by.email != invitation.email:
        raise PermissionDenied(
            "This invitation was sent to another address. Sign in with that one, or ask the lead to invite this one."
        )
    held = open_seat(by, invitation.organisation)
    if invitation.accepted_at and held:
        return held
    if not invitation.is_open(at):
        raise Refused("This invitation is no longer open. Ask the organisation's lead for another.")
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=at)
    if held:
        return held
    seat = Seat.objects.create(
        organisation=invitation.organisation,
        person=by,
        kind=invitation.kind,
        role_title=invitation.role_title,
        started_at=at,
    )
    record("seat.taken", about=invitation.organisation, by=by, at=at, seat=seat.pk, kind=seat.kind)
    return seat


@transaction.atomic
def renew_code(
    *, organisation: Organisation, by: User, at: datetime, on_behalf_of: User | None = None
) -> str:
    """Make the code with which colleagues take a seat themselves, or a new one; the old one stops at once."""
    organisation = _lock(organisation)
    require(may_lead(by, organisation, on_behalf_of))
    kept, new = SeatCode.objects.get_or_create(organisation=organisation, defaults={"renewed_at": at})
    kept.number = kept.number if new else kept.number + 1
    code = derive(organisation.pk, kept.number)
    kept.digest, kept.renewed_at = digest_of(code), at
    kept.save(update_fields=["number", "digest", "renewed_at"])
    record(
        "seat.code_renewed", about=organisation, by=by, at=at, on_behalf_of=on_behalf_of, number=kept.number
    )
    return code


@transaction.atomic
def switch_off_code(
    *, organisation: Organisation, by: User, at: datetime, on_behalf_of: User | None = None
) -> None:
    """Nobody takes a seat by code until the lead makes a new one."""
    require(may_lead(by, organisation, on_behalf_of))
    if SeatCode.objects.filter(organisation=organisation, digest__isnull=False).update(
        digest=None, renewed_at=at
    ):
        record("seat.code_switched_off", about=organisation, by=by, at=at, on_behalf_of=on_behalf_of)


@transaction.atomic
def take_seat_by_code(*, code: str, by: User, at: datetime) -> Seat:
    """Become a colleague with the code that the lead has given out; the caller counts wrong ones."""
    kept = SeatCode.objects.filter(digest=digest_of(plain(code))).select_related("organisation").first()
    if kept is None:
        raise Refused("We do not know this code. It may have been renewed: ask your organisation's lead.")
    organisation = _lock(kept.organisation)
    if held := open_seat(by, organisation):
        return held
    _require_room(organisation, at)
    seat = Seat.objects.create(organisation=organisation, person=by, kind=SeatKind.COLLEAGUE, started_at=at)
    record("seat.taken", about=organisation, by=by, at=at, seat=seat.pk, kind=seat.kind, code=kept.number)
    return seat


@transaction.atomic
def give_seat(
    *,
    organisation: Organisation,
    person: User,
    kind: SeatKind,
    by: User | None,
    at: datetime,
    role_title: str = "",
) -> Seat:
    """Seat somebody without an invitation: the office, or a 2014 pledge that its contact has claimed (`by` herself)."""
    organisation = _lock(organisation)
    if by is not None and by != person:
        require(may_lead(by, organisation))
    held = open_seat(person, organisation)
    if held:
        return held
    seat = Seat.objects.create(
        organisation=organisation, person=person, kind=kind, role_title=role_title, started_at=at
    )
    record("seat.given", about=organisation, by=by, at=at, seat=seat.pk, kind=kind)
    if by != person:
        emails.seat_changed(seat, at)
    return seat


def _become(seat: Seat, kind: SeatKind, at: datetime) -> None:
    """Give a seat another kind, and keep what it was until now."""
    if seat.kind == kind:
        return
    since = seat.kind_since or seat.started_at
    FormerKind.objects.create(seat=seat, kind=seat.kind, since=since, until=max(at, since))
    seat.kind, seat.kind_since = kind, at
    seat.save(update_fields=["kind", "kind_since"])


@transaction.atomic
def change_seat(
    *,
    seat: Seat,
    by: User,
    at: datetime,
    kind: SeatKind | None = None,
    role_title: str | None = None,
    on_behalf_of: User | None = None,
) -> Seat:
    """Change what a seat lets its holder do, or what the role is called."""
    _lock(seat.organisation)
    seat = Seat.objects.select_related("organisation", "person").get(pk=seat.pk)
    require(may_lead(by, seat.organisation, on_behalf_of))
    if seat.ended_at:
        raise Refused("This seat has ended. Invite the person again.")
    before = seat.kind
    if kind and kind != seat.kind:
        _keep_a_lead(seat)
        _become(seat, kind, at)
    if role_title is not None:
        seat.role_title = role_title
    seat.save(update_fields=["role_title"])
    record(
        "seat.changed",
        about=seat.organisation,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        seat=seat.pk,
        kind=seat.kind,
    )
    if seat.kind != before and seat.person != by:
        emails.seat_changed(seat, at)
    return seat


@transaction.atomic
def hand_over(
    *, organisation: Organisation, to: Seat, by: User, at: datetime, on_behalf_of: User | None = None
) -> Seat:
    """Make somebody else the lead and step back to editor, in one go."""
    organisation = _lock(organisation)
    require(may_lead(by, organisation, on_behalf_of))
    to = Seat.objects.select_related("organisation", "person").get(pk=to.pk, organisation=organisation)
    if to.ended_at:
        raise Refused("This seat has ended. Invite the person again.")
    mine = open_seat(speaker(by, on_behalf_of), organisation)
    _become(to, SeatKind.LEAD, at)
    if mine and mine.pk != to.pk and mine.kind == SeatKind.LEAD:
        _become(mine, SeatKind.EDITOR, at)
    to.refresh_from_db()
    record("seat.handed_over", about=organisation, by=by, at=at, on_behalf_of=on_behalf_of, seat=to.pk)
    if to.person != by:
        emails.seat_changed(to, at)
    return to


@transaction.atomic
def end_seat(
    *, seat: Seat, by: User, at: datetime, on_behalf_of: User | None = None, leave_without_lead: bool = False
) -> Seat:
    """End a seat now. The last lead's ends only when the office says so, and that is noted as what it is."""
    _lock(seat.organisation)
    seat = Seat.objects.select_related("organisation", "person").get(pk=seat.pk)
    require(may_end_seat(by, seat, on_behalf_of))
    if seat.ended_at:
        return seat
    leaves_none = _is_last_lead(seat)
    if leaves_none and not (leave_without_lead and by.is_office):
        _keep_a_lead(seat)
    Seat.objects.filter(pk=seat.pk, ended_at__isnull=True).update(ended_at=at)
    seat.refresh_from_db()
    record("seat.ended", about=seat.organisation, by=by, at=at, on_behalf_of=on_behalf_of, seat=seat.pk)
    if leaves_none:
        record("organisation.left_without_lead", about=seat.organisation, by=by, at=at)
    return seat


@transaction.atomic
def end_seats_of_person(*, person: User, by: User | None, at: datetime) -> list[Organisation]:
    """Somebody leaves the network: end every seat. Returns the organisations left without a lead, which is noted."""
    left = []
    for seat in Seat.objects.filter(person=person, ended_at__isnull=True).select_related(
        "organisation", "person"
    ):
        _lock(seat.organisation)
        last = _is_last_lead(seat)
        Seat.objects.filter(pk=seat.pk, ended_at__isnull=True).update(ended_at=at)
        record("seat.ended", about=seat.organisation, by=by, at=at, seat=seat.pk)
        if last:
            record("organisation.left_without_lead", about=seat.organisation, by=by, at=at)
            left.append(seat.organisation)
    return left

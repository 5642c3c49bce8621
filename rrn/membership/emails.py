"""What this room writes to members about their membership: rows of the outbox, in the caller's transaction.

An individual is written to herself, an organisation through its leads. Every letter about a decision gives the
reasons as they were written and, where there is an appeal, says how it is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from rrn.accounts.models import User
from rrn.membership.models import Appeal, Member, RosterSeat
from rrn.membership.rules import APPEAL_DAYS, Body, Term, full_date
from rrn.organisations.permissions import leads_of
from rrn.post.actions import queue_mail
from rrn.post.compose import Letter, compose


def readers_of(member: Member) -> Sequence[User]:
    """Who gets a member's letters: she herself, or the organisation's leads. At most one query."""
    if member.organisation is None:
        return [member.person] if member.person is not None and member.person.is_active else []
    return [seat.person for seat in leads_of(member.organisation)]


def _words(member: Member, **context: Any) -> dict[str, Any]:
    organisation = member.organisation
    page = organisation.get_home_url() if organisation else reverse("membership:my_membership")
    return {
        "individual": organisation is None,
        "whose": "your membership" if organisation is None else f"the membership of {organisation}",
        "Whose": "Your membership" if organisation is None else f"The membership of {organisation}",
        "it": "you" if organisation is None else "your organisation",
        "appeal_days": APPEAL_DAYS,
        "link": settings.BASE_URL + page,
        "why": "You get this because it is about your own membership of the network."
        if organisation is None
        else "You get this because you lead this organisation with us.",
        **context,
    }


def letter(member: Member, name: str, **context: Any) -> Letter:
    """What the member will read, before it is sent."""
    return compose(f"membership/emails/{name}.txt", _words(member, **context))


def tell(member: Member, name: str, at: datetime, **context: Any) -> int:
    """Write it to everybody who reads this member's letters. Returns to how many."""
    readers = readers_of(member)
    for person in readers:
        queue_mail(
            to=person.email,
            template=f"membership/emails/{name}.txt",
            context=_words(member, **context),
            at=at,
            recipient=person,
            about=member,
        )
    return len(readers)


def appeal_received(appeal: Appeal, at: datetime) -> None:
    tell(appeal.member, "appeal_received", at, suspended=appeal.suspension_id is not None, decide_by=full_date(appeal.decide_by))


def appeal_words(appeal: Appeal, *, upheld: bool, reasons: str) -> dict[str, Any]:
    """What the answer says: for the letter and for its preview."""
    return {"suspended": appeal.suspension_id is not None, "upheld": upheld, "reasons": reasons}


# As a sentence goes on: "a seat …".
WHERE = {Body.STEERING.value: "on the steering group", Body.TRUSTEES.value: "among the trustees"}


def _of_seat(seat: RosterSeat) -> dict[str, object]:
    return {
        "person": seat.person,
        "where": WHERE[seat.body],
        "role": seat.get_role_display().lower(),
        "organisation": seat.organisation,
        "must_be_member": seat.body == Body.STEERING,
        "link": f"{settings.BASE_URL}/my/steering-group/",
    }


def proposed_for_a_seat(seat: RosterSeat, term: Term, at: datetime) -> None:
    queue_mail(
        to=seat.person.email,
        template="membership/emails/proposed_for_a_seat.txt",
        context=_of_seat(seat)
        | {
            "starts": full_date(term.starts_on),
            "ends": full_date(term.ends_on),
            "join": f"{settings.BASE_URL}/join/individual/",
        },
        at=at,
        recipient=seat.person,
        about=seat,
        key=f"roster_proposed:{seat.pk}",
    )


def seat_confirmed(seat: RosterSeat, at: datetime) -> None:
    queue_mail(
        to=seat.person.email,
        template="membership/emails/seat_confirmed.txt",
        context=_of_seat(seat) | {"page": f"{settings.BASE_URL}/steering-group/"},
        at=at,
        recipient=seat.person,
        about=seat,
        key=f"roster_confirmed:{seat.pk}",
    )

"""Appeals about a suspension or a removal: made by the member, decided by somebody else than who took the decision."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rrn.accounts.models import User
from rrn.core.time import london_day
from rrn.core.verdict import Refused, require
from rrn.core.working_days import BANK_HOLIDAYS, working_days_after
from rrn.events.actions import record
from rrn.membership import emails, rules
from rrn.membership.models import Appeal, Ending, Member, Suspension
from rrn.membership.permissions import may_appeal, may_take_appeal
from rrn.membership.queries import appealable, facts_of


@transaction.atomic
def appeal_decision(
    *, member: Member, words: str, by: User, at: datetime, on_behalf_of: User | None = None
) -> Appeal:
    """Ask that somebody else looks at the removal or the suspension that stands. The same one twice is one appeal."""
    member = Member.objects.select_for_update(of=("self",)).select_related("person", "organisation").get(pk=member.pk)
    require(may_appeal(by, member, on_behalf_of))
    decision = appealable(member, london_day(at))
    if decision is None:
        raise Refused("There is no suspension or removal to appeal against.")
    about = {"ending": decision} if isinstance(decision, Ending) else {"suspension": decision}
    if earlier := Appeal.objects.filter(**about).first():
        return earlier
    if not words.strip():
        raise Refused("Say why somebody else should look at the decision.")
    made = Appeal.objects.create(
        member=member,
        words=words.strip(),
        made_by=by,
        on_behalf_of=on_behalf_of,
        made_at=at,
        decide_by=working_days_after(london_day(at), rules.APPEAL_DAYS, BANK_HOLIDAYS),
        **about,
    )
    record("membership.appealed", about=member, by=by, at=at, on_behalf_of=on_behalf_of, decide_by=made.decide_by)
    emails.appeal_received(made, at)
    return made


@transaction.atomic
def decide_member_appeal(*, appeal: Appeal, upheld: bool, reasons: str, by: User, at: datetime) -> Appeal:
    """Decide an appeal. Upheld, the suspension or the removal is dated as taken back today; nothing else changes it."""
    member = Member.objects.select_for_update(of=("self",)).select_related("person", "organisation").get(pk=appeal.member_id)
    appeal = Appeal.objects.select_related("suspension", "ending", "member__organisation").get(pk=appeal.pk)
    today = london_day(at)
    require(may_take_appeal(by, appeal, today))
    if appeal.decided_at:
        raise Refused("This appeal has been decided.")
    if not reasons.strip():
        raise Refused("Give the reasons. The member reads exactly this.")
    about = appeal.about
    if about.ended_on is not None:
        raise Refused("The decision has been taken back meanwhile, so there is nothing left to decide.")
    Appeal.objects.filter(pk=appeal.pk, decided_at__isnull=True).update(
        upheld=upheld, reasons=reasons.strip(), decided_by=by, decided_at=at
    )
    if upheld:
        kind: type[Suspension] | type[Ending] = type(about)
        kind._default_manager.filter(pk=about.pk, ended_on__isnull=True).update(
            ended_on=today, ended_by=by, ended_why=reasons.strip()
        )
    appeal.refresh_from_db()
    record("membership.appeal_decided", about=member, by=by, at=at, upheld=upheld, reasons=reasons.strip())
    reader = rules.Reader.MEMBER if member.organisation is None else rules.Reader.ORGANISATION
    emails.tell(
        member,
        "appeal_decided",
        at,
        day=rules.full_date(today),
        sentence=rules.why(facts_of(member), today, reader),
        **emails.appeal_words(appeal, upheld=upheld, reasons=reasons.strip()),
    )
    return appeal

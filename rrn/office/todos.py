"""What waits for the network's people: plans, appeals, organisations nobody leads, mail that came back.

Each question has a fixed number of queries and gives at most `MOST` answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from rrn.clock.brake import label_of
from rrn.clock.permissions import may_look
from rrn.clock.queries import open_halts, setbacks
from rrn.core.time import london_day, start_of_day
from rrn.core.todos import CALENDAR, MOST, WORKING, ToDo
from rrn.core.working_days import BANK_HOLIDAYS, working_days_after, working_days_between
from rrn.membership.queries import appeals_to_decide
from rrn.office import queue
from rrn.office.notices import address_of_list
from rrn.office.queries import mails_to_decide
from rrn.organisations.queries import organisations_without_lead
from rrn.plans.rules import State, say
from rrn.post import ledger
from rrn.post.permissions import messages_visible_to
from rrn.transition.queries import batches_to_look_at

# Working days in which the contact page promises an answer.
ANSWER_WITHIN = 5
# A letter that came back is looked at within three days: whoever it was for knows nothing yet.
LOOKED_AT_WITHIN = timedelta(days=3)


def mails(user: Any, day: date) -> Iterable[ToDo]:
    """Mails that came back or may not have arrived, oldest first. One query."""
    for mail in mails_to_decide(user)[: MOST + 1]:
        since = london_day(mail.queued_at)
        waited = (day - since).days
        yield ToDo(
            what="Mail came back" if mail.state == mail.State.BOUNCED else "Mail perhaps sent",
            about=mail.subject,
            url=reverse("office:mail", args=[mail.pk]),
            since=since,
            promise=say(since + LOOKED_AT_WITHIN),
            due=since + LOOKED_AT_WITHIN,
            counted=CALENDAR,
            urgent=waited >= 2,
            do="Decide",
        )


def plans(user: Any, day: date) -> Iterable[ToDo]:
    """Plans that wait for a reader or for a decision, and accepted ones to be published today. Four queries.

    Those in which she has an interest are somebody else's to do, those with changes asked are not ours now.
    """
    if not user.reviews_plans:
        return
    waiting = queue.waiting(user, day).exclude(state=State.CHANGES_ASKED).exclude(publish_on__gt=day)
    for row in queue.rows_of(waiting[: MOST + 1], user, day):
        if row.has_interest:
            continue
        plan, taken = row.plan, row.reviewer is not None
        sent = london_day(plan.submitted_at or plan.saved_at)
        yield ToDo(
            what="Plan to publish" if plan.state == State.ACCEPTED else "Plan to review",
            about=f"{plan.organisation.name}{', second time' if row.again else ''}",
            url=reverse("office:plan", args=[plan.reference]),
            since=sent,
            since_words=f"Sent {say(sent)}",
            promise=row.clock.words,
            due=row.clock.due,
            with_whom=str(row.reviewer or "Nobody yet"),
            mine=row.mine,
            owned=True,  # a plan is taken by declaring that one has no interest
            urgent=row.clock.urgent,
            do="Open" if taken or plan.state == State.ACCEPTED else "Take it",
        )


def appeals(user: Any, day: date) -> Iterable[ToDo]:
    """Appeals that this person may decide. Three queries."""
    if not (user.reviews_plans or "trustee" in user.roles):
        return
    for appeal in queue.appeals_for(user, day, MOST + 1):
        left = working_days_between(day, appeal.decide_by, BANK_HOLIDAYS)
        yield ToDo(
            what="Appeal",
            about=appeal.decision.plan.organisation.name,
            url=reverse("office:appeal", args=[appeal.pk]),
            since=london_day(appeal.made_at),
            since_words=f"Made {say(london_day(appeal.made_at))}",
            promise=say(appeal.decide_by),
            due=appeal.decide_by,
            counted=WORKING,
            urgent=left <= 1,
            do="Decide",
        )


def member_appeals(user: Any, day: date) -> Iterable[ToDo]:
    """Appeals about a suspension or a removal that this person may decide. Three queries."""
    if not (user.reviews_plans or "trustee" in user.roles):
        return
    for appeal in appeals_to_decide(user, day, MOST + 1):
        made = london_day(appeal.made_at)
        yield ToDo(
            what="Appeal about a suspension" if appeal.suspension_id else "Appeal about a removal",
            about=str(appeal.member),
            url=reverse("office:member_appeal", args=[appeal.pk]),
            since=made,
            since_words=f"Made {say(made)}",
            promise=say(appeal.decide_by),
            due=appeal.decide_by,
            counted=WORKING,
            urgent=working_days_between(day, appeal.decide_by, BANK_HOLIDAYS) <= 1,
            do="Decide",
        )


def nobody_leads(user: Any, day: date) -> Iterable[ToDo]:
    """Organisations in which people hold seats and none of them leads. One query, for the office only."""
    if not user.is_office:
        return
    for organisation in organisations_without_lead().order_by("name")[: MOST + 1]:
        yield ToDo(
            what="No contact",
            about=f"Nobody leads {organisation.name}",
            url=reverse("office:organisation", args=[organisation.slug]),
            do="Open",
        )


def look_alikes(user: Any, day: date) -> Iterable[ToDo]:
    """Files whose look-alikes nobody has looked at, one line a file. One query, for the office only."""
    if not user.is_office:
        return
    for batch in batches_to_look_at()[: MOST + 1]:
        yield ToDo(
            what="Pledges that look alike",
            about=f"{batch.groups} in {batch.file_name}",  # type: ignore[attr-defined]  # annotated by the query
            url=reverse("office:imported", args=[batch.reference]),
            since=london_day(batch.applied_at),
            do="Look",
        )


def messages(user: Any, day: date) -> Iterable[ToDo]:
    """What people wrote to the network and nobody has answered, oldest first. One query, for the office only."""
    waiting = messages_visible_to(user).filter(answered_at__isnull=True).order_by("sent_at")
    for message in waiting[: MOST + 1]:
        sent = london_day(message.sent_at)
        due = working_days_after(sent, ANSWER_WITHIN, BANK_HOLIDAYS)
        yield ToDo(
            what="Message to answer",
            about=str(message),
            url=reverse("office:message", args=[message.pk]),
            since=sent,
            promise=say(due),
            due=due,
            counted=WORKING,
            urgent=day >= due,
            with_whom="The office",
            do="Open",
        )


def clock_stops(user: Any, day: date) -> Iterable[ToDo]:
    """The clock has stopped before more than usual. The office asks for it to go on; a reviewer or trustee can agree. Two queries."""
    if not may_look(user):
        return
    for halt in open_halts(day):
        alone = halt.released_at is not None and halt.agreed_by_id is None
        if halt.agreed_by_id or not (user.is_office or halt.asked_by_id):
            continue
        yield ToDo(
            what="Goes on alone" if alone else "Clock stopped",
            about=f"The clock has stopped before {halt.number}: {label_of(halt.duty)}. The forecast was {halt.forecast}",
            url=reverse("office:clock_stop", args=[halt.pk]),
            since=london_day(halt.stopped_at),
            promise="Today",
            due=day,
            urgent=True,
            with_whom=f"{halt.asked_by} has asked" if halt.asked_by_id else "The office",
            do="Look",
        )


def put_aside_by_the_clock(user: Any, day: date) -> Iterable[ToDo]:
    """Records that a duty could not do, all in one line. One query, for the office only."""
    if not user.is_office:
        return
    found = setbacks()
    if found:
        yield ToDo(
            what="Put aside",
            about=f"The clock could not do {len(found)} record{'' if len(found) == 1 else 's'}",
            url=reverse("office:clock"),
            since=min(london_day(one.failed_at) for one in found),
            urgent=max(one.tries for one in found) >= 5,
            with_whom="The office",
            do="Look",
        )


def unexplained_notices(user: Any, day: date) -> Iterable[ToDo]:
    """Notices that should have been written and of which nobody knows what became: one line for each rule and day.
    One query, for the office only."""
    if not user.is_office:
        return
    for line in ledger.unexplained(at=start_of_day(day))[: MOST + 1]:
        yield ToDo(
            what="Notices to explain",
            about=f"{line.unexplained} of “{line.rule.label}”",
            url=address_of_list(line.rule.name, line.day, "unexplained"),
            since=line.day,
            since_words=f"Due {say(line.day)}",
            promise="Today",
            due=day,
            urgent=True,
            with_whom="The office",
            do="Look",
        )

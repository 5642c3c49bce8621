"""The diary in sentences: what a line says to somebody in the office."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q, QuerySet

from rrn.accounts.models import User
from rrn.events.models import Line

WORDS = {
    "action.ended": "Said how the action ended",
    "address.confirmed_again": "Confirmed the address after mail had come back",
    "address.held": "Put the address on hold, because mail came back",
    "address.hold_lifted": "Lifted the hold on the address",
    "action.said": "Said how the action goes",
    "call.noted": "Wrote down a call",
    "clock.left_stopped": "Left the clock stopped until tomorrow",
    "clock.release_asked": "Asked that the clock goes on",
    "clock.released": "Agreed that the clock goes on",
    "clock.released_alone": "Let the clock go on alone, a day later",
    "clock.stopped": "The clock stopped before more than usual",
    "consent.given": "Agreed to a wording",
    "consent.withdrawn": "Took an agreement back",
    "interest.declared": "Declared an interest",
    "interest.ended": "Ended an interest",
    "letter.posted": "Took the letter to the post",
    "letter.written": "Wrote a letter",
    "licence.accepted": "Accepted the licence for the logo",
    "licence.offered": "Was offered the licence for the logo",
    "mail.left": "Left a mail as it is",
    "import.applied": "Brought in a file of the 2014 pledge",
    "import.looked_at": "Looked at the pledges of a file that look alike",
    "mail.sent_again": "Sent a mail again",
    "message.answered": "Marked the message as answered",
    "message.sent": "Wrote to the network",
    "membership.applied": "Applied for membership",
    "membership.application_ended": "The application is no longer waiting",
    "membership.joined": "Joined as a member",
    "membership.left": "Left the membership",
    "membership.appeal_decided": "Decided the appeal about the membership",
    "membership.appealed": "Appealed about the membership",
    "membership.became_due": "A renewal was asked for from this day",
    "membership.closed": "Noted that the organisation has closed",
    "membership.ended": "The membership ended without a renewal",
    "membership.ending_taken_back": "Took the decision about the membership back",
    "membership.grace_began": "The two years were over; the membership still counted",
    "membership.merged": "Merged it into another member",
    "membership.override_taken_back": "No longer let the membership count longer",
    "membership.override_granted": "Let the membership count longer",
    "membership.period_started": "The two years began",
    "membership.removed": "Removed the member",
    "membership.suspended": "Suspended the membership",
    "membership.suspension_lifted": "Lifted the suspension",
    "office.read": "Read the details",
    "notices.noted_again": "Had the notices of a day noted",
    "organisation.described": "Changed what it says of itself",
    "organisation.entered": "Entered the organisation",
    "organisation.founded": "Entered the organisation",
    "organisation.renamed": "Gave it a new name",
    "person.address_confirmed": "Confirmed the address",
    "person.print_chosen": "Chose how large the print of our mail is",
    "person.renamed": "Changed the name that others see",
    "person.signed_in": "Signed in",
    "person.signed_up": "Made an account",
    "pledge.claimed": "Noted whose the 2014 pledge was",
    "plan.accepted": "Accepted the plan",
    "plan.action_added": "Added an action",
    "plan.action_moved": "Moved an action",
    "plan.action_put_back": "Put an action back",
    "plan.action_removed": "Took an action out",
    "plan.appeal_decided": "Decided the appeal",
    "plan.appealed": "Appealed",
    "plan.closed": "The plan was closed",
    "plan.confirmed": "Confirmed the plan",
    "plan.not_accepted": "Did not accept the plan",
    "plan.publication_day_set": "Chose the day of publication",
    "plan.published": "Published the plan",
    "plan.reminded_of_changes": "Reminded the organisation of the changes asked for",
    "plan.resubmitted": "Sent the plan again",
    "plan.returned_to_draft": "The plan became a draft again",
    "plan.started": "Started a plan",
    "plan.submitted": "Sent the plan",
    "plan.withdrawn": "Took the plan back",
    "plan.written": "Wrote in the plan",
    "review.changes_asked": "Asked for changes",
    "review.comment_taken_back": "Took a comment back",
    "review.commented": "Commented on a plan",
    "review.handed_back": "Handed a plan back to the queue",
    "review.opened": "Declared no interest and opened a plan",
    "review.reopened": "Took a plan back into review",
    "role.ended": "Ended a role",
    "role.granted": "Gave a role",
    "roster.confirmed": "Confirmed the seat",
    "roster.ended": "Ended the seat",
    "roster.interest_declared": "Declared an interest",
    "roster.interest_ended": "Ended an interest",
    "roster.naming_agreed": "Agreed to be named",
    "roster.naming_taken_back": "Took back being named",
    "roster.proposed": "Proposed for a seat",
    "roster.term_given": "Gave another term",
    "seat.ended": "Ended a seat",
    "seat.given": "Gave a seat",
    "seat.offered": "Offered a seat",
    "seat.taken": "Took a seat",
    "video.completed": "Completed a video",
    "video.waived": "Let a video count",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: what was done, by whom, on whose behalf."""

    words: str
    at: datetime
    by: str
    for_words: str


def words_of(verb: str) -> str:
    """The sentence of a verb; a verb nobody has worded yet reads as its own words."""
    if verb in WORDS:
        return WORDS[verb]
    noun, _, deed = verb.partition(".")
    return f"{noun.replace('_', ' ')}: {deed.replace('_', ' ')}".capitalize()


def lines_about(*records: models.Model) -> QuerySet[Line]:
    """Every line about these records, newest first."""
    wanted = Q(pk__in=())
    for each in records:
        wanted |= Q(about_kind=each._meta.label_lower, about_id=str(each.pk))
    return Line.objects.filter(wanted)


def lines_by(person: User) -> QuerySet[Line]:
    return Line.objects.filter(by_kind=person._meta.label_lower, by_id=str(person.pk))


def entries(lines: Iterable[Line]) -> list[Entry]:
    """Lines with the names of the people in them: one query, however many lines."""
    lines = list(lines)
    kind = User._meta.label_lower
    numbers = {line.by_id for line in lines if line.by_kind == kind} | {
        line.for_id for line in lines if line.for_kind == kind
    }
    names = {str(person.pk): str(person) for person in User.objects.filter(pk__in=numbers)} if numbers else {}
    return [
        Entry(
            words=words_of(line.verb),
            at=line.at,
            by=names.get(line.by_id, "Somebody whose account is gone") if line.by_id else "The clock",
            for_words=_for(line, names),
        )
        for line in lines
    ]


def _for(line: Line, names: dict[str, str]) -> str:
    if not line.for_id:
        return ""
    name = names.get(line.for_id, "")
    return f"by the office, for {name}" if name else "by the office, on their behalf"

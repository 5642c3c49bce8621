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
    "action.hidden": "Took the action off the public list",
    "action.said": "Said how the action goes",
    "action.shown": "Let the action be seen in public",
    "address.confirmed_again": "Confirmed the address after mail had come back",
    "address.erased": "Erased a person at her wish",
    "address.held": "Put the address on hold, because mail came back",
    "address.hold_lifted": "Lifted the hold on the address",
    "batch.begun": "Began something for many records",
    "batch.done": "Finished something for many records",
    "batch.undo_begun": "Began to undo something for many records",
    "batch.undone": "Undid something for many records",
    "call.noted": "Wrote down a call",
    "clock.left_stopped": "Left the clock stopped until tomorrow",
    "clock.release_asked": "Asked that the clock goes on",
    "clock.released": "Agreed that the clock goes on",
    "clock.released_alone": "Let the clock go on alone, a day later",
    "clock.stopped": "The clock stopped before more than usual",
    "consent.given": "Agreed to a wording",
    "consent.withdrawn": "Took an agreement back",
    "help_contact.changed": "Changed an entry of the help page",
    "help_contact.checked": "Checked an entry of the help page",
    "import.applied": "Brought in a file of the 2014 pledge",
    "import.looked_at": "Looked at the pledges of a file that look alike",
    "installation.handed_over": "Handed over the installation",
    "interest.declared": "Declared an interest",
    "interest.ended": "Ended an interest",
    "letter.posted": "Took the letter to the post",
    "letter.written": "Wrote a letter",
    "licence.accepted": "Accepted the licence for the logo",
    "licence.offered": "Was offered the licence for the logo",
    "licence.suspended": "Paused the licence for the logo",
    "licence.suspension_lifted": "Let the licence for the logo go on",
    "mailing.agreed": "Agreed to the mailing as the second person",
    "mailing.done": "The last mail of the mailing was written",
    "mailing.released": "Released the mailing",
    "mailing.released_alone": "Released the mailing alone, a day later",
    "mailing.saved": "Saved the draft",
    "mailing.started": "Began the mailing",
    "mailing.stopped": "Stopped the mailing",
    "mailing.submitted": "Asked a second person to agree to the mailing",
    "mailing.taken_away": "Took the results away as a spreadsheet",
    "mailing.taken_back": "Took the mailing back to its draft",
    "mailing.tested": "Sent a test",
    "mail.left": "Left a mail as it is",
    "mail.sent_again": "Sent a mail again",
    "membership.appeal_decided": "Decided the appeal about the membership",
    "membership.appealed": "Appealed about the membership",
    "membership.application_ended": "The application is no longer waiting",
    "membership.applied": "Applied for membership",
    "membership.became_due": "A renewal was asked for from this day",
    "membership.closed": "Noted that the organisation has closed",
    "membership.ended": "The membership ended without a renewal",
    "membership.ending_taken_back": "Took the decision about the membership back",
    "membership.grace_began": "The two years were over; the membership still counted",
    "membership.joined": "Joined as a member",
    "membership.left": "Left the membership",
    "membership.listed": "Agreed to be named in public",
    "membership.merged": "Merged it into another member",
    "membership.override_granted": "Let the membership count longer",
    "membership.override_taken_back": "No longer let the membership count longer",
    "membership.period_started": "The two years began",
    "membership.removed": "Removed the member",
    "membership.suspended": "Suspended the membership",
    "membership.suspension_lifted": "Lifted the suspension",
    "membership.unlisted": "Took back being named in public",
    "message.answered": "Marked the message as answered",
    "message.sent": "Wrote to the network",
    "note.taken_back": "Took a note back",
    "note.written": "Wrote a note",
    "office.read": "Read the details",
    "notices.noted_again": "Had the notices of a day noted",
    "office.took_away": "Took records away as a spreadsheet",
    "organisation.described": "Changed what it says of itself",
    "organisation.entered": "Entered the organisation",
    "organisation.founded": "Entered the organisation",
    "organisation.left_without_lead": "Nobody leads the organisation any more",
    "organisation.register_added": "Gave a register number",
    "organisation.register_checked": "Checked a register number",
    "organisation.register_removed": "Took a register number out",
    "organisation.renamed": "Gave it a new name",
    "person.address_changed": "Changed the address",
    "person.address_confirmed": "Confirmed the address",
    "person.print_chosen": "Chose how large the print of our mail is",
    "person.authenticator_app_added": "Added an app as second factor",
    "person.authenticator_app_removed": "Removed an app as second factor",
    "person.language_chosen": "Chose the language of letters",
    "person.made_first_admin": "Was given the installation",
    "person.passkey_added": "Added a passkey",
    "person.passkey_removed": "Removed a passkey",
    "person.password_changed": "Changed the password",
    "person.password_reset": "Set a new password by mail",
    "person.password_set": "Set a password",
    "person.recovery_codes_made": "Made recovery codes",
    "person.removed_unconfirmed": "The account went, because its address was not confirmed",
    "person.renamed": "Changed the name that others see",
    "person.signed_in": "Signed in",
    "person.signed_out": "Signed out",
    "person.signed_out_everywhere": "Signed out everywhere",
    "person.signed_up": "Made an account",
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
    "pledge.claimed": "Noted whose the 2014 pledge was",
    "pledge.imported": "The 2014 pledge was brought in from a file",
    "pledge.rows_added": "Further rows of a file went into the 2014 pledge",
    "review.changes_asked": "Asked for changes",
    "review.comment_taken_back": "Took a comment back",
    "review.commented": "Commented on a plan",
    "review.handed_back": "Handed a plan back to the queue",
    "review.no_interest_declared": "Declared no interest in the organisation",
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
    "seat.changed": "Changed a seat",
    "seat.code_renewed": "Renewed the code for colleagues",
    "seat.code_switched_off": "Switched the code for colleagues off",
    "seat.ended": "Ended a seat",
    "seat.given": "Gave a seat",
    "seat.handed_over": "Handed the lead over",
    "seat.offer_taken_back": "Took the offer of a seat back",
    "seat.offered": "Offered a seat",
    "seat.offered_again": "Offered a seat again",
    "seat.taken": "Took a seat",
    "todo.given_back": "Gave a to-do back",
    "todo.handed_over": "Handed a to-do over",
    "todo.taken": "Took a to-do",
    "video.chosen": "Chose a video for its place",
    "video.completed": "Completed a video",
    "video.group": "Confirmed a group showing of a video",
    "video.trouble_answered": "Answered a trouble with a video",
    "video.trouble_told": "Told of a trouble with a video",
    "video.waived": "Let a video count",
    "view.brought_back": "Brought a saved view back",
    "view.changed": "Changed a saved view",
    "view.removed": "Removed a saved view",
    "view.saved": "Saved a view of a list",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: what was done, by whom, on whose behalf."""

    words: str
    at: datetime
    by: str
    for_words: str
    by_number: str = ""
    about: str = ""
    reason: str = ""


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


def entries(lines: Iterable[Line], *, known: Iterable[User] = ()) -> list[Entry]:
    """Lines with the names of the people in them: one query, however many lines; none where all of them are known."""
    lines = list(lines)
    kind = User._meta.label_lower
    numbers = {line.by_id for line in lines if line.by_kind == kind} | {
        line.for_id for line in lines if line.for_kind == kind
    }
    names = {str(person.pk): str(person) for person in known}
    if missing := numbers - set(names):
        names |= {str(person.pk): str(person) for person in User.objects.filter(pk__in=missing)}
    return [
        Entry(
            words=words_of(line.verb),
            at=line.at,
            by=names.get(line.by_id, "Somebody whose account is gone") if line.by_id else "The clock",
            for_words=_for(line, names),
            by_number=line.by_id if line.by_kind == kind else "",
            about=f"{line.about_kind} {line.about_id}",
            reason=_reason(line),
        )
        for line in lines
    ]


def _for(line: Line, names: dict[str, str]) -> str:
    if not line.for_id:
        return ""
    name = names.get(line.for_id, "")
    return f"by the office, for {name}" if name else "by the office, on their behalf"


def _reason(line: Line) -> str:
    """Why it was done, where somebody said so and it was not erased; only for lines fetched with their details."""
    if "details" not in line._state.fields_cache:
        return ""
    return str(line.details.details.get("reason", ""))

"""What may happen to a plan, what it needs to be sent, and by when we answer. Pure: no database, clock or request."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import TextChoices

from rrn.core.time import add_years
from rrn.core.verdict import Refused
from rrn.core.working_days import working_days_after, working_days_between


class State(TextChoices):
    """A plan's position in the work that people do on it."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Sent to us"
    IN_REVIEW = "in_review", "In review"
    CHANGES_ASKED = "changes_asked", "Changes asked for"
    ACCEPTED = "accepted", "Accepted"
    PUBLISHED = "published", "Published"
    CLOSED = "closed", "Closed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    NOT_ACCEPTED = "not_accepted", "Not accepted"


class Move(TextChoices):
    """What somebody does to a plan; the label finishes "cannot be …"."""

    SUBMIT = "submit", "sent"
    OPEN_REVIEW = "open_review", "opened for review"
    ASK_CHANGES = "ask_changes", "sent back for changes"
    RESUBMIT = "resubmit", "sent again"
    RETURN_TO_DRAFT = "return_to_draft", "returned to draft"
    ACCEPT = "accept", "accepted"
    NOT_ACCEPT = "not_accept", "turned down"
    PUBLISH = "publish", "published"
    CLOSE = "close", "closed"
    REOPEN = "reopen", "taken back into review"
    WITHDRAW = "withdraw", "withdrawn"
    UPHOLD_APPEAL = "uphold_appeal", "reviewed again after an appeal"


STEPS: dict[tuple[State, Move], State] = {
    (State.DRAFT, Move.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Move.OPEN_REVIEW): State.IN_REVIEW,
    (State.IN_REVIEW, Move.ASK_CHANGES): State.CHANGES_ASKED,
    (State.CHANGES_ASKED, Move.RESUBMIT): State.IN_REVIEW,
    (State.CHANGES_ASKED, Move.RETURN_TO_DRAFT): State.DRAFT,
    (State.IN_REVIEW, Move.ACCEPT): State.ACCEPTED,
    (State.IN_REVIEW, Move.NOT_ACCEPT): State.NOT_ACCEPTED,
    (State.ACCEPTED, Move.PUBLISH): State.PUBLISHED,
    (State.ACCEPTED, Move.REOPEN): State.IN_REVIEW,
    (State.PUBLISHED, Move.CLOSE): State.CLOSED,
    (State.DRAFT, Move.WITHDRAW): State.WITHDRAWN,
    (State.SUBMITTED, Move.WITHDRAW): State.WITHDRAWN,
    (State.IN_REVIEW, Move.WITHDRAW): State.WITHDRAWN,
    (State.CHANGES_ASKED, Move.WITHDRAW): State.WITHDRAWN,
    (State.NOT_ACCEPTED, Move.UPHOLD_APPEAL): State.SUBMITTED,
}

BEFORE_PUBLICATION = frozenset(
    {State.DRAFT, State.SUBMITTED, State.IN_REVIEW, State.CHANGES_ASKED, State.ACCEPTED}
)
WRITABLE = frozenset({State.DRAFT, State.CHANGES_ASKED})
WITH_US = frozenset({State.SUBMITTED, State.IN_REVIEW})
EVER_PUBLISHED = frozenset({State.PUBLISHED, State.CLOSED})


def step(state: State, move: Move) -> State:
    """Return where this move leads, or refuse it in plain words."""
    try:
        return STEPS[state, move]
    except KeyError:
        raise Refused(f"This plan is now “{state.label.lower()}”, so it cannot be {move.label}.") from None


def require_withdrawable(state: State) -> None:
    """Refuse a withdrawal that comes too late, in words for the people of the organisation."""
    if (state, Move.WITHDRAW) in STEPS:
        return
    if state == State.WITHDRAWN:
        raise Refused("This plan was withdrawn already. Its words are kept.")
    raise Refused(
        "We have decided about this plan, so it cannot be withdrawn any more. You can telephone us."
    )


class UnderWay(TextChoices):
    """Was this already under way? Asked so that a plan can be honest about what it adds."""

    NEW = "new", "New because of this plan"
    BROUGHT_FORWARD = "brought_forward", "Brought forward"
    ALREADY_PLANNED = "already_planned", "Already planned"
    ALREADY_HAPPENING = "already_happening", "Already happening"
    REQUIRED_BY_LAW = "required_by_law", "Required by law"


class Part(TextChoices):
    """The parts of the task list; the value is the part's address and its anchor."""

    ORGANISATION = "organisation", "About the organisation"
    PEOPLE = "people", "Accountable executive and plan lead"
    NOW = "now", "Where you are now"
    PRACTICES = "practices", "Practices in scope"
    ACTIONS = "actions", "Actions"
    SHARING = "sharing", "How progress is shared"
    SUMMARY = "summary", "Plain summary"
    SHAPED = "shaped", "Who shaped the plan"
    CONFIRMATIONS = "confirmations", "Confirmations"


# The fields a person may write, by part. Nothing else of a plan is ever taken from a form.
PART_FIELDS: dict[Part, tuple[str, ...]] = {
    Part.PEOPLE: (
        "executive_role",
        "executive_name",
        "executive_email",
        "executive_telephone",
        "lead_role",
        "lead_name",
        "lead_email",
        "lead_telephone",
    ),
    Part.NOW: ("language", "where_now", "how_known"),
    Part.PRACTICES: ("practices", "no_restraint"),
    Part.SHARING: ("sharing",),
    Part.SUMMARY: ("summary",),
    Part.SHAPED: ("shaped_by", "shaped_change"),
}
PLAN_FIELDS = frozenset(field for fields in PART_FIELDS.values() for field in fields)
PUBLIC_PLAN_FIELDS = (
    "language",
    "where_now",
    "how_known",
    "practices",
    "no_restraint",
    "sharing",
    "summary",
    "shaped_by",
    "shaped_change",
    "executive_role",
    "lead_role",
)
ACTION_FIELDS = (
    "what",
    "why",
    "strategy",
    "practices",
    "shaped_by",
    "shaped_change",
    "owner_role",
    "starts_on",
    "due_on",
    "measure",
    "baseline",
    "baseline_on",
    "baseline_known_by",
    "target",
    "target_known_by",
    "how_you_will_know",
    "under_way",
    "language",
)
FIELD_NAMES: dict[str, str] = {
    "executive_role": "accountable executive’s role",
    "executive_name": "accountable executive’s name",
    "executive_email": "accountable executive’s email address",
    "executive_telephone": "accountable executive’s telephone number",
    "lead_role": "plan lead’s role",
    "lead_name": "plan lead’s name",
    "lead_email": "plan lead’s email address",
    "lead_telephone": "plan lead’s telephone number",
    "language": "language",
    "where_now": "account of where you are now",
    "how_known": "account of how you know",
    "practices": "types of practice",
    "no_restraint": "answer “none: we use no restraint”",
    "sharing": "account of how progress is shared",
    "summary": "plain summary",
    "shaped_by": "account of who shaped it",
    "shaped_change": "account of what that changed",
    "what": "account of what will change",
    "why": "reason",
    "strategy": "strategy",
    "owner_role": "owner’s role",
    "starts_on": "start date",
    "due_on": "due date",
    "measure": "measure",
    "baseline": "value now",
    "baseline_on": "date of the value now",
    "baseline_known_by": "date by which the value will be known",
    "target": "target",
    "target_known_by": "date by which the target will be known",
    "how_you_will_know": "account of how you will know",
    "under_way": "answer to “already under way?”",
}

LEAST_ACTIONS, MOST_ACTIONS = 1, 20
FEW_ACTIONS, MANY_ACTIONS = 3, 8
SUMMARY_LINES = 5

# -- What is missing -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing a plan still needs before it can be sent: a sentence, and where to put it right."""

    sentence: str
    part: Part
    action: int | None = None
    field: str = ""


# What makes an action complete enough to send. The rest of its fields are advice (PRODUCT.md, "To be sent").
NEEDED: dict[str, str] = {
    "what": "Action {n}: say what will change.",
    "strategy": "Action {n}: choose its main strategy.",
    "owner_role": "Action {n}: give the role that owns it.",
    "due_on": "Action {n}: give its due date.",
    "how_you_will_know": "Action {n}: say how you will know it is done.",
}

CONFIRMATIONS: dict[str, str] = {
    "publication": "Confirm that the plan may be published under its licence.",
    "accuracy": "Confirm that the plan is accurate.",
    "authority": "Confirm that you may send it for the organisation.",
}


def last_due_day(starts: date) -> date:
    """The last day of a plan of two years that starts on this day."""
    return add_years(starts, 2) - timedelta(days=1)


def due_problem(due: date, day: date) -> str:
    """What is wrong with a due date on this day, or nothing."""
    if due < day:
        return "is already past. Choose a later day."
    if due > last_due_day(day):
        return f"must be on or before {say(last_due_day(day))}, two years from now."
    return ""


def say(day: date) -> str:
    """A day in full, as people read it."""
    return f"{day.day} {day:%B %Y}"


def missing_from_action(number: int, pk: int | None, values: Mapping[str, Any], day: date) -> list[Missing]:
    """What one action lacks, with its number in the sentence."""
    lacks = [
        Missing(sentence.format(n=number), Part.ACTIONS, pk, field)
        for field, sentence in NEEDED.items()
        if values.get(field) in (None, "")
    ]
    due = values.get("due_on")
    if due and (problem := due_problem(due, day)):
        lacks.append(Missing(f"Action {number}: the due date {problem}", Part.ACTIONS, pk, "due_on"))
    return lacks


def missing_to_send(
    *, actions: Sequence[tuple[int, Mapping[str, Any]]], confirmed: Collection[str], day: date
) -> list[Missing]:
    """Everything a plan needs before it can be sent, in the order of the task list. Empty: it can go."""
    lacks: list[Missing] = []
    if len(actions) < LEAST_ACTIONS:
        lacks.append(Missing("Add at least one action.", Part.ACTIONS))
    if len(actions) > MOST_ACTIONS:
        lacks.append(
            Missing(
                f"There are {len(actions)} actions. A plan has {MOST_ACTIONS} at most: take some out.",
                Part.ACTIONS,
            )
        )
    for number, (pk, values) in enumerate(actions, start=1):
        lacks += missing_from_action(number, pk, values, day)
    lacks += [
        Missing(sentence, Part.CONFIRMATIONS, field=kind)
        for kind, sentence in CONFIRMATIONS.items()
        if kind not in confirmed
    ]
    return lacks


def counts_hint(actions: int) -> str:
    """Advice about how many actions a plan has; never a gate."""
    if LEAST_ACTIONS <= actions < FEW_ACTIONS:
        return (
            "Most plans have three to eight actions. Fewer is allowed; a reader may ask whether this is all."
        )
    if actions > MANY_ACTIONS:
        return "Most plans have three to eight actions. With more, people may ask which come first."
    return ""


# -- The review's promise ------------------------------------------------------------------------------------------

REVIEW_DAYS = 15
LONGEST_CHANGES = timedelta(days=90)
LATEST_PUBLICATION = timedelta(days=90)
LEAST_DAYS_AGAIN = 5
CHANGES_WITHIN = timedelta(days=30)
APPEAL_DAYS = 20
REMIND_OF_CHANGES = (10, 3)  # days before the day by which they are asked for


def promised_on(sent: date, holidays: Collection[date]) -> date:
    """The day by which we answer a plan that was sent on this day."""
    return working_days_after(sent, REVIEW_DAYS, holidays)


def days_left(promise: date, asked: date, holidays: Collection[date]) -> int:
    """What is left of the promise when changes are asked; nothing, when it has passed."""
    return working_days_between(asked, promise, holidays)


def promised_again_on(sent_again: date, left: int, holidays: Collection[date]) -> date:
    """The promise goes on with what was left, and with at least five working days."""
    return working_days_after(sent_again, max(left, LEAST_DAYS_AGAIN), holidays)


def changes_day_problem(answer_by: date, day: date) -> str:
    """What is wrong with the day by which changes are asked, or nothing."""
    if answer_by <= day:
        return "Give a later day by which you ask for the changes."
    if answer_by > day + LONGEST_CHANGES:
        return f"Ask for the changes by {say(day + LONGEST_CHANGES)} at the latest."
    return ""


def publication_day_problem(publish_on: date, day: date) -> str:
    """What is wrong with a publication day, or nothing."""
    if publish_on < day:
        return "The publication day is already past."
    if publish_on > day + LATEST_PUBLICATION:
        return f"Publish by {say(day + LATEST_PUBLICATION)} at the latest."
    return ""


def late_at_publication(dues: Sequence[tuple[int, date]], day: date) -> list[str]:
    """The actions whose due date would already be past, or outside the plan, on its publication day."""
    return [
        f"Action {number}: the due date, {say(due)}, is not inside the plan."
        for number, due in dues
        if due < day or due > last_due_day(day)
    ]




# -- Two people at once --------------------------------------------------------------------------------------------

ONE_EDIT = timedelta(minutes=10)
Value = str | int | bool | date | list[str] | None


def tidy(value: Value) -> Value:
    """One spelling for one content: line ends as the web sends them, blank space at the ends, lists in order."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, list):
        return sorted(value)
    return value


def plain(value: Value) -> Any:
    """A value as JSON keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def edition(value: Value) -> str:
    """A short mark of what a field held when somebody began to write: the version her change expects to find."""
    text = json.dumps(plain(tidy(value)), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change to one field comes to: write it, leave it, or let the person choose."""

    write: bool
    conflict: bool


def outcome(*, current: Value, new: Value, expected: str | None) -> Outcome:
    """Writing counts only when the field still holds what the writer saw; the same words twice are no conflict."""
    if tidy(current) == tidy(new) or expected == edition(new):
        return Outcome(write=False, conflict=False)  # the same already, or a field this writer did not touch
    if expected is None or expected == edition(current):
        return Outcome(write=True, conflict=False)
    return Outcome(write=False, conflict=True)


def conflict_sentence(who: str, field: str) -> str:
    """What happened. Where both versions stand is said by the page that shows them."""
    return f"{who} changed the {FIELD_NAMES[field]} while you were writing."


def same_edit(*, last_by: int, by: int, started: datetime, at: datetime) -> bool:
    """Whether a change continues the last one: same person, within a short while of its start."""
    return last_by == by and started <= at <= started + ONE_EDIT

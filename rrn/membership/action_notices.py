"""What an individual is told about her action: half-way, two weeks before its day, on it, and thirty days after.

The anchors stand in the action: `by_when` and `halfway_on`. Half-way is an anchor of its own and so a rule of its own.
Nothing is expected once she has said that it is done or stopped, or how it ended, or has left or lapsed, when the due
day began; what happens later is looked at when the mail is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import LessThan
from django.urls import reverse

from rrn.core.days import LondonDay
from rrn.membership.models import (
    ActionEnd,
    ActionWord,
    Ending,
    IndividualAction,
    Member,
    Override,
    Period,
    Suspension,
)
from rrn.membership.queries import facts_of, with_facts
from rrn.membership.rules import COUNTING, SETTLED, SOON_DAYS, Reading, full_date, status_on
from rrn.post.models import Notice
from rrn.post.notices import Closed, Piece, Rule, due_between, no_address, superseded, to_notice

KIND, PERSON = "membership.individualaction", "accounts.user"
OFFSETS = (-14, 0, 30)
LAST_USEFUL = 30
HALFWAY_USEFUL = 30

# -- Expected ------------------------------------------------------------------------------------------------------


def _expected(anchor: str) -> Callable[[int, date, date], list[QuerySet[Any]]]:
    def expected(offset: int, first: date, last: date) -> list[QuerySet[Any]]:
        actions = IndividualAction.objects.filter(due_between(anchor, offset, first, last))
        whose = (PERSON, "period__member__person_id")
        rows = to_notice(actions, offset=offset, anchor=anchor, recipient=whose, about=(KIND, "pk"))
        return [_still_asked(rows)]

    return expected


def _still_asked(actions: QuerySet[Any]) -> QuerySet[Any]:
    """Those of which something was still asked when the due day began."""
    due, member = OuterRef("due_on"), OuterRef("period__member")
    latest_word = ActionWord.objects.filter(LessThan(LondonDay("said_at"), due), ~Q(reading=""), action=OuterRef("pk"))
    ended_later = Q(ended_on__isnull=True) | Q(ended_on__gte=due)
    decided = Q(ended_later, LessThan(LondonDay("decided_at"), due), starts_on__lte=due, member=member)
    asked = actions.annotate(last_said=Subquery(latest_word.order_by("-said_at", "-pk").values("reading")[:1])).filter(
        Q(last_said__isnull=True) | ~Q(last_said__in=[reading.value for reading in SETTLED]),
        LessThan(LondonDay("made_at"), F("due_on")),
        ~Exists(ActionEnd.objects.filter(LessThan(LondonDay("said_at"), due), action=OuterRef("pk"))),
        ~Exists(Suspension.objects.filter(decided)),
        ~Exists(Ending.objects.filter(decided)),
    )
    return _of_those_who_counted(asked)


def _of_those_who_counted(actions: QuerySet[Any]) -> QuerySet[Any]:
    """Neither left nor lapsed: its own two years, or those that came after them, still counted on the due day."""
    due = OuterRef("due_on")
    not_left = Q(left_on__isnull=True) | Q(left_on__gte=due)
    known = LessThan(LondonDay("made_at"), due)
    counting = Period.objects.filter(not_left, known, member=OuterRef("period__member"), grace_ends_on__gte=due)
    allowed = Override.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=due), LessThan(LondonDay("decided_at"), due),
        member=OuterRef("period__member"), starts_on__lte=due, until__gte=due,
    )  # fmt: skip
    stayed = Q(period__left_on__isnull=True) | Q(period__left_on__gte=F("due_on"))
    return actions.filter(stayed, Exists(counting) | Exists(allowed))


# -- Written -------------------------------------------------------------------------------------------------------


def _write(template_of: Callable[[Notice], str]) -> Callable[[Sequence[Notice], date], Iterable[Piece | Closed]]:
    def write(notices: Sequence[Notice], day: date) -> Iterable[Piece | Closed]:
        """Nine queries however many notices there are."""
        wanted = IndividualAction.objects.select_related("period__member__person", "end").prefetch_related("words")
        actions = wanted.in_bulk({int(notice.about_id) for notice in notices})
        holders = {action.period.member_id for action in actions.values()}
        members = {member.pk: member for member in with_facts(Member.objects.filter(pk__in=holders))}
        for notice in notices:
            action = actions.get(int(notice.about_id))
            if action is None:
                yield superseded(notice, "The action is no longer kept.")
            elif changed := _changed(notice, action, members[action.period.member_id], day):
                yield superseded(notice, changed)
            else:
                yield _to_her(notice, action, f"membership/emails/action/{template_of(notice)}.txt")

    return write


def _changed(notice: Notice, action: IndividualAction, member: Member, day: date) -> str:
    """Why nothing is asked any more, or nothing. The words for the office give nothing away of what she wrote."""
    facts = action.facts
    if facts.ending is not None:
        return "The action has ended meanwhile."
    if facts.said in SETTLED:
        return "Said to be done meanwhile." if facts.said == Reading.DONE else "Said to be stopped meanwhile."
    if action.period.left_on is not None and action.period.left_on <= day:
        return "Left meanwhile."
    status = status_on(facts_of(member), day)
    # Who renewed early has a promise for two years that have not begun; her present ones count.
    if status not in COUNTING:
        return f"{status.label} meanwhile."
    if notice.anchor_on == action.halfway_on and day >= action.by_when - timedelta(days=SOON_DAYS):
        return "It could not be written in time, and a later one takes its place."
    return ""


def _to_her(notice: Notice, action: IndividualAction, template: str) -> Piece | Closed:
    person = action.period.member.person
    if person is None or not person.is_active:
        return no_address(notice, "The account has been closed.")
    return Piece(notice=notice, to=person.email, template=template, context=_words(action), about=action.period)


def _words(action: IndividualAction) -> dict[str, Any]:
    """What she promised stays out of the mail: it can say something about her health, and other people see telephones."""
    return {
        "name": action.period.member.person.display_name if action.period.member.person else "",
        "by_when": full_date(action.by_when),
        "reference": action.period.reference,
        "link": f"{settings.BASE_URL}{reverse('membership:action_of', args=[action.period.reference])}",
        "why": "You get this because you are a member and promised this action.",
    }


FILES = {-14: "14_before", 0: "0", 30: "30_after"}

ACTION = Rule(
    name="membership.action",
    label="Date of an individual’s action",
    offsets=OFFSETS,
    expected=_expected("by_when"),
    write=_write(lambda notice: FILES[notice.offset]),
    last_useful=LAST_USEFUL,
)
ACTION_HALFWAY = Rule(
    name="membership.action_halfway",
    label="Half-way through an individual’s action",
    offsets=(0,),
    expected=_expected("halfway_on"),
    write=_write(lambda notice: "halfway"),
    last_useful=HALFWAY_USEFUL,
)

"""Reads worth naming. Each says how many queries it costs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast

from rrn.accounts.models import User
from rrn.accounts.queries import address_is_confirmed
from rrn.accounts.wordings import TERMS
from rrn.core.prepared import Prepared
from rrn.learning.queries import places_completed, places_completed_since, places_seen, started_places
from rrn.membership.models import (
    Appeal,
    Ending,
    IndividualAction,
    IndividualDetails,
    JoiningDraft,
    LogoLicence,
    Member,
    Period,
    Suspension,
)
from rrn.membership.rules import (
    EndingFact,
    EndingKind,
    Facts,
    Gap,
    JoiningFacts,
    Next,
    OverrideFact,
    PeriodFact,
    PeriodKind,
    Promise,
    Span,
    Status,
    counts_on,
    current_period,
    ended_on,
    gaps_before_joining,
    in_order,
    next_start,
    of_action,
    of_membership,
    of_organisation,
    status_on,
)
from rrn.membership.wordings import MEMBERSHIP
from rrn.organisations.models import Organisation, Seat, SeatKind
from rrn.organisations.permissions import organisations_of_interest

STEPS = ("account", "video-1", "video-2", "action", "about")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the individual's door, and how far she is with it."""

    key: str
    state: str  # complete, under_way or not_started: the words of the task list


WITH_FACTS = ("periods", "applications", "suspensions", "endings", "overrides")


def with_facts(members: QuerySet[Member]) -> QuerySet[Member]:
    """The same members with everything `facts_of` reads: five queries more, however many members."""
    return members.prefetch_related(*WITH_FACTS)


def facts_of(member: Member) -> Facts:
    """What was recorded about one member, for `rules.status_on`. Five queries, none after `with_facts`."""
    return Facts(
        periods=tuple(
            PeriodFact(starts_on=row.starts_on, ends_on=row.ends_on, grace_ends_on=row.grace_ends_on, left_on=row.left_on)
            for row in member.periods.all()
        ),
        applications=tuple(Span(row.starts_on, row.ended_on) for row in member.applications.all()),
        suspensions=tuple(Span(row.starts_on, row.ended_on) for row in member.suspensions.all()),
        endings=tuple(
            EndingFact(EndingKind(row.kind), Span(row.starts_on, row.ended_on)) for row in member.endings.all()
        ),
        overrides=tuple(OverrideFact(Span(row.starts_on, row.ended_on), row.until) for row in member.overrides.all()),
    )


_NO_DAY = Value(None, output_field=DateField(null=True))
# By relation: what ends it, and the further dates that the rules read of it.
_DATES: dict[str, tuple[str, Any, Any]] = {
    "periods": ("left_on", F("ends_on"), F("grace_ends_on")),
    "overrides": ("ended_on", F("until"), _NO_DAY),
    "applications": ("ended_on", _NO_DAY, _NO_DAY),
    "suspensions": ("ended_on", _NO_DAY, _NO_DAY),
    "endings": ("ended_on", _NO_DAY, _NO_DAY),
}


def facts_by_holder(column: str, holders: Collection[int]) -> dict[int, Facts]:
    """The facts of many members at once, by the number of their person or organisation. One query.

    `column` is "person" or "organisation", or "pk" for the member's own number. A holder without any recorded fact has none here.
    """
    parts = []
    for name, model in fact_models().items():
        ended, first, second = _DATES[name]
        kind = F("kind") if name == "endings" else Value("")
        parts.append(
            model.objects.filter(**{f"member__{column}__in": holders})
            .order_by()
            .annotate(holder=F(f"member__{column}"), what=Value(name), sort=Cast(kind, CharField()), first=first, second=second)
            .values_list("holder", "what", "sort", "starts_on", ended, "first", "second", "id")
        )
    found: dict[int, dict[str, list[Any]]] = {}
    for holder, what, sort, starts_on, over_on, one, two, number in parts[0].union(*parts[1:], all=True):
        rows = found.setdefault(holder, {name: [] for name in WITH_FACTS})[what]
        rows.append((starts_on, number, sort, over_on, one, two))
    return {holder: _facts({name: sorted(rows) for name, rows in kinds.items()}) for holder, kinds in found.items()}


def _facts(rows: Mapping[str, list[Any]]) -> Facts:
    return Facts(
        periods=tuple(PeriodFact(start, one, two, ended) for start, _, _, ended, one, two in rows["periods"]),
        applications=tuple(Span(row[0], row[3]) for row in rows["applications"]),
        suspensions=tuple(Span(row[0], row[3]) for row in rows["suspensions"]),
        endings=tuple(EndingFact(EndingKind(row[2]), Span(row[0], row[3])) for row in rows["endings"]),
        overrides=tuple(OverrideFact(Span(row[0], row[3]), row[4]) for row in rows["overrides"]),
    )


_FACTS_OF: dict[str, Prepared[Any]] = {}


def fact_models() -> dict[str, Any]:
    """By the name of the relation the model of its rows."""
    return {name: Member._meta.get_field(name).related_model for name in WITH_FACTS}


def telling_of_facts(members: QuerySet[Member]) -> QuerySet[Member]:
    """Say of each which kinds of facts it has at all (`has_periods` …), so that `bring_facts` asks for no others."""
    return members.annotate(
        **{f"has_{name}": Exists(model.objects.filter(member=OuterRef("pk"))) for name, model in fact_models().items()}
    )


def bring_facts(member: Any) -> None:
    """Fetch what `facts_of` reads, for one member of `telling_of_facts`. A query for each kind of fact it has, mostly one."""
    if not _FACTS_OF:
        for name, model in fact_models().items():
            _FACTS_OF[name] = Prepared(lambda pk, model=model: model.objects.filter(member=pk))
    fetched = member.__dict__.setdefault("_prefetched_objects_cache", {})
    for name, model in fact_models().items():
        rows: QuerySet[Any] = QuerySet(model)
        rows._result_cache = _FACTS_OF[name](member.pk) if getattr(member, f"has_{name}") else []
        fetched[name] = rows


def tell_status(member: Any, day: date) -> None:
    """Give one member, whose facts are fetched, what `with_status` would give it; the rules are asked, not the database.

    A property test says that they agree. `facts` are what the rules were asked about.
    """
    member.facts = facts = facts_of(member)
    period = current_period(facts, day)
    member.status_now = status_on(facts, day).value
    member.now_from, member.now_to, member.now_grace_to, member.now_left_on = (
        (period.starts_on, period.ends_on, period.grace_ends_on, period.left_on) if period else (None,) * 4
    )


def appealable(member: Member, day: date) -> Ending | Suspension | None:
    """The removal or else the suspension that stands and may be appealed against. At most two queries."""
    standing = Q(starts_on__lte=day, ended_on__isnull=True)
    removal = member.endings.filter(standing, kind=EndingKind.REMOVED).select_related("appeal").first()
    if removal is not None or member.endings.filter(standing).exists():
        return removal
    return member.suspensions.filter(standing).select_related("appeal").first()


def appeal_of(decision: Ending | Suspension | None) -> Appeal | None:
    """The appeal about a decision of `appealable`, decided or not. No query."""
    appeal: Appeal | None = getattr(decision, "appeal", None)
    return appeal


def answered_appeals(member: Member) -> QuerySet[Appeal]:
    """What was answered to this member, newest first. One query."""
    answered = member.appeals.filter(decided_at__isnull=False)
    return answered.select_related("suspension", "ending").order_by("-decided_at", "-pk")


def open_member_appeals() -> QuerySet[Appeal]:
    """Appeals that wait for an answer, the nearest day first. One whose decision was taken back meanwhile is settled."""
    waiting = Appeal.objects.filter(
        Q(suspension__ended_on__isnull=True, suspension__isnull=False)
        | Q(ending__ended_on__isnull=True, ending__isnull=False),
        decided_at__isnull=True,
    )
    about = ("suspension__decided_by", "ending__decided_by", "member__person", "member__organisation")
    return waiting.select_related(*about, "made_by", "on_behalf_of").order_by("decide_by", "pk")


def member_appeal(number: int) -> Appeal | None:
    """One appeal with everything that its page says. One query."""
    about = ("suspension__decided_by", "ending__decided_by", "member__person", "member__organisation", "made_by", "on_behalf_of", "decided_by")
    return Appeal.objects.filter(pk=number).select_related(*about).first()


def others_named(member: Member, words: str, most: int = 20) -> list[Member]:
    """Members of the same kind whose name or address has these words, for merging. One query."""
    others = Member.objects.filter(kind=member.kind).exclude(pk=member.pk).select_related("person", "organisation")
    if member.organisation_id is not None:
        found = others.filter(organisation__name__icontains=words).order_by("organisation__name")
    else:
        found = others.filter(Q(person__email__icontains=words) | Q(person__display_name__icontains=words)).order_by("person__email")
    return list(found[:most])


def appeals_to_decide(user: User, day: date, most: int) -> list[Appeal]:
    """Those that this person may decide. Three queries."""
    interests = organisations_of_interest(user, day)
    waiting = open_member_appeals().exclude(
        Q(suspension__decided_by=user) | Q(ending__decided_by=user) | Q(made_by=user) | Q(member__person=user)
    )
    return list(waiting.exclude(on_behalf_of__isnull=False, on_behalf_of=user).exclude(member__organisation__in=interests)[:most])


def member_of(person: User) -> Member | None:
    """This person's own membership, if she ever had to do with one. One query."""
    return Member.objects.filter(person=person).first()


def latest_period(member: Member) -> Period | None:
    """The period with the latest start, begun or not. One query."""
    return member.periods.order_by("-starts_on", "-id").first()


def licence_of(organisation: Organisation) -> LogoLicence | None:
    """The logo licence this organisation was offered, accepted or not. One query."""
    licences = LogoLicence.objects.filter(member__organisation=organisation)
    return licences.select_related("member__organisation", "accepted_by").first()


def own_status(person: User, day: date) -> Status:
    """What this person's own membership is on a day; "none" for somebody who never had one. At most six queries."""
    member = Member.objects.filter(person=person).first()
    return status_on(facts_of(member), day) if member else Status.NONE


def own_actions(person: User) -> list[IndividualAction]:
    """All the actions she ever promised, the latest period first, each with its words and its end. Two queries."""
    actions = IndividualAction.objects.filter(period__member__person=person).select_related("period__member__person", "end", "carried_from")
    return list(actions.prefetch_related("words").order_by("-period__starts_on", "-pk"))


def own_action(person: User) -> IndividualAction | None:
    """The action of her latest period, begun or not, with what she has said about it. Two queries."""
    return next(iter(own_actions(person)), None)


def references_of(person: User) -> dict[int, str]:
    """The reference under which each of her actions has its page. One query."""
    return dict(IndividualAction.objects.filter(period__member__person=person).values_list("pk", "period__reference"))


def organisations_called(numbers: Collection[int]) -> dict[int, Organisation]:
    """One query, none where there is nothing to look for."""
    return Organisation.objects.in_bulk(numbers) if numbers else {}


def present_action(actions: Sequence[IndividualAction], day: date) -> IndividualAction | None:
    """Which of them her action's page is about: that of the two years that run, until it has ended and another waits."""
    begun = [action for action in actions if action.period.starts_on <= day]
    if not begun:
        return actions[0] if actions else None
    later = [action for action in actions if action.period.starts_on > day]
    return later[-1] if later and begun[0].facts.settled else begun[0]


def last_action(member: Member) -> IndividualAction | None:
    """What she promised last time. Two queries."""
    actions = IndividualAction.objects.filter(period__member=member).select_related("period__member__person", "end")
    return actions.prefetch_related("words").order_by("-period__starts_on", "-pk").first()


def draft_of(person: User) -> JoiningDraft | None:
    """What she has filled in so far. One query."""
    return JoiningDraft.objects.filter(person=person).first()


def joining_facts(
    person: User, answers: Mapping[str, Any], at: datetime, kind: PeriodKind = PeriodKind.FIRST
) -> JoiningFacts:
    """What is settled about somebody who wants to join, to renew or to come back. Three queries."""
    terms = person.consents.filter(purpose=TERMS.purpose, given_at__lte=at, withdrawn_at__isnull=True)
    return JoiningFacts(
        address_confirmed=address_is_confirmed(person),
        adult=person.adult_confirmed_at is not None,
        terms_agreed=terms.exists(),
        places_completed=places_that_count(person, kind),
        action=answers.get("action", {}),
        about=answers.get("about", {}),
    )


def places_that_count(person: User, kind: PeriodKind) -> frozenset[int]:
    """The videos she need not look at: who renews or comes back sees those that are new to her. One query."""
    return places_completed(person) if kind is PeriodKind.FIRST else places_seen(person)


def answers_with_known(
    person: User, answers: Mapping[str, Any], kind: PeriodKind, at: datetime
) -> Mapping[str, Any]:
    """Her answers, and for who was a member before what she told us about herself then, as long as she agrees to it.

    Whoever renews is not asked a second time for what we know. Two queries more for her, none for others.
    """
    if kind is PeriodKind.FIRST or answers.get("about"):
        return answers
    details = IndividualDetails.objects.filter(member__person=person).first()
    agreed = person.consents.filter(
        purpose=MEMBERSHIP.purpose, wording_version=MEMBERSHIP.version, given_at__lte=at, withdrawn_at__isnull=True
    )
    if details is None or not agreed.exists():
        return answers
    known = {
        "display_name": person.display_name, "role": details.role, "sector": details.sector, "nation": details.nation,
        "agree": True, "listed": details.listed_at is not None, "known": True,
    }  # fmt: skip
    return {**answers, "about": known}


def gaps_of(
    person: User, answers: Mapping[str, Any], starts_on: date, at: datetime, kind: PeriodKind = PeriodKind.FIRST
) -> list[Gap]:
    """What this person still needs before she can join. Three queries."""
    return gaps_before_joining(joining_facts(person, answers, at, kind), starts_on)


def next_period_of(person: User, day: date) -> tuple[date, PeriodKind]:
    """The first day and the kind of the period she would get by joining today; Refused where she cannot. Six queries."""
    member = Member.objects.filter(person=person).first()
    return next_start(facts_of(member) if member else Facts(), day)


def ended_on_of(person: User, day: date) -> date | None:
    """The day her membership ended, if she had one that is over. At most six queries."""
    member = Member.objects.filter(person=person).first()
    return ended_on(facts_of(member), day) if member else None


def start_if_joined(person: User, day: date) -> date:
    """The first day of the period she would get by joining today; Refused where she cannot. At most six queries."""
    return next_period_of(person, day)[0]


def steps_of(
    person: User, starts_on: date, at: datetime, kind: PeriodKind = PeriodKind.FIRST
) -> tuple[list[Step], dict[str, Any]]:
    """Her steps with their state for a period from this day, and the answers kept so far. At most ten queries.

    Who was a member before finds only what is to be done this time: of the videos those that are new to her.
    """
    draft = draft_of(person)
    answers: dict[str, Any] = draft.answers if draft else {}
    known = answers_with_known(person, answers, kind, at)
    open_steps = {gap.step for gap in gaps_of(person, known, starts_on, at, kind)}
    begun = {f"video-{place}" for place in started_places(person)} | set(answers)
    steps = [
        Step(key, "complete" if key not in open_steps else "under_way" if key in begun else "not_started")
        for key in STEPS
    ]
    if kind is not PeriodKind.FIRST:
        steps = [step for step in steps if step.state != "complete" or step.key in _to_be_seen_again(person)]
    return steps, answers


def _to_be_seen_again(person: User) -> set[str]:
    """Steps that stay in the list when they are complete: her action, who she is, and videos since she last joined."""
    latest = Period.objects.filter(member__person=person).order_by("-made_at").first()
    since = places_completed_since(person, latest.made_at) if latest else frozenset()
    return {"action", "about", *(f"video-{place}" for place in since)}


# -- What is next --------------------------------------------------------------------------------------------------


def next_for(person: User, day: date) -> list[Next]:
    """What is next for her and for the organisations she leads, the one thing first, then what is coming.

    Her own membership and action, and the membership of each organisation: eleven queries, however many there are.
    """
    leads = Seat.objects.filter(person=person, kind=SeatKind.LEAD, ended_at__isnull=True).values("organisation_id")
    members = Member.objects.filter(Q(person=person) | Q(organisation__in=leads)).select_related("organisation")
    found, mine = [], Facts()
    for member in with_facts(members):
        if member.organisation is None:
            mine = facts_of(member)
        else:
            found += of_organisation(member.organisation.name, member.organisation.pk, facts_of(member), day)
    found += of_membership(mine, day, begun=draft_of(person) is not None)
    return in_order(found + _next_of_actions(person, mine, day))


def _next_of_actions(person: User, facts: Facts, day: date) -> list[Next]:
    """Her actions while her membership counts; of one that she has not ended nobody asks after the next is there."""
    if not counts_on(facts, day):
        return []
    actions = own_actions(person)
    shown = present_action(actions, day)
    waiting = [action for action in actions if action.period.starts_on > day]
    return [
        one
        for action in actions
        if action == shown or action in waiting
        for one in of_action(Promise(action.pk, action.facts, action.period.starts_on), day)
    ]

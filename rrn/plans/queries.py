"""Reads worth naming. Each says how many queries it costs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, IntegerField, Prefetch, Q, QuerySet, Value, When

from rrn.accounts.models import User
from rrn.core.prepared import Prepared
from rrn.membership.queries import WITH_FACTS
from rrn.organisations.models import Organisation
from rrn.plans import rules
from rrn.plans.differences import Differences, differences
from rrn.plans.models import (
    Action,
    Appeal,
    ChangesAsked,
    Confirmation,
    Decision,
    Edit,
    Plan,
    PlanVersion,
    PointToLearn,
    Publication,
    Review,
    ReviewComment,
)
from rrn.plans.permissions import (
    comments_visible_to,
    drafts_visible_to,
    organisations_of_interest,
    plans_visible_to,
    published_plans,
)
from rrn.plans.rules import ACTION_FIELDS, WITH_US, Missing, Part, State

__all__ = ["comments_visible_to", "drafts_visible_to", "plans_visible_to", "published_plans"]

# The wording that a lead confirms and a reviewer declares. A new wording is a new version; both are kept with rows.
CONFIRMATIONS_VERSION = "2026-1"
DECLARATION_VERSION = "2026-1"


def actions_of(plan: Plan) -> list[Action]:
    """The actions of a plan as they stand, in their order. One query."""
    return list(Action.objects.filter(plan=plan, removed_at__isnull=True))


def removed_actions_of(plan: Plan) -> list[Action]:
    """Actions that were taken out and can be put back, the latest first. One query."""
    return list(Action.objects.filter(plan=plan, removed_at__isnull=False).order_by("-removed_at"))


def confirmed_kinds(plan: Plan) -> set[str]:
    """What the lead has confirmed in the present wording. One query."""
    rows = Confirmation.objects.filter(
        plan=plan, taken_back_at__isnull=True, wording_version=CONFIRMATIONS_VERSION
    )
    return set(rows.values_list("kind", flat=True))


def missing_from(plan: Plan, day: date, actions: Sequence[Action] | None = None) -> list[Missing]:
    """What a plan still needs before it can be sent. Two queries."""
    rows = actions_of(plan) if actions is None else actions
    values = [(action.pk, {field: getattr(action, field) for field in ACTION_FIELDS}) for action in rows]
    return rules.missing_to_send(actions=values, confirmed=confirmed_kinds(plan), day=day)


# -- The task list -------------------------------------------------------------------------------------------------


class Progress:
    COMPLETE = "complete"
    UNDER_WAY = "under_way"
    NOT_STARTED = "not_started"


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the task list: what it is, how far it is, and how many comments wait beside it."""

    part: Part
    progress: str
    hint: str
    comments: int = 0


def _progress(filled: Sequence[object]) -> str:
    if all(filled):
        return Progress.COMPLETE
    return Progress.UNDER_WAY if any(filled) else Progress.NOT_STARTED


def _actions_task(actions: Sequence[Action], missing: Sequence[Missing]) -> tuple[str, str]:
    open_ones = len({one.action for one in missing if one.action})
    if not actions:
        return Progress.NOT_STARTED, "Three to eight is usual, one is the least"
    written = f"{len(actions)} written" if len(actions) > 1 else "One written"
    if open_ones:
        return Progress.UNDER_WAY, f"{written}, {open_ones} not complete"
    return Progress.COMPLETE, written


def tasks_of(
    plan: Plan, *, actions: Sequence[Action], missing: Sequence[Missing], comments: Sequence[ReviewComment]
) -> list[Task]:
    """The parts of the door with how far each is. No query."""
    organisation = plan.organisation
    waiting = {part: sum(comment.part == part for comment in comments) for part in Part}
    state, written = _actions_task(actions, missing)
    to_confirm = sum(one.part == Part.CONFIRMATIONS for one in missing)
    lines = [
        (
            Part.ORGANISATION,
            _progress([organisation.name, organisation.sector, organisation.nation]),
            "What the plan covers",
        ),
        (Part.PEOPLE, _progress([plan.executive_role, plan.lead_role]), "Roles are public, contacts are not"),
        (Part.NOW, _progress([plan.where_now, plan.how_known]), "And where you know it from"),
        (
            Part.PRACTICES,
            _progress([plan.practices or plan.no_restraint]),
            "Which kinds of restraint it is about, or none",
        ),
        (Part.ACTIONS, state, written),
        (Part.SHARING, _progress([plan.sharing]), "With whom, and how often"),
        (Part.SUMMARY, _progress([plan.summary]), "Five lines anyone can read"),
        (Part.SHAPED, _progress([plan.shaped_by, plan.shaped_change]), "And what that changed"),
        (
            Part.CONFIRMATIONS,
            _progress([to_confirm < place for place in range(3, 0, -1)]),
            "Publication, accuracy, authority",
        ),
    ]
    return [Task(part, progress, hint, waiting[part]) for part, progress, hint in lines]


def open_comments(plan: Plan) -> list[ReviewComment]:
    """What the reviewer has said about the version that was sent last. Two queries."""
    last = PlanVersion.objects.filter(plan=plan).order_by("-number").first()
    if last is None:
        return []
    shown = ReviewComment.objects.filter(
        plan=plan, version=last, shown_at__isnull=False, taken_back_at__isnull=True
    )
    return list(shown.select_related("action"))


def changes_now_asked(plan: Plan) -> ChangesAsked | None:
    """What the reviewer asks for now, and by when. One query."""
    return ChangesAsked.objects.filter(plan=plan, ended_at__isnull=True).first()


def latest_decision(plan: Plan) -> Decision | None:
    """The last decision about a plan, with its appeal if there is one. One query."""
    return Decision.objects.filter(plan=plan).select_related("appeal").order_by("-decided_at", "-pk").first()


def other_writers(plan: Plan, person: User, at: datetime) -> list[Edit]:
    """Who else wrote something in the last quarter of an hour; the latest of each. One query."""
    since = at - timedelta(minutes=15)
    recent = Edit.objects.filter(plan=plan, at__gte=since).exclude(by=person).select_related("by", "action")
    latest: dict[int, Edit] = {}
    for edit in recent:
        latest.setdefault(edit.by_id, edit)
    return list(latest.values())


def current_plan(organisation: Organisation) -> Plan | None:
    """The plan an organisation's people come to see: before publication, else in force, else the last. One query."""
    return current_plans([organisation.pk]).get(organisation.pk)


def current_plans(organisations: Collection[int]) -> dict[int, Plan]:
    """The same for several organisations, by their number, with what says how their memberships stand. Six queries."""
    order = Case(
        When(state__in=rules.BEFORE_PUBLICATION, then=Value(0)),
        When(state=State.PUBLISHED, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    facts = [f"organisation__member__{name}" for name in WITH_FACTS] if len(organisations) > 1 else []
    plans = (
        Plan.objects.filter(organisation__in=organisations)
        .select_related("organisation__member")
        .prefetch_related(*facts)
    )
    found: dict[int, Plan] = {}
    for plan in plans.annotate(place=order).order_by("place", "-pk"):
        found.setdefault(plan.organisation_id, plan)
    return found


def plan_to_start_from(organisation: Organisation) -> Plan | None:
    """The last plan whose words a new draft can begin with. One query."""
    kept = [State.WITHDRAWN, State.NOT_ACCEPTED, State.PUBLISHED, State.CLOSED]
    return Plan.objects.filter(organisation=organisation, state__in=kept).order_by("-pk").first()


# -- The network's queue -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One plan that waits for us: whose, since when, by when, with whom, and why this reader may not open it."""

    plan: Plan
    sent_on: datetime | None
    promised_on: date | None
    reviewer: User | None
    reviewer_is_me: bool
    overdue: bool
    has_interest: bool


def waiting_for_us() -> QuerySet[Plan]:
    """Plans that are with us, oldest promise first."""
    return Plan.objects.filter(state__in=WITH_US).order_by("promised_on", "submitted_at", "pk")


def review_queue(user: User, day: date, *, start: int = 0, most: int = 50) -> list[QueueRow]:
    """The queue as one reviewer sees it, oldest promise first. Four queries, however long it is."""
    if not user.reviews_plans:
        return []
    open_reviews = Prefetch(
        "reviews",
        Review.objects.filter(ended_at__isnull=True).select_related("reviewer"),
        to_attr="open_reviews",
    )
    plans = (
        waiting_for_us().select_related("organisation").prefetch_related(open_reviews)[start : start + most]
    )
    mine = organisations_of_interest(user, day)
    rows = []
    for plan in plans:
        reviewer = plan.open_reviews[0].reviewer if plan.open_reviews else None
        rows.append(
            QueueRow(
                plan=plan,
                sent_on=plan.submitted_at,
                promised_on=plan.promised_on,
                reviewer=reviewer,
                reviewer_is_me=reviewer == user,
                overdue=plan.promised_on is not None and plan.promised_on < day,
                has_interest=plan.organisation_id in mine,
            )
        )
    return rows


def counts_by_state() -> dict[str, int]:
    """How many plans stand in each position. One query."""
    return dict(Plan.objects.values_list("state").annotate(number=Count("pk")))


def open_appeals() -> QuerySet[Appeal]:
    """Appeals that wait for somebody's answer, the nearest day first."""
    return (
        Appeal.objects.filter(decided_at__isnull=True)
        .select_related("decision__plan__organisation")
        .order_by("decide_by")
    )


def since_last_time(plan: Plan) -> Differences | None:
    """What changed between the last two versions that were sent; None at the first. One query."""
    versions = list(PlanVersion.objects.filter(plan=plan).order_by("-number")[:2])
    if len(versions) < 2:
        return None
    return differences(versions[1].words, versions[0].words)


def versions_of(plan: Plan) -> QuerySet[PlanVersion]:
    """Every version that was sent, the latest first, and by whom."""
    return PlanVersion.objects.filter(plan=plan).select_related("sent_by", "on_behalf_of").order_by("-number")


# -- The clock's duties --------------------------------------------------------------------------------------------


def plans_to_publish(day: date) -> QuerySet[Plan]:
    """Accepted plans whose day has come: due and not done, for `actions.publish_plan(by=None)`."""
    return Plan.objects.filter(state=State.ACCEPTED, publish_on__lte=day).order_by("publish_on", "pk")


def plans_to_return(day: date) -> QuerySet[Plan]:
    """Plans whose asked-for day has passed, for `actions.return_to_draft`."""
    return Plan.objects.filter(state=State.CHANGES_ASKED, changes_by__lt=day).order_by("changes_by", "pk")


# -- In public -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan as it stands, or stood, in public: one published version, its plan, and all the organisation published."""

    organisation: Organisation
    plan: Plan
    publication: Publication
    words: dict[str, Any]
    digest: str
    publications: list[Publication]
    points_to_learn: list[str]

    @property
    def is_latest(self) -> bool:
        return self.publication == self.publications[-1]


_PUBLICATIONS = Prepared(
    lambda organisation: Publication.objects.filter(organisation=organisation).select_related("plan").order_by("number")
)
_WORDS = Prepared(lambda version: PlanVersion.objects.filter(pk=version).values_list("words", "digest"))
_POINTS = Prepared(lambda plan: PointToLearn.objects.filter(plan=plan).values_list("words"))


def plan_page(organisation: Organisation, number: int | None = None) -> PlanPage | None:
    """The published version with this number, or the latest; None when there is none. Three queries."""
    rows = _PUBLICATIONS(organisation.pk)
    chosen = (
        rows[-1] if rows and number is None else next((row for row in rows if row.number == number), None)
    )
    if chosen is None:
        return None
    [(words, digest)] = _WORDS(chosen.version_id)
    return PlanPage(
        organisation=organisation,
        plan=chosen.plan,
        publication=chosen,
        words=words,
        digest=digest,
        publications=rows,
        points_to_learn=[words for (words,) in _POINTS(chosen.plan_id)],
    )


def latest_published(most: int = 3) -> list[Plan]:
    """The plans that were published last, for the home page and feeds. One query."""
    return list(published_plans().select_related("organisation").order_by("-published_at", "-pk")[:most])


def listed_organisations(words: str, most: int = 8) -> list[Organisation]:
    """Organisations the public may know of whose name holds these words: found while somebody types hers. One query.

    Those with a plan that was ever published. An organisation that only drafts one is nobody's business.
    """
    words = " ".join(words.split())
    if len(words) < 2:
        return []
    ever = Plan.objects.filter(state__in=rules.EVER_PUBLISHED).values("organisation")
    match = Q(name__icontains=words) | Q(former_names__name__icontains=words)
    return list(Organisation.objects.filter(match, pk__in=ever).distinct().order_by("name", "pk")[:most])

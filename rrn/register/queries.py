"""Reads for the public pages. Each says how many queries it costs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from rrn.core.vocabulary import Nation, PracticeType, Sector, Strategy
from rrn.membership.models import Member, OriginalPledge
from rrn.membership.queries import facts_of, with_facts
from rrn.membership.rules import COUNTING, Status, ended_on
from rrn.organisations.models import FormerName
from rrn.plans.models import Action, Plan, Publication
from rrn.plans.rules import State, UnderWay, say
from rrn.plans.versions import language_of
from rrn.register.permissions import organisations_listed, organisations_visible
from rrn.register.places import NOT_SAID
from rrn.register.rules import PublicStatus, public_status

A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Entry:
    """One organisation in a list."""

    name: str
    slug: str
    where: str
    part_covered: str
    status: PublicStatus
    summary: str
    actions: int
    published_on: Any
    language: str


@dataclass(frozen=True, slots=True)
class Page:
    """Up to 25 entries and the ways on, by name rather than by number."""

    entries: list[Entry]
    total: int
    after: str = ""
    before: str = ""
    after_name: str = ""
    before_name: str = ""


@dataclass(frozen=True, slots=True)
class Counter:
    """One number of the network, with what it counts and where to see it."""

    number: int
    noun: str
    definition: str
    href: str


def place_in_words(organisation: Any) -> str:
    """Health, Barrow Bridge, England."""
    sector = Sector(organisation.sector).label if organisation.sector else ""
    nation = Nation(organisation.nation).label if organisation.nation else ""
    return ", ".join(str(part) for part in (sector, organisation.place, nation) if part)


def practice_words(codes: Iterable[str]) -> list[str]:
    return [str(PracticeType(code).label) for code in codes]


def _status_of(member: Any) -> PublicStatus:
    ended = member.now_left_on or member.now_to
    return public_status(Status(member.status_now), member.now_from, member.now_to, ended)


def first_line(words: dict[str, Any]) -> str:
    lines = [line.strip() for line in words.get("summary", "").splitlines() if line.strip()]
    if lines:
        return lines[0]
    return words["actions"][0]["what"] if words["actions"] else ""


def entries_for(members: list[Any]) -> list[Entry]:
    """One query more, for the words that stand in public now."""
    latest: dict[int, Publication] = {}
    newest_first = (
        Publication.objects.filter(organisation__in=[member.organisation_id for member in members])
        .select_related("version")
        .order_by("organisation_id", "-number")
    )
    for publication in newest_first:
        latest.setdefault(publication.organisation_id, publication)
    entries = []
    for member in members:
        publication, organisation = latest[member.organisation_id], member.organisation
        words = publication.version.words
        entries.append(
            Entry(
                name=organisation.name,
                slug=organisation.slug,
                where=place_in_words(organisation),
                part_covered=organisation.part_covered,
                status=_status_of(member),
                summary=first_line(words),
                actions=len(words["actions"]),
                published_on=publication.published_at,
                language=language_of(words, None if words.get("summary", "").strip() else words["actions"][0] if words["actions"] else None),
            )
        )
    return entries


def search(
    *,
    day: date,
    words: str = "",
    sectors: Sequence[str] = (),
    nations: Sequence[str] = (),
    regions: Sequence[str] = (),
    ended: bool = False,
) -> Any:
    """Organisations in order of name; nothing ranks them."""
    found = organisations_listed(day)
    if not ended:
        found = found.filter(status_now__in=[*COUNTING, Status.SUSPENDED])
    for word in words.split()[:6]:
        former = FormerName.objects.filter(organisation=OuterRef("organisation_id"), name__icontains=word)
        found = found.filter(
            Q(organisation__name__icontains=word)
            | Q(organisation__place__icontains=word)
            | Q(organisation__part_covered__icontains=word)
            | Exists(_plan_words(word))
            | Exists(former)
        )
    if sectors:
        found = found.filter(organisation__sector__in=sectors)
    if nations:
        found = found.filter(organisation__nation__in=nations)
    if regions:
        unsaid = Q(organisation__nation=Nation.ENGLAND, organisation__region="") if NOT_SAID in regions else Q()
        found = found.filter(Q(organisation__region__in=[code for code in regions if code != NOT_SAID]) | unsaid)
    return found


def _plan_words(word: str) -> Any:
    """The words of the plan that stands in public, not of a draft beside it."""
    said = Q(plan__summary__icontains=word) | Q(plan__where_now__icontains=word)
    action = Action.objects.filter(plan=OuterRef("plan_id"), removed_at__isnull=True, what__icontains=word)
    return Publication.objects.filter(organisation=OuterRef("organisation_id"), plan__state=State.PUBLISHED).filter(
        said | Exists(action)
    )


def page_of(found: Any, *, after: str = "", before: str = "") -> Page:
    """Keyset by name: never slower on the last page than on the first. Three queries, five with a key."""
    total = found.count()
    forwards = found.order_by("organisation__name", "organisation__id")
    if before and (key := _key_of(found, before)):
        name, pk = key
        backwards = found.filter(
            Q(organisation__name__lt=name) | Q(organisation__name=name, organisation__id__lt=pk)
        ).order_by("-organisation__name", "-organisation__id")
        rows = list(backwards[: A_PAGE + 1])
        more_before, rows = len(rows) > A_PAGE, list(reversed(rows[:A_PAGE]))
        return _page(rows, total, more_after=True, more_before=more_before)
    key = _key_of(found, after) if after else None
    if key:
        name, pk = key
        forwards = forwards.filter(
            Q(organisation__name__gt=name) | Q(organisation__name=name, organisation__id__gt=pk)
        )
    rows = list(forwards[: A_PAGE + 1])
    return _page(rows[:A_PAGE], total, more_after=len(rows) > A_PAGE, more_before=bool(key))


def _key_of(found: Any, slug: str) -> tuple[str, int] | None:
    return (
        Member.objects.filter(organisation__slug=slug).values_list("organisation__name", "organisation__id").first()
    )


def _page(rows: list[Any], total: int, *, more_after: bool, more_before: bool) -> Page:
    if not rows:
        return Page([], total)
    first, last = rows[0].organisation, rows[-1].organisation
    return Page(
        entries=entries_for(rows),
        total=total,
        after=last.slug if more_after else "",
        after_name=last.name if more_after else "",
        before=first.slug if more_before else "",
        before_name=first.name if more_before else "",
    )


def latest_plans(day: date, most: int = 3) -> list[Entry]:
    """The newest plans in force. Two queries."""
    published = Publication.objects.filter(organisation=OuterRef("organisation_id"), plan__state=State.PUBLISHED)
    newest = (
        organisations_visible(day)
        .filter(status_now__in=COUNTING)
        .annotate(newest=Subquery(published.order_by("-published_at").values("published_at")[:1]))
        .filter(newest__isnull=False)
        .order_by("-newest", "-pk")
    )
    return entries_for(list(newest[:most]))


def counters(day: date) -> list[Counter]:
    """The network's numbers on a day: members by kind, plans in force, the 2014 pledge. Five queries."""
    members = Member.objects.counting_on(day)
    by_kind = dict(members.values_list("kind").annotate(number=Count("pk")))
    organisations = by_kind.get(Member.Kind.ORGANISATION.value, 0)
    individuals = by_kind.get(Member.Kind.INDIVIDUAL.value, 0)
    running = plans_running(day)
    plans, after = running.count(), organisations_after_their_plan(day)
    promised = Action.objects.filter(plan__in=running, removed_at__isnull=True).count()
    pledges = OriginalPledge.objects.filter(merged_on__isnull=True).aggregate(
        organisations=Count("pk", filter=Q(kind="organisation")),
        people=Count("pk", filter=Q(kind="individual")),
        moved=Count("pk", filter=Q(kind="organisation", claimed_on__isnull=False)),
    )
    late = f", among them {after:,} in the 60 days after their plan ran out" if after else ""
    return [
        Counter(organisations, _noun(organisations, "organisation member"),
                f"Organisations whose membership counts today{late}. Suspended and ended ones are left out.", "/members/"),
        Counter(individuals, _noun(individuals, "individual member"),
                "Two videos and one action, and not ended. Names are public only where somebody chose so.",
                "/figures/#individuals"),
        Counter(plans, _noun(plans, "plan in force", "plans in force"),
                f"Published, and still within their two years. They promise {promised:,} actions.", "/figures/#actions"),
        Counter(pledges["organisations"], "organisations signed in 2014–2019",
                f"And {pledges['people']:,} people. The original pledge, kept as a figure of its own. {pledges['moved']:,} of "
                "the organisations have moved to membership so far.", "/figures/#pledge"),
    ]  # fmt: skip


def _noun(number: int, one: str, many: str = "") -> str:
    return one if number == 1 else many or f"{one}s"


def plans_running(day: date) -> Any:
    """Plans in force: published, within their two years, of an organisation whose membership counts."""
    members = Member.objects.counting_on(day).filter(kind=Member.Kind.ORGANISATION)
    return Plan.objects.filter(
        state=State.PUBLISHED, runs_until__gte=day, organisation__in=members.values("organisation")
    )


def organisations_after_their_plan(day: date) -> int:
    """Organisation members in their grace: the membership counts though the plan has run out. One query."""
    members = Member.objects.counting_on(day).filter(kind=Member.Kind.ORGANISATION)
    running = Plan.objects.filter(
        organisation=OuterRef("organisation_id"), state=State.PUBLISHED, runs_until__gte=day
    )
    return members.filter(~Exists(running)).count()


def figure_parts(day: date) -> list[dict[str, Any]]:
    """The tables behind the counters. Four queries."""
    organisations = organisations_visible(day).filter(status_now__in=COUNTING)
    by_sector = dict(organisations.values_list("organisation__sector").annotate(number=Count("pk")))
    promised = Action.objects.filter(plan__in=plans_running(day), removed_at__isnull=True)
    by_strategy = dict(promised.values_list("strategy").annotate(number=Count("pk")))
    statuses = dict(
        Member.objects.with_status(day).filter(kind=Member.Kind.INDIVIDUAL, status_now__in=COUNTING)
        .values_list("status_now").annotate(number=Count("pk"))
    )  # fmt: skip
    years = OriginalPledge.objects.filter(merged_on__isnull=True).values_list("pledged_on__year", "kind")
    by_year: dict[int, dict[str, int]] = {}
    for year, kind, number in years.annotate(number=Count("pk")).order_by("pledged_on__year"):
        by_year.setdefault(year, {})[kind] = number
    return [
        _part("organisations", "Organisation members", "Organisations whose membership counts today, by sector.",
              "Organisations by sector", ["Sector", "Organisations"],
              [[label, by_sector[code]] for code, label in Sector.choices if by_sector.get(code)]),
        _part("actions", "Actions promised", "Actions of the plans in force, by the strategy that each names as its main one.",
              "Actions by strategy", ["Strategy", "Actions"],
              [[f"{code} {label}", by_strategy[code]] for code, label in Strategy.choices if by_strategy.get(code)]),
        _part("individuals", "Individual members", "People who watched or read two awareness videos and committed to one action, "
              "and whose two years have not ended. Names are public only where somebody chose so.",
              "Individual members by status", ["Status", "People"],
              [[str(Status(code).label), number] for code, number in sorted(statuses.items())]),
        _part("pledge", "The original pledge, 2014 to 2019", "Who signed the pledge that could be signed before membership began, "
              "by year of signing. A pledge is not a membership, and the two are never added up.",
              "Original pledges by year", ["Year", "Organisations", "People"],
              [[year, kinds.get("organisation", 0), kinds.get("individual", 0)] for year, kinds in by_year.items()]),
    ]  # fmt: skip


def _part(id: str, title: str, words: str, caption: str, head: list[str], rows: list[list[Any]]) -> dict[str, Any]:
    return {"id": id, "title": title, "words": words, "caption": caption, "head": head, "rows": rows}


def member_or_none(slug: str, day: date) -> Any:
    """One organisation that may be shown, with the facts of its membership. Six queries."""
    return with_facts(organisations_visible(day)).filter(organisation__slug=slug).first()


def status_of(member: Any, day: date) -> PublicStatus:
    """The status with its dates, from the facts in Python; a property test says that lists agree with it."""
    return public_status(Status(member.status_now), member.now_from, member.now_to, ended_on(facts_of(member), day))


def former_names(organisation: Any) -> list[FormerName]:
    """Names it had before. One query."""
    return list(FormerName.objects.filter(organisation=organisation))


def published_versions(organisation: Any) -> list[Publication]:
    """All it ever published, the first first, with their words. One query."""
    return list(Publication.objects.filter(organisation=organisation).select_related("plan", "version").order_by("number"))


@dataclass(frozen=True, slots=True)
class PublicAction:
    """One action of a published version, ready to be read."""

    id: int
    number: int
    words: dict[str, Any]
    due: date
    starts: date | None
    practices: list[str]
    under_way: str
    target: str
    baseline: str
    language: str


def actions_of(words: dict[str, Any]) -> list[PublicAction]:
    """The actions of a frozen version as a reader wants them; no query."""
    return [
        PublicAction(
            id=action["id"],
            number=action["number"],
            words=action,
            due=date.fromisoformat(action["due_on"]),
            starts=date.fromisoformat(action["starts_on"]) if action["starts_on"] else None,
            practices=practice_words(action["practices"]),
            under_way=str(UnderWay(action["under_way"]).label) if action["under_way"] else "",
            target=_value(action["target"], None, action["target_known_by"]),
            baseline=_value(action["baseline"], action["baseline_on"], action["baseline_known_by"]),
            language=language_of(words, action),
        )
        for action in words["actions"]
    ]


def _value(value: str, on: str | None, known_by: str | None) -> str:
    """"41, on 1 May 2026", or when it will be known."""
    if value:
        return f"{value}, on {say(date.fromisoformat(on))}" if on else value
    return f"Not known yet. The organisation will have it by {say(date.fromisoformat(known_by))}." if known_by else ""

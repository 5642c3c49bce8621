"""What the office reads, each with its query bound."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse

from rrn.accounts.models import Role, RoleGrant, User
from rrn.accounts.permissions import people_visible_to
from rrn.clock.queries import clock_health, mail_health, sealing_health
from rrn.membership.history import bring_history, decisions_of
from rrn.membership.models import Member, OriginalPledge, OriginalPledgeEntry
from rrn.membership.queries import facts_by_holder, facts_of, telling_of_facts
from rrn.membership.rules import status_on, why
from rrn.office import memberships
from rrn.office.diary import Entry, entries, lines_about, lines_by
from rrn.office.reading import Reading, read_plan
from rrn.organisations.models import FormerName, Organisation, RegisterEntry, Seat
from rrn.organisations.queries import open_invitations, seats_of
from rrn.plans.models import Action, Appeal, Plan, PointToLearn
from rrn.plans.permissions import comments_visible_to
from rrn.plans.queries import actions_of
from rrn.plans.versions import words_of
from rrn.post.models import TO_DECIDE, ContactMessage, Mail
from rrn.post.permissions import mails_visible_to, messages_visible_to

__all__ = ["open_invitations", "seats_of"]

LATELY = 8
ON_A_RECORD = 30

# -- What was done ---------------------------------------------------------------------------------------------------


def done_lately(*, user: User) -> list[Entry]:
    """What this person did last, newest first. Two queries at most."""
    return entries(lines_by(user).exclude(verb="office.read")[:LATELY], known=[user])


# -- Mail ------------------------------------------------------------------------------------------------------------


def mails_to_decide(user: Any) -> QuerySet[Mail]:
    """Mails that came back or may not have arrived and that nobody has decided about, oldest first."""
    return mails_visible_to(user).filter(state__in=TO_DECIDE, decided_at__isnull=True).order_by("queued_at")


def mails(user: Any, *, state: str = "", words: str = "") -> QuerySet[Mail]:
    """Everything that left or is leaving, newest first, without the bodies."""
    found = mails_visible_to(user).defer("text", "html").order_by("-queued_at", "-pk")
    if state in Mail.State.values:
        found = found.filter(state=state)
    if words:
        found = found.filter(Q(to__icontains=words) | Q(subject__icontains=words))
    return found


def messages(user: Any, *, state: str = "", words: str = "") -> QuerySet[ContactMessage]:
    """What people wrote to the network, newest first, without the words."""
    found = messages_visible_to(user).defer("words", "note").order_by("-sent_at", "-pk")
    if state in ("open", "answered"):
        found = found.filter(answered_at__isnull=state == "open")
    if words:
        found = found.filter(Q(name__icontains=words) | Q(address__icontains=words) | Q(reference__icontains=words))
    return found


# -- Organisations ---------------------------------------------------------------------------------------------------


def organisations(*, words: str = "") -> QuerySet[Organisation]:
    """By name, former name, plan reference or register number, in order of names."""
    found = Organisation.objects.annotate(
        people=Count("seats", filter=Q(seats__ended_at__isnull=True), distinct=True)
    ).order_by("name", "pk")
    if not words:
        return found
    number = "".join(words.split()).upper()
    former = FormerName.objects.filter(organisation=OuterRef("pk"), name__icontains=words)
    entry = RegisterEntry.objects.filter(organisation=OuterRef("pk"), normalised=number)
    return found.filter(Q(name__icontains=words) | Exists(former) | Exists(entry) | _with_reference(number))


def _with_reference(number: str) -> Q:
    return Q(plans__reference=number) | Q(plans__reference=f"RRN-{number}")


def organisation_records() -> QuerySet[Organisation]:
    """Organisations with what their page shows: three queries for one."""
    return Organisation.objects.select_related("founded_by").prefetch_related("register_entries", "former_names")


def organisations_called(name: str) -> list[Organisation]:
    """Those of this very name, at most two: more than one is not told apart by its name. One query."""
    return list(Organisation.objects.filter(name__iexact=name.strip()).order_by("pk")[:2])


def not_one_organisation(found: int) -> str:
    if found:
        return "Several organisations have this name. Rename one of them, so that the roster says which is meant"
    return "No organisation here has this name. Copy it from its page under “Organisations”"


def facts_in_words(organisation: Organisation) -> list[tuple[str, str]]:
    """What the organisation says of itself. No query."""
    return [
        ("Part the plan covers", organisation.part_covered),
        ("Sector", organisation.get_sector_display()),
        ("Nation", organisation.get_nation_display()),
        ("Region of England", organisation.get_region_display()),
        ("Place", organisation.place),
        ("Website", organisation.website),
        ("Training provider", organisation.training_provider),
        ("Certificate reference", organisation.certificate_reference),
        ("Use-of-force policy", organisation.use_of_force_policy),
    ]


def mails_about(user: Any, *records: Any) -> QuerySet[Mail]:
    """The latest letters about these records or to them. One query."""
    wanted = Q(pk__in=())
    for each in records:
        kind, number = each._meta.label_lower, str(each.pk)
        wanted |= Q(about_kind=kind, about_id=number) | Q(recipient_kind=kind, recipient_id=number)
    return mails_visible_to(user).filter(wanted).defer("text", "html").order_by("-queued_at", "-pk")[:ON_A_RECORD]


def diary_of(*records: Any) -> list[Entry]:
    """The latest lines about these records, in words. Two queries."""
    return entries(lines_about(*records)[:ON_A_RECORD])


# -- People ----------------------------------------------------------------------------------------------------------


def people(user: User, *, words: str = "") -> QuerySet[User]:
    """Accounts by address or name, with their open seats. Three queries for a page."""
    seats = Seat.objects.filter(ended_at__isnull=True).select_related("organisation")
    found = people_visible_to(user).prefetch_related(Prefetch("seats", queryset=seats, to_attr="open_seats"))
    if words:
        found = found.filter(Q(email__icontains=words) | Q(display_name__icontains=words))
    return found.order_by("email")


def seats_held_by(person: User) -> QuerySet[Seat]:
    """Every seat she holds or held, open ones first. One query."""
    return person.seats.select_related("organisation").order_by(F("ended_at").desc(nulls_first=True), "started_at")


def roles_of(person: User) -> QuerySet[RoleGrant]:
    return person.role_grants.order_by(F("ended_at").desc(nulls_first=True), "granted_at")


def person_with_address(address: str) -> User | None:
    return User.objects.filter(email=address.strip().lower()).first()


def roles_held() -> QuerySet[RoleGrant]:
    """Who holds which role, the earliest grant first. One query."""
    return RoleGrant.objects.filter(ended_at__isnull=True).select_related("person", "granted_by").order_by(
        "role", "granted_at"
    )


def roles_ended() -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(ended_at__isnull=False).select_related("person").order_by("-ended_at")[:ON_A_RECORD]


def role_words(grants: QuerySet[RoleGrant]) -> list[tuple[str, list[RoleGrant]]]:
    """The grants under their roles; a role nobody holds shows too, because somebody should know."""
    held: dict[str, list[RoleGrant]] = {role: [] for role in Role.values}
    for grant in grants:
        held[grant.role].append(grant)
    return [(str(Role(role).label), found) for role, found in held.items()]


# -- Plans -----------------------------------------------------------------------------------------------------------


def plans_of(organisation: Organisation) -> QuerySet[Plan]:
    """Every plan an organisation ever began, the latest first. One query."""
    return organisation.plans.order_by("-pk")


def reading_of(plan: Plan, user: User) -> Reading | None:
    """The plan as it was sent last, against the version before, with the comments this person sees. Three queries.

    A plan that was never sent reads as it stands now.
    """
    versions = list(plan.versions.order_by("-number")[:2])
    comments = comments_visible_to(user, plan).select_related("by", "version")
    if not versions:
        return read_plan(words=words_of(plan, actions_of(plan)), before=None, comments=comments)
    before = versions[1].words if len(versions) > 1 else None
    return read_plan(words=versions[0].words, before=before, comments=comments)


def reader_of(plan: Plan) -> User | None:
    """Who has the plan open. One query."""
    review = plan.reviews.filter(ended_at__isnull=True).select_related("reviewer").first()
    return review.reviewer if review else None


def action_of(plan: Plan, number: str) -> Action | None:
    return plan.actions.filter(pk=int(number)).first() if number.isdecimal() else None


def points_of(plan: Plan) -> QuerySet[PointToLearn]:
    return plan.points_to_learn.all()


def open_appeal_of(plan: Plan) -> Appeal | None:
    return Appeal.objects.filter(decision__plan=plan, decided_at__isnull=True).first()


def appeal(number: int) -> Appeal | None:
    return Appeal.objects.filter(pk=number).select_related("decision__plan__organisation", "decision__decided_by").first()


def membership_of(holder: Organisation | User, user: User, *, day: date) -> dict[str, Any] | None:
    """What a membership is on this day and why, what was decided about it, and what this person can decide. None of it is stored.

    A query, one for each kind of fact that was recorded, and one more.
    """
    mine = {"organisation": holder} if isinstance(holder, Organisation) else {"person": holder}
    member = telling_of_facts(Member.objects.filter(**mine).select_related("person", "organisation")).first()
    if member is None:
        return None
    bring_history(member)
    facts, history = facts_of(member), decisions_of(member)
    appealed = any(one.appeal is not None and one.appeal.about.ended_on is None for one in history)
    steps = [
        (reverse(f"office:member_{deed}", args=[member.pk]), title)
        for deed, title in memberships.steps_for(user, member, facts, day, appealed=appealed)
    ]
    return {
        "member": member, "status": str(status_on(facts, day).label), "why": why(facts, day), "steps": steps, "history": history,
    }  # fmt: skip


def tell_memberships(holders: Iterable[Any], *, day: date) -> None:
    """Give each organisation or person of a page the sentence of its membership, as `why`. One query, however many."""
    there = {holder.pk: holder for holder in holders}
    column = "organisation" if any(isinstance(holder, Organisation) for holder in there.values()) else "person"
    for number, facts in facts_by_holder(column, list(there)).items():
        there[number].why = why(facts, day)


# -- The 2014 pledge -------------------------------------------------------------------------------------------------


def pledges(*, kind: str = "", words: str = "") -> QuerySet[OriginalPledge]:
    """The records of the 2014 pledge, the earliest first."""
    found = OriginalPledge.objects.order_by("pledged_on", "pk")
    if kind in OriginalPledge.Kind.values:
        found = found.filter(kind=kind)
    if words:
        found = found.filter(
            Q(organisation_name__icontains=words)
            | Q(first_name__icontains=words)
            | Q(last_name__icontains=words)
            | Q(address__icontains=words)
            | Q(host__icontains=words)
        )
    return found


def pledge_figures(*, user: User) -> list[dict[str, Any]]:
    """How many records of each kind there are, and the list behind each number. One query, for the office only."""
    if not user.is_office:
        return []
    counted = dict(OriginalPledge.objects.values_list("kind").annotate(Count("pk")))
    if not counted:
        return []
    names = {OriginalPledge.Kind.ORGANISATION: "Organisations", OriginalPledge.Kind.INDIVIDUAL: "People"}
    base = reverse("office:pledges")
    return [
        {"label": label, "count": counted.get(kind.value, 0), "url": f"{base}?kind={kind.value}"}
        for kind, label in names.items()
    ]


def pledge_entries(pledge: OriginalPledge) -> QuerySet[OriginalPledgeEntry]:
    """Every row of the pledge file that went into this record. One query."""
    return pledge.entries.order_by("made_at", "pk")


# -- Health ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Health:
    good: bool
    words: str


def health(*, at: datetime) -> Health:
    """What the office should know about the machinery: the clock, the post, the diary's seal. Ten queries."""
    clock, mail, sealing = clock_health(at=at), mail_health(at=at), sealing_health(at=at)
    wrong = []
    if not clock["worker_alive"]:
        wrong.append(
            "The clock’s worker is not running. No letter leaves and no reminder is written until it does; nothing is lost, and "
            "every status and right is as its dates say. Ask whoever looks after the machine to start it."
        )
    if clock["late"]:
        wrong.append(
            f"For more than 26 hours the clock has not managed: {', '.join(clock['late'])}. It goes on trying, and catches up. "
            "Ask whoever looks after the machine to look at its log."
        )
    if clock["stopped"]:
        wrong.append("The clock has stopped before more than usual, and asks. See the list below.")
    if clock["behind_its_last_day"]:
        wrong.append(
            f"Today is before {clock['last_day_done']:%-d %B %Y}, the last day on which the clock has worked. Nothing is undone. "
            "Ask whoever looks after the machine whether its date is right."
        )
    if not mail["good"] and mail["waiting"]:
        wrong.append(f"{mail['waiting']} mails wait to be sent, the oldest for more than ten minutes.")
    if not sealing["good"]:
        wrong.append("The diary has lines that have not been sealed for ten minutes.")
    return Health(not wrong, " ".join(wrong) or "The worker is running and its duties are done.")

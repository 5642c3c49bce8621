"""What anybody may see of members. Nothing here looks at who is asking: the register is the same for everyone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from rrn.core.erasures import NOWHERE
from rrn.core.prepared import Prepared
from rrn.membership.models import IndividualDetails, Member, OriginalPledge
from rrn.membership.queries import bring_facts, tell_status, telling_of_facts
from rrn.plans.models import Action, Publication
from rrn.plans.rules import State


def _published() -> Any:
    """Organisations that have published a plan. Members by definition have one."""
    published = Publication.objects.filter(organisation=OuterRef("organisation_id"))
    return Member.objects.filter(kind=Member.Kind.ORGANISATION).filter(Exists(published)).select_related("organisation")


_VISIBLE = Prepared(lambda slug: telling_of_facts(_published()).filter(organisation__slug=slug))


def organisation_visible(slug: str, day: date) -> Any:
    """An organisation that has published a plan, with its facts; None where there is none. Two queries, one more for each other
    kind of fact.

    Its status comes from the rules. Lists read the register's rows (`rules.LISTED`); a test says that both agree.
    """
    member = _VISIBLE.first(slug)
    if member is not None:
        bring_facts(member)
        tell_status(member, day)
    return member


def publications_visible() -> Any:
    """Published versions, all of them: what was published stays public (decision 29)."""
    return Publication.objects.filter(organisation__member__isnull=False)


def actions_in_force(day: date) -> Any:
    """Actions of published plans that have not run out. Whose membership counts is asked of the register's rows."""
    return Action.objects.filter(
        removed_at__isnull=True, plan__state=State.PUBLISHED, plan__runs_from__lte=day, plan__runs_until__gte=day
    )


def pledges_moved() -> Any:
    """Pledges of 2014 that an organisation here says were its own, and whose date may be named: as `pledge_named`."""
    return OriginalPledge.objects.filter(
        kind=OriginalPledge.Kind.ORGANISATION,
        listing=OriginalPledge.Listing.YES,
        claimed_on__isnull=False,
        claimed_by__isnull=False,
        merged_on=None,
    )


def pledges_moving() -> Any:
    """Organisations that took the pledge of 2014, agreed to be named, and have not become members yet.

    Never a person's pledge; and none whose contact asked to be forgotten, that said no, closed, or went into another.
    """
    return OriginalPledge.objects.filter(
        kind=OriginalPledge.Kind.ORGANISATION,
        listing=OriginalPledge.Listing.YES,
        claimed_on=None,
        declined_on=None,
        merged_on=None,
        closed_on=None,
    ).exclude(address__endswith=f"@{NOWHERE}")


def pledgers_named() -> tuple[int, int]:
    """How many organisations the lists of those who moved and of those who are moving have. One query."""
    moved, moving = Q(pk__in=pledges_moved().values("pk")), Q(pk__in=pledges_moving().values("pk"))
    found = OriginalPledge.objects.aggregate(moved=Count("pk", filter=moved), moving=Count("pk", filter=moving))
    return found["moved"], found["moving"]


def people_listed(day: date) -> Any:
    """Individual members whose membership counts on the day and who chose to be named. Taken back, it is gone at once."""
    counting = Member.objects.counting_on(day).filter(kind=Member.Kind.INDIVIDUAL, person__is_active=True)
    return IndividualDetails.objects.filter(listed_at__isnull=False, member__in=counting)


def pledge_named(organisation: Any) -> OriginalPledge | None:
    """The pledge this organisation says was its own, where its date may stand in public. One query."""
    return _PLEDGE_NAMED.first(organisation.pk)


_PLEDGE_NAMED = Prepared(
    lambda organisation: OriginalPledge.objects.filter(
        claimed_by=organisation, listing=OriginalPledge.Listing.YES, merged_on=None
    ).order_by("pledged_on", "pk")[:1]
)

"""Which records the kept public pages tell of. Up here, because pages of several rooms tell of the same records.

A page's address names its tags (`Stored(tags=…)`); here stands which tags a write about a record touches.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps

from rrn.core.pagestore.marks import EVERYTHING
from rrn.core.pagestore.renewing import TagsOf, tell_of
from rrn.membership.kept_pages import ROSTER
from rrn.register.kept_pages import PEOPLE, REGISTER, organisation_tag

HELP, PAGES = "help", "pages"
# The record's kind, and how its organisation is reached from it.
OF_AN_ORGANISATION = {
    "organisations.organisation": "slug",
    "plans.plan": "organisation__slug",
    "plans.action": "plan__organisation__slug",
    "membership.member": "organisation__slug",
    "membership.period": "member__organisation__slug",
    "membership.originalpledge": "claimed_by__slug",
}
# A seat in an organisation is written about as the organisation; a membership that turns may be somebody's on the roster.
OF_THE_ROSTER = {"organisations.organisation", "membership.member", "membership.period"}


def tags_by(kind: str, way: str) -> TagsOf:
    """The organisations' own pages and whatever lists and counts them. One query."""
    lists = {REGISTER, ROSTER} if kind in OF_THE_ROSTER else {REGISTER}

    def tags(records: set[str] | None) -> set[str]:
        if records is None:
            return {EVERYTHING}
        model: Any = apps.get_model(kind)
        slugs = model._default_manager.filter(pk__in=records).values_list(way, flat=True)
        return {*lists, *(organisation_tag(slug) for slug in slugs if slug)}

    return tags


def always(*tags: str) -> Callable[[set[str] | None], tuple[str, ...]]:
    return lambda records: tags


def tell() -> None:
    for kind, way in OF_AN_ORGANISATION.items():
        tell_of(kind, tags_by(kind, way))
    tell_of("membership.individualaction", always(REGISTER, PEOPLE))
    tell_of("transition.importbatch", always(REGISTER, PEOPLE))
    tell_of("accounts.user", always(PEOPLE, ROSTER))
    tell_of("membership.rosterseat", always(ROSTER))
    tell_of("website.helpcontact", always(HELP))
    # A page's title may stand in every menu, and an erasure may concern any page.
    for kind in ("wagtailcore.page", "wagtailcore.site", "website.menu", "website.picture", "privacy.erasure"):
        tell_of(kind)

"""Organisations in the site's search: their names, places, and the words of the plan that stands in public."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from rrn.core.search import Document, put, remove
from rrn.core.vocabulary import Nation, PracticeType, Sector, Strategy
from rrn.organisations.models import FormerName
from rrn.plans.models import PointToLearn, Publication
from rrn.register.models import Listing
from rrn.register.places import NOT_SAID, REGION_CHOICES
from rrn.register.rules import PRACTICES, place_in_words

KIND = "organisation"
AT_ONCE = 1000
# Raised when other words are put in: existing houses then put theirs in again (`manage.py prepare`).
INDEXED_AS = 5
PLAN_FIELDS = ("summary", "where_now", "how_known", "sharing", "shaped_by", "shaped_change", "executive_role", "lead_role")
ACTION_FIELDS = (
    "what", "why", "how_you_will_know", "measure", "target", "baseline", "owner_role", "shaped_by", "shaped_change",
)  # fmt: skip

# What a chart or a family calls them. Only other names of the same: an organisation is not found by what it did not say.
ALSO_CALLED: dict[str, str] = {PracticeType.CHEMICAL_AS_NEEDED: "PRN, as required", PracticeType.SECLUSION: "time out"}


def facet_tokens(listing: Any) -> tuple[str, ...]:
    """What the directory's filters ask the search for."""
    found = [f"nation_{listing.nation}"] if listing.nation else []
    found += [f"region_{listing.region}"] if listing.region else []
    found += [f"sector_{listing.sector}"] if listing.sector else []
    found += [f"strategy_{bit + 1}" for bit in range(6) if listing.strategies >> bit & 1]
    found += [f"practice_{code}" for bit, code in enumerate(PRACTICES) if listing.practices >> bit & 1]
    return tuple(found)


def _plan_words(words: dict[str, Any], points: Iterable[str]) -> str:
    """All that a plan's page prints in sentences, each text in a line of its own and each action in a part of its own."""
    parts = [in_lines([words.get(field)]) for field in PLAN_FIELDS]
    parts += [in_lines(action.get(field) for field in ACTION_FIELDS) for action in words["actions"]]
    parts += [in_lines([point]) for point in points]
    return "\n\n".join(part for part in parts if part)


def _labels(words: dict[str, Any]) -> list[str]:
    """What a plan's page prints beside its sentences, and what else people call it. Found, and no part of a passage.

    Not whether an action was under way: every action says one of two things, so that "new" would find every plan.
    """
    practices, said = list(words.get("practices") or ()), [words.get("reference") or ""]
    for action in words["actions"]:
        strategy = action.get("strategy")
        said += [str(Strategy(strategy).label) if strategy else ""]
        practices += action.get("practices") or ()
    for code in dict.fromkeys(practices):
        said += [str(PracticeType(code).label), ALSO_CALLED.get(code, "")]
    return [words for words in dict.fromkeys(said) if words]


def in_lines(texts: Iterable[str | None]) -> str:
    """Each text in one line: a passage shows one of them and does not run two together."""
    return "\n".join(" ".join(text.split()) for text in texts if text and text.strip())


def _documents(listings: Collection[Any]) -> Iterator[Document]:
    keys = [listing.pk for listing in listings]
    former: dict[int, list[str]] = {}
    for organisation, name in FormerName.objects.filter(organisation__in=keys).values_list("organisation_id", "name"):
        former.setdefault(organisation, []).append(name)
    rows = Publication.objects.filter(organisation__in=keys).order_by("number")
    latest = {row[0]: row[1:] for row in rows.values_list("organisation_id", "plan_id", "version__words")}
    points: dict[int, list[str]] = {}
    for plan, point in PointToLearn.objects.filter(plan__organisation__in=keys).values_list("plan_id", "words"):
        points.setdefault(plan, []).append(point)
    for listing in listings:
        plan, words = latest[listing.pk]
        labels = [str(Sector(listing.sector).label)] if listing.sector else []
        labels += [str(Nation(listing.nation).label)] if listing.nation else []
        labels += [str(dict(REGION_CHOICES)[listing.region])] if listing.region and listing.region != NOT_SAID else []
        about = [listing.part_covered, listing.place, *labels, *former.get(listing.pk, ()), *_labels(words)]
        yield Document(
            kind=KIND,
            key=str(listing.pk),
            title=listing.name,
            body=_plan_words(words, points.get(plan, ())),
            also="\n".join(part for part in about if part),
            facets=facet_tokens(listing),
            address=f"/members/{listing.slug}/",
            about=place_in_words(listing),
            language=listing.language,
        )


def index_organisations(organisations: Collection[int]) -> None:
    """Let these be found by their words. In the caller's transaction; four reads for each thousand."""
    waiting = iter(organisations)
    while some := list(islice(waiting, AT_ONCE)):
        put(_documents(list(Listing.objects.filter(pk__in=some))))


def forget_organisations(organisations: Collection[int]) -> None:
    remove(KIND, [str(key) for key in organisations])

"""Atom feeds: what was published and what changed. Fifty entries at most, each with a name that stays.

`register_news(source)` is the door for whoever keeps the news: a source gives its newest `Item`s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from rrn.core.time import end_of_day, london_day, start_of_day
from rrn.membership.rules import Status
from rrn.plans.models import PlanVersion
from rrn.plans.rules import say
from rrn.register.history import endings
from rrn.register.machines.facts import absolute, issuer, licence, plain_text, tag_of
from rrn.register.permissions import publications_visible
from rrn.register.queries import first_line

MOST = 50
CONTENT_TYPE = "application/atom+xml"


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: a page, what it says in a few plain sentences, who says it, and since when."""

    title: str
    path: str
    summary: str
    author: str
    at: datetime
    language: str = ""
    # Names the entry for good; the path unless several entries share a page.
    key: str = ""
    # The licence of plans, unless the words stand under another.
    rights: str = ""


NewsSource = Callable[[int], Iterable[Item]]
_news: list[NewsSource] = []


def register_news(source: NewsSource) -> None:
    """Whoever keeps the news gives its newest items, `source(most)`."""
    if source not in _news:
        _news.append(source)


class _Feed(Atom1Feed):
    """Django's Atom, with the language of each entry and a day for a feed that is still empty."""

    def latest_post_date(self) -> datetime:
        dates = [item["pubdate"] for item in self.items]
        return max(dates) if dates else self.feed["begun_at"]

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]} if item.get("language") else {}


def document(*, title: str, subtitle: str, path: str, page: str, items: Iterable[Item], day: date, author: str) -> str:
    """A whole feed. `path` is its own address, `page` the page it goes with."""
    rights = f"{licence().name}, {licence().address}"
    feed = _Feed(
        title=plain_text(title),
        link=absolute(page),
        description="",
        subtitle=plain_text(subtitle),
        feed_url=absolute(path),
        feed_guid=tag_of(path, "2026"),
        author_name=plain_text(author),
        feed_copyright=f"{rights}. Published by {issuer()}.",
        language="en-GB",
        begun_at=start_of_day(day),
    )
    for item in sorted(items, key=lambda item: item.at, reverse=True)[:MOST]:
        feed.add_item(
            title=plain_text(item.title),
            link=absolute(item.path),
            description=escape(plain_text(item.summary)),
            author_name=plain_text(item.author),
            pubdate=item.at,
            updateddate=item.at,
            unique_id=tag_of(item.key or item.path, london_day(item.at).isoformat()),
            item_copyright=item.rights or rights,
            language=item.language,
        )
    return feed.writeString("utf-8")


def _of_publications(rows: list[Any]) -> list[Item]:
    """One query more, for the words."""
    versions = PlanVersion.objects.in_bulk([row.version_id for row in rows])
    return [_publication(row, versions[row.version_id].words) for row in rows]


def _publication(row: Any, words: dict[str, Any]) -> Item:
    name = row.organisation.name
    number = len(words["actions"])
    promised = f"{number} actions" if number != 1 else "one action"
    runs = f" It runs from {say(row.plan.runs_from)} to {say(row.plan.runs_until)}." if row.plan.runs_from else ""
    verb = "published its plan" if row.number == 1 else f"published version {row.number} of its plan"
    return Item(
        title=f"{name} {verb}",
        path=f"/members/{row.organisation.slug}/plan/{row.number}/",
        summary=f"{name} {verb}, with {promised}.{runs} {first_line(words)}".strip(),
        author=name,
        at=row.published_at,
        language="" if words["language"].startswith("en") else words["language"],
    )


def publications(day: date) -> str:
    """What all members published last. Two queries."""
    rows = publications_visible().select_related("organisation", "plan").order_by("-published_at", "-pk")[:MOST]
    return document(
        title="Plans published",
        subtitle="What organisations have promised about restraint, as each promise was published.",
        path="/members/feed.atom",
        page="/members/",
        items=_of_publications(list(rows)),
        day=day,
        author=issuer(),
    )


def organisation(member: Any, day: date) -> str:
    """What one organisation published, and when its membership ended. Three queries."""
    found = member.organisation
    rows = publications_visible().filter(organisation=found).select_related("organisation", "plan").order_by("-number")[:MOST]
    return document(
        title=f"{found.name}: its plan and what changed",
        subtitle="Each version of the plan as it was published, and the end of a membership.",
        path=f"/members/{found.slug}/feed.atom",
        page=f"/members/{found.slug}/",
        items=[*_of_publications(list(rows)), *_endings(member, day)],
        day=day,
        author=found.name,
    )


def _endings(member: Any, day: date) -> Iterable[Item]:
    """The days on which the membership ended, as its page has them and in its words."""
    found = member.organisation
    for ending in endings(member, day):
        yield Item(
            title=f"{found.name}: {ending.words.rstrip('.')}",
            path=f"/members/{found.slug}/",
            summary=f"{say(ending.on)}: {ending.words} What {found.name} promised stays public.",
            author=issuer(),
            at=end_of_day(ending.on) if ending.code == Status.LAPSED else start_of_day(ending.on),
            key=f"/members/{found.slug}/#{ending.code}",
        )


def news(day: date) -> str:
    """The network's news, from whoever keeps it."""
    items = [item for source in _news for item in source(MOST)]
    return document(
        title=f"News: {issuer()}",
        subtitle="What is new in the network.",
        path="/news/feed.atom",
        page="/news/",
        items=items,
        day=day,
        author=issuer(),
    )

"""The sitemap: an index, and parts that each hold a bounded stretch of keys, so that none costs more with more members.

Rooms upstairs add their pages with `register(name, source)`: a source gives `Entry` for every page it has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

from django.db.models import Max, OuterRef, Subquery
from django.utils.xmlutils import SimplerXMLGenerator
from wagtail.models import Page

from rrn.core.time import london_day
from rrn.plans.models import Publication
from rrn.register.machines.facts import absolute, plain_text
from rrn.register.permissions import publications_visible

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# At most three addresses for each publication and 50,000 in a part (sitemaps.org).
A_PART = 15_000
A_PART_OF_PAGES = 5_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One public page, and the day on which what it says last changed, where that is known."""

    path: str
    changed: date | None = None


Source = Callable[[date], Iterable[Entry]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a room's pages. A name is the part's address: lower case, no dash and number at its end."""
    _sources[name] = source


# The register's own pages without a part to fill in, and the roster's from downstairs. The office's pages are in Wagtail's
# tree, in parts of their own.
OWN = (
    "/members/", "/members/map/", "/members/people/", "/members/moving/", "/figures/", "/figures/actions/", "/figures/moved/", "/data/",
    "/api/v1/", "/steering-group/",
)  # fmt: skip


def own_pages(day: date) -> Iterator[Entry]:
    for path in OWN:
        yield Entry(path)


register("site", own_pages)


def parts() -> list[str]:
    """The names of all parts. Two queries."""
    last_page = Page.objects.aggregate(last=Max("pk"))["last"] or 0
    last = Publication.objects.aggregate(last=Max("pk"))["last"] or 0
    return [
        *sorted(_sources),
        *(f"pages-{number}" for number in range(1, last_page // A_PART_OF_PAGES + 2)),
        *(f"members-{number}" for number in range(1, last // A_PART + 2)),
    ]


def entries_of(part: str, day: date) -> Iterable[Entry] | None:
    """What one part lists, or None when there is no such part. At most four queries."""
    if part not in parts():
        return None
    if part in _sources:
        return _sources[part](day)
    name, _, number = part.rpartition("-")
    return _pages(int(number)) if name == "pages" else _members(int(number))


def _stretch(number: int, size: int) -> tuple[int, int]:
    return (number - 1) * size, number * size - 1


def _pages(number: int) -> Iterator[Entry]:
    """Editorial pages that anybody may read; one that stands nowhere in the site's tree has no address."""
    live = Page.objects.live().public().filter(pk__range=_stretch(number, A_PART_OF_PAGES), depth__gt=1, alias_of__isnull=True)
    for page in live.order_by("pk"):
        parts_of_url = page.get_url_parts()
        if parts_of_url and parts_of_url[2]:
            changed = page.last_published_at
            yield Entry(parts_of_url[2], london_day(changed) if changed else None)


def _members(number: int) -> Iterator[Entry]:
    """Each published version; an organisation's own pages stand beside its first."""
    newest = Publication.objects.filter(organisation=OuterRef("organisation_id")).order_by("-number")
    rows: Any = (
        publications_visible()
        .filter(pk__range=_stretch(number, A_PART))
        .annotate(newest=Subquery(newest.values("published_at")[:1]))
        .order_by("pk")
        .values_list("organisation__slug", "number", "published_at", "newest")
    )
    for slug, version, published_at, newest_at in rows:
        if version == 1:
            yield Entry(f"/members/{slug}/", london_day(newest_at))
            yield Entry(f"/members/{slug}/plan/", london_day(newest_at))
        yield Entry(f"/members/{slug}/plan/{version}/", london_day(published_at))


def _document(root: str, element: str, entries: Iterable[Entry]) -> str:
    out = StringIO()
    writer: Any = SimplerXMLGenerator(out, "utf-8", short_empty_elements=True)
    writer.startDocument()
    writer.startElement(root, {"xmlns": NAMESPACE})
    seen: set[str] = set()
    for entry in entries:
        if entry.path in seen:
            continue
        seen.add(entry.path)
        writer.startElement(element, {})
        writer.addQuickElement("loc", plain_text(absolute(entry.path)))
        if entry.changed:
            writer.addQuickElement("lastmod", entry.changed.isoformat())
        writer.endElement(element)
    writer.endElement(root)
    writer.endDocument()
    return out.getvalue()


def index_document() -> str:
    return _document("sitemapindex", "sitemap", (Entry(f"/sitemap/{part}.xml") for part in parts()))


def part_document(part: str, day: date) -> str | None:
    entries = entries_of(part, day)
    return None if entries is None else _document("urlset", "url", entries)

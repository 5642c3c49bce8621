"""Pages and news in the house's search."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.utils.html import strip_tags
from wagtail.models import Page

from rrn.core.templatetags.editorial import plainly
from rrn.core.templatetags.rrn import full_date
from rrn.website.addresses import address_of
from rrn.website.models import EditorialPage, NewsPage
from rrn.website.welsh import is_a_stand_in


def words_of(page: EditorialPage) -> str:
    """Everything a reader sees of it, as bare words."""
    parts = [str(block.value["words"]) if block.block_type == "heading" else strip_tags(block.render()) for block in page.body]
    return plainly(" ".join([page.lead, *parts]))


def kind_of(page: Page) -> str:
    return "news" if isinstance(page, NewsPage) else "page"


def is_found(page: Page) -> bool:
    """Only what everybody may read."""
    return isinstance(page, EditorialPage) and page.live and not is_a_stand_in(page) and not page.get_view_restrictions().exists()


def renew(records: set[str] | None) -> None:
    """Put these pages in as they are now, and take out those that nobody finds any more; None is every page."""
    engine = _engine()
    if not engine:
        return
    pages = Page.objects.filter(depth__gt=1) if records is None else Page.objects.filter(pk__in=records)
    found = [page for page in pages.specific().iterator() if is_found(page)]
    engine.put([_document(engine, page) for page in found])
    gone = (records or set()) - {str(page.pk) for page in found}
    for kind in ("page", "news"):
        engine.remove(kind, gone)


def put_all() -> None:
    """Every published page: for an engine that begins empty."""
    renew(None)


def _document(engine: Any, page: EditorialPage) -> Any:
    about = full_date(page.on) if isinstance(page, NewsPage) else plainly(page.search_description or page.lead)
    return engine.Document(
        kind=kind_of(page),
        key=str(page.pk),
        title=plainly(page.title),
        body=words_of(page),
        address=address_of(page),
        about=about,
        language="cy" if page.locale.language_code == "cy" else "en",
    )


def _engine() -> Any:
    """The house's engine; None where it is not installed."""
    try:
        return import_module("rrn.core.search")
    except ModuleNotFoundError:
        return None

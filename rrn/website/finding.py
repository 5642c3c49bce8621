"""Pages and news in the house's search: the editor's, and those that rooms make themselves."""

from __future__ import annotations

import re
from html import unescape
from importlib import import_module
from typing import Any

from django.utils.html import strip_tags
from wagtail.models import Page

from rrn.core.models import SearchDocument
from rrn.core.search.words import title_key
from rrn.core.templatetags.editorial import plainly
from rrn.core.templatetags.rrn import full_date
from rrn.membership.finding import DOCUMENT as STEERING
from rrn.website.addresses import WELSH, address_of
from rrn.website.fixed_pages import ASKED_FOR, FIXED, IN_WELSH, Fixed
from rrn.website.models import EditorialPage, HelpContact, HelpNowPage, NewsPage
from rrn.website.queries import contacts_for
from rrn.website.welsh import is_a_stand_in


def words_of(page: EditorialPage) -> str:
    """Everything a reader sees of it, as bare words."""
    parts = [str(block.value["words"]) if block.block_type == "heading" else bare(block.render()) for block in page.body]
    lines = (unescape(plainly(line)) for part in [page.lead, *parts] for line in part.split("\n"))
    return "\n".join(line for line in lines if line)


# What a reader sees as a line of its own; a passage does not run two of them together.
_ENDS_A_LINE = re.compile(r"</(?:p|li|h[1-6]|t[dhr]|d[td]|div|figcaption|summary)>|<br\s*/?>", re.IGNORECASE)


def bare(html: str) -> str:
    return strip_tags(_ENDS_A_LINE.sub("\n", html.replace("\n", " ")))


def kind_of(page: Page) -> str:
    return "news" if isinstance(page, NewsPage) else "page"


def is_found(page: Page) -> bool:
    """Only what everybody may read."""
    return isinstance(page, EditorialPage) and page.live and not is_a_stand_in(page) and not page.get_view_restrictions().exists()


def renew_help() -> None:
    """The pages that say whom to turn to, with the contacts as they are now. In the caller's transaction."""
    renew({str(pk) for pk in HelpNowPage.objects.values_list("pk", flat=True)})


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
    put_fixed()


def put_fixed() -> None:
    """The pages that rooms make themselves: they change with the release, so they are put in when it is installed."""
    engine = _engine()
    if engine:
        engine.put([STEERING, *(_fixed(engine, page) for page in FIXED)])


def put_what_is_missing() -> None:
    """After the tables were brought up to date: each page says what it is about, unless an earlier release put it in."""
    there = SearchDocument.objects.filter(kind__in=("page", "news"))
    # A page that says nothing about itself is one of an earlier release: its title is part of it.
    # One whose title is kept in other terms than today's was put in by other rules of what a word is.
    folded = all(kept == title_key(title) for title, kept in there.values_list("title", "title_key"))
    if not folded or there.filter(subject_key="").exists():
        put_all()
    else:
        put_fixed()
        renew_help()  # an earlier release kept them without their contacts


def _fixed(engine: Any, page: Fixed) -> Any:
    return engine.Document(
        kind="page", key=page.key, title=page.title, body=page.lead, address=page.address, about=page.lead,
        subject=f"{page.title} {page.lead} {page.asked}",
    )  # fmt: skip


def _document(engine: Any, page: EditorialPage) -> Any:
    about = full_date(page.on) if isinstance(page, NewsPage) else plainly(page.search_description or page.lead)
    address, in_welsh = address_of(page), page.locale.language_code == WELSH
    asked = [ASKED_FOR.get(address, ""), IN_WELSH if in_welsh else ""]
    contacts = _contacts(page)
    printed = [" ".join(part for part in (one.name, one.number, one.what_for) if part) for one in contacts]
    own = [f"{one.name} {one.number}" for one in contacts if one.nation == str(getattr(page, "nation", None) or "")]
    return engine.Document(
        kind=kind_of(page),
        key=str(page.pk),
        title=plainly(page.title),
        body="\n".join(line for line in [words_of(page), *printed] if line),
        address=address,
        about=about,
        language="cy" if in_welsh else "en",
        subject=" ".join([plainly(page.title), plainly(page.lead), *asked, *own, plainly(page.search_description)]),
    )


def _contacts(page: EditorialPage) -> list[HelpContact]:
    """Whom a help page names: those of every nation, and of its own."""
    return contacts_for(str(page.nation or "")) if isinstance(page, HelpNowPage) else []


def _engine() -> Any:
    """The house's engine; None where it is not installed."""
    try:
        return import_module("rrn.core.search")
    except ModuleNotFoundError:
        return None

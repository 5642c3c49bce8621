"""When a page is in Welsh. Wagtail makes a copy in English of every page above one that somebody translates, and puts English
where a translation is not finished; neither is shown as Welsh."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from wagtail.models import Page

from rrn.website.addresses import ROOTS, WELSH

# The last step of an address is no words: it may stay as it is.
NO_WORDS = ("slug",)
WORDS = ("title", "lead", "body")


def is_a_stand_in(page: Page) -> bool:
    """A copy of the page in the other language, kept where nobody has translated it."""
    return page.alias_of_id is not None and page.url_path.split("/")[1] == ROOTS[WELSH]


def written(pages: Any) -> Any:
    """Without the stand-ins."""
    return pages.filter(alias_of__isnull=True)


def english_of(page: Page) -> Page | None:
    """The published page that a page of the Welsh tree is to say in Welsh. One query."""
    return Page.objects.live().filter(translation_key=page.translation_key, locale__language_code=settings.LANGUAGE_CODE).first()


def sentences_missing(page: Page) -> int:
    """How many parts of its text nobody has translated yet; none where it was written in its language by hand. Two queries."""
    from wagtail_localize.models import StringSegment, Translation

    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    ).first()
    if translation is None:
        return 0
    parts = StringSegment.objects.filter(source_id=translation.source_id).exclude(context__path__in=NO_WORDS)
    return int(parts.annotate_translation(translation.target_locale).filter(translation__isnull=True).count())


def has_been_published(page: Page) -> bool:
    """Itself: what was a stand-in brings along what was published of the page that it stood for."""
    return page.live_revision is not None and page.live_revision.object_id == str(page.pk)


def would_lose_words(page: Any) -> bool:
    """Whether other words than the published ones are about to be saved."""
    kept = type(page)._default_manager.filter(pk=page.pk).first()
    if kept is None:
        return False
    return any(page._meta.get_field(name).value_to_string(page) != page._meta.get_field(name).value_to_string(kept) for name in WORDS)

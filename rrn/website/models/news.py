"""News: what happened, with its day and, where there is one, its picture."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from rrn.core.personal import PersonalData
from rrn.core.time import london_day, today
from rrn.website.addresses import address_of
from rrn.website.models.pages import KEPT, SHARED, EditorialPage
from rrn.website.models.pictures import Picture


class NewsIndexPage(EditorialPage):
    """All news, newest first, 25 a page."""

    template = "website/news_index.html"
    parent_page_types: ClassVar[list[str]] = ["website.HomePage"]
    subpage_types: ClassVar[list[str]] = ["website.NewsPage"]
    max_count = 1

    personal_data = PersonalData(other=SHARED, kept=KEPT)

    class Meta:
        verbose_name = "news list"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from rrn.website.reading import news_of

        return super().get_context(request, *args, **kwargs) | news_of(self, request)


class NewsPage(EditorialPage):
    """One piece of news. Its picture carries words in its place, its own or those written here."""

    on = models.DateField("day", default=today)
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    picture_alt = models.CharField(
        "words in the picture’s place, for this piece",
        max_length=250,
        blank=True,
        help_text="Left empty, the picture’s own words are used.",
    )
    picture_caption = models.CharField(max_length=250, blank=True)

    template = "website/news_page.html"
    parent_page_types: ClassVar[list[str]] = ["website.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("on"),
        FieldPanel("lead", heading="Summary"),
        MultiFieldPanel([FieldPanel(name) for name in ("picture", "picture_alt", "picture_caption")], heading="Picture"),
        FieldPanel("body"),
    ]

    personal_data = PersonalData(other=(*SHARED, "on", "picture", "picture_alt", "picture_caption"), kept=KEPT)

    @property
    def address(self) -> str:
        return address_of(self)

    @property
    def changed_on(self) -> date:
        """When it was last written, in no case before its own day: news may be put in ahead of it, or long after."""
        written = self.last_published_at
        return max(self.on, london_day(written)) if written else self.on

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from rrn.website.reading import picture_to_share

        return super().get_context(request, *args, **kwargs) | {"picture_to_share": picture_to_share(self)}

    class Meta:
        verbose_name = "piece of news"
        indexes = [models.Index(fields=["-on", "-page_ptr"], name="news_newest_first")]

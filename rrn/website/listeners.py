"""What follows when Wagtail publishes a page, takes it down or moves it. Its signals, because the writes are its own."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page, PageViewRestriction, Site

from rrn.core import renewals
from rrn.core.templatetags.editorial import SIZES
from rrn.core.time import now
from rrn.website import finding
from rrn.website.models import EditorialPage, MenuItem, Picture
from rrn.website.reading import pictures_in

PAGE, MENU, PICTURE = "wagtailcore.page", "website.menu", "website.picture"


def draw(pictures: list[Picture]) -> None:
    """Every size of these pictures, so that nobody who reads a page has to wait for one or writes one."""
    for picture in pictures:
        picture.get_renditions(*SIZES)


def page_published(sender: Any, instance: Page, **kwargs: Any) -> None:
    if not isinstance(instance, EditorialPage):
        return
    draw(pictures_in(instance))
    renewals.ask_for(kind=PAGE, records=[str(instance.pk)], at=now())


def page_unpublished(sender: Any, instance: Page, **kwargs: Any) -> None:
    renewals.ask_for(kind=PAGE, records=[str(instance.pk)], at=now())


def page_moved(sender: Any, instance: Page, **kwargs: Any) -> None:
    """Its address and those of all below it are new ones."""
    below = instance.get_descendants(inclusive=True).values_list("pk", flat=True)
    renewals.ask_for(kind=PAGE, records=[str(number) for number in below], at=now())


def readers_changed(sender: Any, instance: PageViewRestriction, **kwargs: Any) -> None:
    """What not everybody may read any more leaves the search and the kept pages at once."""
    page_moved(sender, instance.page)


def menu_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Every page shows it."""
    renewals.ask_for(kind=MENU, records=[""], at=now())


def picture_changed(sender: Any, instance: Picture, created: bool = False, **kwargs: Any) -> None:
    """Its words may stand on pages that are published; a new one stands on none."""
    if not created:
        renewals.ask_for(kind=PICTURE, records=[str(instance.pk)], at=now())


def listen() -> None:
    renewals.register(PAGE, name="search", renew=finding.renew)
    from django.db.models.signals import post_delete, post_save
    from wagtail.signals import page_published as published
    from wagtail.signals import page_slug_changed, post_page_move
    from wagtail.signals import page_unpublished as unpublished

    published.connect(page_published, dispatch_uid="website.published")
    unpublished.connect(page_unpublished, dispatch_uid="website.unpublished")
    post_page_move.connect(page_moved, dispatch_uid="website.moved")
    page_slug_changed.connect(page_moved, dispatch_uid="website.renamed")
    for signal in (post_save, post_delete):
        signal.connect(menu_changed, sender=MenuItem, dispatch_uid=f"website.menu.{id(signal)}")
        signal.connect(readers_changed, sender=PageViewRestriction, dispatch_uid=f"website.readers.{id(signal)}")
    post_save.connect(picture_changed, sender=Picture, dispatch_uid="website.picture")
    post_delete.connect(page_unpublished, sender=Page, dispatch_uid="website.deleted")
    post_save.connect(menu_changed, sender=Site, dispatch_uid="website.site")

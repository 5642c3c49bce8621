"""What follows when Wagtail publishes a page, takes it down or moves it. Its signals, because the writes are its own."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page, Site

from rrn.core import renewals
from rrn.core.templatetags.editorial import SIZES
from rrn.core.time import now
from rrn.website import finding
from rrn.website.models import EditorialPage, MenuItem, Picture
from rrn.website.reading import pictures_in

PAGE, MENU = "wagtailcore.page", "website.menu"


def draw(pictures: list[Picture]) -> None:
    """Every size of these pictures, so that nobody who reads a page has to wait for one or writes one."""
    for picture in pictures:
        picture.get_renditions(*SIZES)


def page_published(sender: Any, instance: Page, **kwargs: Any) -> None:
    if not isinstance(instance, EditorialPage):
        return
    draw(pictures_in(instance))
    finding.put_page(instance)
    renewals.ask_for(kind=PAGE, records=[str(instance.pk)], at=now())


def page_unpublished(sender: Any, instance: Page, **kwargs: Any) -> None:
    finding.remove_page(instance)
    renewals.ask_for(kind=PAGE, records=[str(instance.pk)], at=now())


def page_moved(sender: Any, instance: Page, **kwargs: Any) -> None:
    """Its address and those of all below it are new ones."""
    below = instance.get_descendants(inclusive=True).live().specific()
    for page in below:
        finding.put_page(page)
    renewals.ask_for(kind=PAGE, records=[str(page.pk) for page in below], at=now())


def menu_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Every page shows it."""
    renewals.ask_for(kind=MENU, records=[""], at=now())


def listen() -> None:
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
    post_delete.connect(page_unpublished, sender=Page, dispatch_uid="website.deleted")
    post_save.connect(menu_changed, sender=Site, dispatch_uid="website.site")

"""A fresh installation gets its pages from the files in `copy/`. From then on they are the office's: nothing is done twice."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.models import Locale, Page, Site, Workflow, WorkflowPage, WorkflowTask

from rrn.accounts.wordings import TERMS
from rrn.core import navigation
from rrn.website.copybook import COPY, Copy, Misspelt, read_folder
from rrn.website.models import (
    ContactPage,
    ContentPage,
    EditorialPage,
    HelpNowPage,
    HomePage,
    JoinPage,
    Menu,
    MenuItem,
    NewsIndexPage,
    NewsPage,
    OfficeApproval,
    Picture,
)
from rrn.website.staff import make_groups

TYPES: dict[str, type[EditorialPage]] = {
    "home": HomePage,
    "content": ContentPage,
    "news": NewsPage,
    "join": JoinPage,
    "help-now": HelpNowPage,
    "contact": ContactPage,
    "news-index": NewsIndexPage,
}
# What stands in the header beside pages of the tree: addresses of rooms.
ROOMS = {"header": ((1, "/members/"), (2, "/figures/")), "footer": ((7, "/data/"), (8, "/steering-group/"))}


@transaction.atomic
def fill_pages(*, folder: Path = COPY) -> int:
    """Make the site's pages, menus, groups and workflow, where there is no home page yet. Gives how many pages."""
    if HomePage.objects.exists():
        return 0
    copies = read_folder(folder)
    english, _ = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    Locale.objects.get_or_create(language_code="cy")
    make_sure_of_permissions()
    make_groups()
    let_the_office_approve()
    made: dict[str, EditorialPage] = {}
    for copy in copies:
        made[copy.path] = plant_home(copy, english) if copy["type"] == "home" else plant(copy, made, folder)
    hang_menus(copies, made)
    return len(made)


def make_sure_of_permissions() -> None:
    """Django makes them after every migration, app by app; the groups cannot wait for the last."""
    from django.apps import apps

    for label in ("wagtailcore", "wagtailimages", "wagtaildocs"):
        create_permissions(apps.get_app_config(label), verbosity=0)


def let_the_office_approve() -> None:
    """What an editor sends is read by the office, on every page."""
    task, _ = OfficeApproval.objects.get_or_create(name="The office reads it")
    workflow, _ = Workflow.objects.get_or_create(name="Approval by the office")
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 1})
    WorkflowPage.objects.update_or_create(page=Page.get_first_root_node(), defaults={"workflow": workflow})


def plant_home(copy: Copy, locale: Locale) -> HomePage:
    """In place of the page that Wagtail greets with."""
    root = Page.get_first_root_node()
    address = urlsplit(settings.BASE_URL)
    home = HomePage(slug="home", locale=locale, **words_of(copy, COPY))
    Page.objects.filter(depth=2, slug="home").update(slug="wagtail-welcome")
    root.add_child(instance=home)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname or "localhost",
            "port": address.port or (443 if address.scheme == "https" else 80),
            "site_name": settings.RRN["NAME"],
            "root_page": home,
        },
    )
    for welcome in Page.objects.filter(depth=2, slug="wagtail-welcome"):
        welcome.delete()
    publish(home)
    return home


def plant(copy: Copy, made: dict[str, EditorialPage], folder: Path) -> EditorialPage:
    parent = made.get("/".join(copy["parent"].strip("/").split("/")) + "/" if copy["parent"] else "/")
    if parent is None:
        raise Misspelt(f"{copy.path}: there is no page “{copy['parent']}” above it")
    more: dict[str, Any] = {"terms_version": TERMS.version} if copy.path == "terms/" else {}
    page = TYPES[copy["type"]](slug=copy["slug"], locale=parent.locale, **words_of(copy, folder), **more)
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    publish(page)
    return page


def publish(page: EditorialPage) -> None:
    page.save_revision().publish()


def words_of(copy: Copy, folder: Path) -> dict[str, Any]:
    return {
        "title": copy["title"],
        "lead": copy["lead"],
        "search_description": copy["description"],
        "body": json.dumps([with_picture(block, folder) for block in copy.body]),
    }


def with_picture(block: dict[str, Any], folder: Path) -> dict[str, Any]:
    if block["type"] != "picture":
        return block
    value = block["value"]
    picture = keep_picture(folder / "pictures" / value["file"], alt=value["alt"])
    return {"type": "picture", "value": {"picture": picture.pk, "alt": "", "caption": value["caption"]}}


def keep_picture(path: Path, *, alt: str, credit: str = "") -> Picture:
    """A picture from a file; the same file again is the same picture."""
    title = path.stem.replace("-", " ").capitalize()
    known = Picture.objects.filter(title=title, alt=alt).first()
    if known:
        return known
    with path.open("rb") as file:
        return Picture.objects.create(title=title, alt=alt, credit=credit, file=ImageFile(file, name=path.name))


def hang_menus(copies: list[Copy], made: dict[str, EditorialPage]) -> None:
    """Header and footer, in the order of the files' `menu: header 3`, beside the rooms' own addresses."""
    short = {item.address: item.words for item in (*navigation.HEADER, *navigation.FOOTER)}
    for place, rooms in ROOMS.items():
        menu, _ = Menu.objects.get_or_create(place=place)
        wanted: list[tuple[int, str, EditorialPage | None]] = [(order, address, None) for order, address in rooms]
        for copy in copies:
            where, _, order = copy["menu"].partition(" ")
            if where == place:
                wanted.append((int(order), f"/{copy.path}", made[copy.path]))
        MenuItem.objects.bulk_create(
            MenuItem(
                menu=menu,
                sort_order=number,
                words=short.get(address) or (page.title if page else address),
                page=page,
                address="" if page else address,
            )
            for number, (_, address, page) in enumerate(sorted(wanted, key=lambda each: each[0]))
        )


def add_news(*, copy: Copy, on: date, pictures: Path) -> NewsPage:
    """One piece of news from a file, under the list of news."""
    index = NewsIndexPage.objects.get(locale__language_code=settings.LANGUAGE_CODE)
    picture = keep_picture(pictures / copy["picture"], alt=copy["picture_alt"]) if copy["picture"] else None
    page = NewsPage(slug=copy["slug"], locale=index.locale, on=on, picture=picture, **words_of(copy, pictures.parent))
    index.add_child(instance=page)
    publish(page)
    return page

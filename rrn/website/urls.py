from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import StringConverter

from rrn.core.audience import Audience, address
from rrn.core.pagestore.marks import Stored
from rrn.register.kept_pages import LISTED
from rrn.website import views
from rrn.website.kept_pages import HELP, PAGES


class PagesConverter(StringConverter):
    """Any path of words with slashes behind them, the empty one included: Wagtail's tree."""

    regex = r"(?:[\w\-]+/)*"


register_converter(PagesConverter, "pages")


def page_at(path: str, name: str, stored: Stored | None = None) -> object:
    """A page that other rooms link to by name. Its words are in the tree; its address is a promise."""
    return address(path, views.page, audience=Audience.EVERYONE, name=name, kwargs={"path": path}, stored=stored)


app_name = "website"
# The self-check keeps its answers in the address; its form asks and does not post.
JOIN = Stored(query=("support", "authorise", "committed"), tags=(PAGES,))
EDITORIAL = Stored(tags=(PAGES,), query=("page",))
FOR_HELP = Stored(tags=(HELP,))
urlpatterns = [
    page_at("", "home", LISTED),
    page_at("join/", "join", JOIN),
    address("help-now/", views.help_now, audience=Audience.EVERYONE, name="help_now", stored=FOR_HELP),
    address(
        "help-now/check/",
        views.help_contacts_to_check,
        audience=Audience.OFFICE,
        name="help_contacts_to_check",
    ),
    address(
        "help-now/check/<int:number>/",
        views.check_help_contact,
        audience=Audience.OFFICE,
        name="check_help_contact",
    ),
    address("help-now/<slug:nation>/", views.help_now, audience=Audience.EVERYONE, name="help_now_in", stored=FOR_HELP),
    address("my/", views.my, audience=Audience.SIGNED_IN, name="my"),
    page_at("contact/", "contact"),
    page_at("accessibility/", "accessibility", EDITORIAL),
    page_at("privacy/", "privacy", EDITORIAL),
    page_at("terms/", "terms", EDITORIAL),
    page_at("cookies/", "cookies", EDITORIAL),
    page_at("news/", "news", EDITORIAL),
    address("media/images/<path:name>", views.media, audience=Audience.EVERYONE, name="media"),
]

# Stands last in the street map. Wagtail asks for it by this name when it says where a page is.
pages = [address("<pages:path>", views.page, audience=Audience.EVERYONE, name="wagtail_serve", stored=EDITORIAL)]

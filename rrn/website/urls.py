from __future__ import annotations

from rrn.core.audience import Audience, address
from rrn.core.pagestore.marks import Stored
from rrn.register.kept_pages import LISTED
from rrn.website import views
from rrn.website.kept_pages import HELP

app_name = "website"
# The self-check keeps its answers in the address; its form asks and does not post.
JOIN = Stored(query=("support", "authorise", "committed"))
urlpatterns = [
    address("", views.home, audience=Audience.EVERYONE, name="home", stored=LISTED),
    address("join/", views.join, audience=Audience.EVERYONE, name="join", stored=JOIN),
    address("help-now/", views.help_now, audience=Audience.EVERYONE, name="help_now", stored=Stored(tags=(HELP,))),
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
    address("help-now/<slug:nation>/", views.help_now_in, audience=Audience.EVERYONE, name="help_now_in", stored=Stored(tags=(HELP,))),
    address("my/", views.my, audience=Audience.SIGNED_IN, name="my"),
    address("contact/", views.contact, audience=Audience.EVERYONE, name="contact"),
    address("accessibility/", views.accessibility, audience=Audience.EVERYONE, name="accessibility", stored=Stored()),
    address("privacy/", views.privacy, audience=Audience.EVERYONE, name="privacy", stored=Stored()),
    address("terms/", views.terms, audience=Audience.EVERYONE, name="terms", stored=Stored()),
]

from __future__ import annotations

from rrn.core.audience import Audience, address
from rrn.website import views

app_name = "website"
urlpatterns = [
    address("", views.home, audience=Audience.EVERYONE, name="home"),
    address("join/", views.join, audience=Audience.EVERYONE, name="join"),
    address("help-now/", views.help_now, audience=Audience.EVERYONE, name="help_now"),
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
    address("help-now/<slug:nation>/", views.help_now_in, audience=Audience.EVERYONE, name="help_now_in"),
    address("my/", views.my, audience=Audience.SIGNED_IN, name="my"),
    address("contact/", views.contact, audience=Audience.EVERYONE, name="contact"),
    address("accessibility/", views.accessibility, audience=Audience.EVERYONE, name="accessibility"),
    address("privacy/", views.privacy, audience=Audience.EVERYONE, name="privacy"),
    address("terms/", views.terms, audience=Audience.EVERYONE, name="terms"),
]

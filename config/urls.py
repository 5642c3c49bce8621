"""The street map. Each room keeps its own addresses; this page says which street they stand in."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

handler400 = "django.views.defaults.bad_request"

urlpatterns = [
    path("", include("rrn.core.urls")),
    path("", include("rrn.clock.urls")),
    path("account/", include("rrn.accounts.urls")),
    path("account/", include("allauth.urls")),
    path("office/", include("rrn.office.urls")),
    path("office/", include(wagtailadmin_urls)),
    path("", include("rrn.learning.urls")),
    path("", include("rrn.membership.urls")),
    path("", include("rrn.register.machines.urls")),
    path("", include("rrn.register.urls")),
    path("", include("rrn.organisations.urls")),
    path("", include("rrn.plans.urls")),
    path("", include("rrn.website.urls")),
]

if settings.DEMONSTRATION:
    urlpatterns.insert(0, path("demo/", include("rrn.demo.urls")))

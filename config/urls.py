"""The street map. Each room keeps its own addresses; this page says which street they stand in."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from rrn.website.urls import pages

handler400 = "django.views.defaults.bad_request"

urlpatterns = [
    path("", include("rrn.core.urls")),
    path("", include("rrn.clock.urls")),
    path("account/", include("rrn.accounts.urls")),
    path("account/", include("allauth.urls")),
    path("mail/", include("rrn.accounts.mail_urls")),
    path("mail/", include("rrn.post.urls")),
    path("office/", include("rrn.office.urls")),
    path("office/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("rrn.learning.urls")),
    path("", include("rrn.membership.urls")),
    path("", include("rrn.register.machines.urls")),
    path("", include("rrn.register.urls")),
    path("", include("rrn.organisations.urls")),
    path("", include("rrn.plans.urls")),
    path("", include("rrn.website.urls")),
    # Whatever no room answers is a page of the office's, in English or under /cy/ in Welsh.
    *i18n_patterns(*pages, prefix_default_language=False),
]

if settings.DEMONSTRATION:
    urlpatterns.insert(0, path("demo/", include("rrn.demo.urls")))

from __future__ import annotations

from rrn.core.audience import Audience, address
from rrn.register.machines import api, views

EVERYONE = Audience.EVERYONE
app_name = "machines"
urlpatterns = [
    address("sitemap.xml", views.sitemap_index, audience=EVERYONE, name="sitemap"),
    address("sitemap/<slug:part>.xml", views.sitemap_part, audience=EVERYONE, name="sitemap_part"),
    address("members/feed.atom", views.publications_feed, audience=EVERYONE, name="publications_feed"),
    address("members/<slug:slug>/feed.atom", views.organisation_feed, audience=EVERYONE, name="organisation_feed"),
    address("news/feed.atom", views.news_feed, audience=EVERYONE, name="news_feed"),
    address("data/", views.data, audience=EVERYONE, name="data"),
    address("data/schema.json", views.data_schema, audience=EVERYONE, name="data_schema"),
    address("data/<str:name>", views.data_file, audience=EVERYONE, name="data_file"),
    address("api/v1/", views.api_page, audience=EVERYONE, name="api"),
    *api.addresses("api/v1/"),
]

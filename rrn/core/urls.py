from __future__ import annotations

from rrn.core import views
from rrn.core.audience import Audience, address
from rrn.core.pagestore.marks import Stored

app_name = "core"
urlpatterns = [
    address("robots.txt", views.robots, audience=Audience.EVERYONE, name="robots", stored=Stored()),
    address("favicon.ico", views.favicon, audience=Audience.EVERYONE, name="favicon"),
    address("components/", views.components, audience=Audience.DEMONSTRATION, name="components"),
]

from __future__ import annotations

from rrn.core import views
from rrn.core.audience import Audience, address

app_name = "core"
urlpatterns = [
    address("robots.txt", views.robots, audience=Audience.EVERYONE, name="robots"),
    address("favicon.ico", views.favicon, audience=Audience.EVERYONE, name="favicon"),
    address("components/", views.components, audience=Audience.DEMONSTRATION, name="components"),
]

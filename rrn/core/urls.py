from __future__ import annotations

from rrn.core import views
from rrn.core.audience import Audience, address

app_name = "core"
urlpatterns = [
    address("components/", views.components, audience=Audience.DEMONSTRATION, name="components"),
]

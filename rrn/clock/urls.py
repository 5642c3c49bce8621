from __future__ import annotations

from rrn.clock import views
from rrn.core.audience import Audience, address

app_name = "clock"
urlpatterns = [
    address("healthz", views.healthz, audience=Audience.EVERYONE, name="healthz"),
    address("readyz", views.readyz, audience=Audience.EVERYONE, name="readyz"),
]

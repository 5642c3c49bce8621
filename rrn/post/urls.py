from __future__ import annotations

from rrn.core.audience import Audience, address
from rrn.post import views

app_name = "post"
urlpatterns = [address("returns/<slug:provider>/", views.returns, audience=Audience.EVERYONE, name="returns")]

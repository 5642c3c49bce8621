from __future__ import annotations

from rrn.accounts import views
from rrn.core.audience import Audience, address

app_name = "accounts"
urlpatterns = [
    address("second-factor/", views.second_factor_needed, audience=Audience.SIGNED_IN, name="second_factor_needed"),
]

"""The doors that Wagtail brings along lead to ours: there is one (RELIABILITY.md rule 14)."""

from __future__ import annotations

from rrn.accounts import views
from rrn.core.audience import Audience, address

app_name = "closed"
urlpatterns = [
    address("office/login/", views.to_sign_in, audience=Audience.EVERYONE, name="login"),
    address("office/password_reset/", views.to_sign_in, audience=Audience.EVERYONE, name="password_reset"),
    address(
        "office/password_reset/<path:rest>",
        views.to_sign_in,
        audience=Audience.EVERYONE,
        name="password_reset_rest",
    ),
]

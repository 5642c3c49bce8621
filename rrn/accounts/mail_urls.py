"""Addresses that stand in mails of news: they work without signing in."""

from __future__ import annotations

from rrn.accounts import mail_views
from rrn.core.audience import Audience, address

app_name = "accounts_mail"
urlpatterns = [address("stop/<str:token>/", mail_views.stop, audience=Audience.EVERYONE, name="stop")]

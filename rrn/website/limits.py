"""How often somebody may write to the network: enough for people, too little for machines."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest

CONFIG = {"contact": "10/h/key", "contact_from": "5/h/key,15/d/key"}


def too_many_messages(request: HttpRequest, address: str, client: str) -> str:
    """The sentence for somebody who wrote too often; empty where she may. Counts this one."""
    for action, key in (("contact", client), ("contact_from", address)):
        if not ratelimit.consume(request, app="rrn.website", action=action, config=CONFIG, key=key):
            return f"Several messages have come from you already. Wait an hour, or telephone {settings.RRN['TELEPHONE']}. Your text is still here."
    return ""

"""How often somebody may write to the network: enough for people, too little for machines.

Who writes is told by her email address. A whole trust comes from one connection, so that is the wide limit; and only a
message that is otherwise in order is counted (`serving._send`).
"""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest

CONFIG = {"contact": "60/h/key", "contact_from": "5/h/key,15/d/key", "contact_kept": "120/h/key"}


def too_many_kept(request: HttpRequest, client: str) -> bool:
    """More messages with mistakes in an hour than a whole trust makes. Counts this one."""
    return not ratelimit.consume(request, app="rrn.website", action="contact_kept", config=CONFIG, key=client)


def too_many_messages(request: HttpRequest, address: str, client: str) -> str:
    """The sentence for somebody who wrote too often; empty where she may. Counts this one only where she may."""
    counted: list[Any] = []
    for action, key in (("contact_from", address), ("contact", client)):
        usage = ratelimit.consume(request, app="rrn.website", action=action, config=CONFIG, key=key)
        if not usage:
            for each in counted:
                each.rollback()
            return f"Several messages have come from you already. Wait an hour, or telephone {settings.RRN['TELEPHONE']}. Your text is still here."
        counted.append(usage)
    return ""

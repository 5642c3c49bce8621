"""Who is calling: the peer, or what a proxy that we listed says about it (RELIABILITY.md rule 10)."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def _is_trusted(address: str) -> bool:
    try:
        host = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(host in ipaddress.ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES)


def client_address(request: HttpRequest) -> str:
    """The nearest address that is no proxy of ours. A header from anybody else is not read."""
    address = request.META.get("REMOTE_ADDR") or "127.0.0.1"
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    while _is_trusted(address) and forwarded:
        address = forwarded.pop()
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return request.META.get("REMOTE_ADDR") or "127.0.0.1"

"""A word to a monitor outside, so that somebody hears of it when this machine is silent.

It is told only while all is well with the clock: a monitor that hears nothing for a while raises the alarm. The address is
the installer's, and nothing of the house goes with the request.
"""

from __future__ import annotations

import logging
import urllib.error
import urllib.request
from datetime import datetime
from http.client import HTTPException

from django.conf import settings

from rrn.clock.queries import late_duties

log = logging.getLogger(__name__)

TIMEOUT = 5  # seconds


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


def ping(*, at: datetime) -> int:
    """Tell it, if there is one and no duty is late; how often it was told. A monitor that is away holds nothing up."""
    address: str = settings.CLOCK_PING
    if not address.startswith(("https://", "http://")) or late_duties(at=at):
        return 0
    try:
        opener = urllib.request.build_opener(_NoRedirects)
        with opener.open(urllib.request.Request(address, headers={"User-Agent": "rrn-clock"}), timeout=TIMEOUT):  # noqa: S310 - checked above
            return 1
    except (OSError, HTTPException) as failure:
        log.warning("The monitor outside did not answer (%s).", type(failure).__name__)
        return 0

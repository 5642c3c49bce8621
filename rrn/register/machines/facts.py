"""Who issues what machines read, under which licence, and how long they may keep it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from rrn.core.time import end_of_day, london_day

# What XML 1.0 cannot hold, and what no reader sees.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
A_WHILE = 300  # seconds; a publication is seen everywhere within five minutes


@dataclass(frozen=True, slots=True)
class Licence:
    """The licence of published words: agreed by the organisation when it sent its plan."""

    name: str
    address: str


def licence() -> Licence:
    return Licence(str(settings.RRN["DATA_LICENCE"]), str(settings.RRN["DATA_LICENCE_ADDRESS"]))


def issuer() -> str:
    """Never the network's name in a demonstration (PRODUCT.md, the demonstration network)."""
    return str(settings.RRN.get("ISSUER") or settings.RRN["NAME"])


def absolute(path: str) -> str:
    """Links are built from the configured address only (RELIABILITY.md rule 10)."""
    return f"{settings.BASE_URL}{path}"


def tag_of(path: str, on: str) -> str:
    """A name that stays when the page moves (RFC 4151): the house, the day it began, and its first address."""
    return f"tag:{urlsplit(settings.BASE_URL).hostname},{on}:{path}"


def plain_text(words: object) -> str:
    """Words as XML can hold them."""
    return _NOT_IN_XML.sub("", str(words))


def seconds_of_today(at: datetime) -> int:
    """How long this London day still lasts: nothing that shows a status may be kept past it."""
    return max(int((end_of_day(london_day(at)) - at).total_seconds()), 0)


Response = TypeVar("Response", bound=HttpResponseBase)


def for_everybody(response: Response, at: datetime, *, most: int = A_WHILE) -> Response:
    """Public facts: any site may read them in a browser, and a cache may keep them a while, never past midnight."""
    response["Cache-Control"] = f"public, max-age={min(most, seconds_of_today(at))}"
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def xml(text: str, content_type: str) -> HttpResponse:
    return HttpResponse(text, content_type=f"{content_type}; charset=utf-8")

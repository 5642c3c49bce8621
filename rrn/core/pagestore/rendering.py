"""What may be kept of an answer, and asking Django for a page on nobody's behalf."""

from __future__ import annotations

import io
import sys
from typing import Any

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware

from rrn.core.pagestore.entry import OURS, Answer
from rrn.core.pagestore.names import Key
from rrn.core.pagestore.setting import is_https, own_host, private_cookies

# What a page could show somebody of herself. A page for the store is made without knowing any of it.
OF_THE_VISITOR = (
    "HTTP_USER_AGENT", "HTTP_REFERER", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE", "HTTP_IF_RANGE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE",
)  # fmt: skip


def is_a_strangers(request: HttpRequest) -> bool:
    """A stranger's plain question, asked by our own name and scheme."""
    return (
        request.method == "GET"
        and not any(name in request.META.get("HTTP_COOKIE", "") for name in private_cookies())
        and "HTTP_AUTHORIZATION" not in request.META
        and request.META.get("HTTP_HOST", "") == own_host()
        and request.is_secure() == is_https()
    )


def forget_the_visitor(request: HttpRequest) -> None:
    """Of her cookies only the one against forged forms stays: a page that uses it gives itself away by setting it."""
    token = request.COOKIES.get(settings.CSRF_COOKIE_NAME)
    request.COOKIES = {} if token is None else {settings.CSRF_COOKIE_NAME: token}
    request.META.pop("HTTP_COOKIE", None)
    for name in OF_THE_VISITOR:
        request.META.pop(name, None)


def is_for_everybody(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether this answer may be given to anybody else. Anything in doubt is not kept."""
    return (
        response.status_code == 200
        and isinstance(response, HttpResponse)
        and not response.streaming
        and not response.cookies
        and not response.has_header("Set-Cookie")
        and not response.has_header("Content-Encoding")
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and b"csrfmiddlewaretoken" not in response.content
        and not request.user.is_authenticated  # type: ignore[attr-defined]  # after authentication's middleware
        and not request.session.modified
        and not getattr(getattr(request, "_messages", None), "added_new", False)
    )


def as_response(answer: Answer, request: HttpRequest, accepts: str, has: str) -> HttpResponse:
    """A kept page in Django's form: the first to ask gets the very answer that all others get."""
    status, headers, body = answer.to(head=request.method == "HEAD", accepts=accepts, has=has)
    response = HttpResponse(body, status=int(status[:3]))
    del response["Content-Type"]
    for name, value in headers:
        response[name] = value
    return response


def usual_headers() -> dict[str, str]:
    """What every plain page of the house is answered with: nginx's file says the same (a test compares them)."""
    from rrn.core.middleware import HeadersMiddleware

    ask: Any = XFrameOptionsMiddleware(lambda request: HttpResponse())
    for layer in (CSPMiddleware, HeadersMiddleware, SecurityMiddleware):
        ask = layer(ask)
    response = ask(WSGIRequest(environ_for(Key("/", ""))))
    return {name: value for name, value in response.items() if name.lower() not in OURS | {"content-type"}}


def is_usual(response: HttpResponse) -> bool:
    said = {name: value for name, value in response.items() if name.lower() not in OURS | {"content-type"}}
    return said == usual_headers()


def environ_for(key: Key) -> dict[str, Any]:
    """A request by nobody for a page, as the application server would hand it on."""
    host, _, port = own_host().partition(":")
    scheme = "https" if is_https() else "http"
    return {
        "REQUEST_METHOD": "GET", "PATH_INFO": key.path, "QUERY_STRING": key.query, "SCRIPT_NAME": "",
        "SERVER_NAME": host, "SERVER_PORT": port or ("443" if is_https() else "80"), "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": own_host(), "REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": scheme, "wsgi.version": (1, 0),
        "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.multithread": True, "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }  # fmt: skip


def make(handler: WSGIHandler, key: Key) -> int:
    """Let Django answer this page, which puts it on the shelf; gives the status."""
    seen: list[str] = []
    answer = handler(environ_for(key), lambda status, headers, error=None: seen.append(status))  # type: ignore[arg-type]  # no writer
    try:
        for _ in answer:
            pass
    finally:
        answer.close()  # type: ignore[attr-defined]  # Django's answers have it
    return int(seen[0][:3])

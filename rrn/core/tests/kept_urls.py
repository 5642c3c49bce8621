"""Addresses for the store's own tests: what may be kept, and everything that must not get in."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token

from rrn.core.audience import Audience, address
from rrn.core.pagestore.marks import Stored, keep_until
from rrn.core.time import london_day, now

made: Counter[str] = Counter()
told: dict[str, str] = {"words": "first"}
# A test may hold a page up between reading and answering.
has_read, may_answer = threading.Event(), threading.Event()


def plain(request):
    made["plain"] += 1
    return HttpResponse(f"<p>{london_day(now())} {told['words']} {request.GET.get('q', '')}</p>")


def held(request):
    """Reads, then waits to be let go on, as a slow page would."""
    words = told["words"]
    has_read.set()
    may_answer.wait(5)
    return HttpResponse(words)


def nosy(request):
    """Shows whatever it can find out about who asks."""
    return HttpResponse(repr((request.COOKIES, dict(request.headers), str(request.user))))


def with_cookie(request):
    response = HttpResponse("hello")
    response.set_cookie("favourite", "blue")
    return response


def with_form(request):
    return HttpResponse(f"<form method=post><input name=x value={get_token(request)}></form>")


def with_message(request):
    messages.success(request, "You are Ada Reed now.")
    return HttpResponse(" ".join(str(message) for message in messages.get_messages(request)))


def with_session(request):
    request.session["seen"] = "Ada Reed"
    return HttpResponse("hello")


def streaming(request):
    return StreamingHttpResponse(iter([b"a", b"b"]))


def gone(request):
    return HttpResponse("gone", status=404)


def until_soon(request):
    response = HttpResponse(f"until soon {now():%H:%M}")
    keep_until(response, now() + timedelta(hours=1))
    return response


def huge(request):
    return HttpResponse(b"x" * (3 * 1024 * 1024))


def own_policy(request):
    response = HttpResponse("own")
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


def unmarked(request):
    made["unmarked"] += 1
    return HttpResponse("unmarked")


def marked(route, view, **mark):
    return address(route, view, audience=Audience.EVERYONE, name=view.__name__, stored=Stored(**mark))


MUST_NOT_GET_IN = ("with-cookie/", "with-form/", "with-message/", "with-session/", "streaming/", "gone/", "unmarked/")
urlpatterns = [
    marked("plain/", plain, query=("q", "sector"), tags=("plain",)),
    marked("other/<slug:slug>/", lambda request, slug: HttpResponse(f"{slug} {told['words']}"), tags=lambda kwargs: (f"of-{kwargs['slug']}",)),
    marked("held/", held, tags=("plain",)),
    marked("nosy/", nosy),
    marked("with-cookie/", with_cookie),
    marked("with-form/", with_form),
    marked("with-message/", with_message),
    marked("with-session/", with_session),
    marked("streaming/", streaming),
    marked("gone/", gone),
    marked("until-soon/", until_soon),
    marked("huge/", huge),
    marked("own-policy/", own_policy),
    address("unmarked/", unmarked, audience=Audience.EVERYONE, name="unmarked"),
]

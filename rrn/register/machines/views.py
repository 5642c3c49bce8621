"""What machines are handed: documents and files, the same for everybody, and the two pages that explain them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import conditional_page

from rrn.core.audience import reads_only
from rrn.core.time import now, today
from rrn.register.machines import api, columns, feeds, opendata, sitemap
from rrn.register.machines.facts import for_everybody, issuer, licence, xml
from rrn.register.machines.pages import column_rows, operations
from rrn.register.queries import member_or_none

HOME = ("/", "Home")


def _xml(text: str | None, content_type: str = "application/xml") -> HttpResponse:
    if text is None:
        raise Http404
    return for_everybody(xml(text, content_type), now())


@reads_only
@conditional_page
def sitemap_index(request: HttpRequest) -> HttpResponse:
    return _xml(sitemap.index_document())


@reads_only
@conditional_page
def sitemap_part(request: HttpRequest, part: str) -> HttpResponse:
    return _xml(sitemap.part_document(part, today()))


@reads_only
@conditional_page
def publications_feed(request: HttpRequest) -> HttpResponse:
    return _xml(feeds.publications(today()), feeds.CONTENT_TYPE)


@reads_only
@conditional_page
def organisation_feed(request: HttpRequest, slug: str) -> HttpResponse:
    member = member_or_none(slug, today())
    if member is None:
        raise Http404
    return _xml(feeds.organisation(member, today()), feeds.CONTENT_TYPE)


@reads_only
@conditional_page
def news_feed(request: HttpRequest) -> HttpResponse:
    return _xml(feeds.news(today()), feeds.CONTENT_TYPE)


@reads_only
def data(request: HttpRequest) -> HttpResponse:
    """What the files are, what each column means, what is left out."""
    day = today()
    kept = opendata.newest(day)
    context = {
        "day": day,
        "files": [{"name": name, "kept": kept.get(name), "words": opendata.WORDS[name]} for name in opendata.TYPES],
        "columns": column_rows(columns.COLUMNS),
        "figures": column_rows(columns.FIGURES),
        "licence": licence(),
        "issuer": issuer(),
        "crumbs": [HOME],
    }
    return render(request, "register/data.html", context)


@reads_only
@conditional_page
def data_schema(request: HttpRequest) -> HttpResponse:
    return for_everybody(JsonResponse(columns.package(today()), json_dumps_params={"ensure_ascii": False, "indent": 1}), now())


@reads_only
def data_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """The newest file, which says of when it is; a small network's first is made on the spot."""
    day = today()
    if name not in opendata.TYPES:
        raise Http404
    if file := opendata.latest(name, day):
        return _kept_file(request, file)
    if opendata.is_small():
        return _handed(opendata.in_one_go(name, now()), name, day, most=60)
    response = HttpResponse(
        "The data files are being made. This takes up to an hour after an installation; try again in ten minutes.\n",
        status=503, content_type="text/plain; charset=utf-8",
    )  # fmt: skip
    response["Retry-After"] = "600"
    response["Cache-Control"] = "no-store"
    return response


def _kept_file(request: HttpRequest, file: opendata.DataFile) -> HttpResponseBase:
    etag, changed = quote_etag(file.digest), int(file.built_at.timestamp())
    known = get_conditional_response(request, etag=etag, last_modified=changed)
    response = known or _handed(opendata.opened(file), file.name, file.day, most=0)
    response["ETag"], response["Last-Modified"] = etag, http_date(changed)
    return for_everybody(response, now())  # a few minutes: after a write it is made anew


def _handed(file: Any, name: str, day: date, *, most: int) -> HttpResponseBase:
    stem, _, ending = name.partition(".")
    response = FileResponse(file, as_attachment=True, filename=f"{stem}-{day}.{ending}", content_type=opendata.TYPES[name])
    response["Content-Security-Policy"] = "default-src 'none'"
    return for_everybody(response, now(), most=most)


@reads_only
def api_page(request: HttpRequest) -> HttpResponse:
    """The API in words, made from its own description."""
    context = {
        "operations": operations(api.description()),
        "words": api.DESCRIPTION,
        "licence": licence(),
        "issuer": issuer(),
        "crumbs": [HOME, ("/data/", "Open data")],
    }
    return render(request, "register/api.html", context)

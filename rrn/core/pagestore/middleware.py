"""Outermost in Django: keeps the answers of addresses that are marked, each made once however many ask."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from rrn.core.pagestore.entry import Answer, Entry
from rrn.core.pagestore.marks import Stored
from rrn.core.pagestore.names import Key, day_folder, key_of
from rrn.core.pagestore.rendering import (
    as_response,
    forget_the_visitor,
    is_a_strangers,
    is_for_everybody,
    is_usual,
)
from rrn.core.pagestore.setting import shelf
from rrn.core.pagestore.shelf import Shelf
from rrn.core.time import end_of_day, london_day, now

PATIENCE = 2.0
ANY = "any"  # the tag of pages that say of nothing in particular what they tell of


class PageStoreMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        store = shelf()
        found = self._marked(request) if store is not None and is_a_strangers(request) else None
        if store is None or found is None:
            return self.get_response(request)
        mark, tags, key = found
        if not set(request.GET) <= set(mark.query):
            return self.get_response(request)
        return self._kept(store, request, key, tags)

    @staticmethod
    def _marked(request: HttpRequest) -> tuple[Stored, tuple[str, ...], Key] | None:
        key = key_of(request.META.get("PATH_INFO", ""), request.META.get("QUERY_STRING", ""))
        if key is None or request.META.get("SCRIPT_NAME"):
            return None
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return None
        mark = getattr(match.func, "stored", None)
        return (mark, mark.tags_for(match.kwargs) or (ANY,), key) if mark is not None else None

    def _kept(self, store: Shelf, request: HttpRequest, key: Key, tags: tuple[str, ...]) -> HttpResponse:
        accepts, has = request.META.get("HTTP_ACCEPT_ENCODING", ""), request.META.get("HTTP_IF_NONE_MATCH", "")
        store.begin()
        with store.turn(key, patience=PATIENCE) as mine:
            at = now()
            entry = store.read(day_folder(at), key)
            if entry is not None and entry.since <= at.timestamp() < entry.until:
                return as_response(Answer(entry), request, accepts, has)
            # Whoever waited begins now: what was removed while she waited is not in her way.
            generation = store.generation()
            forget_the_visitor(request)
            response = self.get_response(request)
            if not is_for_everybody(request, response):
                return response
            midnight = end_of_day(london_day(at))
            until = min(midnight, getattr(response, "kept_until", midnight))
            if until <= at:
                return response
            entry = Entry.make(
                key=key, headers=response.items(), body=response.content, tags=tags, since=at, until=until,
                for_nginx=until == midnight and is_usual(response),
            )  # fmt: skip
            if mine:
                store.put(day_folder(at), entry, generation=generation)
        fresh = as_response(Answer(entry), request, accepts, has)
        response.close()
        return fresh

"""One page of each kind, as a stranger or somebody signed in comes to it by following links."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve

from rrn.demo.tests.test_crawl import Page, crawl, ours

# One page of each kind is looked at; of these every one, because staff write them.
EVERY_ONE = {"website:page"}


def kind_of(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name or ""
    except Resolver404:
        return ""


def ours_to_draw(address: str) -> bool:
    """In the office Wagtail draws most pages itself; of its addresses only the first page is filled by us."""
    door = resolve(urlsplit(address).path)
    return not address.startswith("/office/") or hasattr(door.func, "audience") or door.view_name == "wagtailadmin_home"


def one_of_each_kind() -> list[str]:
    """The fullest public page of each kind, asked a question and not."""
    pages, _ = crawl()
    chosen: dict[str, str] = {}
    for address in sorted(pages, key=lambda address: ("?" not in address, len(pages[address].ids)), reverse=True):
        kind = kind_of(address)
        chosen[address if kind in EVERY_ONE else kind + ("?" if "?" in address else "")] = address
    return sorted(chosen.values())


def one_of_each_kind_for(who: Any, *, within: tuple[str, ...]) -> list[str]:
    """The first page of each kind below these addresses that somebody's own links lead to; no page that Wagtail draws."""
    client = Client()
    client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    waiting, met, kinds, chosen = list(within), set(within), set(), []
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if not kind or kind in kinds or not ours_to_draw(address):
            continue
        answer = client.get(address)
        if answer.status_code in (301, 302):
            links = [answer["Location"]]
        elif answer.status_code == 200 and not answer.streaming and answer["Content-Type"].startswith("text/html"):
            kinds.add(kind)
            chosen.append(address)
            page = Page()
            page.feed(answer.content.decode())
            links = page.links
        else:
            continue
        for link in links:
            there = ours(urljoin(f"{settings.BASE_URL}{address}", link))
            if there.startswith(within) and there not in met:
                met.add(there)
                waiting.append(there)
    return chosen

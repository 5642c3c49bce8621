"""Every address that is marked as kept: it shows nobody anything of her own, and nginx says what Django says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import resolve, reverse

from rrn.core.pagestore import renewing
from rrn.core.pagestore.entry import CACHE_CONTROL, VARY
from rrn.core.pagestore.rendering import usual_headers
from rrn.core.renewals import renew_pending
from rrn.core.time import travel
from tests.house.matrix import given, room_pages, rows
from tests.house.scene import AT, Scene, build_scene
from tests.keeping import Visitor

HOME = Path(__file__).resolve().parent.parent.parent
NGINX = (HOME / "deploy" / "nginx.conf").read_text()
# Redirected to something else, or a file of its own.
NO_PAGE = {301, 302, 404}


@pytest.fixture
def kept(page_store) -> Iterator[tuple[Scene, list[str]]]:
    """The scene of the matrix, and the paths of all marked addresses in it."""
    with travel(AT):
        scene = build_scene()
        for page in room_pages():
            getattr(page, "prepare", lambda scene: None)(scene)
        renew_pending(at=AT)
        ours = {name: reverse(name, kwargs=dict(given(row.kwargs, scene))) for name, row in rows().items()}
        yield scene, sorted(path for path in ours.values() if getattr(resolve(path).func, "stored", None))


@pytest.mark.django_db
def test_every_marked_page_is_kept_and_shows_nothing_of_who_asked(kept):
    _, paths = kept
    visitor, not_kept, different, posting = Visitor(), [], [], []
    for path in paths:
        first = visitor.ask(path, cookie=f"csrftoken={'a' * 32}", user_agent="one", accept_language="cy")
        if first.status in NO_PAGE:
            continue
        woken = visitor.woken
        second = visitor.ask(path, user_agent="two")
        not_kept += [path] if visitor.woken != woken else []
        different += [path] if first.body != second.body else []
        posting += [path] if b'method="post"' in first.body.lower() else []
    assert len(paths) > 10
    assert (not_kept, different, posting) == ([], [], [])


@pytest.mark.django_db
def test_members_visits_leave_nothing_in_the_store(kept):
    scene, paths = kept
    visitor = Visitor()
    for kind in ("individual", "lead", "office"):
        session = scene.clients[kind].cookies["sessionid"].value
        for path in paths:
            visitor.ask(path, cookie=f"sessionid={session}")
    assert visitor.woken == 3 * len(paths)
    assert not [path for path in visitor.shelf.days.rglob("*") if path.is_file()]


def in_nginx() -> dict[str, str]:
    """What nginx adds to a kept page."""
    found = re.search(r"location / \{(.*?)\n    \}", NGINX, re.DOTALL)
    assert found
    return {name: value.strip('"') for name, value in re.findall(r'add_header (\S+) ("[^"]*"|\S+);', found[1])}


def as_parts(value: str) -> set[str]:
    return {part.strip() for part in value.split(";")}


def test_nginx_adds_the_headers_that_the_house_answers_with(settings):
    settings.BASE_URL, settings.SECURE_HSTS_SECONDS = "https://testserver", 31536000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    said = in_nginx()
    assert said.pop("Cache-Control") == CACHE_CONTROL
    assert said.pop("Last-Modified") == ""
    assert {said.pop("Vary"), "Accept-Encoding"} == set(VARY.split(", "))
    assert "gzip_vary on;" in NGINX
    house = usual_headers()
    assert {name: as_parts(value) for name, value in said.items()} == {name: as_parts(value) for name, value in house.items()}


def test_nginx_turns_away_the_cookies_that_the_door_turns_away(settings):
    from rrn.core.pagestore.setting import private_cookies

    assert f"(?:{'|'.join(private_cookies())})" in NGINX


def test_every_record_that_public_pages_tell_of_takes_pages_away():
    told = ("plans.plan", "membership.member", "organisations.organisation", "website.helpcontact", "membership.originalpledge", "wagtailcore.page")
    assert [kind for kind in told if not renewing.is_told_of(kind)] == []


def test_the_store_stands_outermost_so_that_it_keeps_what_is_really_sent(settings):
    assert settings.MIDDLEWARE[0] == "rrn.core.pagestore.middleware.PageStoreMiddleware"

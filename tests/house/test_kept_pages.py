"""Every address that is marked as kept: it shows nobody anything of her own, and nginx says what Django says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import resolve, reverse

from rrn.core.pagestore.entry import CACHE_CONTROL, VARY
from rrn.core.pagestore.rendering import usual_headers
from rrn.core.renewals import renew_pending
from rrn.core.time import travel
from rrn.membership.actions import (
    Growth,
    add_to_pledges,
    close_member,
    leave,
    lift_suspension,
    note_claim,
    suspend_member,
)
from rrn.membership.models import OriginalPledge
from rrn.organisations.actions import describe_organisation, rename_organisation
from tests.house.matrix import given, room_pages, rows
from tests.house.scene import AT, Scene, build_scene
from tests.keeping import Visitor
from tests.scenes import published_plan

HOME = Path(__file__).resolve().parent.parent.parent
NGINX = (HOME / "deploy" / "nginx.conf").read_text()
# Redirected to something else, or a file of its own.
NO_PAGE = {301, 302, 404}
LATER = AT + timedelta(days=30)
PLEDGE_FACTS = (
    "address", "first_name", "last_name", "website", "host", "sector", "sector_words", "nation", "nation_words", "job_title",
    "organisation", "staff_words",
)  # fmt: skip


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


def told_here(organisation, office):
    """Every kind of write after which a page about an organisation says something else."""
    member, plan = organisation.member, organisation.plans.get()
    pledge = OriginalPledge.objects.create(
        kind="organisation", address="old@hollin.example", organisation_name=organisation.name, pledged_on=date(2016, 3, 3),
        listing="yes", listing_chosen_at=AT, imported_at=AT,
    )  # fmt: skip
    refusal = Growth(pledge.pk, LATER, "no", LATER, dict.fromkeys(PLEDGE_FACTS, ""))
    lead = plan.started_by
    return [
        ("renamed", lambda: rename_organisation(organisation=organisation, name="Hollin School", by=office, at=LATER)),
        ("moved", lambda: describe_organisation(organisation=organisation, changes={"nation": "scotland", "place": "Perth"}, by=lead, at=LATER)),
        ("its pledge", lambda: note_claim(pledge=pledge, organisation=organisation, by=office, at=LATER)),
        ("pledge not listed", lambda: add_to_pledges(growths=[(refusal, [])], batch="b", by=office, at=LATER)),
        ("suspended", lambda: suspend_member(member=member, reason="To talk", by=office, at=LATER)),
        ("not suspended", lambda: lift_suspension(member=member, by=office, at=LATER)),
        ("left", lambda: leave(member=member, by=lead, at=LATER)),
        ("closed", lambda: close_member(member=member, reason="Closed", by=office, at=LATER)),
    ]


@pytest.mark.django_db
def test_after_every_write_the_kept_pages_are_those_that_would_be_made_now(page_store, make_person):
    with travel(LATER):
        organisation = published_plan("Hollin Park School", at=AT).organisation
        slug, visitor, fresh, silent = organisation.slug, Visitor(), Client(), []
        paths = [f"/members/{slug}/{rest}" for rest in ("", "plan/", "plan/1/", "plan/changes/")]
        paths += ["/", "/figures/", "/members/", "/members/map/", "/members/moving/", "/members/feed.atom", "/members/?nation=wales"]
        for what, write in told_here(organisation, make_person("Olive", roles=("office",))):
            renew_pending(at=LATER)
            before = {path: visitor.ask(path).body for path in paths}
            write()
            renew_pending(at=LATER)
            now = {path: fresh.get(path).content for path in paths}
            assert {path: visitor.ask(path).body == now[path] for path in paths} == dict.fromkeys(paths, True), what
            silent += [what] if now == before else []
        assert silent == [], "a write that no page tells of proves nothing"

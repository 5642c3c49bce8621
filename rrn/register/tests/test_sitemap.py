"""The sitemap has every public page, and none that is not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest
from wagtail.models import Page, Site

from rrn.core.time import travel
from rrn.plans.models import Publication
from rrn.register.machines import sitemap
from tests.scenes import plan_ready_to_send, published_plan

PUBLISHED = datetime(2026, 6, 14, 10, tzinfo=UTC)
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
DAY = date(2026, 11, 21)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_day_in_november():
    with travel(datetime(2026, 11, 21, 12, tzinfo=UTC)):
        yield


def addresses_in(client, address):
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    return [place.text.removeprefix("http://testserver") for place in ElementTree.fromstring(answer.content).iter(f"{SPACE}loc")]


def everything(client):
    return [page for part in addresses_in(client, "/sitemap.xml") for page in addresses_in(client, part)]


def test_every_published_version_is_in_it_and_opens(client):
    published_plan(at=PUBLISHED)
    published_plan("Corrie House", at=PUBLISHED)
    pages = everything(client)
    assert len(pages) == len(set(pages))
    for slug in ("hollin-park-school", "corrie-house"):
        assert {f"/members/{slug}/", f"/members/{slug}/plan/", f"/members/{slug}/plan/1/"} <= set(pages)
    assert [page for page in pages if client.get(page).status_code != 200] == []


def test_an_organisation_that_only_drafts_is_not_in_it(client):
    plan_ready_to_send("Quiet House", at=PUBLISHED)
    assert not any("quiet" in page for page in everything(client))


def test_a_page_whose_membership_ended_long_ago_keeps_its_place(client):
    published_plan(at=PUBLISHED)
    with travel(datetime(2032, 1, 1, 12, tzinfo=UTC)):
        assert "/members/hollin-park-school/plan/" in everything(client)


def test_nothing_that_asks_for_a_session_is_in_it(client):
    pages = everything(client)
    assert not any(page.startswith(("/my/", "/office/", "/account/", "/demo/")) for page in pages)
    assert {"/", "/members/", "/figures/", "/join/", "/help-now/", "/help-now/wales/", "/data/"} <= set(pages)


def test_a_part_holds_a_bounded_stretch_of_keys_and_costs_the_same_however_many_there_are(monkeypatch, django_assert_num_queries):
    for number in range(4):
        published_plan(f"House {number}", at=PUBLISHED)
    last = Publication.objects.order_by("-pk").values_list("pk", flat=True)[0]
    monkeypatch.setattr(sitemap, "A_PART", 2)
    parts = [part for part in sitemap.parts() if part.startswith("members-")]
    assert len(parts) == last // 2 + 1
    found = []
    for part in parts:
        with django_assert_num_queries(3):
            entries = list(sitemap.entries_of(part, DAY))
        assert len(entries) <= 6
        found += [entry.path for entry in entries]
    assert len(found) == len(set(found)) == 12


def test_a_part_that_is_not_there_is_not_found(client):
    for part in ("members-0", "members-999", "members--1", "nothing", "pages-", "members-1e5"):
        assert client.get(f"/sitemap/{part}.xml").status_code == 404


def test_a_room_upstairs_can_add_its_pages(client, monkeypatch):
    monkeypatch.setattr(sitemap, "_sources", dict(sitemap._sources))
    sitemap.register("library", lambda day: [sitemap.Entry("/resources/a&b/", day)])
    assert addresses_in(client, "/sitemap/library.xml") == ["/resources/a&b/"]


def test_an_editors_live_page_is_in_it_and_a_draft_is_not(client):
    root = Site.objects.get(is_default_site=True).root_page
    live = root.add_child(instance=Page(title="Open", slug="open-page", live=True))
    root.add_child(instance=Page(title="Draft", slug="draft-page", live=False))
    pages = everything(client)
    assert live.get_url().removeprefix("http://testserver") in pages
    assert not any("draft-page" in page for page in pages)

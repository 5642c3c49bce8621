"""Atom feeds: well formed, complete, bounded, and safe whatever a name holds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest

from rrn.core.time import london_day, travel
from rrn.membership.actions import close_member, leave, remove_member
from rrn.register.machines import feeds
from tests.scenes import plan_ready_to_send, published_plan

PUBLISHED = datetime(2026, 6, 14, 10, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
ADDRESSES = ["/members/feed.atom", "/members/hollin-park-school/feed.atom", "/news/feed.atom"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_day_in_november():
    with travel(datetime(2026, 11, 21, 12, tzinfo=UTC)):
        yield


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def said(element, name):
    return element.findtext(f"{ATOM}{name}")


def moment(words):
    return datetime.fromisoformat(words)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_feed_has_all_that_atom_requires(client, address):
    published_plan(at=PUBLISHED)
    feed = read(client, address)
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated", "rights"):
        assert said(feed, name)
    assert moment(said(feed, "updated")).tzinfo
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"http://testserver{address}"
    assert links["alternate"].startswith("http://testserver/")
    assert "CC BY 4.0" in said(feed, "rights")
    assert "Demonstration, not the" in said(feed, "rights")
    for entry in feed.findall(f"{ATOM}entry"):
        for name in ("id", "title", "updated", "published", "summary", "rights"):
            assert said(entry, name)
        assert entry.find(f"{ATOM}author/{ATOM}name").text
        assert entry.find(f"{ATOM}link").get("href").startswith("http://testserver/")


def test_an_entry_keeps_its_name_and_day_whenever_it_is_read(client):
    published_plan(at=PUBLISHED)
    first = read(client, "/members/feed.atom").find(f"{ATOM}entry")
    with travel(datetime(2027, 5, 1, tzinfo=UTC)):
        later = read(client, "/members/feed.atom").find(f"{ATOM}entry")
    assert said(first, "id") == said(later, "id") == "tag:testserver,2026-06-14:/members/hollin-park-school/plan/1/"
    assert moment(said(first, "updated")) == moment(said(later, "updated")) == PUBLISHED


def test_both_feeds_of_a_publication_give_it_one_name(client):
    published_plan(at=PUBLISHED)
    names = {said(read(client, address).find(f"{ATOM}entry"), "id") for address in ADDRESSES[:2]}
    assert len(names) == 1


def test_an_organisations_feed_tells_that_its_two_years_ended(client):
    published_plan(at=PUBLISHED)
    with travel(datetime(2028, 9, 1, 12, tzinfo=UTC)):
        entries = read(client, "/members/hollin-park-school/feed.atom").findall(f"{ATOM}entry")
    assert [said(entry, "title") for entry in entries] == [
        "Hollin Park School: Membership ended with the plan’s two years",
        "Hollin Park School published its plan",
    ]


def test_a_feed_never_has_more_than_fifty_entries_the_newest_first(client, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(feeds, "MOST", 3)
    for number in range(5):
        published_plan(f"House {number}", at=PUBLISHED + timedelta(days=number))
    with django_assert_max_num_queries(4):
        feeds.publications(date(2026, 11, 21))
    entries = read(client, "/members/feed.atom").findall(f"{ATOM}entry")
    assert [said(entry, "title") for entry in entries] == [f"House {number} published its plan" for number in (4, 3, 2)]


def test_a_name_can_neither_script_nor_spoil_a_feed(client):
    plan = published_plan("Odd House", at=PUBLISHED)
    hostile = "]]></title><script>alert(1)</script>\x08\ufffe & House"
    type(plan.organisation).objects.filter(pk=plan.organisation_id).update(name=hostile)
    entry = read(client, "/members/feed.atom").find(f"{ATOM}entry")
    assert said(entry, "title") == "]]></title><script>alert(1)</script> & House published its plan"
    # A summary is HTML to a reader: what it unescapes to is text as well.
    assert entry.find(f"{ATOM}summary").get("type") == "html"
    assert "<script>" not in said(entry, "summary")
    assert "&lt;script&gt;" in said(entry, "summary")


def test_an_organisation_that_only_drafts_has_no_feed_and_is_in_none(client):
    plan_ready_to_send("Quiet House", at=PUBLISHED)
    assert client.get("/members/quiet-house/feed.atom").status_code == 404
    assert b"Quiet" not in client.get("/members/feed.atom").content


def test_news_come_from_whoever_keeps_them(client, monkeypatch):
    item = feeds.Item("A new guide", "/news/guide/", "It is <short>.", "The office", PUBLISHED, rights="All rights kept")
    monkeypatch.setattr(feeds, "_news", [lambda most: [item]])
    entry = read(client, "/news/feed.atom").find(f"{ATOM}entry")
    assert (said(entry, "title"), said(entry, "rights")) == ("A new guide", "All rights kept")
    assert said(entry, "summary") == "It is &lt;short&gt;."


def test_a_feed_that_has_not_changed_is_not_sent_again_and_is_never_kept_past_midnight(client):
    published_plan(at=PUBLISHED)
    answer = client.get("/members/feed.atom")
    assert client.get("/members/feed.atom", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "Cookie" not in answer.headers.get("Vary", "")
    with travel(datetime(2026, 11, 21, 23, 59, 30, tzinfo=UTC)):
        assert client.get("/members/feed.atom").headers["Cache-Control"] == "public, max-age=30"


def test_pages_point_to_their_feeds(client):
    published_plan(at=PUBLISHED)
    assert 'type="application/atom+xml" title="Plans published" href="/members/feed.atom"' in client.get("/members/").content.decode()
    page = client.get("/members/hollin-park-school/").content.decode()
    assert 'href="/members/hollin-park-school/feed.atom"' in page


def endings_in(client, day):
    with travel(datetime.combine(day, PUBLISHED.timetz())):
        entries = read(client, "/members/hollin-park-school/feed.atom").findall(f"{ATOM}entry")
        return [(said(entry, "title"), str(london_day(moment(said(entry, "updated"))))) for entry in entries[:-1]]


@pytest.mark.parametrize(
    "decide, words",
    [(remove_member, "The network ended the membership"), (close_member, "The organisation closed")],
)
def test_an_organisations_feed_tells_of_a_decided_ending_and_never_of_another(client, make_person, decide, words):
    member = published_plan(at=PUBLISHED).organisation.member
    decide(member=member, reason="For a reason", by=make_person("Olive", roles=("office",)), at=PUBLISHED + timedelta(days=160))
    for day in (date(2026, 11, 21), date(2028, 9, 1)):
        assert endings_in(client, day) == [(f"Hollin Park School: {words}", "2026-11-21")]


def test_a_feed_says_nothing_of_an_end_while_a_renewal_can_still_come_in(client):
    published_plan(at=PUBLISHED)
    assert endings_in(client, date(2028, 7, 1)) == []
    with travel(datetime(2028, 7, 1, 12, tzinfo=UTC)):
        assert "Renewal due" in client.get("/members/hollin-park-school/").content.decode()


def test_the_endings_of_a_feed_are_those_of_the_page(client, make_person):
    member = published_plan(at=PUBLISHED).organisation.member
    leave(member=member, by=make_person("Olive", roles=("office",)), at=PUBLISHED + timedelta(days=9))
    assert endings_in(client, date(2026, 11, 21)) == [("Hollin Park School: The organisation left the network", "2026-06-23")]
    assert "The organisation left the network." in client.get("/members/hollin-park-school/").content.decode()

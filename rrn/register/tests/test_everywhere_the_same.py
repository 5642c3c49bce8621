"""Directory, map, search, API, data files, feeds and sitemap tell of the same organisations, with the same status and dates.

The differences that are meant: the map and the directory leave out nothing that was asked for; API and data files have
what is listed unless asked; search finds what is listed; sitemap and the feed of publications keep everything for good.
"""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, time, timedelta
from xml.etree import ElementTree

import pytest
from django.http import QueryDict

from rrn.core.renewals import renew_pending
from rrn.core.time import add_months, travel
from rrn.membership.actions import (
    close_member,
    leave,
    merge_member,
    note_application,
    remove_member,
    suspend_member,
)
from rrn.organisations.actions import rename_organisation
from rrn.register import history, queries
from rrn.register.directory import look_up, page_of
from rrn.register.forms import Question
from rrn.register.lists import counts_by_place
from rrn.register.rules import LISTED, Group
from rrn.register.searching import results
from tests.scenes import plan_ready_to_send, published_plan

START = date(2026, 6, 14)
ENDS = date(2028, 6, 13)
DAYS = [
    date(2026, 11, 21),
    date(2028, 4, 1),  # the first plans end soon
    date(2028, 7, 1),  # grace
    add_months(date(2026, 11, 20), 24),  # the last day on which those that ended on 20 November 2026 are listed
    add_months(date(2026, 11, 20), 24) + timedelta(days=1),
    add_months(ENDS, 23),
    add_months(ENDS, 25),
    date(2030, 12, 12),
]
pytestmark = pytest.mark.django_db


def at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


@pytest.fixture
def everybody(make_person):
    """An organisation in every state that a membership comes to."""
    office, end = make_person("Olive", roles=("office",)), at_noon(date(2026, 11, 20))

    def member_of(name, **more):
        return published_plan(name, at=at_noon(START), **more).organisation.member

    member_of("Stays House")
    remove_member(member=member_of("Removed House", nation="england", region="london"), reason="Two reports", by=office, at=end)
    close_member(member=member_of("Closed House", nation="scotland"), reason="It closed", by=office, at=end)
    merged = member_of("Merged House", nation="england")
    merge_member(member=merged, into=member_of("Taking House"), reason="One trust", by=office, at=end)
    leave(member=member_of("Left House", sector="health"), by=office, at=end)
    suspend_member(member=member_of("Suspended House"), reason="A report", by=office, at=end)
    renamed = published_plan("Old House", at=at_noon(START))
    rename_organisation(organisation=renamed.organisation, name="Élan House", by=renamed.started_by, at=end)
    waiting = member_of("Waiting House")
    note_application(member=waiting, by=office, at=at_noon(ENDS - timedelta(days=9)))
    published_plan("Later House", at=at_noon(date(2026, 11, 1)))
    plan_ready_to_send("Draft House", at=at_noon(START))
    renew_pending(at=at_noon(DAYS[0]))


def directory(day, *groups):
    query = QueryDict(mutable=True)
    query.setlist("status", [group.value for group in groups])
    found, after, told = look_up(Question.read(query), day), "", {}
    while True:
        page = page_of(found, day, after=after)
        told |= {one.slug: (one.status.words, one.status.start, one.status.end) for one in page.entries}
        after = page.after
        if not after:
            assert len(told) == found.total == sum(counts_by_place(found).values())
            return told


def api(client, question=""):
    said = client.get(f"/api/v1/organisations?limit=100{question}").json()["organisations"]
    return {one["slug"]: one["status"] for one in said}


def as_dates(start, end):
    return tuple(date.fromisoformat(one) if one else None for one in (start, end))


def files(client):
    answer = client.get("/data/plans.csv")
    rows = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    return {row["organisation_slug"]: row for row in rows}


def slugs_in(client, address, tag):
    tree = ElementTree.fromstring(client.get(address).content)
    places = [element.text or element.get("href") or "" for element in tree.iter(tag)]
    return {place.split("/members/")[1].split("/")[0] for place in places if "/members/" in place and "/plan/" in place}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_list_has_the_same_organisations_with_the_same_status_and_dates(client, everybody, day):
    with travel(at_noon(day)):
        listed = directory(day, *LISTED)
        rows, said = files(client), api(client)
        assert set(said) == set(rows) == set(listed)
        assert {hit.entry.slug for some in results(words="house", kind="organisation", day=day).lists for hit in some.shown} == set(listed)
        for slug, words in listed.items():
            assert (said[slug]["words"], *as_dates(said[slug]["from"], said[slug]["to"])) == words
            row = rows[slug]
            assert (row["status"], row["status_words"]) == (said[slug]["code"], words[0])
            assert as_dates(row["status_from"], row["status_to"]) == words[1:]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_each_status_can_be_asked_for_and_its_own_page_says_the_same(client, everybody, day):
    with travel(at_noon(day)):
        told = {}
        for group in Group:
            shown = directory(day, group)
            said = api(client, f"&status={group.value}")
            assert set(said) == set(shown)
            assert {status["code"] for status in said.values()} <= {group.value}
            told |= said
        everything = directory(day, *Group)
        assert set(told) == set(everything)
        for slug, words in everything.items():
            one = client.get(f"/api/v1/organisations/{slug}").json()["organisation"]["status"]
            assert one == told[slug]
            found = queries.member_or_none(slug, day)
            page = queries.status_of(found, day)
            assert (page.words, page.start, page.end) == words
            assert not page.end or page.start or page.end <= day
            ended = {(entry.on, entry.code) for entry in history.endings(found, day)}
            assert bool(ended) is one["code"].startswith("ended")
            assert {on for on, _ in ended} <= {page.end}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_sitemap_and_the_feed_of_publications_keep_everybody_for_good(client, everybody, day):
    with travel(at_noon(day)):
        everything = set(directory(day, *Group))
        assert len(everything) == 10
        assert "old-house" in everything  # an address stays when a name changes
        assert slugs_in(client, "/members/feed.atom", "{http://www.w3.org/2005/Atom}link") == everything
        index = ElementTree.fromstring(client.get("/sitemap.xml").content)
        parts = [part.text.removeprefix("http://testserver") for part in index.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
        found = [slugs_in(client, part, "{http://www.sitemaps.org/schemas/sitemap/0.9}loc") for part in parts if "members-" in part]
        assert set().union(*found) == everything


def test_the_groups_are_all_there_on_some_day(client, everybody):
    """Else the tests above would compare less than they say."""
    seen = {group for group in Group for day in DAYS if directory(day, group)}
    assert seen == set(Group)

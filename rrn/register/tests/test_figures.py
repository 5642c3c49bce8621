"""A number that is linked is the number of what its page lists; and each says what it counts."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest

from rrn.core.renewals import renew_pending
from rrn.core.time import travel
from rrn.core.vocabulary import PracticeType, Strategy
from rrn.membership.actions import join_as_individual, leave, suspend_member
from rrn.membership.models import OriginalPledge
from rrn.membership.tests.joining import ACTION, fill_in_everything
from rrn.plans.actions import save_action, save_part
from rrn.plans.rules import Part
from rrn.register.actions import renew_pledges
from rrn.register.queries import counters
from tests.scenes import plan_ready_to_send, published_plan, read_and_published

PUBLISHED = datetime(2026, 6, 14, 10, tzinfo=UTC)
DAY = date(2026, 11, 21)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_day_in_november():
    with travel(datetime(2026, 11, 21, 12, tzinfo=UTC)):
        yield


def plan_about(name, scope, *actions, **facts):
    """Actions are pairs of a strategy and the practices it is about."""
    plan = plan_ready_to_send(name, at=PUBLISHED, actions=len(actions), **facts)
    told = {"by": plan.started_by, "at": PUBLISHED}
    save_part(plan=plan, part=Part.PRACTICES, values={"practices": [code.value for code in scope]}, **told)
    for action, (strategy, practices) in zip(plan.actions.all(), actions, strict=True):
        codes = [code.value for code in practices]
        save_action(action=action, values={"strategy": strategy.value, "practices": codes}, **told)
    return read_and_published(plan, at=PUBLISHED)


@pytest.fixture
def mixed_plans(make_person):
    """Practices in scope without an action, actions about what is not in scope; members paused, gone, overdue."""
    watched, held, shut = PracticeType.SURVEILLANCE, PracticeType.PHYSICAL, PracticeType.SECLUSION
    tools, led = Strategy.PREVENTION, Strategy.LEADERSHIP
    plan_about("Only In Scope", [watched, held], (tools, [held]), (tools, [held, shut]))
    plan_about("Only In An Action", [held], (led, [watched]), sector="health", nation="england")
    plan_about("Both", [watched], (led, [watched]), (tools, []), (led, [watched]), sector="health")
    office = make_person("Olive", roles=("office",))
    paused = plan_about("Paused", [watched], (led, [watched]))
    suspend_member(member=paused.organisation.member, reason="Report late", by=office, at=PUBLISHED + timedelta(days=9))
    gone = plan_about("Gone", [shut], (tools, [shut]))
    leave(member=gone.organisation.member, by=office, at=PUBLISHED + timedelta(days=20))
    with travel(early := datetime(2024, 9, 30, 10, tzinfo=UTC)):
        published_plan("Overdue", at=early)
    renew_pending(at=PUBLISHED)


LINK = re.compile(r'<a href="(/members/\?[^"]*)">([\d,]+)<span[^>]*> ([^<]*)</span></a>')
COUNTER = re.compile(r'counter__number">([\d,]+)</p>\s*<p class="rrn-counter__noun"><a href="(/members/[^"]*)">')


def total(client, href):
    found = re.search(r'<h2 id="results">([\d,]+) organisation', client.get(unescape(href)).content.decode())
    assert found, href
    return int(found[1].replace(",", ""))


def test_every_linked_number_is_that_of_the_list_it_opens(client, mixed_plans):
    page = client.get("/figures/").content.decode()
    links = LINK.findall(page)
    assert len(links) >= 8
    for href, number, about in links:
        assert total(client, href) == int(number), about
    assert "/members/?status=in_force&amp;status=ending_soon&amp;practice=surveillance" in page


@pytest.mark.parametrize("address", ["/", "/figures/"])
def test_counters_of_organisations_are_those_of_the_lists_they_open(client, mixed_plans, address):
    page = client.get(address).content.decode()
    lists = [(number, href) for number, href in COUNTER.findall(page) if "people" not in href]
    assert len(lists) == 2
    for number, href in lists:
        assert total(client, href) == int(number), href


def test_actions_about_a_practice_and_plans_about_it_are_two_numbers(client, mixed_plans):
    page = client.get("/figures/").content.decode()
    row = page.split("surveillance", 1)[0].rsplit("<tr>", 1)[1] + page.split("surveillance", 1)[1].split("</tr>", 1)[0]
    cells = re.findall(r"<t[hd][^>]*>(?:<a[^>]*>)?([^<>]*)", row)
    assert "Surveillance" in row
    assert "3" in cells
    assert total(client, "/members/?status=in_force&status=ending_soon&practice=surveillance") == 3


def test_people_in_their_sixty_days_are_counted_and_said_to_be(client, make_person):
    overdue = datetime(2024, 9, 30, 10, tzinfo=UTC)
    for name, joined in (("Ines", overdue), ("Ida", PUBLISHED)):
        someone = make_person(name)
        fill_in_everything(someone, joined, action=ACTION | {"by_when": ["30", "6", str(joined.year + 1)]})
        join_as_individual(person=someone, by=someone, at=joined, client_key=name)
    renew_pending(at=PUBLISHED)
    people = counters(DAY)[1]
    assert people.number == 2
    assert "among them 1 in the 60 days after their two years" in people.definition
    page = client.get("/figures/").content.decode()
    assert page.count("among them 1 in the 60 days after their two years") == 2
    assert "whose two years have not ended" not in page


ACTIONS = re.compile(r'<a href="(/figures/actions/\?[^"]*)">([\d,]+)<span[^>]*> ([^<]*)</span></a>')
LINES = re.compile(r'<li>\s*<h3><a href="(/members/[^"]+/plan/#action-\d+)"')
NEXT = re.compile(r'<a href="([^"]+)" rel="next">')


def listed(client, href):
    """What all pages of a list show, line by line, and the number above it."""
    found, path = [], unescape(href)
    while path:
        page = client.get(path).content.decode()
        above = int(re.search(r'<h2 id="results">([\d,]+) action', page)[1].replace(",", ""))
        lines = LINES.findall(page)
        assert len(lines) <= 25
        found += lines
        following = NEXT.search(page)
        path = href.split("?")[0] + unescape(following[1]) if following else ""
    return found, above


def test_every_number_of_actions_is_that_of_the_actions_it_opens(client, mixed_plans):
    links = ACTIONS.findall(client.get("/figures/").content.decode())
    assert {href.split("?")[1].split("=")[0] for href, _, _ in links} == {"under_way", "strategy", "practice"}
    for href, number, about in links:
        lines, above = listed(client, href)
        assert len(lines) == len(set(lines)) == above == int(number), about
    lines, above = listed(client, "/figures/actions/")
    assert len(lines) == above == counted_actions(client)


def counted_actions(client):
    return int(re.search(r"They promise ([\d,]+) actions", client.get("/figures/").content.decode())[1])


def test_an_action_of_the_list_says_who_promised_it_and_by_when_and_leads_to_it(client, mixed_plans):
    page = client.get("/figures/actions/?strategy=4").content.decode()
    assert "Actions of strategy 4: Prevention tools" in page
    assert '<a href="/members/both/">Both</a> · due' in page
    href = next(each for each in LINES.findall(page) if "/both/" in each)
    assert f'id="{href.split("#")[1]}"' in client.get(href.split("#")[0]).content.decode()


def test_a_long_list_of_actions_is_cut_into_pages_inside_an_organisation_too(client):
    for name in ("Alder", "Birch", "Cedar", "Damson"):
        plan_about(name, [], *[(Strategy.DATA, [])] * 9)
    plan_about("Elm", [], *[(Strategy.LEADERSHIP, [])] * 2)
    renew_pending(at=PUBLISHED)
    lines, above = listed(client, "/figures/actions/?strategy=2")
    assert len(lines) == len(set(lines)) == above == 36
    lines, above = listed(client, "/figures/actions/")
    assert (len(set(lines)), above) == (38, 38)
    assert [line.split("/")[2] for line in lines] == sorted(line.split("/")[2] for line in lines)


def test_a_list_of_rare_actions_leads_on_until_it_ends(client, monkeypatch):
    monkeypatch.setattr("rrn.register.promised.LOOKS", (1, 2))
    for name in ("Alder", "Birch", "Cedar", "Damson"):
        plan_about(name, [], (Strategy.DATA if name == "Damson" else Strategy.LEADERSHIP, []))
    plan_about("Elm", [], (Strategy.WORKFORCE, []))
    renew_pending(at=PUBLISHED)
    for wanted, number in (("strategy=2", 1), ("strategy=3", 1), ("under_way=new", 0), ("strategy=1", 3)):
        lines, above = listed(client, f"/figures/actions/?{wanted}")
        if wanted != "under_way=new":
            assert len(lines) == above == number, wanted
        else:
            assert len(lines) == above, wanted


@pytest.mark.parametrize("asked", ["?under_way=sometimes", "?after=nowhere.3", "?after=.", "?after=both.99999999999", "?strategy=9&practice="])
def test_a_slip_in_the_address_of_a_list_is_answered(client, mixed_plans, asked):
    assert client.get(f"/figures/actions/{asked}").status_code == 200


ONE_THING = "Actions are listed by one thing at a time, and here by the first that was asked for."


@pytest.mark.parametrize(("asked", "said"), [
    ("?strategy=9", "We do not know the strategy “9”, so nothing is narrowed by it."),
    ("?under_way=x&strategy=2", "We do not know the answer to “Was it already under way?” “x”, so nothing is narrowed by it."),
    ("?practice=a&practice=b", "We do not know the type of restrictive practice “a” or the type of restrictive practice “b”, so nothing is narrowed by them."),
    ("?under_way=new&strategy=4", ONE_THING),
    ("?strategy=4&strategy=2", ONE_THING),
])  # fmt: skip
def test_what_a_list_of_actions_leaves_aside_it_says(client, mixed_plans, asked, said):
    assert said in unescape(client.get(f"/figures/actions/{asked}").content.decode())


@pytest.mark.parametrize("asked", ["", "?strategy=4", "?practice=surveillance&after=both.1", "?strategy="])
def test_a_list_of_actions_that_leaves_nothing_aside_says_nothing_of_it(client, mixed_plans, asked):
    page = client.get(f"/figures/actions/{asked}").content.decode()
    assert "We do not know" not in page
    assert ONE_THING not in page


def pledge(number, listing, claimed_by=None, **more):
    return OriginalPledge.objects.create(
        kind="organisation", pledged_on=date(2015, 3, number), address=f"{number}@place.example", organisation_name=f"Pledger {number}",
        batch="B1", imported_at=PUBLISHED, listing=listing,
        listing_chosen_at=None if listing == "unknown" else PUBLISHED, claimed_by=claimed_by, claimed_on=claimed_by and date(2026, 10, number), **more,
    )  # fmt: skip


def test_organisations_that_signed_are_listed_where_they_may_be_named_and_counted_where_not(client):
    first, second = published_plan("First House", at=PUBLISHED).organisation, published_plan("Second House", at=PUBLISHED).organisation
    kept = pledge(1, "yes", first)
    pledge(2, "no", second)
    pledge(3, "yes")
    pledge(4, "unknown")
    pledge(5, "yes", first, merged_on=date(2026, 10, 9), merged_into=kept)
    renew_pledges()
    page = client.get("/figures/").content.decode()
    links = re.findall(r'<a href="(/figures/moved/|/members/moving/)">([\d,]+)<', page)
    assert links == [("/figures/moved/", "1"), ("/members/moving/", "1")]
    for href, number in links:
        shown = client.get(href).content.decode()
        assert f'<h2 id="results">{number} organisation' in shown
        assert len(re.findall(r"<li>\s*<h3>", shown)) == int(number)
    moved = client.get("/figures/moved/").content.decode()
    assert '<a href="/members/first-house/">First House</a>' in moved
    assert "Signed on 1 March 2015, as Pledger 1 · Moved on 1 October 2026" in moved
    assert "1 other organisation has moved as well and did not agree" in moved
    assert "Second House" not in moved
    assert "Pledger 2" not in moved
    OriginalPledge.objects.filter(listing="yes").update(listing="no")
    assert "First House" not in client.get("/figures/moved/").content.decode()
    assert not re.findall(r'<a href="/figures/moved/">\d', client.get("/figures/").content.decode())


def test_those_who_moved_come_25_a_page_in_the_order_of_their_names(client):
    for number in range(1, 28):
        pledge(number, "yes", published_plan(f"House {number:02}", at=PUBLISHED).organisation)
    first = client.get("/figures/moved/").content.decode()
    names = re.findall(r"<h3><a[^>]*>(House \d+)", first)
    assert names == [f"House {number:02}" for number in range(1, 26)]
    second = client.get("/figures/moved/" + unescape(NEXT.search(first)[1])).content.decode()
    assert re.findall(r"<h3><a[^>]*>(House \d+)", second) == ["House 26", "House 27"]
    back = re.search(r'<a href="([^"]+)" rel="prev">', second)[1]
    assert re.findall(r"<h3><a[^>]*>(House \d+)", client.get("/figures/moved/" + unescape(back)).content.decode()) == names

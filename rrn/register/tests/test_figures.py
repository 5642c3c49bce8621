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
from rrn.membership.tests.joining import ACTION, fill_in_everything
from rrn.plans.actions import save_action, save_part
from rrn.plans.rules import Part
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
    cells = re.findall(r"<t[hd][^>]*>(?:<a[^>]*)?([^<>]*)", row)
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

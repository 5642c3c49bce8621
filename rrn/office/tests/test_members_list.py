"""The list of members: every filter, every page, the same cost however many there are; and taking it away."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rrn.core.time import london_day
from rrn.events.models import Line
from rrn.membership.actions import suspend_member
from rrn.membership.listing import Wanted, members_wanted
from rrn.membership.models import Member
from rrn.membership.queries import facts_of
from rrn.membership.rules import Status, grace_end, status_on
from rrn.office import lists
from rrn.office.tests.scenes import NOON
from tests.cast import PASSWORD, person
from tests.house.scene import _individual, _organisation

pytestmark = pytest.mark.django_db
DAY = london_day(NOON)


def member(name: str, *, ends_in: int) -> Member:
    """An individual whose two years end so many days from today."""
    made = _individual(person(name), DAY)
    period = made.periods.get()
    ends_on = DAY + timedelta(days=ends_in)
    period.starts_on, period.ends_on, period.grace_ends_on = ends_on - timedelta(days=730), ends_on, grace_end(ends_on)
    period.save()
    return made


@pytest.fixture
def everybody(office_person):
    made = {name: member(name, ends_in=days) for name, days in {"Ada Active": 400, "Dora Due": 20, "Dilys Due": 80, "Gwen Grace": -5, "Lisa Lapsed": -300}.items()}
    made["Sue Suspended"] = member("Sue Suspended", ends_in=500)
    suspend_member(member=made["Sue Suspended"], reason="Said.", by=office_person, at=NOON)
    return made


def names(page: str, everybody: dict[str, Member]) -> set[str]:
    return {name for name in everybody if name in page}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=due", {"Dora Due", "Dilys Due"}),
        ("status=grace", {"Gwen Grace"}),
        ("status=lapsed", {"Lisa Lapsed"}),
        ("status=suspended", {"Sue Suspended"}),
        ("status=active", {"Ada Active"}),
        ("due=30", {"Dora Due"}),
        ("due=90&status=due", {"Dora Due", "Dilys Due"}),
        ("due_from_day=1&due_from_month=2&due_from_year=2027&due_to_day=1&due_to_month=3&due_to_year=2027", {"Dilys Due"}),
        ("status=active&on_day=21&on_month=11&on_year=2025", {"Dora Due", "Dilys Due", "Gwen Grace"}),
        ("kind=organisation", set()),
        ("listed=yes", set()),
    ],
)
def test_each_filter_finds_its_own(desk, office_person, everybody, query, found):
    page = desk(office_person).get(f"/office/members/?{query}")
    assert page.status_code == 200
    assert names(page.text, everybody) == found


def test_the_filter_by_status_agrees_with_the_rules(everybody):
    for status in Status:
        found = set(members_wanted(Wanted(status=status.value), DAY).values_list("pk", flat=True))
        assert found == {one.pk for one in Member.objects.all() if status_on(facts_of(one), DAY) is status}, status


def test_a_line_says_since_until_and_what_comes_next(desk, office_person, everybody):
    page = desk(office_person).get("/office/members/?due=30").text
    ends = everybody["Dora Due"].periods.get().ends_on
    assert f"{ends.day} {ends:%B %Y}: the two years end" in page
    assert "Member, renewal due" in page


def test_what_a_list_cannot_be_asked_is_left_out_and_said(desk, office_person, everybody):
    page = desk(office_person).get("/office/members/?colour=red&status=wonderful").text
    assert "This list cannot be asked for “colour”, “Status”, so it was left out." in page
    assert names(page, everybody) == set(everybody)


@pytest.mark.parametrize("query", ["", "?due=90", "?status=grace"])
def test_pages_are_cut_at_a_record_and_lead_both_ways(desk, office_person, query):
    for number in range(60):
        member(f"Member {number:02}", ends_in=(-5 if "grace" in query else 5) - number % 4)
    browser = desk(office_person)
    seen, address, pages = [], f"/office/members/{query}", []
    while address:
        page = browser.get(address).context["page"]
        seen += [one.pk for one in page.rows]
        pages.append([one.pk for one in page.rows])
        address = f"/office/members/{page.older}" if page.older else ""
    assert len(seen) == len(set(seen)) == 60
    assert [len(one) for one in pages] == [25, 25, 10]
    middle = browser.get(f"/office/members/{query}").context["page"].older
    last = browser.get(f"/office/members/{middle}").context["page"].older
    back = browser.get(f"/office/members/{last}").context["page"].newer
    assert [one.pk for one in browser.get(f"/office/members/{back}").context["page"].rows] == pages[1]
    assert "after" not in back.replace("%", "")


def test_thirty_members_cost_no_more_queries_than_two(desk, office_person, django_assert_max_num_queries):
    for number in range(30):
        member(f"Member {number}", ends_in=50)
    _organisation("Alder House", "alder-house", starts_on=date(2026, 2, 2))
    browser = desk(office_person)
    browser.get("/office/members/")
    with django_assert_max_num_queries(14):
        assert "Next page" in browser.get("/office/members/?due=90").text


def test_the_first_page_is_found_through_an_index(everybody):
    """However many members there are: neither order reads the whole table to find where it begins."""
    for wanted in (Wanted(), Wanted(status="due"), Wanted(due_from=DAY, due_to=DAY + timedelta(days=30))):
        plan = members_wanted(wanted, DAY)[:26].explain()
        if wanted.by_renewal:
            assert "period_ends" in plan or "Index" in plan, plan
        assert "SCAN membership_period" not in plan, plan


def prove_again(browser):
    browser.post("/account/reauthenticate/", {"password": PASSWORD})


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_view_is_taken_away_only_after_proving_again_who_one_is(desk, office_person, everybody, form):
    browser = desk(office_person)
    assert browser.get(f"/office/members/away.{form}?status=due").headers["Location"].startswith("/account/reauthenticate/")
    prove_again(browser)
    answer = browser.get(f"/office/members/away.{form}?status=due")
    assert answer.status_code == 200
    line = Line.objects.filter(verb="office.took_away").select_related("details").get()
    assert line.details.details == {"list": "members", "query": "status=due", "form": form, "people": True}


def test_a_sheet_has_the_names_of_fifty_people_at_most(desk, office_person, everybody):
    browser = desk(office_person)
    prove_again(browser)
    few = browser.get("/office/members/away.csv?status=due").content.decode()
    assert "Dora Due" in few
    for number in range(50):
        member(f"=Member {number}", ends_in=50)
    many = browser.get("/office/members/away.csv?status=due").content.decode()
    assert "Dora Due" not in many
    assert many.count("\n") == 53
    assert "=Member" not in many.replace("'=Member", "")


def test_counting_stops_at_a_hundred():
    assert lists.in_words(100) == "100"
    assert lists.in_words(101) == "more than 100"



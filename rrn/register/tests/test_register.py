"""The public pages, through the client, on days that the tests choose."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from rrn.core.renewals import renew_pending
from rrn.core.time import travel
from rrn.core.verdict import Refused
from rrn.core.vocabulary import PracticeType
from rrn.membership.actions import suspend_member
from rrn.membership.rules import full_date
from rrn.plans.actions import save_action, withdraw_plan
from rrn.register import queries
from rrn.register.directory import look_up, page_of
from rrn.register.forms import Question
from rrn.register.rules import listed_since, next_report, report_days
from tests.scenes import plan_ready_to_send, published_plan

PUBLISHED = datetime(2026, 6, 14, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_day_in_november():
    with travel(datetime(2026, 11, 21, 12, tzinfo=UTC)):
        yield


def test_a_stranger_gets_from_the_directory_to_a_dated_promise_in_two_clicks(client):
    published_plan(at=PUBLISHED)
    directory = client.get("/members/").content.decode()
    assert 'href="/members/hollin-park-school/"' in directory
    page = client.get("/members/hollin-park-school/").content.decode()
    assert "14 June 2026" in page
    assert "13 June 2028" in page
    assert "19 July 2027" in page  # the actions' due date
    assert "Deputy head" in page


def test_a_status_always_stands_with_its_dates_and_with_what_it_does_not_mean(client):
    published_plan(at=PUBLISHED)
    page = client.get("/members/hollin-park-school/").content.decode()
    assert "Member, plan in force" in page
    assert "reviewed the plan, not the care" in page
    for never in ("approved", "accredited", "certified "):
        assert never not in page.lower().replace("does not inspect, approve or certify", "")


def test_the_plan_page_shows_the_frozen_version_and_not_what_is_written_since(client):
    plan = published_plan(at=PUBLISHED)
    page = client.get("/members/hollin-park-school/plan/").content.decode()
    assert "Fewer people are held on the floor." in page
    assert "Say how families hear of a hold." in page
    assert plan.reference in page


def test_an_organisation_that_only_drafts_a_plan_is_nobodys_business(client):
    plan = plan_ready_to_send("Quiet House", at=PUBLISHED)
    assert client.get("/members/quiet-house/").status_code == 404
    assert client.get("/members/quiet-house/plan/").status_code == 404
    assert "Quiet House" not in client.get("/members/?q=quiet").content.decode()
    withdraw_plan(plan=plan, by=plan.started_by, at=PUBLISHED)
    assert client.get("/members/quiet-house/").status_code == 404


def test_names_and_contacts_of_people_stand_nowhere_in_public(client):
    plan = published_plan(at=PUBLISHED)
    type(plan).objects.filter(pk=plan.pk).update(lead_name="Nerys Secret", lead_email="nerys@secret.example")
    for address in ("", "plan/", "plan/1/", "plan/changes/"):
        page = client.get(f"/members/hollin-park-school/{address}").content.decode()
        assert "Nerys" not in page
        assert "secret.example" not in page


def test_after_its_two_years_and_grace_a_membership_is_shown_as_ended_and_its_plan_stays(client):
    published_plan(at=PUBLISHED)
    with travel(datetime(2028, 9, 1, 12, tzinfo=UTC)):
        page = client.get("/members/hollin-park-school/").content.decode()
        assert "Membership ended" in page
        assert "13 June 2028" in page
        assert client.get("/members/hollin-park-school/plan/1/").status_code == 200
        assert "Hollin Park" not in client.get("/members/").content.decode()
        assert "Hollin Park" in client.get("/members/?status=ended").content.decode()
    with travel(datetime(2030, 9, 1, 12, tzinfo=UTC)):
        assert "Hollin Park" not in client.get("/members/?status=ended").content.decode()
        assert "Hollin Park" in client.get("/members/?status=ended_earlier").content.decode()
        assert client.get("/members/hollin-park-school/plan/").status_code == 200


def test_a_suspended_membership_says_so_and_leaves_the_counters(client, make_person):
    plan = published_plan(at=PUBLISHED)
    office = make_person("Olive", roles=("office",))
    suspend_member(member=plan.organisation.member, reason="Report outstanding", by=office, at=PUBLISHED + timedelta(days=9))
    renew_pending(at=PUBLISHED + timedelta(days=9))
    since = (PUBLISHED + timedelta(days=9)).date()
    said = f'Suspended</strong> <span class="rrn-date">since {full_date(since)}</span>'
    for path in ("/members/hollin-park-school/", "/members/hollin-park-school/plan/", "/members/?status=suspended", "/search/?q=hollin"):
        assert said in client.get(path).content.decode(), path
    status = client.get("/api/v1/organisations/hollin-park-school").json()["organisation"]["status"]
    assert (status["code"], status["from"], status["to"]) == ("suspended", since.isoformat(), None)
    assert queries.counters(date(2026, 11, 21))[0].number == 0


def test_the_counters_count_what_they_say(client):
    published_plan(at=PUBLISHED, actions=3)
    published_plan("Corrie House", at=PUBLISHED, actions=1)
    plan_ready_to_send("Quiet House", at=PUBLISHED)
    renew_pending(at=PUBLISHED)
    organisations, people, plans, pledges = queries.counters(date(2026, 11, 21))
    assert (organisations.number, people.number, plans.number, pledges.number) == (2, 0, 2, 0)
    assert "They promise 4 actions." in plans.definition
    page = client.get("/figures/").content.decode()
    assert 'id="pledge"' in page
    assert "4 Prevention tools" in page


def test_in_its_grace_an_organisation_is_a_member_and_its_plan_no_longer_in_force():
    published_plan(at=PUBLISHED)
    renew_pending(at=PUBLISHED)
    organisations, _, plans, _ = queries.counters(date(2028, 7, 1))
    assert (organisations.number, plans.number) == (1, 0)
    assert "1 in the 60 days after" in organisations.definition


def test_filters_stay_in_the_address_and_can_be_taken_away(client):
    published_plan(at=PUBLISHED)
    published_plan("Corrie House", at=PUBLISHED, nation="scotland")
    page = client.get("/members/?nation=scotland&q=house").content.decode()
    assert "Corrie House" in page
    assert "Hollin Park" not in page
    assert 'href="?q=house"' in page
    assert 'href="?nation=scotland"' in page


def test_words_of_an_action_are_found_and_an_empty_list_shows_the_way_out(client):
    published_plan(at=PUBLISHED)
    assert "Hollin Park" in client.get("/members/?q=held").content.decode()
    page = client.get("/members/?q=held&nation=england").content.decode()
    assert "Across all nations there is 1" in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("q=amonyiaq", "No plan mentions “amonyiaq”."),
        ("q=amonyiaq&nation=wales&sector=health", "No plan mentions “amonyiaq” in Wales with these filters: Health."),
        ("nation=other_country", "No organisation in another country has a published plan."),
        ("nation=england&nation=scotland&practice=blanket", "No organisation in England or Scotland with a published plan fits these filters: "),
    ],
)  # fmt: skip
def test_an_empty_list_names_what_was_looked_for(client, query, said):
    published_plan(at=PUBLISHED)
    for address in ("/members/", "/members/map/"):
        assert said in client.get(f"{address}?{query}").content.decode()


def title_of(client, address):
    return client.get(address).content.decode().split("<title>")[1].split(" – ")[0]


def test_each_page_of_the_directory_has_a_title_of_its_own(client):
    for number in range(26):
        published_plan(f"House {number:02}", at=PUBLISHED, actions=1)
    renew_pending(at=PUBLISHED)
    assert title_of(client, "/members/") == "Organisations and their plans"
    assert title_of(client, "/members/?nation=wales&q=held") == "Organisations in Wales about “held”"
    assert title_of(client, "/members/?nation=wales&practice=seclusion") == "Organisations in Wales: Seclusion"
    assert title_of(client, "/members/map/?nation=wales") == "Map: Organisations in Wales"
    assert title_of(client, "/members/?nation=wales&after=house-24") == "Organisations in Wales, from House 25"
    assert title_of(client, "/members/?q=%3Cb%3E") == "Organisations about “&lt;b&gt;”"
    everything = "&".join(f"practice={code}" for code in PracticeType.values)
    assert title_of(client, f"/members/?{everything}") == "Organisations: 12 filters"


def test_the_directory_turns_its_pages_by_name_without_losing_or_repeating_any():
    names = [f"House {number:02}" for number in range(30)]
    for name in names:
        published_plan(name, at=PUBLISHED, actions=1)
    renew_pending(at=PUBLISHED)
    day = date(2026, 11, 21)
    found = look_up(Question(), day)
    first = page_of(found, day)
    second = page_of(found, day, after=first.after)
    back = page_of(found, day, before=second.before)
    assert [entry.name for entry in first.entries + second.entries] == names
    assert [entry.name for entry in back.entries] == [entry.name for entry in first.entries]
    assert (first.after_name, second.before_name, second.after, back.before) == ("House 25", "House 00", "", "")


MOST_QUERIES = {"/members/": 4, "/members/?sector=education&after=house-3": 4, "/figures/": 4}


@pytest.mark.parametrize("address", [*MOST_QUERIES, "/members/house-0/", "/members/house-0/plan/"])
def test_twelve_members_cost_no_more_queries_than_one(client, django_assert_max_num_queries, address):
    for number in range(12):
        published_plan(f"House {number}", at=PUBLISHED)
    client.get("/members/")  # the frame's menus are read once in a while
    with django_assert_max_num_queries(MOST_QUERIES.get(address, 12)):
        client.get(address)


def test_what_the_page_says_in_odd_characters_is_text(client):
    published_plan("<script>alert(1)</script> House", at=PUBLISHED)
    page = client.get("/members/?q=<script>").content.decode()
    assert "<script>alert" not in page


def test_reports_fall_in_months_six_twelve_eighteen_and_twenty_four():
    assert report_days(date(2026, 8, 31)) == [
        (6, date(2027, 2, 28)),
        (12, date(2027, 8, 31)),
        (18, date(2028, 2, 29)),
        (24, date(2028, 8, 30)),
    ]
    assert next_report(date(2026, 6, 14), date(2026, 12, 15)) == (12, date(2027, 6, 14))
    assert listed_since(date(2028, 9, 1)) == date(2026, 9, 1)


def test_an_action_that_was_published_cannot_be_rewritten_by_its_owner():
    plan = published_plan(at=PUBLISHED)
    with pytest.raises(Refused, match="can no longer be changed"):
        save_action(action=plan.actions.first(), values={"what": "Less"}, by=plan.started_by, at=PUBLISHED)

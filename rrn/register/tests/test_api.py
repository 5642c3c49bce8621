"""The read API: the register as the pages have it, in pages of its own, and refusals that say what is wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError

from rrn.core.time import travel
from rrn.membership.actions import suspend_member
from rrn.register.machines import api, reading
from rrn.register.machines.columns import COLUMNS
from rrn.register.rules import LISTED, Group
from tests.scenes import plan_ready_to_send, published_plan

PUBLISHED = datetime(2026, 6, 14, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_day_in_november():
    with travel(datetime(2026, 11, 21, 12, tzinfo=UTC)):
        yield


def asked(client, address, status=200):
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"].split(";")[0] == "application/json"
    return answer.json()


def all_pages(client, address, what):
    found = []
    while address:
        said = asked(client, address.removeprefix("http://testserver/api/v1/"))
        found += said[what]
        address = said["next"]
    return found


def test_an_organisation_is_told_with_its_status_from_and_to(client):
    published_plan(at=PUBLISHED)
    said = asked(client, "organisations/hollin-park-school")
    assert said["issuer"] == "Demonstration, not the Restraint Reduction Network"
    assert said["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert said["organisation"]["status"] == {
        "code": "in_force", "words": "Member, plan in force", "from": "2026-06-14", "to": "2028-06-13", "as_of": "2026-11-21",
    }  # fmt: skip
    assert said["organisation"]["page"] == "http://testserver/members/hollin-park-school/"


def test_a_draft_exists_for_nobody(client):
    plan_ready_to_send("Quiet House", at=PUBLISHED)
    for address in ("organisations/quiet-house", "organisations/quiet-house/plan", "organisations/quiet-house/plans/1"):
        asked(client, address, status=404)
    for address, what in (("organisations", "organisations"), ("plans", "plans"), ("actions", "actions")):
        assert asked(client, address)[what] == []


def test_the_plan_is_the_frozen_version_and_names_nobody(client):
    plan = published_plan(at=PUBLISHED)
    type(plan).objects.filter(pk=plan.pk).update(lead_name="Nerys Secret", summary="Draft Secret")
    said = asked(client, "organisations/hollin-park-school/plan")
    assert said == asked(client, "organisations/hollin-park-school/plans/1")
    assert "ecret" not in str(said)
    assert said["plan"]["points_to_learn"] == ["Say how families hear of a hold."]
    assert [one["due_on"] for one in said["plan"]["promised"]] == ["2027-07-19", "2027-07-19"]
    asked(client, "organisations/hollin-park-school/plans/2", status=404)


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_pages_lose_and_repeat_nothing(client, limit):
    for number in reversed(range(5)):  # the order is that in which they came, not that of their names
        published_plan(f"House {number}", at=PUBLISHED, actions=number % 3 + 1)
        plan_ready_to_send(f"Quiet {number}", at=PUBLISHED)
    slugs = [one["slug"] for one in all_pages(client, f"organisations?limit={limit}", "organisations")]
    assert slugs == [f"house-{number}" for number in reversed(range(5))]
    assert len(all_pages(client, f"plans?limit={limit}", "plans")) == 5
    actions = [(one["organisation_slug"], one["number"]) for one in all_pages(client, f"actions?limit={limit}", "actions")]
    assert len(actions) == len(set(actions)) == 9
    assert [slug for slug, number in actions if number == 1] == slugs


@pytest.mark.parametrize("size", [1, 2, 7])
def test_a_question_looks_at_a_bounded_stretch_and_says_where_to_go_on(client, monkeypatch, size):
    monkeypatch.setattr(reading, "A_LOOK", size)
    for number in range(6):
        published_plan(f"House {number}", at=PUBLISHED, nation="wales" if number == 5 else "england")
    slugs = [one["slug"] for one in all_pages(client, "organisations?nation=wales", "organisations")]
    assert slugs == ["house-5"]
    assert len(all_pages(client, "actions?strategy=4&nation=wales", "actions")) == 2
    assert len(all_pages(client, "organisations?strategy=4&limit=2", "organisations")) == 6


def test_filters_are_any_of_their_values_and_all_of_one_another(client, make_person):
    published_plan(at=PUBLISHED)
    published_plan("Corrie House", at=PUBLISHED, nation="scotland", sector="health")
    gone = published_plan("Birch House", at=PUBLISHED)
    office = make_person("Olive", roles=("office",))
    suspend_member(member=gone.organisation.member, reason="Report outstanding", by=office, at=PUBLISHED + timedelta(days=9))

    def slugs(query):
        return [one["slug"] for one in asked(client, f"organisations?{query}")["organisations"]]

    assert slugs("nation=scotland&nation=wales") == ["hollin-park-school", "corrie-house", "birch-house"]
    assert slugs("nation=scotland&sector=education") == []
    assert slugs("status=suspended") == ["birch-house"]
    assert slugs("strategy=1") == []
    assert slugs("strategy=4&strategy=1&sector=health") == ["corrie-house"]
    assert slugs("practice=mechanical") == []


def test_an_organisation_long_gone_leaves_lists_and_keeps_its_own_address(client):
    published_plan(at=PUBLISHED)
    with travel(datetime(2030, 9, 1, 12, tzinfo=UTC)):
        assert asked(client, "organisations")["organisations"] == []
        assert asked(client, "organisations/hollin-park-school")["organisation"]["status"]["code"] == "ended_earlier"
        assert [one["slug"] for one in asked(client, "organisations?status=ended_earlier")["organisations"]] == ["hollin-park-school"]
        assert len(asked(client, "plans")["plans"]) == 1


def test_figures_are_those_of_the_page(client):
    published_plan(at=PUBLISHED)
    figures = asked(client, "figures")["figures"]
    assert {one["series"]: one["number"] for one in figures} == {
        "organisation_members": 1, "individual_members": 0, "plans_in_force": 1, "original_pledges": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    "question, parameter",
    [("limit=101", "limit"), ("limit=x", "limit"), ("nation=narnia", "nation"), ("nations=wales", "nations"),
     ("after=-1", "after"), ("limit=1&limit=2", "limit"), ("strategy=7", "strategy")],
)  # fmt: skip
def test_a_question_that_is_not_as_described_is_refused_by_name(client, question, parameter):
    said = asked(client, f"organisations?{question}", status=422)
    assert parameter in {one["where"] for one in said["wrong"]}
    assert said["request_id"]


def test_what_goes_wrong_inside_is_json_that_tells_nothing(client, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("a password")

    monkeypatch.setattr(reading, "look", broken)
    answer = client.get("/api/v1/organisations")
    assert (answer.status_code, b"password" in answer.content) == (500, False)
    assert answer.json()["request_id"] == answer.headers["X-Request-ID"]


def test_a_busy_database_is_a_moments_wait(client, monkeypatch):
    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(reading, "versions", locked)
    answer = client.get("/api/v1/plans")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


@pytest.mark.parametrize("address", ["/api/v2/plans", "/api/v1/nothing", "/api/v1/organisations/a/b/c"])
def test_what_is_not_there_is_not_there_in_json(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/json")


def test_it_can_only_be_read(client):
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(client, method)("/api/v1/organisations")
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert client.options("/api/v1/organisations").status_code == 204
    answer = client.head("/api/v1/organisations")
    assert (answer.status_code, answer.content) == (200, b"")


def test_an_answer_is_the_same_for_everybody_and_may_be_read_from_any_site(client, reader):
    published_plan(at=PUBLISHED)
    answer = client.get("/api/v1/organisations", headers={"Origin": "https://elsewhere.example"})
    client.force_login(reader, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/api/v1/organisations").content == answer.content
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert not answer.cookies
    assert client.get("/api/v1/organisations", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("address", ["organisations?limit=100", "plans?limit=100", "actions?limit=100&strategy=4", "organisations/house-0/plan"])
def test_twelve_members_cost_no_more_queries_than_one(client, django_assert_max_num_queries, address):
    for number in range(12):
        published_plan(f"House {number}", at=PUBLISHED)
    client.get("/api/v1/figures")
    with django_assert_max_num_queries(12):
        asked(client, address)


def test_hostile_words_are_only_words(client):
    plan = published_plan("Odd House", at=PUBLISHED)
    name = '</script><script>alert(1)</script>"\u2028'
    type(plan.organisation).objects.filter(pk=plan.organisation_id).update(name=name)
    assert asked(client, "organisations/odd-house")["organisation"]["name"] == name
    answer = client.get("/api/v1/organisations/odd-house")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_page_about_it_lists_every_operation_and_its_examples_answer(client):
    page = client.get("/api/v1/").content.decode()
    for path in api.description()["paths"]:
        assert path in page
    from rrn.register.machines.pages import EXAMPLES

    assert [example for example in EXAMPLES.values() if client.get(example).status_code != 200] == []


def test_the_codes_of_a_status_are_the_directorys_everywhere():
    described = api.description()
    parameters = described["paths"]["/api/v1/organisations"]["get"]["parameters"]
    asked_for = next(one["schema"]["items"] for one in parameters if one["name"] == "status")
    assert asked_for["enum"] == Group.values
    assert described["components"]["schemas"]["StatusCode"]["enum"] == [*Group.values, "not_a_member"]
    assert next(column.options for column in COLUMNS if column.name == "status") == tuple(group.value for group in LISTED)

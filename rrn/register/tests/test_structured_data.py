"""What pages say about themselves to machines: one address, a picture, structured data that nothing can break out of."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
from django.template import Context, Template

from rrn.core.time import travel
from rrn.register.machines import jsonld
from tests.scenes import published_plan

PUBLISHED = datetime(2026, 6, 14, 10, tzinfo=UTC)
HOSTILE = "</script><script>alert(1)</script> & “House” 'x' \"y\""
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_day_in_november():
    with travel(datetime(2026, 11, 21, 12, tzinfo=UTC)):
        yield


def blocks_of(page: str) -> list[dict]:
    return [json.loads(words) for words in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)]


def things_in(page: str) -> dict[str, dict]:
    """Every described thing by its type."""
    found = {}
    for block in blocks_of(page):
        for thing in block.get("@graph", [block]):
            found[thing["@type"]] = thing
    return found


def test_a_public_page_names_its_one_address_without_what_was_asked(client):
    published_plan(at=PUBLISHED)
    page = client.get("/members/hollin-park-school/?utm_source=mail").content.decode()
    assert '<link rel="canonical" href="http://testserver/members/hollin-park-school/">' in page
    assert '<meta property="og:url" content="http://testserver/members/hollin-park-school/">' in page


def test_what_an_address_knows_stays_in_it_in_one_order_and_nothing_else(client):
    page = client.get("/members/?utm_source=mail&nation=wales&q=%22a%26b%22&sector=").content.decode()
    assert '<link rel="canonical" href="http://testserver/members/?q=%22a%26b%22&amp;nation=wales">' in page


@pytest.mark.parametrize("address", ["/account/login/", "/members/nobody/", "/account/password/reset/"])
def test_pages_that_are_not_for_machines_name_none(client, address):
    assert 'rel="canonical"' not in client.get(address).content.decode()


def test_a_shared_page_has_a_title_words_and_a_picture_that_is_there(client):
    published_plan("Alder “A” House", at=PUBLISHED)
    page = client.get("/members/alder-a-house/").content.decode()
    assert '<meta property="og:title" content="Alder “A” House">' in page
    assert 'property="og:description" content="What Alder “A” House has promised' in page
    picture = re.search(r'property="og:image" content="http://testserver(/static/[^"]+)"', page).group(1)
    assert client.get(picture).status_code == 200


def test_a_demonstration_stays_out_of_search_engines(client):
    assert '<meta name="robots" content="noindex">' in client.get("/members/").content.decode()


def test_the_home_page_says_who_issues_it_and_gives_no_charity_number_in_a_demonstration(client):
    things = things_in(client.get("/").content.decode())
    assert things["WebSite"]["name"] == "Restraint Reduction Network"
    assert things["Organization"]["name"] == "Demonstration, not the Restraint Reduction Network"
    assert "identifier" not in things["Organization"]


def test_the_real_network_is_a_charity_with_its_number(client, settings):
    settings.DEMONSTRATION = False
    settings.RRN = settings.RRN | {"ISSUER": "Restraint Reduction Network", "CHARITY_NUMBER": "1187984"}
    things = things_in(client.get("/").content.decode())
    assert things["NGO"]["identifier"]["value"] == "1187984"


@pytest.mark.parametrize("part", ["", "plan/", "plan/1/"])
def test_a_member_page_describes_the_organisation_and_its_published_plan(client, part):
    published_plan(at=PUBLISHED)
    things = things_in(client.get(f"/members/hollin-park-school/{part}").content.decode())
    plan = things["CreativeWork"]
    assert things["Organization"]["name"] == "Hollin Park School"
    assert (plan["datePublished"], plan["license"]) == ("2026-06-14", "https://creativecommons.org/licenses/by/4.0/")
    assert plan["publisher"]["name"] == "Demonstration, not the Restraint Reduction Network"
    assert plan["temporalCoverage"] == "2026-06-14/2028-06-13"
    assert [step["name"] for step in things["BreadcrumbList"]["itemListElement"]][:2] == ["Home", "Members"]


def test_no_name_can_end_a_block_of_data_or_an_attribute(client):
    plan = published_plan("Odd House", at=PUBLISHED)
    type(plan.organisation).objects.filter(pk=plan.organisation_id).update(name=HOSTILE)
    page = client.get("/members/odd-house/").content.decode()
    assert "<script>alert" not in page
    assert things_in(page)["Organization"]["name"] == HOSTILE
    assert things_in(page)["BreadcrumbList"]["itemListElement"][-1]["name"] == HOSTILE
    described = re.search(r'property="og:title" content="([^"]*)"', page).group(1)
    assert "<" not in described
    assert "&lt;/script&gt;" in described


def test_data_in_a_page_is_escaped_wherever_a_name_may_stand():
    page = Template("{% load rrn_machines %}{% json_ld data %}").render(Context({"data": {"name": "</script>\u2028<!--"}}))
    assert "</script>\u2028" not in page
    assert blocks_of(page) == [{"name": "</script>\u2028<!--"}]


def test_a_page_of_news_can_be_described():
    words = "{% load register_machines %}{% news_data 'A <b>' '/news/a/' at summary='Short.' image='/media/a.jpg' %}"
    (article,) = blocks_of(Template(words).render(Context({"at": PUBLISHED})))
    assert article["@type"] == "NewsArticle"
    assert (article["url"], article["image"]) == ("http://testserver/news/a/", "http://testserver/media/a.jpg")
    assert article["dateModified"] == article["datePublished"]


def test_the_data_page_is_a_data_set_with_its_files(client):
    data_set = things_in(client.get("/data/").content.decode())["Dataset"]
    assert {one["contentUrl"] for one in data_set["distribution"]} >= {"http://testserver/data/plans.csv"}
    assert data_set == json.loads(json.dumps(jsonld.data_set()))

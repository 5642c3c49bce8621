"""The search of the whole site, through the client."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rrn.core.search import Document, put
from rrn.core.time import travel
from rrn.plans.actions import withdraw_plan
from tests.scenes import SUMMARY, plan_ready_to_send, published_plan

PUBLISHED = datetime(2026, 6, 14, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_day_in_november():
    with travel(datetime(2026, 11, 21, 12, tzinfo=UTC)):
        yield


def put_organisation(organisation, body="Fewer people are held on the floor.", **more):
    put([
        Document(
            kind="organisation",
            key=str(organisation.pk),
            title=organisation.name,
            body=body,
            address=f"/members/{organisation.slug}/",
            **more,
        )
    ])


def put_page(title, body="", kind="page", key=None, **more):
    put([Document(kind=kind, key=key or title, title=title, body=body, address=f"/{title.lower().replace(' ', '-')}/", **more)])


def page(client, words, rest=""):
    return client.get("/search/", {"q": words} | dict(pair.split("=") for pair in rest.split("&") if pair)).content.decode()


def test_one_search_finds_organisations_pages_and_news_each_in_its_list(client):
    put_organisation(published_plan(at=PUBLISHED).organisation)
    put_page("What a hold is", "A person is held when somebody stops her moving.")
    put_page("Fewer held", "News of those held.", kind="news", about="News, 3 March 2026")
    found = page(client, "held")
    assert found.index('<h2 id="organisation">') < found.index('<h2 id="page">') < found.index('<h2 id="news">')
    assert 'href="/members/hollin-park-school/"' in found
    assert "Member, plan in force" in found
    assert "News, 3 March 2026" in found
    assert "Fewer people are <mark>held</mark> on the floor." in found.replace("\n", "")


def test_an_organisation_found_by_its_name_shows_what_its_plan_says_first(client):
    put_organisation(published_plan(at=PUBLISHED).organisation, body="The whole school Education Wales")
    found = page(client, "hollin")
    assert SUMMARY.splitlines()[0] in found
    assert "The whole school Education Wales" not in found


def test_the_page_before_anything_is_asked_says_what_can_be_asked(client):
    found = page(client, "")
    assert '<label class="govuk-label govuk-label--s" for="search">' in found
    assert "Nothing on this site" not in found


def test_what_was_searched_instead_of_a_mistyped_word_is_said(client):
    put_page("Seclusion", "What seclusion is.")
    found = page(client, "seclution")
    assert "Nothing on this site has “seclution”. Shown is what has “seclusion”." in found
    assert 'href="/seclusion/"' in found


def test_nothing_found_says_so_and_leads_somewhere(client):
    put_page("Seclusion", "What seclusion is.")
    found = page(client, "seclusion zzqxkw")
    assert "Nothing on this site has “seclusion zzqxkw”." in found
    assert 'href="?q=seclusion"' in found
    assert "0121 415 6960" in found
    assert "Look through all organisations" in page(client, "zzqxkw")


def test_words_that_each_stand_somewhere_and_never_together_lead_to_fewer_words(client):
    put_page("Harness", "For a bus.")
    put_page("Cardiff", "In Wales.")
    assert 'href="?q=harness"' in page(client, "harness cardiff")


def test_what_is_typed_and_what_is_found_is_shown_as_words_and_never_run(client):
    evil = '<script>alert(1)</script>"\'><img src=x onerror=alert(2)>'
    put_page("Evil", f"before {evil} alert after", about=evil)
    for words in (evil, "alert", "script", "before"):
        found = page(client, words)
        assert "<script>alert" not in found
        assert "<img src=x" not in found
    assert "&lt;script&gt;" in page(client, "before")


def test_an_organisation_that_is_no_longer_listed_is_not_found_though_the_index_has_it(client):
    put_organisation(published_plan(at=PUBLISHED).organisation)
    draft = plan_ready_to_send("Quiet House", at=PUBLISHED)
    put_organisation(draft.organisation)
    withdraw_plan(plan=draft, by=draft.started_by, at=PUBLISHED)
    assert "Hollin Park" in page(client, "held")
    assert "Quiet House" not in page(client, "held")
    with travel(datetime(2029, 9, 1, 12, tzinfo=UTC)):
        assert "Hollin Park" in page(client, "held")
    with travel(datetime(2030, 9, 1, 12, tzinfo=UTC)):
        assert "Hollin Park" not in page(client, "held")


def test_a_long_list_goes_on_from_where_it_was_left(client):
    for number in range(100, 160):
        put_page(f"Hold {number}", kind="news")
    put_page("Hold", kind="page")
    first = page(client, "hold")
    assert "60 news items" in first
    assert "Hold</mark> 109" in first
    assert "Hold</mark> 110" not in first
    second = page(client, "hold", "kind=news")
    assert "Hold</mark> 124" in second
    assert '<h2 id="page">' not in second
    assert "after=Hold+124" in second
    third = page(client, "hold", "kind=news&after=Hold 124")
    assert "Hold</mark> 125" in third
    assert "Hold</mark> 149" in third
    assert "Hold</mark> 150" not in third


def test_a_list_without_hits_leads_back_to_everything(client):
    put_page("Hold")
    assert 'href="?q=hold"' in page(client, "hold", "kind=news")


def test_an_address_that_asks_for_nonsense_is_answered(client):
    put_page("Hold")
    for rest in ("kind=nothing", "kind=page&after=nowhere", "after=x", "kind=organisation&after=99999999999999999999999"):
        assert client.get(f"/search/?q=hold&{rest}").status_code == 200
    assert client.get("/search/?q=%00%ff%EF%BF%BF&kind=%00").status_code == 200


def test_words_in_another_language_are_marked_as_such(client):
    put_page("Tawelwch", "Ystafell dawel", language="cy")
    assert '<h3 lang="cy">' in page(client, "tawelwch")
    assert '<p lang="cy">' in page(client, "dawel")


def test_search_engines_are_told_to_leave_results_alone_and_the_header_leads_here(client):
    found = page(client, "hold")
    assert '<meta name="robots" content="noindex">' in found
    assert 'action="/search/"' in client.get("/figures/").content.decode()


def test_many_hits_cost_no_more_queries_than_few(client, django_assert_max_num_queries):
    for number in range(30):
        plan = published_plan(f"House {number}", at=PUBLISHED)
        put_organisation(plan.organisation)
        put_page(f"Held {number}")
    page(client, "held")
    with django_assert_max_num_queries(12):
        assert "30 organisations" in page(client, "held people")


def test_the_worst_that_can_be_typed_stays_within_the_bound(client, django_assert_max_num_queries):
    put_page("Restraint and seclusion", "harness holding")
    put_page("Leadership", "debriefing prevention")
    with django_assert_max_num_queries(25):
        page(client, "restraintt leadrship seclution debreifing harnesss preventoin holdingg")
    with django_assert_max_num_queries(25):
        page(client, "restraint leadership seclusion debriefing")


def test_where_nothing_has_all_words_the_pages_with_most_of_them_are_shown_and_say_what_they_lack(client):
    put_page("Cost", "Membership is free for a harness.")
    put_page("Harness", "For a bus.")
    put_page("A bus", "The cost of a harness on a bus.")
    found = page(client, "cost harness bus zebra")
    assert "Nothing on this site has “cost harness bus zebra”." in found
    assert '<h2 id="partly">Pages that have most of these words</h2>' in found
    assert 'href="/a-bus/"' in found
    assert "Does not have “zebra”." in found
    assert 'href="/cost/"' not in found
    assert "partly" not in page(client, "harness")
    assert "partly" not in page(client, "zebra")


def test_of_pages_with_as_many_of_the_words_those_that_have_them_in_the_title_come_first(client):
    put_page("A bus", "harness")
    put_page("Harness", "bus")
    put_page("Of a bus with a harness")
    put_page("Arrival", "bus", subject="harness")
    found = page(client, "zebra harness bus")
    order = [found.index(f'href="/{slug}/"') for slug in ("of-a-bus-with-a-harness", "a-bus", "harness", "arrival")]
    assert order == sorted(order)

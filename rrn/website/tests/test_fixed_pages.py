"""Every public page is found by its words and by those that visitors ask with, the page that answers first."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.core.management import call_command

from rrn.core.models import SearchDocument
from rrn.core.search import Document, find, misfiled, put
from rrn.website.actions import change_help_contact
from rrn.website.fixed_pages import ASKED_FOR, FIXED
from rrn.website.models import HelpContact

pytestmark = pytest.mark.django_db


def pages(words):
    return [hit.address for hit in find(words, kinds=("page",)).hits]


@pytest.mark.parametrize("page", FIXED, ids=lambda page: page.address)
def test_a_kept_title_and_lead_are_those_that_the_page_prints(client, page):
    html = client.get(page.address).content.decode()
    printed = " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())
    assert page.title in printed
    assert page.lead in printed


def test_words_are_kept_only_for_pages_that_are_there(client):
    for address in ASKED_FOR:
        assert client.get(address).status_code == 200, address
        assert SearchDocument.objects.filter(address=address, kind="page").count() == 1, address


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("figures", "/figures/"),
        ("statistics", "/figures/"),
        ("members", "/members/"),
        ("map", "/members/map/"),
        ("csv", "/data/"),
        ("open data", "/data/"),
        ("download", "/data/"),
        ("api", "/api/v1/"),
        ("benefits", "/about/benefits/"),
        ("cost", "/join/"),
        ("how much does it cost", "/join/"),
        ("price", "/join/"),
        ("fee", "/join/"),
        ("how do i join", "/join/"),
        ("steering group", "/steering-group/"),
        ("trustees", "/steering-group/"),
        ("cymraeg", "/accessibility/"),
        ("pledge", "/about/how-membership-changed/"),
        ("2014 pledge", "/about/how-membership-changed/"),
        ("login", "/account/login/"),
        ("log in", "/account/login/"),
        ("sign in", "/account/login/"),
        ("deadline", "/join/questions/"),
        ("grace", "/join/questions/"),
        ("appeal", "/terms/"),
    ],
)
def test_what_visitors_ask_leads_to_the_page_that_answers(words, address):
    assert address in pages(words)


@pytest.mark.parametrize("words", ["pledge", "2014 pledge"])
def test_pages_about_the_pledge_come_before_those_that_mention_it(words):
    found = pages(words)
    assert "/contact/" not in found or found.index("/about/how-membership-changed/") < found.index("/contact/")


@pytest.mark.parametrize(
    ("words", "first"), [("how do i join", "/join/"), ("how much does it cost", "/join/"), ("open data", "/data/"), ("figures", "/figures/")]
)
def test_the_page_that_answers_comes_first(words, first):
    assert pages(words)[0] == first


def test_pages_that_an_earlier_release_put_in_say_what_they_are_about_after_the_next_migration():
    row = SearchDocument.objects.get(kind="page", address="/join/")
    put([Document(kind="page", key=row.key, title=row.title, body="Free.", address=row.address)])
    assert "/join/" not in pages("how much does it cost")
    call_command("migrate", verbosity=0)
    assert pages("how much does it cost")[0] == "/join/"
    assert misfiled() == []


def test_a_passage_of_a_page_does_not_run_a_heading_and_a_sentence_together(client):
    body = SearchDocument.objects.get(kind="page", address="/about/benefits/").text.body
    assert "For every member" in body.split("\n")
    assert "&" not in re.sub(r"& |&$", "", body)


def test_a_contact_that_staff_change_is_found_by_its_new_number_at_once(make_person):
    office = make_person("Olive", roles=("office",))
    contact = HelpContact.objects.get(name="Childline")
    told = {"what_for": "For every child.", "hours": "", "website": ""}
    change_help_contact(contact=contact, number="0800 2222", by=office, at=datetime(2026, 11, 21, 12, tzinfo=UTC), **told)
    assert "/help-now/" in pages("0800 2222")
    assert pages("0800 1111") == []
    assert misfiled() == []

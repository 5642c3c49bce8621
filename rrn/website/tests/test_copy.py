"""The words of the public pages: whole, calm, linked to addresses that exist, and never more than is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve

from rrn.website.tests.copy_files import FIELDS, PLACE, Copy, long_sentences, read_all

FOLDER = Path(__file__).resolve().parent.parent / "copy"
PAGES = read_all(FOLDER)
ADDRESSES = {page.address for page in PAGES}
TYPES = {"home", "content", "news", "news-index", "join", "help-now", "contact"}
PLACES = {"telephone", "email", "name", "strapline", "charity_number", "minimum_age", "version"}
NUMBERS_IN_TEXT = {"999"}

NOT_OUR_TONE = re.compile(
    r"!|\b(please note|simply|oops|successfully|congratulations|hooray|click here|world[- ]class|cutting[- ]edge|"
    r"stakeholders?|utili[sz]e|leverage|consumers?|service users?|challenging (clients?|people)|offenders?|scores?|"
    r"medals?|traffic lights?|guarantee\w*|COVID)\b",
    re.IGNORECASE,
)
MORE_THAN_IS_TRUE = re.compile(r"\b(approved|accredited|certified|certifies|certify|safe (service|member|school|hospital)s?)\b", re.IGNORECASE)
DENIED = re.compile(r"\b(not|never|no|nothing|cannot|by others|are certified against)\b", re.IGNORECASE)

each_page = pytest.mark.parametrize("page", PAGES, ids=[str(page.path.relative_to(FOLDER)) for page in PAGES])


def exists(address: str) -> bool:
    path = address.partition("#")[0].partition("?")[0]
    if path in ADDRESSES:
        return True
    try:
        return "wagtail" not in resolve(path).view_name
    except Resolver404:
        return False


@each_page
def test_a_page_says_what_it_is_before_its_words(page: Copy):
    assert set(FIELDS) == set(page.facts)
    assert page.facts["type"] in TYPES
    assert re.fullmatch(r"none|header [1-5]|footer \d+", page.facts["menu"])
    assert 0 < len(page.facts["title"]) <= 80
    assert 0 < len(page.facts["lead"]) <= 400


@each_page
def test_a_description_is_one_or_two_sentences_that_fit_under_a_search_result(page: Copy):
    assert 50 <= len(page.facts["description"]) <= 160
    assert page.facts["description"].endswith(".")


@each_page
def test_a_page_speaks_as_the_house_does(page: Copy):
    assert NOT_OUR_TONE.search(page.words) is None


@each_page
def test_nothing_is_said_of_a_member_that_nobody_can_know(page: Copy):
    sentences = re.split(r"(?<=[.?])\s+|\n", page.words)
    claimed = [one for one in sentences if MORE_THAN_IS_TRUE.search(one) and not DENIED.search(one)]

    assert claimed == []


@each_page
def test_links_lead_to_addresses_that_exist(page: Copy):
    assert [address for address in page.links if not exists(address)] == []


@each_page
def test_headings_begin_with_a_large_one_and_are_never_the_title(page: Copy):
    assert set(page.headings) <= {2, 3}
    assert not page.headings or page.headings[0] == 2


@each_page
def test_places_that_settings_fill_are_known(page: Copy):
    assert set(PLACE.findall(page.words)) <= PLACES


@each_page
def test_no_telephone_number_stands_in_the_text(page: Copy):
    """They come from the settings and from the checked list of help now: a wrong number there would be the worst fault."""
    assert set(re.findall(r"\b(?:0\d[\d ]{5,}\d|1\d\d(?=\b(?! |,|\.|\d))|999|111|101|116 123)\b", page.words)) <= NUMBERS_IN_TEXT


@each_page
def test_every_block_that_is_opened_is_closed(page: Copy):
    marks = re.findall(r"^:::(.*)$", page.body, re.MULTILINE)

    assert all(mark.strip().split(" ")[0] in {"callout", "timeline", "links"} for mark in marks[::2])
    assert all(mark == "" for mark in marks[1::2])
    assert len(marks) % 2 == 0


@each_page
def test_sentences_can_be_read_aloud_in_one_breath(page: Copy):
    assert long_sentences(page.body) == []


def test_every_page_has_an_address_of_its_own_under_a_page_that_exists():
    above = {"/" if not page.facts["parent"] else f"/{page.facts['parent']}/" for page in PAGES}

    assert len(ADDRESSES) == len(PAGES)
    assert above <= ADDRESSES


def test_two_pages_do_not_share_a_place_in_a_menu():
    places = [page.facts["menu"] for page in PAGES if page.facts["menu"] != "none"]

    assert len(places) == len(set(places))


def test_the_pages_that_the_law_and_the_frightened_need_are_there():
    wanted = {"/", "/about/", "/join/", "/help-now/", "/contact/", "/accessibility/", "/privacy/", "/terms/", "/cookies/", "/news/"}

    assert wanted <= ADDRESSES
    assert {f"/help-now/{nation}/" for nation in ("england", "scotland", "wales", "northern-ireland")} <= ADDRESSES

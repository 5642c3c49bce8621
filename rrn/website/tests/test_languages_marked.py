"""The frame of a page is in English: on a Welsh page every word of it says so, and so does what is Welsh inside it."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from wagtail.models import Locale

from rrn.website.models import ContentPage, HelpNowPage, HomePage, MenuItem

pytestmark = pytest.mark.django_db
NOTHING_INSIDE = {"meta", "link", "img", "input", "br", "hr", "path", "use", "line", "circle", "rect"}
NOT_READ = {"script", "style", "svg"}
READ_ALOUD = ("aria-label", "alt", "title", "placeholder")


class Reading(HTMLParser):
    """Every text and every label in a page's body outside its main part, with the language that holds for it."""

    def __init__(self, html):
        super().__init__()
        self.open, self.found = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        language = given.get("lang") or (self.open[-1][1] if self.open else "")
        tags = {name for name, _ in self.open} | {tag}
        if "body" in tags and not tags & {"main"}:
            self.found += [(given[name], language) for name in READ_ALOUD if given.get(name)]
        if tag not in NOTHING_INSIDE:
            self.open.append((tag, language))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in NOTHING_INSIDE:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag in {name for name, _ in self.open}:
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data):
        tags = {name for name, _ in self.open}
        if data.strip() and "body" in tags and not tags & ({"main"} | NOT_READ):
            self.found.append((" ".join(data.split()), self.open[-1][1]))


WELSH_WORDS = {"Cymraeg", "Hafan", "Amdanom ni", "Yn Gymraeg", "Aelodau"}


def texts_of(client, path, status=200):
    answer = client.get(path)
    html = answer.content.decode()
    assert answer.status_code == status
    found = Reading(html).found
    assert len(found) > 15
    assert any(words.startswith("Go to the main part") for words, _ in found)
    assert any(words == "Someone is at risk now" for words, _ in found)
    return html, found


def assert_marked(found):
    wrong = [(words, language) for words, language in found if language.lower() != ("cy" if words in WELSH_WORDS else "en-gb")]
    assert wrong == []


@pytest.fixture
def welsh():
    """Home, a page below it and one below that, written in Welsh by hand; one link of the menu in Welsh."""
    welsh = Locale.objects.get(language_code="cy")
    item = MenuItem.objects.filter(menu__place="header").first()
    item.words_cy = "Aelodau"
    item.save()
    for page in (HomePage.objects.get(), ContentPage.objects.get(slug="about"), ContentPage.objects.get(slug="story"), HelpNowPage.objects.get(slug="help-now"), HelpNowPage.objects.get(slug="wales")):
        copy = page.copy_for_translation(welsh)
        copy.title = "Amdanom ni" if copy.slug.startswith("about") else "Yn Gymraeg"
        copy.save_revision().publish()


@pytest.mark.parametrize("path", ["/cy/", "/cy/about/", "/cy/about/story/", "/cy/help-now/", "/cy/help-now/wales/"])
def test_the_frame_of_a_welsh_page_says_that_it_is_in_english(client, welsh, path):
    html, found = texts_of(client, path)
    assert '<html class="govuk-template" lang="cy">' in html
    assert ("Aelodau", "cy") in found
    assert_marked(found)


def test_the_notice_that_a_page_is_not_in_welsh_marks_its_frame(client):
    html, found = texts_of(client, "/cy/cookies/", 404)
    assert '<html class="govuk-template" lang="cy">' in html
    assert_marked(found)


def test_a_welsh_address_that_is_not_there_is_answered_in_english_throughout(client, welsh):
    html, found = texts_of(client, "/cy/nowhere/", 404)
    assert '<html class="govuk-template" lang="en-GB">' in html
    assert_marked(found)

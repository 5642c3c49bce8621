"""A stranger follows every link of the made-up network: no page is missing, broken, without a title or out of order."""

from __future__ import annotations

import itertools
from collections import Counter, deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client

from rrn.demo.tests.network import filled_network

pytestmark = pytest.mark.slow
# Answers that are right for a stranger: a page, a way to sign in, a page elsewhere in the house.
RIGHT = {200, 301, 302}
BEGIN = ["/", "/sitemap.xml", "/robots.txt", "/components/", "/cy/"]
# The directory can be asked more questions than there are stars: one filter at a time is followed.
MOST_PARAMETERS = 1


@dataclass
class Page(HTMLParser):
    """What a reader's program sees of a page."""

    links: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    levels: list[int] = field(default_factory=list)
    title: str = ""
    language: str = ""
    pictures_without_words: list[str] = field(default_factory=list)
    inside_title: bool = False
    inside_drawing: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        if tag == "svg":
            self.inside_drawing += 1
        if said.get("id"):
            self.ids.append(said["id"])
        if tag in ("a", "link") and said.get("href"):
            self.links.append(said["href"])
        if tag in ("img", "source", "script") and said.get("src"):
            self.links.append(said["src"])
        if said.get("srcset"):
            self.links += [part.split()[0] for part in said["srcset"].split(",")]
        if tag == "form" and said.get("method", "get").lower() == "get" and said.get("action"):
            self.links.append(said["action"])
        if tag == "meta" and said.get("property") in ("og:image", "og:url"):
            self.links.append(said["content"])
        if tag == "img" and "alt" not in said:
            self.pictures_without_words.append(said.get("src", ""))
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.levels.append(int(tag[1]))
        if tag == "html":
            self.language = said.get("lang", "")
        self.inside_title = tag == "title" and not self.inside_drawing

    def handle_endtag(self, tag):
        self.inside_title = False
        if tag == "svg":
            self.inside_drawing -= 1

    def handle_data(self, data):
        if self.inside_title:
            self.title += data


@pytest.fixture(scope="module")
def crawled(django_db_setup, django_db_blocker, house_databases, tmp_path_factory):
    """Every address a stranger can come to by following links: its status, and the page where it is one."""
    with filled_network(house_databases, django_db_blocker, tmp_path_factory), django_db_blocker.unblock():
        yield crawl()


def crawl():
    client, waiting = Client(), deque((address, "the beginning") for address in BEGIN)
    met, pages, wrong, onwards = {address for address, _ in waiting}, {}, [], {}
    while waiting:
        address, found_on = waiting.popleft()
        answer = client.get(address)
        if answer.status_code not in RIGHT and not (address == "/cy/" and answer.status_code == 404):
            wrong.append(f"{answer.status_code} at {address}, linked from {found_on}")
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        links, kind = [], answer.headers.get("Content-Type", "")
        if answer.status_code in (301, 302):
            links = [answer["Location"]]
            onwards[address] = ours(urljoin(f"{settings.BASE_URL}{address}", answer["Location"]))
        elif answer.status_code == 200 and kind.startswith("text/html"):
            pages[address] = Page()
            pages[address].feed(body.decode())
            links = pages[address].links
        elif answer.status_code == 200 and kind.startswith(("application/xml", "application/atom+xml")):
            links = locations(body)
        for link in links:
            there = ours(urljoin(f"{settings.BASE_URL}{address}", link))
            if there and there not in met:
                met.add(there)
                waiting.append((there, address))
    # An anchor behind a redirection is looked for on the page where one arrives.
    pages |= {address: pages[there] for address, there in onwards.items() if there in pages}
    return pages, wrong


def locations(body: bytes) -> list[str]:
    """What a sitemap or a feed leads to; a body that is no XML fails here."""
    elements = list(ElementTree.fromstring(body).iter())
    return [
        words
        for element in elements
        for words in (element.text, element.get("href"))
        if words and words.strip().startswith("http")
    ]


def ours(link: str) -> str:
    """The address in the house, without its anchor; empty for other houses and for doors that only post."""
    parts = urlsplit(link)
    if parts.scheme not in ("http", "https") or f"{parts.scheme}://{parts.netloc}" != settings.BASE_URL:
        return ""
    if parts.path.startswith(("/account/", "/demo/mail/")) or len(parse_qsl(parts.query, keep_blank_values=True)) > MOST_PARAMETERS:
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def test_every_link_leads_somewhere(crawled):
    pages, wrong = crawled
    assert wrong == []
    assert len(pages) > 200


def test_every_page_has_a_title_of_its_own_and_a_language(crawled):
    pages, _ = crawled
    assert [address for address, page in pages.items() if not page.title.strip() or not page.language] == []
    plain = {id(page): page.title for address, page in pages.items() if "?" not in address}
    titles = Counter(plain.values())
    assert [title for title, times in titles.items() if times > 1] == []


def test_headings_begin_with_one_first_and_never_jump(crawled):
    pages, _ = crawled

    def jumps(levels):
        return any(lower > upper + 1 for upper, lower in itertools.pairwise(levels))

    assert [address for address, page in pages.items() if page.levels.count(1) != 1 or page.levels[0] != 1] == []
    assert [(address, page.levels) for address, page in pages.items() if jumps(page.levels)] == []


def test_every_anchor_is_there_and_no_name_stands_twice(crawled):
    pages, _ = crawled
    twice = [(address, name) for address, page in pages.items() for name, times in Counter(page.ids).items() if times > 1]
    assert twice == []
    broken = []
    for address, page in pages.items():
        for link in page.links:
            parts = urlsplit(urljoin(f"{settings.BASE_URL}{address}", link))
            target = pages.get(ours(parts._replace(fragment="").geturl()))
            if parts.fragment and target is not None and parts.fragment not in target.ids:
                broken.append(f"{address} → {link}")
    assert broken == []


def test_every_picture_has_a_text_alternative(crawled):
    pages, _ = crawled
    assert [(address, page.pictures_without_words) for address, page in pages.items() if page.pictures_without_words] == []

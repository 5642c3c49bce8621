"""Pages of the office as machines are told of them: in the sitemap, in the feed of news, and described in themselves."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest

from rrn.website.models import NewsIndexPage, NewsPage

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "</script><script>alert(1)</script> A guide"


@pytest.fixture
def index():
    return NewsIndexPage.objects.live().first()


def piece(index, title="A guide for families", **more):
    page = NewsPage(title=title, slug=more.pop("slug", "a-guide"), on=date(2026, 10, 1), lead="What it says.", **more)
    page.first_published_at = page.last_published_at = datetime(2026, 10, 1, 9, tzinfo=UTC)
    index.add_child(instance=page)
    return page


def entries(client):
    return ElementTree.fromstring(client.get("/news/feed.atom").content).findall(f"{ATOM}entry")


def test_live_news_are_in_the_feed_and_drafts_are_not(client, index):
    piece(index)
    piece(index, "Not yet", slug="not-yet", live=False)
    titles = [entry.findtext(f"{ATOM}title") for entry in entries(client)]
    assert "A guide for families" in titles
    assert "Not yet" not in titles


def test_a_piece_of_news_describes_itself_and_its_words_stay_words(client, index):
    piece(index, HOSTILE)
    page = client.get("/news/a-guide/").content.decode()
    blocks = [json.loads(words) for words in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)]
    article = next(block for block in blocks if block["@type"] == "NewsArticle")
    assert (article["headline"], article["url"]) == ("alert(1) A guide", "http://testserver/news/a-guide/")
    assert "<script>alert" not in page
    assert '<meta property="og:type" content="article">' in page
    assert 'title="News" href="/news/feed.atom"' in page


def test_live_pages_are_in_the_sitemap_at_the_address_where_they_answer(client, index):
    piece(index)
    piece(index, "Not yet", slug="not-yet", live=False)
    listed = client.get("/sitemap/pages-1.xml").content.decode()
    addresses = re.findall(r"<loc>http://testserver([^<]+)</loc>", listed)
    assert {"/", "/join/", "/contact/", "/privacy/", "/news/", "/news/a-guide/"} <= set(addresses)
    assert "/news/not-yet/" not in addresses
    assert [address for address in addresses if client.get(address).status_code != 200] == []

"""Files become pages: what the small language of the files means, and that a fresh installation is whole."""

from __future__ import annotations

import pytest

from rrn.website.copybook import Misspelt, blocks_of, parse
from rrn.website.filling import fill_pages
from rrn.website.models import ContentPage, EditorialPage, HomePage, MenuItem

HEAD = "---\ntitle: A page\nslug: a-page\nparent: about\ntype: content\n---\n"


def kinds(text: str) -> list[str]:
    return [block["type"] for block in blocks_of(text)]


def test_paragraphs_and_lists_between_headings_are_one_text():
    [heading, words] = blocks_of("## First\n\nOne **bold** [link](/join/).\n\n- a\n- b\n")
    assert heading["value"] == {"words": "First", "level": "2"}
    assert "<b>bold</b>" in words["value"]
    assert '<a href="/join/">link</a>' in words["value"]
    assert "<li>b</li>" in words["value"]


def test_every_special_part_is_known():
    text = (
        '### Small\n![A kettle](kettle.png "Ours")\n> They asked.\n> — A father\n::: callout Title\nwords\n:::\n'
        "::: links\n- [Members](/members/): all of them\n:::\n::: timeline\n- 2014: the pledge\n:::\n::: facts\n- Founded: 2014\n:::\n"
    )
    assert kinds(text) == ["heading", "picture", "quote", "callout", "links", "timeline", "facts"]


def test_no_markup_gets_through():
    [words] = blocks_of('<script>alert(1)</script> [x](javascript:alert(1)) <b onclick="x">y</b>')
    assert "<script" not in words["value"]
    assert "href" not in words["value"]
    assert "<b onclick" not in words["value"]


@pytest.mark.parametrize("wrong", ["::: callout Title\nwords", "> said by nobody", "::: links\nno list\n:::", "::: links\n- no link\n:::"])
def test_a_misspelt_part_is_named(wrong):
    with pytest.raises(Misspelt):
        list(blocks_of(wrong))


def test_the_head_says_where_the_page_stands():
    copy = parse(HEAD + "\nWords.")
    assert (copy["title"], copy.path, copy["menu"]) == ("A page", "about/a-page/", "")
    with pytest.raises(Misspelt):
        parse("no head")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/", "/join/", "/help-now/", "/contact/", "/accessibility/", "/privacy/", "/terms/", "/cookies/", "/about/", "/about/story/",
     "/about/how-membership-changed/", "/about/benefits/", "/news/"],
)  # fmt: skip
def test_a_fresh_installation_has_every_page_whole(client, path):
    html = client.get(path).content.decode()
    main = html[html.index("<main") : html.index("</main")]
    assert ">None<" not in main
    assert "{" not in main
    assert main.count("<h1") == 1


@pytest.mark.django_db
def test_nothing_is_filled_in_twice_and_nothing_of_the_offices_is_overwritten():
    story = ContentPage.objects.get(slug="story")
    story.title = "Changed by the office"
    story.save_revision().publish()
    before = (ContentPage.objects.count(), MenuItem.objects.count())

    assert fill_pages() == 0

    assert ContentPage.objects.get(pk=story.pk).title == "Changed by the office"
    assert (ContentPage.objects.count(), MenuItem.objects.count()) == before


@pytest.mark.django_db
def test_every_page_has_a_title_and_a_description_of_its_own():
    pages = list(HomePage.objects.get().get_descendants(inclusive=True).specific())
    assert all(isinstance(page, EditorialPage) and page.search_description for page in pages)
    assert len({page.search_description for page in pages}) == len(pages)

"""The demonstration's news: real to read, made up throughout, each with a picture that says in words what it shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils.text import slugify
from PIL import Image

from rrn.demo import invented
from rrn.website.tests.copy_files import FIELDS, Copy, long_sentences, read_all
from rrn.website.tests.test_copy import DENIED, MORE_THAN_IS_TRUE, NOT_OUR_TONE, exists

FOLDER = Path(invented.HERE) / "data" / "news"
PICTURES = Path(invented.HERE) / "media" / "news"
NEWS = read_all(FOLDER)
MEMBERS = {f"/members/{slugify(one['name'])}/": one for one in invented.organisations()}

each_piece = pytest.mark.parametrize("piece", NEWS, ids=[piece.path.stem for piece in NEWS])


def test_there_are_eight_pieces_on_days_and_with_pictures_of_their_own():
    assert len(NEWS) == 8
    assert len({piece.facts["date_offset"] for piece in NEWS}) == len(NEWS)
    assert len({piece.facts["picture"] for piece in NEWS}) == len(NEWS)


@each_piece
def test_a_piece_says_what_it_is(piece: Copy):
    assert set(piece.facts) == {*FIELDS, "date_offset", "picture", "picture_alt"}
    assert (piece.facts["parent"], piece.facts["type"], piece.facts["menu"]) == ("news", "news", "none")
    assert piece.facts["slug"] == piece.path.stem
    assert 0 < int(piece.facts["date_offset"]) <= 365
    assert 50 <= len(piece.facts["description"]) <= 160


@each_piece
def test_a_piece_is_long_enough_to_say_something_and_short_enough_to_be_read(piece: Copy):
    assert 150 <= len(piece.body.split()) <= 350
    assert long_sentences(piece.body) == []


@each_piece
def test_a_piece_speaks_as_the_house_does(piece: Copy):
    sentences = re.split(r"(?<=[.?])\s+|\n", piece.words)

    assert NOT_OUR_TONE.search(piece.words) is None
    assert [one for one in sentences if MORE_THAN_IS_TRUE.search(one) and not DENIED.search(one)] == []
    assert set(piece.headings) <= {2}


@each_piece
def test_a_piece_links_to_members_who_had_published_by_then_and_to_pages_that_exist(piece: Copy):
    for address in piece.links:
        if address in MEMBERS:
            published = MEMBERS[address]["days"].get("published")
            assert published is not None
            assert published <= -int(piece.facts["date_offset"])
        else:
            assert not address.startswith("/members/")
            assert exists(address) or address == "/news/"


@each_piece
def test_a_picture_is_light_three_by_two_and_said_in_words(piece: Copy):
    path = PICTURES / piece.facts["picture"]

    assert path.stat().st_size <= 60_000
    assert Image.open(path).size == (960, 640)
    assert path.with_suffix(".svg").exists()
    assert 30 <= len(piece.facts["picture_alt"]) <= 250


def test_whoever_is_named_in_the_news_is_invented():
    """A capital letter inside a sentence belongs to a person, an organisation or a place of the made-up world, or to a text."""
    people = {
        part
        for one in (*invented.people(), *invented.individuals())
        for part in re.split(r"[ -]", one["name"])
    }
    places = {part for one in invented.places() for part in re.split(r"[ -]", one["name"])}
    organisations = {part for one in invented.organisations() for part in re.split(r"[ -]", one["name"])}
    real = {
        "British", "Sign", "Language", "United", "Kingdom", "Department", "Education", "Mental", "Health", "Units", "Use",
        "Force", "Act", "Included", "Engaged", "Involved", "Reducing", "Restrictive", "Practices", "Framework", "Welsh",
        "Government", "English", "England", "Scotland", "Scottish", "Wales", "Northern", "Ireland", "April", "September",
        "Monday", "Mr", "Send", "Read", "I",
    }  # fmt: skip
    capitals = re.compile(r"(?<![.?!:“#*-] )(?<![“*\n])(?<!^)\b([A-Z][a-z]+)\b", re.MULTILINE)
    named = {word for piece in NEWS for word in capitals.findall(piece.body)}

    assert named - people - places - organisations - real <= set(), sorted(named)

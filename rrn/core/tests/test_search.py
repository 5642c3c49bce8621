"""The search on the database of this run; `make test` runs it on both, against the same plain reference."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from rrn.core.models import SearchDocument, SearchTerm
from rrn.core.search import (
    Document,
    Tier,
    fewer_words,
    find,
    find_each,
    marked,
    misfiled,
    passages,
    put,
    remove,
    search_out_of_step,
    shelves,
)
from rrn.core.search.words import SMALL_WORDS, WORD, fold, term_of

pytestmark = pytest.mark.django_db
HOUSES = [
    Document("organisation", "1", "Hollin Park School", "Seclusion ends by July. Restraints last.", ("nation_wales", "sector_health")),
    Document("organisation", "2", "Aberystwyth House", "No restraint: plans, policies. Tŷ Gŵyr", ("nation_england", "sector_health")),
    Document("page", "1", "Plans", "Restraint of people who live in St Mary’s", ()),
]


@pytest.fixture(autouse=True)
def nothing_is_put_in_yet(request):
    """The migrated database has the site's own pages in its search."""
    request.getfixturevalue("committed_db" if "committed_db" in request.fixturenames else "db")
    for kind, key in list(SearchDocument.objects.values_list("kind", "key")):
        remove(kind, [key])


def keys(words: str, **more: Any) -> list[str]:
    return [f"{hit.kind} {hit.key}" for hit in find(words, **more).hits]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("seclusion", ["organisation 1"]),
        ("SECLUSION!", ["organisation 1"]),
        ("gwyr", ["organisation 2"]),
        ("Gŵyr", ["organisation 2"]),
        ("st marys", ["page 1"]),
        ("St Mary's", ["page 1"]),
        ("policy", ["organisation 2"]),
        ("plan", ["page 1", "organisation 2"]),
        ("holl", ["organisation 1"]),
        ("ho", []),
        ("the school of Hollin", ["organisation 1"]),
        ("hollin AND NOT restraint", []),
        ("restraint -seclusion", ["organisation 1"]),
        ("title:hollin*", []),
        ('"', []),
        ("", []),
    ],
)
def test_words_are_found_however_they_are_written(typed, found):
    put(HOUSES)
    assert keys(typed) == found


@pytest.mark.parametrize(
    ("typed", "searched", "found"),
    [
        ("restraintt", "restraint", 3),
        ("seclution", "seclusion", 1),
        ("Aberystwith", "aberystwyth", 1),
        ("scholo", "school", 1),
        ("hollin resrtaint", "hollin restraint", 1),
    ],
)
def test_slips_of_the_finger_are_forgiven_and_said(typed, searched, found):
    put([*HOUSES, Document("page", "9", "Hollin", "restraint")] if " " in typed else HOUSES)
    result = find(typed, kinds=("organisation", "page"))
    assert result.corrected == searched
    assert len(result.hits) == found + (" " in typed)


def test_short_words_and_numbers_are_taken_as_they_are():
    put([Document("page", "1", "Day 2014", "car")])
    assert find("2013").corrected == find("cat").corrected == ""
    assert find("2013").unknown == ("2013",)


def test_of_two_words_as_near_the_more_frequent_is_meant():
    put([Document("page", str(number), "Page", "harness" if number else "harmess") for number in range(3)])
    assert find("harqess").corrected == "harness"


# What a site has on which each kind of slip can be made.
TOWNS = [
    Document("page", "youth", "Youth work", "Young people need rest. A youth club with a rest room."),
    Document("page", "hold", "Restraint and seclusion", "What we mean by them."),
    Document("page", "hull", "A school in Yorkshire", "By the harbour, with care."),
    Document("page", "dale", "Wharfell House", "A calm room."),
    Document("page", "calmer", "Holding", "calmer"),
    Document("page", "calmed", "A house", "calmed"),
    Document("page", "talks", "Talking", "Mediation between two."),
]


@pytest.mark.parametrize(
    ("typed", "corrected", "found", "unknown"),
    [
        # One word: the nearest that some page has.
        ("yorksire", "yorkshire", ["hull"], ()),
        ("the yorksire", "the yorkshire", ["hull"], ()),
        ("zouth", "youth", ["youth"], ()),
        # Several words that nothing has: long ones, one slip each, and only where they stand together.
        ("restrant seclusoin", "restraint seclusion", ["hold"], ()),
        ("restrant seclsoin", "", [], ("restrant", "seclsoin")),
        ("south west", "", [], ("south", "west")),
        ("South West", "", [], ("South", "West")),
        ("restrant yorksire", "", [], ("restrant", "yorksire")),
        ("restrant zzqxkwv", "", [], ("restrant", "zzqxkwv")),
        # One of several that nothing has: the others stay as they are, and all must stand together.
        ("wharfel house", "wharfell house", ["dale"], ()),
        ("house wharfel", "", ["dale"], ()),  # begun, not mistyped
        ("wharfel yorkshire", "", [], ("wharfel",)),
        ("rast youth", "", [], ("rast",)),
        ("school in yorksire", "school in yorkshire", ["hull"], ()),
        # A word of the language is no slip, though nothing has it.
        ("south", "", [], ("south",)),
        ("medication", "", [], ("medication",)),
        ("restrant medication", "", [], ("restrant", "medication")),
        # What some page has is never changed.
        ("house calmer", "", [], ()),
        ("youth seclusion", "", [], ()),
    ],
)
def test_only_what_nothing_has_is_changed_and_several_words_only_for_what_has_them_all(typed, corrected, found, unknown):
    put(TOWNS)
    result = find(typed)
    assert (result.corrected, [hit.key for hit in result.hits], result.unknown) == (corrected, found, unknown)


@pytest.mark.parametrize(
    ("typed", "unknown", "fewer"),
    [
        ("wharfel house", ("wharfel",), ["house"]),
        ("south west", ("south", "west"), []),
        ("the wharfel", ("wharfel",), []),
        ("house calmer", (), ["house", "calmer"]),
        ("the calm house", (), ["the calm", "calm house"]),
        ("house", (), []),
        ("", (), []),
    ],
)
def test_of_words_that_find_nothing_the_known_ones_are_left(typed, unknown, fewer):
    assert fewer_words(typed, unknown) == fewer


def test_a_filter_is_any_of_a_group_and_all_groups():
    put(HOUSES)
    assert keys("restraint", facets=(("nation_wales", "nation_scotland"),)) == ["organisation 1"]
    assert keys("restraint", facets=(("nation_wales", "nation_england"), ("sector_health",))) == ["organisation 2", "organisation 1"]
    assert keys("restraint", facets=(("nation_wales",), ("nation_england",))) == []
    assert keys("restraint", kinds=("page",)) == ["page 1"]
    assert keys("restraint", facets=(('x" OR "restraint',),)) == keys("restraint", kinds=("'--",)) == []


def test_titles_come_before_texts_and_the_nearest_title_first():
    put([
        Document("page", "1", "About calm", ""),
        Document("page", "2", "Calm spaces at night", ""),
        Document("page", "3", "Calm spaces", ""),
        Document("page", "4", "Night", "calm spaces"),
        Document("page", "5", "Spaces that calm", ""),
    ])
    assert [(hit.key, hit.tier) for hit in find("calm spaces").hits] == [
        ("3", Tier.TITLE), ("2", Tier.BEGINS), ("5", Tier.TITLE_WORDS), ("4", Tier.TEXT),
    ]  # fmt: skip


def test_what_a_document_is_about_counts_for_more_than_its_text_and_less_than_its_title():
    put([
        Document("page", "1", "All about us", "the old pledge"),
        Document("page", "2", "How membership changed", "", subject="Those who signed the old pledge, 2014 to 2019."),
        Document("page", "3", "The pledge", ""),
        Document("page", "4", "Membership", "2014", subject="pledge"),
    ])
    assert [(hit.key, hit.tier) for hit in find("pledge").hits] == [
        ("3", Tier.TITLE_WORDS), ("2", Tier.SUBJECT), ("4", Tier.SUBJECT), ("1", Tier.TEXT),
    ]  # fmt: skip
    assert [hit.key for hit in find("2014 pledge").hits] == ["2", "4"]
    assert [hit.key for hit in find("membership pledge").hits] == ["2", "4"]
    assert (misfiled(), search_out_of_step()) == ([], 0)


@pytest.mark.parametrize("typed", ["how do I join", "what is joining", "where can you join?", "the joining"])
def test_small_words_of_a_question_need_not_stand_anywhere(typed):
    put([Document("page", "1", "Joining", "join")])
    assert keys(typed) == ["page 1"]


def shown(document, words):
    put([document])
    found = find(words)
    return ["".join(part.words for part in passages(found.hits, found.terms)[hit.number]) for hit in found.hits]


PLAN = (
    "Fewer people are held.\n\nWe count every hold.\n\n"
    "Teach each member of staff to step back\nThe night shift asked for it. They had no debrief at all.\n60 a month"
)


@pytest.mark.parametrize(
    ("words", "passage"),
    [
        ("fewer", "Fewer people are held."),
        ("night", "Teach each member of staff to step back The night shift asked for it. They had no debrief at all."),
        ("teach", "Teach each member of staff to step back"),
        ("month", "Teach each member of staff to step back 60 a month"),
        ("hold count", "We count every hold."),
        ("practice", "Fewer people are held."),
    ],
)
def test_a_passage_stays_in_its_line_and_has_the_heading_of_its_part(words, passage):
    assert shown(Document("organisation", "1", "House", PLAN, also="Practice: Physical"), words) == [passage]


def test_a_passage_of_a_long_line_begins_with_a_sentence():
    body = "Staff sat with her. " * 20 + "A debrief follows. " + "Doors stay open. " * 20
    assert shown(Document("page", "1", "House", body), "debrief")[0].startswith("… A debrief follows. Doors stay open.")


def test_of_too_many_the_best_are_shown_and_it_is_said_that_there_are_more(monkeypatch):
    monkeypatch.setattr(shelves, "COMMON", 10)
    put(Document("page", str(number), f"Page {number:03}", "everyone") for number in range(300))
    put([Document("page", "last", "Everyone", ""), Document("page", "zz", "Everyone here", "")])
    found = find("everyone", most=20)
    assert found.more
    assert [hit.key for hit in found.hits][:2] == ["last", "zz"]
    assert len(found.hits) == 20
    assert not find("everyone", most=302).more


def test_what_is_put_again_takes_the_place_of_what_was_there():
    put(HOUSES)
    put([Document("page", "1", "Policies", "Nothing else")])
    assert keys("plans") == ["organisation 2"]
    assert "page 1" in keys("policy")
    assert misfiled() == []
    assert SearchDocument.objects.count() == 3


def test_of_two_with_one_key_the_last_holds():
    put([Document("page", "1", "Before"), Document("page", "1", "After")])
    assert (keys("before"), keys("after")) == ([], ["page 1"])


def test_what_is_removed_is_found_no_more_and_its_words_are_forgotten():
    put(HOUSES)
    assert remove("organisation", ["1", "2", "no such"]) == 2
    assert keys("seclusion") == []
    assert not SearchTerm.objects.filter(term="seclusion").exists()
    assert (misfiled(), search_out_of_step()) == ([], 0)


def test_a_transaction_that_is_undone_leaves_the_index_as_it_was():
    put(HOUSES)
    with transaction.atomic():
        put([Document("page", "1", "Gone", "")])
        remove("organisation", ["1"])
        transaction.set_rollback(True)
    assert keys("seclusion") == ["organisation 1"]
    assert (misfiled(), search_out_of_step()) == ([], 0)


def test_what_is_out_of_step_is_noticed():
    put(HOUSES)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM core_searchindex WHERE rowid = (SELECT min(rowid) FROM core_searchindex)")
        else:
            cursor.execute("UPDATE core_searchdocument SET tokens = NULL WHERE kind = 'page'")
    assert search_out_of_step() == 1
    assert misfiled()


def test_kinds_and_facets_are_plain_names():
    for wrong in ({"kind": "a b"}, {"kind": "page", "facets": ("Nation: Wales",)}):
        with pytest.raises(ValueError, match="no name"):
            Document(**({"key": "1", "title": "x"} | wrong))


def test_a_passage_is_short_marks_what_was_found_and_keeps_the_words_as_words():
    body = "Staff sat with her. " * 40 + "On <b>two</b> wards seclusions & holds ended. " + "Doors stay open. " * 40
    put([Document("page", "1", "Seclusion", body)])
    found = find("seclusion ended")
    parts = passages(found.hits, found.terms)[found.hits[0].number]
    assert [part.words for part in parts if part.marked] == ["seclusions", "ended"]
    whole = "".join(part.words for part in parts)
    assert len(whole) <= 204
    assert whole.startswith("… ")
    assert whole.endswith(" …")
    assert "<b>two</b> wards" in whole
    assert [(part.words, part.marked) for part in marked("No seclusion", found.terms)] == [("No ", False), ("seclusion", True)]


def test_a_search_costs_few_queries(django_assert_max_num_queries):
    put(HOUSES)
    with django_assert_max_num_queries(3):
        find("restraint seclusion", facets=(("nation_wales",),))
    with django_assert_max_num_queries(15):
        find_each("hollinn seclution schoool", [("page",), ("organisation",), ("news",)])


WORDS = ("plan", "plans", "Planning", "seclusion", "harness", "Tŷ", "the", "St", "Mary's", "policies", "2014", "ward", "ß", "李", "calm-room")
FACETS = ("nation_wales", "nation_england", "sector_health")
said = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
documents = st.builds(
    Document,
    kind=st.sampled_from(("organisation", "page")),
    key=st.sampled_from("12345678"),
    title=said,
    body=said,
    facets=st.lists(st.sampled_from(FACETS), unique=True).map(tuple),
)
narrowing = st.lists(st.lists(st.sampled_from(FACETS), min_size=1, max_size=2).map(tuple), max_size=2).map(tuple)


def terms_of(text: str) -> set[str]:
    return {term_of(word) for word in WORD.findall(text)}


def wanted_by(question: str, vocabulary: set[str]) -> list[set[str]]:
    """For each word that counts the terms that will do, by reading the whole vocabulary."""
    words = WORD.findall(question)[:8]
    wanted = []
    for place, word in enumerate(words):
        fits = {term_of(word)} & vocabulary
        if place == len(words) - 1 and len(fold(word)) >= 3 and fold(word) not in SMALL_WORDS:
            fits |= {term for term in vocabulary if term.startswith(fold(word))}
        wanted.append((word, fits))
    counting = [fits for word, fits in wanted if fold(word) not in SMALL_WORDS]
    return counting or [fits for _, fits in wanted]


@given(put_in=st.lists(documents, max_size=12), question=said, facets=narrowing, most=st.sampled_from((2, 1000)))
@settings(max_examples=60)
def test_the_index_finds_what_reading_everything_would_find(put_in, question, facets, most):
    for kind in ("organisation", "page"):
        remove(kind, "12345678")
    put(put_in)
    standing = {(document.kind, document.key): document for document in put_in}
    texts = {key: terms_of(f"{document.title} {document.body}") for key, document in standing.items()}
    wanted = wanted_by(question, set().union(*texts.values()))
    expected = {
        key for key, terms in texts.items()
        if wanted and all(terms & fits for fits in wanted)
        and all(set(group) & set(standing[key].facets) for group in facets)
    }  # fmt: skip
    found = find(question, facets=facets, most=most)
    hits = {(hit.kind, hit.key) for hit in found.hits}
    if expected or not found.corrected:
        assert hits <= expected
        assert len(hits) == min(len(expected), most)
        assert found.more == (len(expected) > most)
    titles = [all(terms_of(hit.title) & fits for fits in wanted) for hit in found.hits]
    if expected:
        assert titles == [hit.tier < Tier.TEXT for hit in found.hits]
        assert titles == sorted(titles, reverse=True)
        in_titles = sum(all(terms_of(standing[key].title) & fits for fits in wanted) for key in expected)
        assert sum(titles) == min(in_titles, most)
    assert (misfiled(), search_out_of_step()) == ([], 0)


anything = st.text(st.characters(exclude_categories=()), max_size=120)


@given(typed=anything, title=anything, body=anything, facet=anything)
@settings(max_examples=100)
def test_nothing_that_anybody_types_or_writes_breaks_the_search(typed, title, body, facet):
    put([Document("page", "1", title[:200], body), Document("page", "2", "Other", typed)])
    found = find(typed, facets=((facet,),))
    assert found.hits == []
    found = find(typed)
    passages(found.hits, found.terms)
    if not found.corrected and any(fold(word) for word in WORD.findall(typed[:100])) and len(WORD.findall(typed[:100])) <= 8:
        assert "2" in {hit.key for hit in found.hits}
    assert misfiled() == []


def test_two_writers_of_the_same_documents_count_every_word_once(committed_db, in_another_thread):
    """Takes as long as two connections need."""
    both = [in_another_thread(lambda: [put(HOUSES) for _ in range(5)]) for _ in range(2)]
    for writing in both:
        writing.result(30)
    assert (misfiled(), search_out_of_step()) == ([], 0)


def test_a_copy_of_the_database_searches_like_the_original(committed_db, tmp_path):
    from rrn.privacy.stores import check_copy, copy_database, put_database_back

    put(HOUSES)
    copy_database(tmp_path / "copy")
    check_copy(tmp_path / "copy")
    put([Document("page", "2", "Seclusion after the copy")])
    put_database_back(tmp_path / "copy")
    assert keys("seclusion") == ["organisation 1"]
    put([Document("page", "3", "Seclusion after the restore")])
    assert keys("seclusion") == ["page 3", "organisation 1"]
    assert (misfiled(), search_out_of_step()) == ([], 0)

"""The index in memory counts what a plain look at every row counts, and turns pages without losing any."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from rrn.core.renewals import renew_pending
from rrn.core.time import travel
from rrn.core.vocabulary import Nation, Sector
from rrn.membership.actions import member_for_organisation
from rrn.register import facets
from rrn.register.actions import renew_rows
from rrn.register.directory import counts_by_place, look_up, page_of, way_out
from rrn.register.facets import HORIZON, OPTIONS, Facets, index_on
from rrn.register.forms import Question
from rrn.register.models import Listing
from rrn.register.rules import PRACTICES, answers_of, groups_of, read_answers, write_answers
from rrn.register.tests.histories import BASE, histories
from tests.scenes import plan_ready_to_send, published_plan

PUBLISHED = datetime(2026, 6, 14, 10, tzinfo=UTC)
DAY = date(2026, 11, 21)

ROWS = st.tuples(
    st.sampled_from(["ash", "birch", "cedar", "dale", "elm"]),
    st.sampled_from(["", *Sector.values]),
    st.sampled_from(["", *Nation.values]),
    st.sampled_from(["", *OPTIONS["region"]]),
    st.integers(0, 63),
    st.integers(0, 2 ** len(PRACTICES) - 1),
    histories().map(lambda facts: write_answers(answers_of(facts))),
)
CHOICES = st.fixed_dictionaries(
    {name: st.lists(st.sampled_from(options), max_size=3, unique=True) for name, options in OPTIONS.items()}
)


class Shelf:
    """Listings without a database: what the index reads of them."""

    def __init__(self, rows):
        self.rows = list(rows)

    def values_list(self, *columns):
        return self

    def filter(self, *, changed_in__gt):
        return Shelf(row for row in self.rows if row.changed_in > changed_in__gt)

    def iterator(self, size):
        return iter([row.columns for row in self.rows])

    def __getitem__(self, some):
        return [row.columns for row in self.rows[some]]


def shelf_of(rows, changed_in=0):
    return Shelf(SimpleNamespace(columns=(pk, *row), changed_in=changed_in) for pk, row in enumerate(rows, start=1))


def group_on(spans, day):
    return next((group for since, group in reversed(groups_of(read_answers(spans))) if since <= day), None)


def has(row, name, option, day):
    _, sector, nation, region, strategies, practices, spans = row
    if name in ("strategy", "practice"):
        return bool((strategies if name == "strategy" else practices) >> OPTIONS[name].index(option) & 1)
    return {"sector": sector, "nation": nation, "region": region, "status": group_on(spans, day)}[name] == option


def fits(row, choices, day):
    return all(any(has(row, name, option, day) for option in options) for name, options in choices.items() if options)


def counted_plainly(rows, choices, day):
    return {
        name: {
            option: sum(fits(row, {**choices, name: []}, day) and has(row, name, option, day) for row in rows)
            for option in options
        }
        for name, options in OPTIONS.items()
    }


def in_order(rows):
    return [pk for _, pk in sorted((row[0], pk) for pk, row in enumerate(rows, start=1))]


def said(index, choices):
    return index.counts(choices), index.fitting(choices).bit_count()


@given(rows=st.lists(ROWS, max_size=30), choices=CHOICES, days=st.integers(-300, 3000))
def test_counts_are_those_of_a_plain_look_at_every_row(rows, choices, days):
    day = BASE + timedelta(days=days)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(facets, "Listing", SimpleNamespace(objects=shelf_of(rows)))
        index = Facets().on(day, ("mark", 1))
    assert said(index, choices) == (counted_plainly(rows, choices, day), sum(fits(row, choices, day) for row in rows))


@given(
    rows=st.lists(ROWS, max_size=20), changed=st.lists(ROWS, max_size=20), new=st.lists(ROWS, max_size=5), choices=CHOICES,
    days=st.integers(0, 1900), later=st.integers(0, HORIZON + 5),
)  # fmt: skip
def test_an_index_kept_up_to_date_is_the_one_that_would_be_read_anew(rows, changed, new, choices, days, later):
    day = BASE + timedelta(days=days)
    after = [*changed[: len(rows)], *rows[len(changed) :], *new]
    shelf = shelf_of(after, changed_in=2)
    for place, row in enumerate(rows):
        if after[place] == row:
            shelf.rows[place].changed_in = 1
    kept = Facets()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(facets, "Listing", SimpleNamespace(objects=shelf_of(rows, changed_in=1)))
        kept.on(day, ("mark", 1))
        patch.setattr(facets, "Listing", SimpleNamespace(objects=shelf))
        kept.on(day, ("mark", 2))
        index = kept.on(day + timedelta(days=later), ("mark", 2))
    assert list(index.ids) == in_order(after)
    assert said(index, choices)[0] == counted_plainly(after, choices, day + timedelta(days=later))


@given(rows=st.lists(ROWS, max_size=60), choices=CHOICES, most=st.integers(1, 30))
def test_turning_all_pages_forwards_and_back_shows_everything_once(rows, choices, most):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(facets, "Listing", SimpleNamespace(objects=shelf_of(rows)))
        index = Facets().on(BASE, ("mark", 1))
    fitting = index.fitting(choices)
    expected = [pk for pk in in_order(rows) if fits(rows[pk - 1], choices, BASE)]
    pages = [index.page(fitting, most=most)]
    while pages[-1].later:
        key = index.keys[list(index.ids).index(pages[-1].ids[-1])]
        pages.append(index.page(fitting, after=key, most=most))
    assert [pk for page in pages for pk in page.ids] == expected
    assert [page.later for page in pages[:-1]] == [page.ids[:1] for page in pages[1:]]
    for earlier, page in pairwise(pages):
        key = index.keys[list(index.ids).index(page.ids[0])]
        assert index.page(fitting, before=key, most=most).ids == earlier.ids
        assert page.earlier == earlier.ids[:1]


@given(ids=st.sets(st.integers(1, 40)), rows=st.lists(ROWS, max_size=30))
def test_numbers_that_the_search_gives_become_their_places(ids, rows):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(facets, "Listing", SimpleNamespace(objects=shelf_of(rows)))
        index = Facets().on(BASE, ("mark", 1))
    assert index.page(index.these(ids), most=50).ids == [pk for pk in in_order(rows) if pk in ids]


def asked(query=""):
    return Question.read(QueryDict(query))


@pytest.mark.django_db
def test_a_new_day_ends_a_membership_without_anything_being_written(django_assert_num_queries):
    published_plan(at=PUBLISHED)
    renew_pending(at=PUBLISHED)
    last = date(2028, 8, 12)
    assert look_up(asked(), last).total == 1
    with django_assert_num_queries(1):
        assert look_up(asked(), last + timedelta(days=1)).total == 0
    assert look_up(asked("status=ended"), last + timedelta(days=1)).total == 1
    assert look_up(asked("status=ended_earlier"), date(2030, 6, 14)).total == 1


@pytest.mark.django_db
def test_one_question_costs_one_query_while_nothing_changes(django_assert_num_queries):
    published_plan(at=PUBLISHED)
    renew_pending(at=PUBLISHED)
    index_on(DAY)
    with django_assert_num_queries(1):
        look_up(asked("nation=wales&strategy=4"), DAY)
    with django_assert_num_queries(2):
        page_of(look_up(asked(), DAY), DAY)


@pytest.mark.django_db
def test_a_listing_that_should_not_be_there_leaves_every_process(noon):
    published_plan("Ash House", at=PUBLISHED)
    quiet = plan_ready_to_send("Quiet House", at=PUBLISHED).organisation
    renew_pending(at=PUBLISHED)
    member = member_for_organisation(organisation=quiet, at=noon)
    stray = Listing.objects.get()
    stray.pk, stray.member, stray.slug = quiet.pk, member, quiet.slug
    stray.save(force_insert=True)
    assert look_up(asked(), DAY).total == 2
    renew_rows(members=[member.pk])
    assert look_up(asked(), DAY).total == 1


@pytest.mark.django_db
def test_the_nearest_way_out_of_an_empty_list_drops_one_filter_and_says_how_many_there_are():
    published_plan("Ash House", at=PUBLISHED, nation="scotland")
    published_plan("Birch House", at=PUBLISHED, nation="scotland", sector="health")
    renew_pending(at=PUBLISHED)
    found = look_up(asked("nation=wales&sector=health"), DAY)
    assert (way_out(found).words, way_out(found).href) == ("Across all nations there is 1", "?sector=health")
    assert way_out(look_up(asked("q=house&nation=wales"), DAY)).words == "Across all nations there are 2"
    assert way_out(look_up(asked("q=house"), date(2029, 1, 1))).words == "Among ended memberships there are 2"
    assert way_out(look_up(asked("q=xylophone&nation=scotland"), DAY)).words == "Without these words there are 2"
    assert way_out(look_up(asked("q=xylophone"), DAY)) is None
    assert way_out(look_up(asked("q=xylophone+house"), DAY)).words == "With “house” alone there are 2"
    assert way_out(look_up(asked("q=ash+birch"), DAY)).href == "?q=ash"
    assert way_out(look_up(asked("q=xylophone+zzqxkw"), DAY)) is None


@pytest.mark.django_db
def test_nations_are_counted_with_their_own_filter_left_aside():
    published_plan("Ash House", at=PUBLISHED, nation="scotland")
    published_plan("Birch House", at=PUBLISHED, nation="wales")
    renew_pending(at=PUBLISHED)
    counts = counts_by_place(asked("nation=wales&sector=education"), DAY)
    assert (counts["scotland"], counts["wales"], counts["england"]) == (1, 1, 0)


@pytest.mark.django_db
def test_a_filter_is_counted_kept_in_the_address_and_taken_away_by_its_chip(client):
    published_plan("Ash House", at=PUBLISHED, nation="scotland")
    published_plan("Birch House", at=PUBLISHED, nation="wales")
    with travel(datetime(2026, 11, 21, 12, tzinfo=UTC)):
        page = client.get("/members/?nation=wales&strategy=4&practice=environmental&nonsense=1&nation=mars").content.decode()
    assert "Birch House" in page
    assert "Ash House" not in page
    assert '<h2 id="results">1 organisation</h2>' in page
    assert 'href="?strategy=4&amp;practice=environmental"' in page
    assert 'value="scotland"><span>Scotland</span><span class="rrn-filters__count">1</span>' in page
    assert 'rrn-filters__option--none"><input type="checkbox" name="nation" value="england">' in page
    assert "Remove </span>mars" not in page
    assert "Filter, 3 chosen" in page


@pytest.mark.django_db
def test_a_mistyped_word_is_searched_for_as_it_was_meant(client):
    published_plan("Ash House", at=PUBLISHED)
    page = client.get("/members/?q=governers").content.decode()
    assert "Showing results for <strong>governors</strong>. No plan says “governers”." in page
    assert "Ash House" in page


# -- What nobody can choose ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/members/", "/members/map/"])
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("nation=mars", "We do not know the nation “mars”, so nothing is narrowed by it."),
        ("nation=mars&nation=wales&sector=", "We do not know the nation “mars”, so nothing is narrowed by it."),
        ("status=x&practice=y", "We do not know the type of restrictive practice “y” or the kind of membership “x”, so nothing is narrowed by them."),
        ("nation=a&nation=b&nation=a&sector=c&strategy=99&region=e", "We do not know the nation “a”, the nation “b”, the region “e” or 2 others, so"),
        ("nation=" + "m" * 3000, f"the nation “{'m' * 40}…”, so"),
        ("nation=%3Cscript%3Ealert(1)%3C/script%3E", "the nation “&lt;script&gt;alert(1)&lt;/script&gt;”, so"),
        ("nation=a%00%E2%80%AEb", "the nation “a b”, so"),
    ],
)  # fmt: skip
def test_a_value_that_no_filter_has_is_said_once_short_and_harmless(client, address, query, said):
    published_plan("Ash House", at=PUBLISHED, nation="wales")
    page = client.get(f"{address}?{query}").content.decode()
    assert said in page
    assert page.count("We do not know") == 1
    assert "<script>alert" not in page
    assert "m" * 41 not in page
    understood = "?nation=wales" if "wales" in query else ""
    assert f'<link rel="canonical" href="http://testserver{address}{understood}">' in page
    assert '<h2 id="results">1 organisation</h2>' in page


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "nation=wales", "nation=", "nation=%00", "nonsense=1", "q=mars"])
def test_what_is_understood_or_empty_is_not_talked_about(client, query):
    assert "We do not know" not in client.get(f"/members/?{query}").content.decode()


@pytest.mark.django_db
def test_a_place_that_the_list_does_not_have_is_its_beginning_and_says_so(client):
    for number in range(30):
        published_plan(f"House {number:02}", at=PUBLISHED, nation="wales")
    renew_pending(at=PUBLISHED)
    lost = "so here is the list from its beginning"

    for wrong in ("after=zzzz", "before=zzzz", "after=a%00", "nation=wales&after=house-29", "after=" + "x" * 500):
        page = client.get(f"/members/?{wrong}").content.decode()
        assert lost in page, wrong
        assert ">House 00<" in page
        understood = "?nation=wales" if "wales" in wrong else ""
        assert f'<link rel="canonical" href="http://testserver/members/{understood}">' in page
    for right in ("", "after=house-24", "nation=wales&after=house-24", "before=house-25", "nation=scotland&after=house-01"):
        page = client.get(f"/members/?{right}").content.decode()
        assert lost not in page, right
        assert f'<link rel="canonical" href="http://testserver/members/{f"?{right}" if right else ""}">'.replace("&", "&amp;") in page

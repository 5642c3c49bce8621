"""The map, the pledgers who are moving, the people who chose to be named: through the client and by their rules."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied

from rrn.core.erasures import nowhere
from rrn.core.renewals import renew_pending
from rrn.core.search import find, misfiled
from rrn.core.time import travel
from rrn.core.verdict import Refused
from rrn.core.vocabulary import Nation, Region
from rrn.events.actions import record
from rrn.membership.actions import (
    end_action,
    join_as_individual,
    leave,
    list_individual,
    note_claim,
    say_how_it_goes,
    show_action,
)
from rrn.membership.models import OriginalPledge
from rrn.membership.queries import member_of, own_action
from rrn.membership.tests.joining import ABOUT, fill_in_everything
from rrn.membership.tests.test_pledges import facts, keep
from rrn.register import lists, places
from rrn.register.actions import renew_pledges
from rrn.register.directory import look_up
from rrn.register.forms import Question
from tests.scenes import published_plan

PUBLISHED = datetime(2026, 6, 14, 10, tzinfo=UTC)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = date(2026, 11, 21)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_day_in_november():
    with travel(NOON):
        yield


def pledge(name="Alder House", **changes):
    number = OriginalPledge.objects.count()
    plain = {
        "kind": "organisation",
        "organisation_name": name,
        "address": f"contact{number}@pledge.example",
        "listing": "yes",
        "listing_chosen_at": PUBLISHED,
    }
    [pk] = keep(facts(**(plain | changes)))
    return OriginalPledge.objects.get(pk=pk)


# -- The map ---------------------------------------------------------------------------------------------------------


def test_every_place_has_a_tile_and_no_tile_lies_on_another():
    tiles = [(tile.nation, tile.region) for tile in places.TILES]
    expected = {(nation, None) for nation in Nation if nation != Nation.ENGLAND} | {(Nation.ENGLAND, one) for one in Region}
    spans = sorted((tile.row, tile.column, tile.column + tile.wide) for tile in places.TILES)

    assert set(tiles) == expected
    assert len(tiles) == len(expected)
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(spans))
    assert max(end for _, _, end in spans) * places.TILE == places.WIDTH


def test_the_map_says_what_the_list_says_and_both_add_up(client):
    published_plan("Cwm House", at=PUBLISHED, nation="wales")
    published_plan("Orrel House", at=PUBLISHED, nation="england", region="north_west")
    published_plan("Far House", at=PUBLISHED, nation="england")
    page = client.get("/members/map/").content.decode()
    counts = lists.counts_by_place(look_up(Question(), DAY))

    assert counts == {("wales", ""): 1, ("england", "north_west"): 1, ("england", ""): 1}
    assert "3 organisations" in page
    assert 'aria-label="North West, 1 organisation"' in page
    assert "1 organisation in England did not give a region" in page
    hrefs = dict.fromkeys(places.every_place(), "")
    assert sum(line.number for line in places.lines(counts, hrefs)) == 3
    [england] = [line for line in places.lines(counts, hrefs) if line.under]
    assert england.number == sum(line.number for line in england.under)


def test_a_tile_leads_to_the_list_of_the_same_organisations_and_keeps_the_question(client):
    published_plan("Orrel House", at=PUBLISHED, nation="england", region="north_west", sector="health")
    published_plan("Orrel School", at=PUBLISHED, nation="england", region="north_west")
    published_plan("Far House", at=PUBLISHED, nation="england", sector="health")
    page = client.get("/members/map/?sector=health").content.decode()
    listed = client.get("/members/?sector=health&nation=england&region=north_west").content.decode()

    assert 'href="/members/?nation=england&amp;region=north_west&amp;sector=health"' in page
    assert "2 organisations" in page
    assert '<input type="checkbox" name="sector" value="health" checked>' in page
    assert 'href="/members/map/"><span class="govuk-visually-hidden">Remove </span>Health' in page
    assert "Orrel House" in listed
    assert "Orrel School" not in listed
    assert "Far House" not in listed
    assert "Far House" in client.get("/members/?nation=england&region=not_said").content.decode()


EVERYWHERE = [place for place in places.every_place() if place != ("england", "")]
MAP_LINK = re.compile(r'<a [^>]*href="([^"]+)" aria-label="[^"]*, ([0-9]+) organisations?"')
LINE_LINK = re.compile(r'rrn-places__line"><a href="([^"]+)"[^>]*>[^<]*</a>.*?rrn-places__number">([0-9]+)<')
NOBODY = re.compile(r'<g [^>]*role="img" aria-label="([^"]*), 0 organisations"')


@pytest.fixture
def someone_everywhere():
    """One to three organisations in every place but Scotland, in two sectors."""
    for number, (nation, region) in enumerate(EVERYWHERE):
        for again in range(0 if nation == "scotland" else 1 + number % 3):
            sector = "health" if (number + again) % 2 else "education"
            where = {"nation": nation, "region": "" if region == places.NOT_SAID else region}
            published_plan(f"House {number} {again}", at=PUBLISHED, sector=sector, **where)


@pytest.mark.parametrize(
    "asked",
    ["", "nation=wales", "nation=england&region=london", "nation=wales&nation=northern_ireland", "region=not_said", "nation=wales&region=london",
     "sector=health", "sector=health&nation=wales", "q=house&nation=england", "q=house+0&region=london&sector=education", "status=ended&nation=wales",
     "nation=scotland", "nation=mars"],
)  # fmt: skip
def test_every_number_of_the_map_is_that_of_the_list_its_link_opens(client, someone_everywhere, asked):
    page = client.get(f"/members/map/?{asked}").content.decode()
    links = [*MAP_LINK.findall(page), *LINE_LINK.findall(page)]
    heading = re.compile(r'<h2 id="results">([0-9]+) organisations?</h2>')
    for href, number in links:
        assert number != "0"
        assert heading.search(client.get(unescape(href)).content.decode())[1] == number, href
    assert len(links) + len(NOBODY.findall(page)) >= (12 if "status" in asked else 20 if "q=" not in asked else 13)
    assert "Scotland" in NOBODY.findall(page)
    assert "nation=scotland" not in "".join(href for href, _ in links)


def test_what_a_place_counts_does_not_depend_on_which_place_is_chosen(client, someone_everywhere):
    def numbers(asked):
        page = client.get(f"/members/map/?{asked}").content.decode()
        return MAP_LINK.findall(page), LINE_LINK.findall(page)

    assert numbers("nation=wales") == numbers("region=london") == numbers("")


def test_the_chosen_place_bears_a_tick_and_says_that_it_is_chosen(client, someone_everywhere):
    for asked, chosen, in_list in [
        ("", [], []),
        ("nation=wales", ["Wales"], ["Wales"]),
        ("nation=scotland", ["Scotland"], ["Scotland"]),
        ("nation=england", [], ["England"]),
        ("nation=england&region=south_west", ["South West"], ["South West"]),
        ("region=not_said", [], ["Region not given"]),
    ]:
        page = client.get(f"/members/map/?{asked}").content.decode()
        got = re.findall(r'aria-label="([^"]+) organisations?" aria-current="true"', page)
        assert [one.split(",")[0] for one in got] == chosen, asked
        assert page.count('class="rrn-map__tick"') == len(chosen)
        assert re.findall(r'<(?:a href="[^"]+"|span) aria-current="true">([^<]+)</(?:a|span)><svg', page) == in_list
        assert ("bears a tick" in page) is bool(asked)


def test_a_map_of_nobody_shows_the_way_out(client):
    page = client.get("/members/map/?q=seclusoin").content.decode()
    assert "No plan mentions “seclusoin” or “seclusion”." in page
    assert "Showing results for" not in page


# -- Moving ----------------------------------------------------------------------------------------------------------


def test_only_organisations_that_agreed_and_have_not_moved_are_on_the_moving_list(client, make_person):
    office = make_person("Olive", roles=("office",))
    here = published_plan("Claimed House", at=PUBLISHED).organisation
    pledge("Alder House", sector="health", nation="scotland")
    pledge("Silent House", listing="unknown", listing_chosen_at=None)
    pledge("Private House", listing="no")
    pledge("Declined House", declined_on=None)
    OriginalPledge.objects.filter(organisation_name="Declined House").update(declined_on=DAY)
    OriginalPledge.objects.filter(pk=pledge("Closed House").pk).update(closed_on=DAY)
    into = OriginalPledge.objects.get(organisation_name="Alder House")
    OriginalPledge.objects.filter(pk=pledge("Merged House").pk).update(merged_on=DAY, merged_into=into)
    note_claim(pledge=pledge("Claimed House"), organisation=here, by=office, at=NOON)
    keep(facts(first_name="Petra", address="petra@pledge.example", listing="yes", listing_chosen_at=PUBLISHED))
    page = client.get("/members/moving/").content.decode()

    assert "1 organisation<" in page
    assert "Alder House" in page
    assert "Signed on 4 May 2016 · Health, Scotland" in page
    for never in ("Silent", "Private", "Declined", "Closed", "Merged", "Claimed", "Petra", "pledge.example"):
        assert never not in page


def test_who_asked_to_be_forgotten_leaves_the_moving_list(client):
    one = pledge("Alder House")
    OriginalPledge.objects.filter(pk=one.pk).update(address=nowhere(one))
    assert "Alder House" not in client.get("/members/moving/").content.decode()


def site_search(client, words):
    return client.get("/search/", {"q": words}).content.decode()


def test_who_is_moving_is_found_by_the_sites_search_under_a_heading_of_its_own_and_leads_to_the_list(client):
    pledge("Aldramborough College & Sixth Form", sector="education", nation="england")
    pledge("Aldramborough Silent", listing="unknown", listing_chosen_at=None)
    renew_pending(at=NOON)
    for words in ("Aldramborough", "aldramboruogh college", "aldramborough 2014 pledge moving"):
        page = site_search(client, words)
        assert "Signed the 2014 pledge, not members yet" in page
        assert "1 organisation that is moving" in page
        assert "Signed the 2014 pledge, moving. Not a member · Education, England" in page
        assert "Silent" not in page
    link = re.search(r'href="(/members/moving/[^"]*)"', page).group(1)
    assert "1 organisation with" in client.get(unescape(link)).content.decode()


@pytest.mark.parametrize(
    "taken_back", [{"listing": "no"}, {"declined_on": DAY}, {"closed_on": DAY}, {"address": "x@forgotten.invalid"}]
)
def test_who_takes_the_agreement_back_leaves_the_search_with_the_same_renewal(client, taken_back, make_person):
    one = pledge("Alder House")
    renew_pending(at=NOON)
    assert "Alder" in "".join(hit.title for hit in find("alder", kinds=("moving",)).hits)
    if "address" in taken_back:
        taken_back = {"address": nowhere(one)}
    OriginalPledge.objects.filter(pk=one.pk).update(**taken_back)
    assert "organisation that is moving" not in site_search(client, "alder")  # at once, whatever the index has
    record("pledge.changed", about=one, by=None, at=NOON)
    renew_pending(at=NOON)
    assert find("alder", kinds=("moving",)).hits == []
    assert misfiled() == []


def test_who_becomes_a_member_is_no_longer_found_as_moving(make_person):
    here = published_plan("Alder Care", at=PUBLISHED).organisation
    one = pledge("Alder House")
    renew_pending(at=NOON)
    note_claim(pledge=one, organisation=here, by=make_person("Olive", roles=("office",)), at=NOON)
    renew_pending(at=NOON)
    assert find("alder", kinds=("moving",)).hits == []


def test_making_all_pledges_again_takes_out_those_that_are_gone_from_the_list():
    one = pledge("Alder House")
    renew_pending(at=NOON)
    OriginalPledge.objects.filter(pk=one.pk).update(closed_on=DAY)
    pledge("Beck House")
    renew_pledges()
    assert [hit.title for hit in find("house", kinds=("moving",)).hits] == ["Beck House"]


def test_a_slip_of_the_finger_is_forgiven_on_the_moving_list_and_said(client):
    pledge("Beehive Nursery")
    pledge("Gŵyr House")
    renew_pending(at=NOON)
    page = client.get("/members/moving/?q=Beehiev").content.decode()
    assert "1 organisation with “beehive” in the name" in page
    assert "No organisation on this list has “Beehiev” in its name. Shown is what has “beehive”." in page
    assert "1 organisation with “gwyr” in the name" in client.get("/members/moving/?q=gwyr").content.decode()
    assert "No organisation on this list has “zzqxkw”" in client.get("/members/moving/?q=zzqxkw").content.decode()
    assert "Shown is" not in client.get("/members/moving/?q=eehiv").content.decode()
    assert "Beehive" in client.get("/members/moving/?q=eehiv").content.decode()


def test_the_moving_list_turns_its_pages_and_keeps_the_words():
    for number in range(60):
        pledge(f"House {number:02}")
    pledge("Other Place")
    first = lists.moving(words="house")
    second = lists.moving(words="house", after=first.after)
    third = lists.moving(words="house", after=second.after)
    back = lists.moving(words="house", before=second.before)

    assert [entry.name for part in (first, second, third) for entry in part.entries] == [f"House {n:02}" for n in range(60)]
    assert [entry.name for entry in back.entries] == [entry.name for entry in first.entries]
    assert (third.after, back.before, first.before) == ("", "", "")
    assert lists.moving(after="no number").entries == lists.moving().entries


def test_the_ways_on_name_the_first_of_the_page_that_they_lead_to():
    for number in range(60):
        pledge(f"House {number:02}")
    first = lists.moving()
    second = lists.moving(after=first.after)
    third = lists.moving(after=second.after)
    back = lists.moving(before=third.before)

    for part, earlier, later in ((first, "", second), (second, first, third), (back, first, third), (third, second, "")):
        assert part.before_name == (earlier and earlier.entries[0].name)
        assert part.after_name == (later and later.entries[0].name)


def test_words_stay_in_the_address_of_the_next_page(client):
    for number in range(30):
        pledge(f"House & Home {number:02}")
    assert "q=house+%26+home&amp;after=" in client.get("/members/moving/?q=house %26 home").content.decode()


def test_a_claim_is_noted_once_by_the_office_and_never_for_a_person(make_person):
    office, one, two = make_person("Olive", roles=("office",)), pledge("Alder House"), pledge("Beck House")
    here, there = (published_plan(name, at=PUBLISHED).organisation for name in ("Alder Care", "Beck Care"))
    with pytest.raises(PermissionDenied):
        note_claim(pledge=one, organisation=here, by=make_person("Rosa"), at=NOON)
    assert note_claim(pledge=one, organisation=here, by=office, at=NOON).claimed_on == DAY
    assert note_claim(pledge=one, organisation=here, by=office, at=NOON + timedelta(days=1)).claimed_on == DAY
    with pytest.raises(Refused, match="Another organisation"):
        note_claim(pledge=one, organisation=there, by=office, at=NOON)
    [number] = keep(facts(address="petra@pledge.example"))
    with pytest.raises(Refused, match="A person"):
        note_claim(pledge=OriginalPledge.objects.get(pk=number), organisation=here, by=office, at=NOON)
    OriginalPledge.objects.filter(pk=two.pk).update(merged_on=DAY, merged_into=one)
    with pytest.raises(Refused, match="merged"):
        note_claim(pledge=two, organisation=there, by=office, at=NOON)


@pytest.mark.parametrize(("listing", "named"), [("yes", True), ("no", False)])
def test_the_date_of_a_pledge_stands_on_the_page_only_where_it_may_be_named(client, make_person, listing, named):
    here = published_plan("Alder House", at=PUBLISHED).organisation
    note_claim(pledge=pledge("Alder Homes", listing=listing), organisation=here, by=make_person("O", roles=("office",)), at=NOON)
    page = client.get("/members/alder-house/").content.decode()

    assert ("Signed the 2014 pledge" in page) is named
    assert ("4 May 2016" in page) is named
    assert ("as Alder Homes" in page) is named


# -- People ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def rosa(make_person):
    someone = make_person("Rosa")
    fill_in_everything(someone, NOON, about=ABOUT | {"listed": True})
    join_as_individual(person=someone, by=someone, at=NOON, client_key="a" * 32)
    return someone


def test_a_person_stands_in_public_only_while_she_wants_to(client, rosa):
    assert "Rosa R" in client.get("/members/people/").content.decode()
    list_individual(member=member_of(rosa), listed=False, by=rosa, at=NOON)
    page = client.get("/members/people/").content.decode()
    assert "Rosa R" not in page
    assert "Nobody is named here today." in page


def test_her_action_is_private_until_she_shows_it_and_says_its_language(client, rosa):
    action = own_action(rosa)
    type(action).objects.filter(pk=action.pk).update(language="cy")
    say_how_it_goes(action=own_action(rosa), reading="under_way", words="Hanner ffordd.", by=rosa, at=NOON)
    assert "Hanner ffordd" not in client.get("/members/people/").content.decode()
    show_action(action=action, shown=True, by=rosa, at=NOON)
    page = client.get("/members/people/").content.decode()
    assert '<p lang="cy">Hanner ffordd.</p>' in page
    assert "By 30 June 2027" in page


def test_how_her_action_ended_stands_in_public_only_with_the_action(client, rosa):
    end_action(action=own_action(rosa), how="not_reached", words="Roedd yn anodd.", by=rosa, at=NOON)
    assert "not reached" not in client.get("/members/people/").content.decode()
    show_action(action=own_action(rosa), shown=True, by=rosa, at=NOON)
    say_how_it_goes(action=own_action(rosa), reading="", words="A word later.", by=rosa, at=NOON)
    assert "Ended, said on" in client.get("/members/people/").content.decode()


def test_nobody_is_named_after_her_membership_ended_or_her_account_closed(client, rosa):
    leave(member=member_of(rosa), by=rosa, at=NOON)
    assert "Rosa R" not in client.get("/members/people/").content.decode()


def test_the_list_of_people_is_not_for_search_engines_and_shows_no_address(client, rosa):
    page = client.get("/members/people/").content.decode()
    assert 'content="noindex"' in page
    assert rosa.email not in page


def test_thirty_people_are_read_in_two_pages_with_as_many_queries_as_one(client, make_person, django_assert_max_num_queries):
    for number in range(30):
        someone = make_person(f"Person {number}")
        fill_in_everything(someone, NOON, about=ABOUT | {"listed": True, "display_name": f"Person {number}"})
        join_as_individual(person=someone, by=someone, at=NOON + timedelta(minutes=number), client_key=f"{number:032}")
    with django_assert_max_num_queries(12):
        first = lists.people(DAY)
    second = lists.people(DAY, after=first.after)

    assert [entry.name for entry in first.entries + second.entries] == [f"Person {number}" for number in range(29, -1, -1)]
    assert second.after == ""
    assert lists.people(DAY, after="nonsense_x").total == 30

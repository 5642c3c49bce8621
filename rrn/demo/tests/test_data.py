"""The invented world keeps its own rules: codes that exist, days that fit, nobody real, nothing said twice."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from rrn.accounts.models import Role
from rrn.core.vocabulary import Nation, PracticeType, Region, Sector, Strategy
from rrn.demo import invented
from rrn.membership.roles import PersonRole
from rrn.membership.rules import ActionEnding, Body, RosterRole
from rrn.organisations.models import SeatKind
from rrn.organisations.rules import Scheme, read_number
from rrn.plans.models import Action, Plan
from rrn.plans.rules import UnderWay

DAYS_OF_A_PLAN = 730
SLUGS = [organisation["slug"] for organisation in invented.organisations()]
NOT_OUR_WORDS = re.compile(
    r"\b(consumers?|challenging (clients?|people)|offenders?|restraint-free|guarantee\w*|scor(e|es|ed|ing)|medals?|"
    r"traffic[- ]lights?|league tables?|service users?|approved|accredited|certified|client|clients)\b|!",
    re.IGNORECASE,
)
DRAMA_NUMBER = re.compile(r"01632 960\d{3}|0117 496 0\d{3}|07700 900\d{3}")
PLAN_TEXTS = ("summary", "where_now", "how_known", "sharing", "shaped_by", "shaped_change")
ACTION_TEXTS = ("what", "why", "shaped_by", "shaped_change", "how_you_will_know")
PUBLISHED = {"started", "submitted", "accepted", "published"}
REACHED = {
    "draft": {"started"},
    "submitted_overdue": {"started", "submitted"},
    "in_review": {"started", "submitted", "review_opened"},
    "changes_asked": {"started", "submitted", "review_opened", "changes_asked", "changes_by"},
    "accepted": {"started", "submitted", "review_opened", "accepted"},
    "withdrawn": {"started", "submitted", "withdrawn"},
    "not_accepted": {"started", "submitted", "review_opened", "not_accepted"},
    "in_force": PUBLISHED,
    "ending_soon": PUBLISHED,
    "grace": PUBLISHED,
    "lapsed": PUBLISHED,
    "suspended": PUBLISHED | {"suspended"},
}


def all_words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from all_words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from all_words(inner)


def sentences(plan: dict[str, Any]) -> Iterator[str]:
    texts = [plan[name] for name in PLAN_TEXTS]
    texts += [action[name] for action in plan["actions"] for name in ACTION_TEXTS]
    for text in texts:
        yield from (part.strip().casefold() for part in re.split(r"(?<=[.?])\s+|\n", text) if part.strip())


def everything() -> list[Any]:
    return [
        invented.places(), invented.organisations(), list(invented.plans().values()), invented.people(),
        invented.individuals(), invented.films(), invented.roster(),
    ]  # fmt: skip


def test_every_organisation_has_one_plan_and_sixty_are_public():
    assert len(SLUGS) == len(set(SLUGS)) == 71
    assert sum("published" in one["days"] for one in invented.organisations()) == 60
    assert set(invented.plans()) == set(SLUGS)


def test_every_sector_and_every_nation_is_there():
    assert {one["sector"] for one in invented.organisations()} == set(Sector.values)
    assert {one["nation"] for one in invented.organisations()} == set(Nation.values)


def test_every_region_of_england_has_a_place_and_no_other_nation_has_regions():
    regions = {place["region"] for place in invented.places() if place["nation"] == Nation.ENGLAND}
    elsewhere = [place for place in invented.places() if place["nation"] != Nation.ENGLAND]

    assert regions == {"", *Region.values}
    assert not any("region" in place for place in elsewhere)


def test_members_stand_in_every_state_and_most_have_a_plan_in_force():
    states = Counter(one["wanted_state"] for one in invented.organisations())

    assert set(states) == set(REACHED)
    assert states["in_force"] == 52


@pytest.mark.parametrize("organisation", invented.organisations(), ids=SLUGS)
def test_the_days_of_an_organisation_lead_to_its_state(organisation):
    days = organisation["days"]
    passed = [days[step] for step in days if step != "changes_by"]

    assert set(days) == REACHED[organisation["wanted_state"]]
    assert passed == sorted(passed)
    assert all(day <= 0 for day in passed)
    if "published" in days:
        age = -days["published"]
        wanted = {
            "in_force": age < 640,
            "ending_soon": 640 <= age < 730,
            "grace": 730 <= age < 790,
            "lapsed": age > 790,
            "suspended": age < 640,
        }
        assert wanted[organisation["wanted_state"]]


@pytest.mark.parametrize("organisation", invented.organisations(), ids=SLUGS)
def test_an_organisations_facts_fit_their_columns(organisation):
    assert len(organisation["name"]) <= 200
    assert len(organisation["part_covered"]) <= 300
    assert organisation["website"] == f"https://{organisation['slug']}.example/"
    assert organisation["place"] in {place["name"] for place in invented.places()}
    assert organisation["executive_role"]
    assert organisation["lead_role"]
    for entry in organisation["registers"]:
        assert not read_number(Scheme(entry["scheme"]), entry["value"]).problem


@pytest.mark.parametrize("slug", SLUGS)
def test_a_plan_is_whole_enough_to_be_sent(slug):
    plan = invented.plans()[slug]

    assert all(plan[name] for name in PLAN_TEXTS)
    assert len(plan["summary"].splitlines()) <= 5
    assert set(plan["practices"]) <= set(PracticeType.values)
    assert plan["no_restraint"] == (not plan["practices"])
    assert 1 <= len(plan["actions"]) <= 20


@pytest.mark.parametrize("slug", SLUGS)
def test_an_action_says_what_who_when_and_how_anyone_will_know(slug):
    for action in invented.plans()[slug]["actions"]:
        assert all(action[name] for name in (*ACTION_TEXTS, "owner_role", "measure", "target"))
        assert action["strategy"] in Strategy.values
        assert action["under_way"] in UnderWay.values
        assert action["practices"]
        assert set(action["practices"]) <= set(PracticeType.values)
        assert 0 <= action["starts_after"] < action["due_after"] <= DAYS_OF_A_PLAN
        for name in ("owner_role", "measure", "target"):
            assert len(action[name]) <= Action._meta.get_field(name).max_length


@pytest.mark.parametrize("slug", SLUGS)
def test_a_baseline_has_its_day_or_the_day_by_which_it_is_known(slug):
    for action in invented.plans()[slug]["actions"]:
        if action["baseline"] is None:
            assert action["baseline_after"] is None
            assert 0 < action["baseline_known_after"] <= DAYS_OF_A_PLAN
        else:
            assert len(action["baseline"]) <= Action._meta.get_field("baseline").max_length
            assert action["baseline_after"] < 0
            assert action["baseline_known_after"] is None


@pytest.mark.parametrize("slug", SLUGS)
def test_what_the_actions_speak_of_is_in_the_plans_scope(slug):
    plan = invented.plans()[slug]

    if not plan["no_restraint"]:
        assert {code for action in plan["actions"] for code in action["practices"]} <= set(plan["practices"])


def test_plans_differ_in_size_and_use_every_strategy_and_practice():
    plans = invented.plans().values()
    sizes = [len(plan["actions"]) for plan in plans]

    assert min(sizes) == 1
    assert max(sizes) == 12
    assert {action["strategy"] for plan in plans for action in plan["actions"]} == set(Strategy.values)
    assert {action["under_way"] for plan in plans for action in plan["actions"]} == set(UnderWay.values)
    assert {code for plan in plans for code in plan["practices"]} == set(PracticeType.values)


def test_no_sentence_is_said_twice_in_all_the_plans():
    said = Counter(
        sentence for plan in invented.plans().values() for sentence in sentences(plan) if len(sentence) > 20
    )

    assert [sentence for sentence, times in said.items() if times > 1] == []


@pytest.mark.parametrize("part", everything(), ids=lambda part: str(len(part)))
def test_the_words_are_those_of_the_field(part):
    found = [words for words in all_words(part) if NOT_OUR_WORDS.search(words)]

    assert found == []


def test_every_address_ends_in_example_and_every_number_is_kept_for_drama():
    for words in (words for part in everything() for words in all_words(part)):
        for host in re.findall(r"(?:@|https?://)([\w.-]+)", words):
            assert host.endswith(".example")
        for number in re.findall(r"\b0[17][\d ]{8,}\d\b", words):
            assert DRAMA_NUMBER.fullmatch(number)


def test_everybody_has_an_address_of_their_own():
    addresses = [person["email"] for person in (*invented.people(), *invented.individuals())]
    ids = [person["id"] for person in (*invented.people(), *invented.individuals())]

    assert len(set(addresses)) == len(addresses)
    assert len(set(ids)) == len(ids)


def test_the_network_has_its_staff():
    roles = Counter(role for person in invented.people() for role in person["roles"])

    assert roles == {
        Role.OFFICE: 2, Role.REVIEWER: 3, Role.MODERATOR: 2, Role.SAFEGUARDING_LEAD: 1, Role.SAFEGUARDING_DEPUTY: 1,
        Role.TRUSTEE: 3, Role.LIVED_EXPERIENCE_READER: 2, Role.EDITOR: 1,
    }  # fmt: skip


def test_every_organisation_has_a_lead_and_every_kind_of_seat_is_taken():
    seats = [seat for person in invented.people() for seat in person["seats"]]

    assert {seat["organisation"] for seat in seats if seat["seat"] == SeatKind.LEAD} == set(SLUGS)
    assert {seat["seat"] for seat in seats} == set(SeatKind.values)
    assert {seat["organisation"] for seat in seats} <= set(SLUGS)


def test_individuals_are_of_many_kinds_and_their_actions_can_be_kept():
    individuals = invented.individuals()

    assert len(individuals) == 25
    assert {one["wanted_state"] for one in individuals} == {
        "active",
        "due",
        "grace",
        "lapsed",
        "left",
        "removed",
        "applied",
    }
    assert {one["role"] for one in individuals} == set(PersonRole.values)
    for one in individuals:
        assert one["sector"] in Sector.values
        assert one["nation"] in Nation.values
        if one["action"]:
            assert max(len(one["action"]["what"]), len(one["action"]["how_i_will_know"])) <= 600
            assert 1 <= one["action"]["months"] <= 24
        if one["word"]:
            assert one["word"]["reading"] in {"not_started", "under_way", "done", "stopped", "changed"}
            assert one["word"]["days"] <= 0
        if one.get("end"):
            assert one["end"]["how"] in ActionEnding.values
            assert (one["word"] or {"days": one["days"]["joined"]})["days"] <= one["end"]["days"] <= 0


def test_only_who_is_still_joining_lacks_an_action():
    assert all(one["action"] or one["wanted_state"] == "applied" for one in invented.individuals())


def test_the_executive_and_lead_roles_fit_the_plans_columns():
    for organisation in invented.organisations():
        for name in ("executive_role", "lead_role"):
            assert len(organisation[name]) <= Plan._meta.get_field(name).max_length


@pytest.mark.parametrize("seat", invented.roster(), ids=lambda seat: seat["person"])
def test_a_seat_on_the_roster_fits_its_columns_and_its_days_follow_one_another(seat):
    days = seat["days"]
    known = {one["id"] for one in (*invented.people(), *invented.individuals())}

    assert seat["person"] in known
    assert seat["body"] in Body.values
    assert seat["role"] in RosterRole.values
    assert seat["comes_as"] in {"", *PersonRole.values}
    assert seat["through"] is None or seat["through"] in SLUGS
    assert days["term_from"] < days["term_to"]
    assert days["confirmed"] is None or days["proposed"] < days["confirmed"] <= days["term_from"]
    assert (days["named"] is None) == (seat["named_by"] is None)
    assert all(len(interest["words"]) <= 300 for interest in seat["interests"])


@pytest.mark.parametrize("film", invented.films(), ids=lambda film: film["slug"])
def test_a_film_has_its_files_and_none_is_larger_than_it_needs_to_be(film):
    for name in film["files"].values():
        assert 0 < (invented.HERE / "media" / name).stat().st_size <= 3_000_000
    assert 120 <= film["length_seconds"] <= 300
    assert film["content_note"]["shows"]
    assert film["content_note"]["does_not_show"]


@pytest.mark.parametrize("film", invented.films(), ids=lambda film: film["slug"])
def test_captions_are_short_in_order_and_say_what_the_transcript_says(film):
    text = (invented.HERE / "media" / film["files"]["captions"]).read_text(encoding="utf-8")
    cues = [block.splitlines() for block in text.split("\n\n") if "-->" in block]
    times = [
        float(m) * 60 + float(s) for cue in cues for m, s in re.findall(r"00:(\d\d):(\d\d\.\d{3})", cue[1])
    ]
    said = " ".join(line for cue in cues for line in cue[2:])

    assert text.startswith("WEBVTT\n\n")
    assert all(len(line) <= 42 for cue in cues for line in cue[2:])
    assert all(len(cue[2:]) <= 2 for cue in cues)
    assert times == sorted(times)
    assert times[-1] < film["length_seconds"]
    assert said == " ".join(section["text"] for section in film["transcript"])


@pytest.mark.parametrize("film", invented.films(), ids=lambda film: film["slug"])
def test_invented_testimony_says_that_it_is_invented(film):
    assert 5 <= len(film["transcript"]) <= 7
    for section in film["transcript"]:
        assert section["seen"]
        assert ("demonstration" in section["note"]) == (section["speaker"] != "Narrator")


def test_the_files_are_written_so_that_a_change_shows_line_by_line():
    for path in sorted((invented.HERE / "data").glob("*.json")):
        text = path.read_text(encoding="utf-8")
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"

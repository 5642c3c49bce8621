"""Sixty plans written by sixty hands: no sentence comes back, whole or nearly whole, in another plan."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from rrn.demo import invented

PLAN_TEXTS = ("summary", "where_now", "how_known", "sharing", "shaped_by", "shaped_change")
ACTION_TEXTS = ("what", "why", "measure", "target", "shaped_by", "shaped_change", "how_you_will_know")
LONG, SHINGLE, NEAR = 8, 3, 0.5
RATE = re.compile(
    r"\b(per|in( every)?|for each) 1,000 [\w ]*?(days?( of support)?|nights)\b", re.IGNORECASE
)  # the field's denominators are shared by right


def texts_of(plan: dict[str, Any]) -> Iterator[str]:
    yield from (plan[name] for name in PLAN_TEXTS)
    yield from (action[name] for action in plan["actions"] for name in ACTION_TEXTS)


def sentences() -> list[tuple[str, tuple[str, ...]]]:
    """(organisation, words) of each sentence of eight words or more."""
    found = []
    earlier = [(f"{slug}, before", plan) for slug, plan in invented.earlier_plans().items()]
    for slug, plan in [*invented.plans().items(), *earlier]:
        for text in texts_of(plan):
            for part in re.split(r"(?<=[.?;])\s+|\n", text):
                words = tuple(re.findall(r"[\w’']+", RATE.sub("", part).casefold()))
                if len(words) >= LONG:
                    found.append((slug, words))
    return found


def shingles(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {words[i : i + SHINGLE] for i in range(len(words) - SHINGLE + 1)}


def test_no_long_sentence_comes_back_nearly_word_for_word_in_another_plan():
    said = [(slug, words, shingles(words)) for slug, words in sentences()]
    where = defaultdict(set)
    for number, (_, _, parts) in enumerate(said):
        for part in parts:
            where[part].add(number)
    pairs = {(a, b) for numbers in where.values() for a in numbers for b in numbers if a < b}
    alike = [
        (said[a][0], " ".join(said[a][1]), said[b][0], " ".join(said[b][1]))
        for a, b in pairs
        if said[a][0] != said[b][0]
        and len(said[a][2] & said[b][2]) / min(len(said[a][2]), len(said[b][2])) >= NEAR
    ]

    assert alike == []


def test_no_seven_words_in_a_row_come_back_in_another_plan():
    """What a template leaves behind."""
    runs = defaultdict(set)
    for slug, words in sentences():
        for i in range(len(words) - 6):
            runs[words[i : i + 7]].add(slug)

    assert [(" ".join(run), sorted(slugs)) for run, slugs in runs.items() if len(slugs) > 1] == []


def test_summaries_begin_in_their_own_way():
    beginnings = [" ".join(plan["summary"].split()[:4]).casefold() for plan in invented.plans().values()]

    assert len(set(beginnings)) == len(beginnings)


def test_measures_owners_and_targets_differ_within_a_plan():
    for slug, plan in invented.plans().items():
        for name in ("what", "measure", "how_you_will_know"):
            values = [action[name].casefold() for action in plan["actions"]]
            assert len(set(values)) == len(values), (slug, name)


def test_most_measures_stand_in_one_plan_only():
    """Rates by their denominator are shared across a field; the rest is each service's own."""
    plans = defaultdict(set)
    for slug, plan in invented.plans().items():
        for action in plan["actions"]:
            plans[action["measure"].casefold()].add(slug)
    shared = {measure: slugs for measure, slugs in plans.items() if len(slugs) > 1}

    assert len(shared) <= len(plans) // 20, shared
    assert all(len(slugs) <= 3 for slugs in shared.values()), shared


def test_sixty_plans_are_public_in_every_status_a_reader_can_meet():
    states = defaultdict(int)
    for one in invented.organisations():
        if "published" in one["days"]:
            states[one["wanted_state"]] += 1

    assert sum(states.values()) >= 60
    assert {"in_force", "ending_soon", "grace", "lapsed", "suspended"} <= set(states)

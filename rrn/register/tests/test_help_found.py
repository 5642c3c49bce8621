"""Whoever types a word of help into the search box is told where to turn, before everything else."""

from __future__ import annotations

import pytest

from rrn.core.at_risk import asks_for_help

pytestmark = pytest.mark.django_db
AT_RISK = '<h2 id="at-risk"><a href="/help-now/">Someone is at risk now</a></h2>'


def page(client, words, **more):
    return client.get("/search/", {"q": words, **more}).content.decode().split("<main", 1)[1]


@pytest.mark.parametrize(
    "words",
    ["help now", "help", "I need help", "emergency", "abuse", "suicide", "police", "ambulance", "crisis", "safeguarding", "worried",
     "hurt", "suicidal thoughts zzqxkw", "childline", "Samaritans", "worried about qwxzvk"],
)  # fmt: skip
def test_a_word_of_help_is_told_where_to_turn_before_everything_else(client, words):
    found = page(client, words)
    assert "Nothing on this site" not in found
    assert found.index(AT_RISK) < found.find("<h3") or "<h3" not in found


@pytest.mark.parametrize("words", ["wales", "care", "seclusion", "children", "plan", "help writing a plan", "report", "council", "trust"])
def test_what_asks_for_nobodys_help_is_answered_without_it(client, words):
    assert 'id="at-risk"' not in page(client, words)
    assert not asks_for_help(words)


@pytest.mark.parametrize("words", ["childline", "samaritans", "CQC", "NHS 111", "0800 1111", "116 123", "police", "care inspectorate wales"])
def test_whoever_can_act_is_found_by_name_and_by_number(client, words):
    found = page(client, words)
    assert "Nothing on this site" not in found
    assert '<h3><a href="/help-now/' in found

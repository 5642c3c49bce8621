"""The bank of example actions: sixty, all different, and something for everybody."""

from __future__ import annotations

import re

import pytest

from rrn.core.vocabulary import Sector
from rrn.membership.action_bank import ROLES, all_examples, example, examples_for

SECTORS = tuple(Sector.values)
NOT_OUR_WORDS = re.compile(
    r"\b(consumers?|challenging (clients?|people)|offenders?|restraint-free|guarantee\w*|scor(e|es|ing)|medals?|"
    r"traffic[- ]lights?|league tables?|service users?|approved|accredited|certified)\b",
    re.IGNORECASE,
)


def test_there_are_sixty_examples_and_no_two_alike():
    examples = all_examples()

    assert len(examples) == 60
    for field in ("id", "what", "how_i_will_know"):
        assert len({getattr(one, field) for one in examples}) == 60


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_choice_of_at_least_three(role):
    assert len(examples_for(role=role)) >= 3


@pytest.mark.parametrize("sector", SECTORS)
def test_every_sector_has_an_example(sector):
    assert examples_for(sector=sector)


@pytest.mark.parametrize("strategy", range(1, 7))
def test_every_strategy_has_at_least_eight_examples(strategy):
    assert len(examples_for(strategy=strategy)) >= 8


@pytest.mark.parametrize("one", all_examples(), ids=lambda one: one.id)
def test_an_example_can_be_read_in_a_breath_and_done_within_two_years(one):
    assert 60 <= len(one.what) <= 220
    assert 40 <= len(one.how_i_will_know) <= 180
    assert 1 <= one.suggested_months <= 24
    assert one.role in ROLES
    assert set(one.sectors) <= set(SECTORS)
    assert one.what.endswith(".")
    assert "!" not in one.what + one.how_i_will_know


@pytest.mark.parametrize("one", all_examples(), ids=lambda one: one.id)
def test_an_example_uses_the_words_of_the_field(one):
    assert not NOT_OUR_WORDS.search(f"{one.what} {one.how_i_will_know}")


def test_wishes_narrow_the_list_together():
    found = examples_for(role="nurse", sector="health", strategy=6)

    assert [one.id for one in found] == ["nurse-3"]


def test_an_old_link_to_an_example_finds_nothing_instead_of_failing():
    assert example("nurse-3") is not None
    assert example("nurse-99") is None

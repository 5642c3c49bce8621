"""A plan and its actions know the language they are written in; what was frozen before the question reads the same."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rrn.plans.actions import save_action, save_part
from rrn.plans.differences import differences
from rrn.plans.forms import PART_FORMS
from rrn.plans.forms.writing import ActionForm
from rrn.plans.reading import read
from rrn.plans.rules import Part
from rrn.plans.versions import digest_of, words_of
from tests.scenes import plan_ready_to_send

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def words(plan):
    return words_of(plan, plan.actions.filter(removed_at__isnull=True))


def test_an_action_freezes_its_language_only_where_it_has_one_of_its_own():
    plan = plan_ready_to_send(at=NOON)
    before = words(plan)
    assert all("language" not in action for action in before["actions"])
    action = plan.actions.first()
    save_action(action=action, values={"language": "cy"}, by=plan.started_by, at=NOON)
    after = words(plan)

    assert after["actions"][0]["language"] == "cy"
    assert digest_of(after) != digest_of(before)
    [changed] = differences(before, after).actions
    assert [(one.label, one.after) for one in changed.fields] == [("Language", "Cymraeg")]


def test_a_plan_changes_its_language_by_its_part_and_no_answer_changes_nothing():
    plan = plan_ready_to_send(at=NOON)
    form = PART_FORMS[Part.NOW]({"where_now": "Deugain.", "how_known": ""}, record=plan)
    assert form.is_valid()
    assert form.values()["language"] == "en-gb"
    save_part(plan=plan, part=Part.NOW, values={"language": "cy"}, by=plan.started_by, at=NOON)
    plan.refresh_from_db()

    assert words(plan)["language"] == "cy"
    assert [(one.label, one.before, one.after) for one in differences(words(plan) | {"language": "en-gb"}, words(plan)).fields] == [
        ("Language", "English", "Cymraeg")
    ]


@pytest.mark.parametrize(("nation", "language", "asked"), [("england", "en-gb", False), ("wales", "en-gb", True), ("england", "cy", True)])
def test_an_action_is_asked_for_its_language_where_two_are_likely(nation, language, asked):
    plan = plan_ready_to_send(at=NOON, nation=nation)
    save_part(plan=plan, part=Part.NOW, values={"language": language}, by=plan.started_by, at=NOON)
    plan.refresh_from_db()
    form = ActionForm(record=plan.actions.first())
    assert ("language" in form.fields) is asked
    assert [field.name for row in form.rows() for field in row].count("language") == asked


def test_a_reviewer_hears_welsh_words_as_welsh_and_our_labels_as_english():
    plan = plan_ready_to_send(at=NOON)
    save_part(plan=plan, part=Part.NOW, values={"language": "cy"}, by=plan.started_by, at=NOON)
    plan.refresh_from_db()
    action = plan.actions.first()
    save_action(action=action, values={"language": "en-gb"}, by=plan.started_by, at=NOON)
    reading = read(words(plan))

    assert [one.language for one in reading.actions] == ["en-gb", "cy"]
    assert {label: language for label, _, language in reading.rows_in_their_language()}["Practices in scope"] == ""
    assert {label: language for label, _, language in reading.rows_in_their_language()}["Plain summary"] == "cy"

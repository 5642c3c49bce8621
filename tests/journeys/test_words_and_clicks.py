"""What people write may be longer than any line, and a click goes where it was aimed."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from rrn.core.time import travel
from rrn.plans.actions import accept_plan, publish_plan, save_action, save_part, submit_plan
from rrn.plans.queries import actions_of
from rrn.plans.rules import Part, State
from rrn.plans.tests.scene import LATER, NOON, draft, in_state, open_for_review, organisation
from tests.cast import person
from tests.journeys.conftest import fits, sign_in

LONG = "Gwrthwahaniaethol" * 12
ACTION = ("what", "why", "measure", "owner_role", "baseline", "target", "how_you_will_know", "shaped_by", "shaped_change")


@pytest.fixture(autouse=True)
def _monday():
    with travel(LATER):
        yield


def long_worded_plan(name: str = LONG[:120]) -> Any:
    """A plan in which every field holds one endless word."""
    where, lead = organisation(name, person(LONG[:80]))
    plan = draft(where, lead, actions=1)
    for part, fields in {
        Part.NOW: ("where_now", "how_known"), Part.SHARING: ("sharing",), Part.SUMMARY: ("summary",),
        Part.SHAPED: ("shaped_by", "shaped_change"), Part.PEOPLE: ("executive_role", "lead_role"),
    }.items():  # fmt: skip
        save_part(plan=plan, part=part, values=dict.fromkeys(fields, LONG[:120]), by=lead, at=NOON)
    [action] = actions_of(plan)
    values = dict.fromkeys(ACTION, LONG[:120]) | {"baseline_on": date(2026, 11, 1)}
    save_action(action=action, values=values, by=lead, at=NOON)
    return where, plan, lead


def test_a_word_longer_than_the_page_makes_no_page_scroll_sideways(phone):
    where, plan, lead = long_worded_plan()
    [action] = actions_of(plan)
    reviewer = person("Rui Reviewer", roles=("reviewer",))
    sign_in(phone.context, lead)
    inside = f"/my/organisations/{where.slug}/"
    for path in ("", "seats/", "about/", "plan/", "plan/now/", "plan/actions/", f"plan/actions/{action.pk}/", "plan/check/"):
        assert phone.goto(inside + path).ok
        fits(phone)
    plan = submit_plan(plan=plan, by=lead, at=NOON)
    open_for_review(plan, reviewer)
    phone.goto(f"{inside}plan/versions/1/")
    fits(phone)
    sign_in(phone.context, reviewer)
    for size in (320, 1280):
        phone.set_viewport_size({"width": size, "height": 640})
        phone.goto(f"/office/plans/{plan.reference}/")
        assert phone.get_by_text(LONG[:120]).first.is_visible()
        fits(phone)
    phone.set_viewport_size({"width": 320, "height": 640})
    accept_plan(plan=plan, by=reviewer, at=LATER)
    publish_plan(plan=plan, by=reviewer, at=LATER)
    for path in (f"/members/{where.slug}/", f"/members/{where.slug}/plan/", "/members/"):
        assert phone.goto(path).ok
        fits(phone)


def test_one_click_on_look_looks_while_the_list_is_open(phone):
    in_state(State.PUBLISHED, person("Rui Reviewer", roles=("reviewer",)), "Listed House")
    sign_in(phone.context, person("Rosa Reader"))
    phone.goto("/join/organisation/")
    look = phone.get_by_role("button", name="Look")
    field = phone.get_by_label("What is the organisation called?")
    field.press_sequentially("h")
    before = look.bounding_box()
    field.press_sequentially("ouse")
    phone.get_by_role("option", name="Listed House").wait_for()
    assert look.bounding_box() == before
    look.click(no_wait_after=True)
    phone.wait_for_url(re.compile(r"\?q=house"))
    fits(phone)

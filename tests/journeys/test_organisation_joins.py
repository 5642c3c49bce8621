"""An organisation joins: two people write six actions, are asked for changes, send again, and are published."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from rrn.core.time import travel
from rrn.plans.actions import accept_plan, ask_changes, comment, open_review, publish_plan
from rrn.plans.models import Plan
from rrn.plans.queries import DECLARATION_VERSION, actions_of
from rrn.plans.rules import State
from tests.cast import person
from tests.journeys.conftest import TELEPHONE, fits

FRIDAY = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _friday():
    with travel(FRIDAY):
        yield


def signed_in(context: Any, who: Any, house: str) -> None:
    """Come in as somebody who has just signed in; signing in has a journey of its own."""
    client = Client()
    client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": house}])


def look(page: Any, axe: Any) -> None:
    fits(page)
    axe(page)
    assert page.locator("h1").count() == 1


def write_action(page: Any, number: int) -> None:
    page.get_by_label("What will change, and for whom").fill(f"Each child agrees with us what helps, class {number}.")
    page.get_by_label("Which strategy").select_option(str(number))
    page.get_by_label("Role that owns it").fill("Deputy head")
    page.get_by_label("How you will know it is done").fill("Each child has a written agreement.")
    due = page.get_by_role("group", name=re.compile("^Due"))
    for box, value in (("Day", "30"), ("Month", "6"), ("Year", "2027")):
        due.get_by_label(box).fill(value)
    page.get_by_role("button", name="Save action").click()
    page.wait_for_url(re.compile(r"/actions/#action-"))


def test_two_people_write_a_plan_are_asked_for_changes_and_are_published(page, browser, browser_context_args, house, axe, letters):
    lead = person("Priya Nair", email="priya@school.example")
    editor = person("Tom Ellis", email="tom@school.example")
    reviewer = person("Rui Reviewer", roles=("reviewer",))
    signed_in(page.context, lead, house)

    # The lead enters the organisation.
    page.goto("/join/organisation/")
    look(page, axe)
    page.get_by_label("What is the organisation called?").fill("Hollin Park School")
    page.get_by_role("button", name="Look").click()
    page.get_by_role("button", name=re.compile("^Enter Hollin Park School")).click()
    look(page, axe)
    page.get_by_label("Education").check()
    page.get_by_label("England").check()
    page.get_by_role("button", name="Save and go to the plan").click()
    page.wait_for_url("**/my/organisations/hollin-park-school/plan/")
    look(page, axe)

    # She invites a colleague, who takes the seat from the mail.
    page.get_by_role("link", name="Invite colleagues").click()
    page.get_by_label("Email address").fill("tom@school.example")
    page.get_by_role("button", name="Send the invitation").click()
    look(page, axe)
    [letter] = letters("tom@school.example")
    link = re.search(r"http\S+/invitation/\S+/", letter.body).group()
    with browser.new_context(**browser_context_args, viewport=TELEPHONE) as telephone:
        signed_in(telephone, editor, house)
        other = telephone.new_page()
        other.goto(link)
        look(other, axe)
        other.get_by_role("button", name="Take the seat").click()
        other.wait_for_url("**/my/organisations/hollin-park-school/")

        # He writes four actions on a telephone, she two; what he types saves itself.
        for number in range(1, 5):
            other.goto("/my/organisations/hollin-park-school/plan/actions/")
            other.get_by_role("button", name=re.compile("^Add ")).click()
            other.wait_for_url("**/actions/*/")
            write_action(other, number)
        look(other, axe)
        other.goto("/my/organisations/hollin-park-school/plan/summary/")
        other.get_by_label("Plain summary").fill("Fewer children are held.")
        other.get_by_text("Saved by itself at 12:00.").wait_for()
        for number in (5, 6):
            page.goto("/my/organisations/hollin-park-school/plan/actions/")
            page.get_by_role("button", name="Add another action").click()
            page.wait_for_url("**/actions/*/")
            look(page, axe)
            write_action(page, number)

        # Both write the same field at once: she sees both versions and chooses.
        page.goto("/my/organisations/hollin-park-school/plan/summary/")
        other.get_by_label("Plain summary").fill("Far fewer children are held.")
        other.get_by_role("button", name="Save and continue").click()
        other.wait_for_url("**/plan/")
        look(other, axe)
    page.get_by_label("Plain summary").fill("Fewer children are held, and each is asked.")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    assert page.get_by_text("Far fewer children are held.").is_visible()
    look(page, axe)
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/plan/")

    # She confirms and sends it.
    page.get_by_role("link", name="Confirmations").click()
    for box in page.get_by_role("checkbox").all():
        box.check()
    look(page, axe)
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("link", name="Check and send").click()
    look(page, axe)
    page.get_by_role("button", name="Send the plan").click()
    page.get_by_role("heading", name="We have your plan").wait_for()
    assert page.get_by_text("We answer by 11 December 2026.").is_visible()
    look(page, axe)

    # A reviewer asks for changes; what she says stands beside the action.
    plan = Plan.objects.get()
    monday = FRIDAY + timedelta(days=3)
    open_review(plan=plan, no_interest_declared=True, declaration_version=DECLARATION_VERSION, by=reviewer, at=monday)
    comment(plan=plan, action=actions_of(plan)[0], words="How many children is that?", by=reviewer, at=monday)
    ask_changes(plan=plan, words="One thing only.", by=reviewer, at=monday)
    page.goto("/my/organisations/hollin-park-school/plan/")
    assert page.get_by_text("We ask for changes by 23 December 2026").is_visible()
    look(page, axe)
    page.goto(f"/my/organisations/hollin-park-school/plan/actions/{actions_of(plan)[0].pk}/")
    assert page.get_by_text("How many children is that?").is_visible()
    page.get_by_label("What will change, and for whom").fill("Each of our 62 children agrees with us what helps.")
    page.get_by_role("button", name="Save action").click()
    page.goto("/my/organisations/hollin-park-school/plan/confirmations/")
    page.get_by_label(re.compile("^To the best of our knowledge")).check()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("link", name="Check and send").click()
    page.get_by_role("button", name="Send the plan again").click()
    page.get_by_role("heading", name="We have your plan").wait_for()

    # Accepted and published: the organisation's page says until when.
    plan.refresh_from_db()
    accept_plan(plan=plan, by=reviewer, at=monday)
    publish_plan(plan=plan, by=reviewer, at=monday)
    plan.refresh_from_db()
    assert plan.state == State.PUBLISHED
    page.goto("/my/organisations/hollin-park-school/")
    assert page.get_by_text("Your plan is published and runs until 22 November 2028.").is_visible()
    look(page, axe)
    with browser.new_context(**browser_context_args, viewport=TELEPHONE) as street:
        stranger = street.new_page()
        stranger.goto("/members/hollin-park-school/plan/")
        assert stranger.get_by_text("Each of our 62 children agrees with us what helps.").first.is_visible()

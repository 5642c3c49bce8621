"""An organisation joins: two people write six actions, are asked for changes, send again, are published and read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rrn.core.time import travel
from tests.cast import person
from tests.journeys.conftest import look, sign_in

FRIDAY = datetime(2026, 11, 20, 12, tzinfo=UTC)
MONDAY, WEDNESDAY, THURSDAY = (FRIDAY + timedelta(days=days) for days in (3, 5, 6))
HOME = "/my/organisations/hollin-park-school/"
PLAN = f"{HOME}plan/"
SENT_FIRST = "Each child agrees with us what helps, class 1."
SENT_AGAIN = "Each of our 62 children agrees with us what helps, class 1."
ASKED = "How many children is that?"
POINT = "Say in the first report how the youngest children were asked."


@pytest.fixture(autouse=True)
def _friday() -> Iterator[None]:
    with travel(FRIDAY):
        yield


def test_two_people_write_a_plan_are_asked_for_changes_and_are_published(page, arrive, axe, letters):
    sign_in(page.context, person("Priya Nair", email="priya@school.example"))
    tom = arrive(person("Tom Ellis", email="tom@school.example"), on_a_telephone=True)
    reviewer = arrive(person("Rui Reviewer", roles=("reviewer",)))
    stranger = arrive(on_a_telephone=True)

    enter_the_organisation(page, axe)
    invite_a_colleague(page, axe)
    take_the_seat(tom, axe, letters)
    write_six_actions_between_them(page, tom, axe)
    write_the_same_field_at_once_and_lose_nothing(page, tom, axe)
    confirm_and_send(page, axe)
    assert stranger.goto("/members/hollin-park-school/").status == 404

    with travel(MONDAY):
        declare_no_interest(reviewer, axe)
        comment_and_ask_for_changes(reviewer, axe)
    with travel(WEDNESDAY):
        change_what_was_asked_and_send_again(page, axe, letters)
    with travel(THURSDAY):
        see_what_changed(reviewer, axe)
        accept_with_a_point_to_learn_and_publish(reviewer, axe)
        see_that_it_is_published(page, axe, letters)
        read_in_the_street(stranger, axe)


def enter_the_organisation(page: Any, axe: Any) -> None:
    page.goto("/join/organisation/")
    look(page, axe)
    page.get_by_label("What is the organisation called?").fill("Hollin Park School")
    page.get_by_role("button", name="Look").click()
    page.get_by_role("button", name=re.compile("^Enter Hollin Park School")).click()
    page.get_by_label("Education").wait_for()
    look(page, axe)
    page.get_by_label("Education").check()
    page.get_by_label("England").check()
    page.get_by_role("button", name="Save and go to the plan").click()
    page.wait_for_url(f"**{PLAN}")
    look(page, axe)


def invite_a_colleague(page: Any, axe: Any) -> None:
    page.get_by_role("link", name="Invite colleagues").click()
    page.get_by_label("Email address").fill("tom@school.example")
    page.get_by_role("button", name="Send the invitation").click()
    page.get_by_text("tom@school.example").first.wait_for()
    look(page, axe)


def take_the_seat(page: Any, axe: Any, letters: Any) -> None:
    """From the link in the mail."""
    [letter] = letters("tom@school.example")
    link = re.search(r"http\S+/invitation/\S+/", letter.body)
    assert link, letter.body
    page.goto(link.group())
    look(page, axe)
    page.get_by_role("button", name="Take the seat").click()
    page.wait_for_url(f"**{HOME}")


def write_six_actions_between_them(lead: Any, tom: Any, axe: Any) -> None:
    """He writes four on a telephone, she two."""
    for number in range(1, 5):
        write_action(tom, number)
    look(tom, axe)
    for number in (5, 6):
        write_action(lead, number)
    look(lead, axe)


def write_action(page: Any, number: int) -> None:
    page.goto(f"{PLAN}actions/")
    page.get_by_role("button", name=re.compile("^Add ")).click()
    page.wait_for_url(re.compile(r"/actions/\d+/$"))
    page.get_by_label("What will change, and for whom").fill(f"Each child agrees with us what helps, class {number}.")
    page.get_by_label("Which strategy").select_option(str(number))
    page.get_by_label("Role that owns it").fill("Deputy head")
    page.get_by_label("How you will know it is done").fill("Each child has a written agreement.")
    due = page.get_by_role("group", name=re.compile("^Due"))
    for box, value in (("Day", "30"), ("Month", "6"), ("Year", "2027")):
        due.get_by_label(box).fill(value)
    page.get_by_role("button", name="Save action").click()
    page.wait_for_url(re.compile(r"/actions/#action-"))


def write_the_same_field_at_once_and_lose_nothing(lead: Any, tom: Any, axe: Any) -> None:
    """What he types saves itself; when both have written, she sees both versions and chooses."""
    tom.goto(f"{PLAN}summary/")
    tom.get_by_label("Plain summary").fill("Fewer children are held.")
    tom.get_by_text("Saved by itself at 12:00.").wait_for()
    lead.goto(f"{PLAN}summary/")
    tom.get_by_label("Plain summary").fill("Far fewer children are held.")
    tom.get_by_role("button", name="Save and continue").click()
    tom.wait_for_url(f"**{PLAN}")
    look(tom, axe)
    lead.get_by_label("Plain summary").fill("Fewer children are held, and each is asked.")
    lead.get_by_role("button", name="Save and continue").click()
    lead.get_by_role("heading", name="There is a problem").wait_for()
    assert lead.get_by_text("Far fewer children are held.").is_visible()
    look(lead, axe)
    lead.get_by_role("button", name="Save and continue").click()
    lead.wait_for_url(f"**{PLAN}")


def confirm_and_send(page: Any, axe: Any) -> None:
    page.get_by_role("link", name="Confirmations").click()
    page.wait_for_url("**/confirmations/")
    for box in page.get_by_role("checkbox").all():
        box.check()
    look(page, axe)
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("link", name="Check and send").click()
    page.get_by_role("button", name="Send the plan").wait_for()
    look(page, axe)
    page.get_by_role("button", name="Send the plan").click()
    page.get_by_role("heading", name="We have your plan").wait_for()
    assert page.get_by_text("We answer by 11 December 2026.").is_visible()
    look(page, axe)


def declare_no_interest(reviewer: Any, axe: Any) -> None:
    """The plan stands in the queue with its promise, and opens after the declaration only."""
    reviewer.goto("/office/plans/")
    row = reviewer.get_by_role("row", name=re.compile("Hollin Park School"))
    assert "11 December" in row.inner_text(), row.inner_text()
    look(reviewer, axe)
    row.get_by_role("link", name=re.compile("^Take it")).click()
    reviewer.wait_for_url("**/declare/")
    assert not reviewer.get_by_text(SENT_FIRST).count()
    look(reviewer, axe)
    reviewer.get_by_label("I declare that I have none of these").check()
    reviewer.get_by_role("button", name="Open the plan").click()
    reviewer.get_by_role("heading", name="What you can do").wait_for()
    assert reviewer.get_by_text(SENT_FIRST).first.is_visible()
    look(reviewer, axe)


def comment_and_ask_for_changes(reviewer: Any, axe: Any) -> None:
    first = reviewer.get_by_role("article").first
    first.get_by_text("Comment on action 1", exact=True).click()
    first.get_by_label("Your comment on action 1").fill(ASKED)
    first.get_by_role("button", name="Keep this comment").click()
    reviewer.wait_for_url(re.compile(r"#action-\d+$"))
    assert reviewer.get_by_role("article").first.get_by_text(ASKED).is_visible()
    look(reviewer, axe)
    reviewer.get_by_role("link", name="Ask for changes").click()
    reviewer.get_by_label("What do you ask them to change?").fill("One thing only.")
    look(reviewer, axe)
    reviewer.get_by_role("button", name="See the letter first").click()
    reviewer.get_by_role("heading", name="The letter, as it will go out").wait_for()
    look(reviewer, axe)
    reviewer.get_by_role("button", name="Ask for these changes").click()
    reviewer.wait_for_url("**/office/plans/")
    assert reviewer.get_by_text("Changes are asked for by 23 December 2026.").is_visible()
    look(reviewer, axe)


def change_what_was_asked_and_send_again(page: Any, axe: Any, letters: Any) -> None:
    """She has a letter; what the reviewer says stands beside the action."""
    assert "One thing only." in letters("priya@school.example")[-1].body
    page.goto(PLAN)
    assert page.get_by_text("We ask for changes by 23 December 2026").is_visible()
    look(page, axe)
    page.goto(f"{PLAN}actions/")
    page.get_by_role("link", name=re.compile("class 1")).first.click()
    page.wait_for_url(re.compile(r"/actions/\d+/$"))
    assert page.get_by_text(ASKED).is_visible()
    look(page, axe)
    page.get_by_label("What will change, and for whom").fill(SENT_AGAIN)
    page.get_by_role("button", name="Save action").click()
    page.wait_for_url(re.compile(r"/actions/#action-"))
    page.goto(f"{PLAN}confirmations/")
    page.get_by_label(re.compile("^To the best of our knowledge")).check()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("link", name="Check and send").click()
    page.get_by_role("button", name="Send the plan again").click()
    page.get_by_role("heading", name="We have your plan").wait_for()


def see_what_changed(reviewer: Any, axe: Any) -> None:
    reviewer.goto("/office/plans/")
    row = reviewer.get_by_role("row", name=re.compile("Hollin Park School"))
    assert "sent 2 times" in row.inner_text()
    row.get_by_role("link", name=re.compile("^Open")).click()
    reviewer.get_by_text("1 answer differs from the last version.").wait_for()
    first = reviewer.get_by_role("article").first
    assert first.get_by_text("Changed since the last version").is_visible()
    assert first.locator("del").first.inner_text().split() == ["removed:", "child"]
    assert first.locator("ins").first.inner_text().split() == ["added:", "of", "our", "62", "children"]
    assert first.get_by_text(ASKED).is_visible()
    look(reviewer, axe)


def accept_with_a_point_to_learn_and_publish(reviewer: Any, axe: Any) -> None:
    reviewer.get_by_role("link", name="Accept the plan").click()
    reviewer.get_by_label("Points to learn (optional)").fill(POINT)
    reviewer.get_by_label("Now", exact=True).check()
    look(reviewer, axe)
    reviewer.get_by_role("button", name="Accept the plan").click()
    reviewer.wait_for_url("**/office/plans/")
    assert reviewer.get_by_text("The plan is accepted and published. Hollin Park School is a member from today.").is_visible()
    assert reviewer.get_by_text("No plan is with us.").is_visible()
    look(reviewer, axe)


def see_that_it_is_published(page: Any, axe: Any, letters: Any) -> None:
    """The organisation's page says until when, and the letter what is to be learnt."""
    assert POINT in " ".join(letters("priya@school.example")[-1].body.split())
    page.goto(HOME)
    assert page.get_by_text("Your plan is published and runs until 25 November 2028.").is_visible()
    look(page, axe)


def read_in_the_street(stranger: Any, axe: Any) -> None:
    """Somebody who is not signed in reads it on a small telephone: six promises, and the point to learn."""
    stranger.goto("/members/")
    look(stranger, axe)
    stranger.get_by_role("link", name="Hollin Park School").first.click()
    stranger.wait_for_url("**/members/hollin-park-school/")
    look(stranger, axe)
    stranger.locator("main a[href$='/hollin-park-school/plan/']").first.click()
    stranger.wait_for_url("**/members/hollin-park-school/plan/")
    assert stranger.get_by_text(SENT_AGAIN).first.is_visible()
    assert stranger.get_by_role("heading", name="6 actions").is_visible()
    learnt = stranger.get_by_role("region", name="Points to learn")
    assert learnt.get_by_text(POINT).is_visible()
    for private in ("Priya", "Tom Ellis", "Rui Reviewer", ASKED):
        assert stranger.get_by_text(private).count() == 0, private
    look(stranger, axe)

"""An individual renews on a small telephone, by keyboard: from the reminder's link, through her action's end, to the next two years."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from rrn.core.time import start_of_day
from tests.cast import PASSWORD, person
from tests.journeys.conftest import look
from tests.journeys.keyboard import choose, press, tab_to, write, write_day

JOINED = date(2024, 12, 20)
DAY = date(2026, 11, 21)  # her action's date; a month before the end
PROMISE = "I will ask each pupil in my class what helps when the room is too much."
NEXT = "I will read those pages with every new colleague in her first week."


@pytest.fixture
def member(house: str, monkeypatch: Any) -> Any:
    """She joined two years ago; since then the second film was replaced."""
    from rrn.demo.filling.films import choose_films
    from rrn.learning.models import Completion, Video
    from rrn.membership.actions import join_as_individual, save_joining_answers
    from rrn.membership.tests.joining import ABOUT, ACTION

    at = start_of_day(JOINED) + timedelta(hours=12)
    choose_films(by=person("Olive Office", roles=("office",)), at=at)
    her = person("Rosa Reader")
    Completion.objects.bulk_create(
        Completion(person=her, video=video, way="read", completed_at=at) for video in Video.objects.all()
    )
    action = ACTION | {"what": PROMISE, "by_when": ["21", "11", "2026"]}
    for step, answers in (("action", action), ("about", ABOUT)):
        save_joining_answers(person=her, step=step, answers=answers, by=her, at=at)
    join_as_individual(person=her, by=her, at=at, client_key="first")
    _replace_the_second()
    monkeypatch.setattr("rrn.core.time._fixed", start_of_day(DAY) + timedelta(hours=12))
    return her


def _replace_the_second() -> None:
    from rrn.learning.models import Video
    from rrn.learning.tests.factories import make_video

    Video.objects.filter(place=2).update(retired_at=start_of_day(date(2025, 9, 1)))
    make_video(2, slug="after-a-restraint", title="After a restraint")


def test_she_tells_how_it_ended_and_renews_by_keyboard(phone, letters, axe, member):
    link = the_reminder_leads_to_her_action(letters, member)
    sign_in_by_hand(phone, axe, link, member)
    say_how_it_ended(phone, axe)
    begin_to_renew(phone, axe)
    read_the_new_video(phone, axe)
    promise_the_next_action(phone, axe)
    renew(phone, axe)
    for address in ("/my/", "/my/action/", "/my/membership/", "/join/individual/"):
        phone.goto(address)
        look(phone, axe)
    phone.goto("/my/action/")
    assert phone.get_by_text("They are read every morning.").count() + phone.get_by_text(NEXT).count()


def the_reminder_leads_to_her_action(letters: Any, member: Any) -> str:
    (letter,) = [one for one in letters(member.email) if one.subject == "Today is the date of your action"]
    assert PROMISE not in letter.body
    return re.search(r"^(http\S+/my/action/\S+)$", letter.body, re.MULTILINE)[1]


def sign_in_by_hand(page: Any, axe: Any, link: str, member: Any) -> None:
    """The link shows nothing before she has signed in, and then leads where it said."""
    page.goto(link)
    page.wait_for_url("**/account/login/**")
    assert PROMISE not in page.content()
    look(page, axe)
    write(page, "Email address", member.email)
    tab_to(page, re.compile("Password"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"\d/my/action/"))
    look(page, axe)
    assert page.get_by_text("Due today").is_visible()


def say_how_it_ended(page: Any, axe: Any) -> None:
    press(page, "Say how it ended")
    page.wait_for_url("**/end/")
    look(page, axe)
    press(page, "Save how it ended")  # nothing is chosen: she is told so
    page.locator(".govuk-error-summary").wait_for()
    look(page, axe)
    choose(page, "Reached")
    write(page, "In your own words (optional)", "They are read every morning.")
    press(page, "Save how it ended")
    page.wait_for_url("**#end")
    look(page, axe)
    for said in ("Done on time", "They are read every morning."):
        assert page.get_by_text(said, exact=True).is_visible()


def begin_to_renew(page: Any, axe: Any) -> None:
    page.goto("/my/")
    look(page, axe)
    assert page.get_by_text("Renew your membership by 19 December 2026").is_visible()
    press(page, "Renew")
    page.wait_for_url("**/join/individual/")
    look(page, axe)
    assert page.get_by_role("heading", name="Last time").is_visible()
    assert page.get_by_text("The first video").count() == 0


def read_the_new_video(page: Any, axe: Any) -> None:
    press(page, "The second video")
    page.wait_for_url("**/video/2/")
    look(page, axe)
    press(page, "Read the transcript instead")
    for number in (1, 2, 3):
        press(page, re.compile(f"I have read this section ?: {number}, "))
        page.wait_for_url("**#so-far" if number == 3 else f"**#section-{number + 1}")
    assert page.get_by_text("This video is complete.").is_visible()
    press(page, "Go on to your action")


def promise_the_next_action(page: Any, axe: Any) -> None:
    page.wait_for_url("**/action/")
    look(page, axe)
    write(page, "What will you do?", NEXT)
    write_day(page, date(2028, 6, 1))
    write(page, "How will you know?", "They tell me what is in them.")
    press(page, "Save and go on")


def renew(page: Any, axe: Any) -> None:
    from rrn.membership.models import Period

    page.wait_for_url("**/check/")
    look(page, axe)
    press(page, "Renew")
    page.wait_for_url("**/done/")
    look(page, axe)
    assert page.locator("h1").inner_text() == "Your membership is renewed"
    page.go_back()
    page.go_forward()
    first, second = Period.objects.order_by("starts_on")
    assert (second.kind, second.starts_on) == ("renewal", first.ends_on + timedelta(days=1))

"""An individual joins on a small telephone, by keyboard alone, without playing a video."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from rrn.core.time import now, today
from tests.cast import person
from tests.journeys.conftest import code_in, look, sign_in, until
from tests.journeys.keyboard import choose, press, select, tick, write, write_day

# Longer than a telephone is wide: the pages that say it break it.
ADDRESS = "a-carer-with-a-long-name-in-one-piece@a-long-way-from-here.gwent.people.example"
PROMISE = "I will write down with my brother what helps him, and give it to his school."


@pytest.fixture
def with_videos(house: str) -> None:
    from rrn.demo.filling.films import choose_films

    choose_films(by=person("Olive Office", roles=("office",)), at=now())


def test_an_individual_joins_by_keyboard_through_transcripts(phone, letters, axe, with_videos):
    from rrn.learning.models import Video

    make_an_account(phone, letters, axe)
    for video in Video.objects.order_by("place"):
        read_the_transcript(phone, axe, video)
    promise_one_action(phone, axe)
    say_who_she_is(phone, axe)
    join(phone, axe)
    she_has_a_mail_that_says_what_happens_next(letters)
    for address in ("/my/", "/my/action/", "/my/membership/", "/my/membership/leave/", "/videos/", "/join/individual/"):
        phone.goto(address)
        look(phone, axe)


def make_an_account(page: Any, letters: Any, axe: Any) -> None:
    page.goto("/join/")
    look(page, axe)
    press(page, re.compile("Join as an individual"))
    page.wait_for_url("**/join/individual/")
    look(page, axe)
    press(page, "Make an account and start")
    page.wait_for_url("**/account/signup/**")
    look(page, axe)
    write(page, "Email address", ADDRESS)
    tick(page, "I am 18 or over.")
    tick(page, "I agree to the terms of use.")
    press(page, "Make my account")
    page.wait_for_url("**/confirm-email/**")
    look(page, axe)
    write(page, "Code", code_in(letters(ADDRESS)[-1]))
    page.keyboard.press("Enter")
    page.wait_for_url("**/join/individual/")
    look(page, axe)


def read_the_transcript(page: Any, axe: Any, video: Any) -> None:
    """The list of steps leads to the first, and the first to the second."""
    if video.place == 1:
        press(page, "The first video")
    page.wait_for_url(f"**/video/{video.place}/")
    look(page, axe)
    press(page, "Read the transcript instead")
    look(page, axe)
    sections = list(video.sections.order_by("number"))
    for number, section in enumerate(sections, start=1):
        press(page, re.compile(f"I have read this section ?: {section.number}, "))
        page.wait_for_url("**#so-far" if number == len(sections) else f"**#section-{sections[number].number}")
    assert page.get_by_text("This video is complete.").is_visible()
    press(page, re.compile("Go on to "))


def promise_one_action(page: Any, axe: Any) -> None:
    """She starts from an example and makes it hers."""
    page.wait_for_url("**/action/")
    look(page, axe)
    press(page, "Start from an example")
    page.wait_for_url("**/examples/")
    look(page, axe)
    press(page, re.compile("Start from this one"))
    page.wait_for_url("**/action/?example=*")
    write(page, "What will you do?", PROMISE)
    write_day(page, today() + timedelta(days=200))
    press(page, "Save and go on")


def say_who_she_is(page: Any, axe: Any) -> None:
    page.wait_for_url("**/about/")
    look(page, axe)
    write(page, "The name that others see", "Carer in Gwent")
    choose(page, "Family carer")
    select(page, "Which kind of service is it about?", "Education")
    choose(page, "Wales")
    tick(page, re.compile("The network may keep what I tell it here"))
    press(page, "Save and go on")


def join(page: Any, axe: Any) -> None:
    page.wait_for_url("**/check/")
    look(page, axe)
    for said in (PROMISE, "Carer in Gwent", "Family carer", "Education", "Wales"):
        assert page.get_by_text(said, exact=True).is_visible(), said
    press(page, "Join")
    page.wait_for_url("**/done/")
    look(page, axe)
    assert page.locator("h1").inner_text() == "You are a member"
    assert page.get_by_role("heading", name="What happens next").is_visible()
    assert page.get_by_text(f"A mail with all of this is on its way to {ADDRESS}.").is_visible()


def she_has_a_mail_that_says_what_happens_next(letters: Any) -> None:
    from rrn.membership.models import Period

    letter = letters(ADDRESS)[-1]
    assert letter.subject.startswith("You are a member until ")
    assert letter.body.startswith("Dear Carer in Gwent,")
    assert "What happens next:" in letter.body
    assert Period.objects.get().reference in letter.body


def test_the_player_reports_what_was_played_and_goes_on_there(page, with_videos, make_person):
    from rrn.learning.models import WatchedSegments

    watcher = make_person("Wren Watcher")
    sign_in(page.context, watcher)
    page.goto("/join/individual/video/1/")
    page.evaluate("document.querySelector('video').muted = true")
    page.evaluate("document.querySelector('video').play()")
    until(page, "document.querySelector('video').currentTime > 2.5")
    page.evaluate("document.querySelector('video').pause()")
    until(page, "document.querySelector('[data-watched-words]').textContent !== '0 seconds'")
    assert 1.5 < WatchedSegments.objects.get(person=watcher).seconds < 15
    page.reload()
    until(page, "document.querySelector('video').currentTime > 1")

"""An individual joins on a small telephone, by keyboard, without playing a video."""

from datetime import timedelta

import pytest

from rrn.core.time import now, today
from tests.cast import person
from tests.journeys.conftest import code_in, fits, tab_to

ADDRESS = "carer@people.example"


@pytest.fixture
def with_videos(house):
    from rrn.demo.filling.films import choose_films

    choose_films(by=person("Olive Office", roles=("office",)), at=now())


def press(page, words, *, key="Enter"):
    tab_to(page, words)
    page.keyboard.press(key)


def look(page, axe):
    page.wait_for_load_state()
    assert page.locator("h1").count() == 1
    fits(page)
    axe(page)


def make_an_account(page, letters, axe):
    page.goto("/join/individual/")
    look(page, axe)
    press(page, "Make an account and start")
    page.wait_for_url("**/account/signup/**")
    look(page, axe)
    page.get_by_label("Email").fill(ADDRESS)
    for box in page.get_by_role("checkbox").all():
        box.check()
    press(page, "Make my account")
    page.wait_for_url("**/confirm-email/**")
    page.get_by_label("Code").fill(code_in(letters(ADDRESS)[-1]))
    page.keyboard.press("Enter")
    page.wait_for_url("**/join/individual/")


def read_the_transcript(page, axe, number, sections):
    page.goto(f"/join/individual/video/{number}/")
    look(page, axe)
    press(page, "Read the transcript instead")
    look(page, axe)
    for section in range(1, sections + 1):
        button = page.locator(f"#section-{section} button")
        button.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**#{f'section-{section + 1}' if section < sections else 'so-far'}")
        page.wait_for_load_state()
    assert page.get_by_text("This video is complete.").is_visible()


def test_an_individual_joins_by_keyboard_through_transcripts(phone, letters, axe, with_videos):
    from rrn.learning.models import Video

    make_an_account(phone, letters, axe)
    look(phone, axe)
    for video in Video.objects.all():
        read_the_transcript(phone, axe, video.place, video.sections.count())

    phone.goto("/join/individual/action/")
    look(phone, axe)
    press(phone, "Start from an example")
    phone.wait_for_url("**/examples/")
    look(phone, axe)
    phone.get_by_role("link", name="Start from this one").first.focus()
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/action/?example=*")
    phone.get_by_label("What will you do?").fill("I will write down with my brother what helps him, and give it to his school.")
    for box, value in zip(("Day", "Month", "Year"), written(today() + timedelta(days=200)), strict=True):
        phone.get_by_label(box).fill(value)
    press(phone, "Save and go on")

    phone.wait_for_url("**/about/")
    look(phone, axe)
    phone.get_by_label("The name that others see").fill("Carer in Gwent")
    phone.get_by_label("Family carer").focus()
    phone.keyboard.press("Space")
    phone.get_by_label("Which kind of service is it about?").select_option("education")
    phone.get_by_label("Wales").focus()
    phone.keyboard.press("Space")
    phone.get_by_label("The network may keep what I tell it here").focus()
    phone.keyboard.press("Space")
    press(phone, "Save and go on")

    phone.wait_for_url("**/check/")
    look(phone, axe)
    assert phone.get_by_text("Carer in Gwent").is_visible()
    press(phone, "Join")
    phone.wait_for_url("**/done/")
    look(phone, axe)
    assert phone.locator("h1").inner_text() == "You are a member"
    assert "You are a member until" in letters(ADDRESS)[-1].subject
    for address in ("/my/", "/my/action/", "/my/membership/", "/my/membership/leave/", "/videos/", "/join/individual/"):
        phone.goto(address)
        look(phone, axe)


def test_the_player_reports_what_was_played_and_goes_on_there(page, house, with_videos, make_person):
    from rrn.learning.models import WatchedSegments

    person = make_person("Wren Watcher")
    sign_in(page, person)
    page.goto("/join/individual/video/1/")
    page.evaluate("document.querySelector('video').muted = true")
    page.evaluate("document.querySelector('video').play()")
    until(page, "document.querySelector('video').currentTime > 2.5")
    page.evaluate("document.querySelector('video').pause()")
    until(page, "document.querySelector('[data-watched-words]').textContent !== '0 seconds'")
    assert 1.5 < WatchedSegments.objects.get(person=person).seconds < 15
    page.reload()
    until(page, "document.querySelector('video').currentTime > 1")


def until(page, true, *, tries=150):
    """Look until it is true; Playwright's own waiting needs eval, which our policy forbids."""
    for _ in range(tries):
        if page.evaluate(true):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never true: {true}")


def sign_in(page, person):
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": settings.BASE_URL}])


def written(day):
    return str(day.day), str(day.month), str(day.year)

"""A day in the office: a to-do is taken, a view is kept and shared, members are let count longer together, and it is undone."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from rrn.core import time
from rrn.core.time import start_of_day
from rrn.membership.rules import grace_end
from rrn.post.actions import take_message
from tests.cast import person
from tests.house.scene import _individual
from tests.journeys import keyboard
from tests.journeys.conftest import TELEPHONE, fits, look

DAY = date(2026, 11, 21)
UNTIL = date(2027, 6, 9)


@pytest.fixture
def noon(monkeypatch):
    at = start_of_day(DAY) + timedelta(hours=12)
    monkeypatch.setattr(time, "_fixed", at)
    return at


def lapsed(name: str) -> None:
    made = _individual(person(name), DAY)
    period = made.periods.get()
    period.ends_on = DAY - timedelta(days=100)
    period.starts_on, period.grace_ends_on = period.ends_on - timedelta(days=730), grace_end(period.ends_on)
    period.save()


@pytest.fixture
def olu(house, noon):
    take_message(name="Cal Carer", address="cal@people.example", topic="plan", words="Where is it?", client_key=uuid4(), at=noon)
    for name in ("Lisa Lapsed", "Lena Late"):
        lapsed(name)
    return person("Olu Office", roles=("office",))


def test_a_to_do_is_taken_and_opens_where_it_is_done(olu, arrive, axe):
    office = arrive(olu)
    office.goto("/office/")
    look(office, axe, within=".rrn-main")
    row = office.get_by_role("row").filter(has_text="Message to answer")
    assert "27 November 2026, 5 working days left" in row.inner_text()
    row.get_by_role("button", name="Take it").click()
    assert "You do this now" in office.locator(".rrn-message").inner_text()
    office.get_by_role("link", name="Mine 1").click()
    look(office, axe, within=".rrn-main")
    row = office.get_by_role("row").filter(has_text="Message to answer")
    assert "You" in row.inner_text()
    row.get_by_role("link", name="Hand over").click()
    look(office, axe, within=".rrn-main")
    office.get_by_role("link", name="Leave it").click()
    row.get_by_role("link", name="Open").click()
    assert "/office/messages/" in office.url


def test_a_view_is_kept_shared_and_opened_by_a_colleague(olu, arrive, axe):
    office = arrive(olu)
    office.goto("/office/members/")
    look(office, axe, within=".rrn-main")
    office.get_by_text("Filter", exact=True).click()
    office.get_by_label("Status").select_option(label="Ended")
    axe(office, within=".rrn-main")
    office.get_by_role("button", name="Use these filters").click()
    assert "2 members" in office.locator(".rrn-main").inner_text()
    office.get_by_text("Saved views", exact=True).click()
    office.get_by_label("Name of the view").fill("Ended, to telephone")
    office.get_by_label("Share it with the office").check()
    look(office, axe, within=".rrn-main")
    office.get_by_role("button", name="Save this view").click()
    assert "“Ended, to telephone” is kept." in office.locator(".rrn-message").inner_text()

    hers = arrive(person("Cora Colleague", roles=("office",)), on_a_telephone=True)
    hers.goto("/office/")
    fits(hers)
    hers.get_by_role("link", name="Ended, to telephone").click()
    look(hers, axe, within=".rrn-main")
    assert hers.get_by_role("link", name="Lisa Lapsed").is_visible()
    hers.goto("/office/views/")
    look(hers, axe, within=".rrn-main")


def test_many_are_let_count_longer_by_keyboard_and_it_is_undone(olu, arrive, axe):
    office = arrive(olu)
    office.set_viewport_size(TELEPHONE)
    office.goto("/office/members/?status=lapsed")
    keyboard.tick(office, "Choose Lisa Lapsed")
    keyboard.tab_to(office, "What is to be done?")
    keyboard.press(office, "With the ticked ones")
    office.wait_for_url("**/office/many/**")
    look(office, axe, within=".rrn-main")
    keyboard.write_day(office, UNTIL)
    keyboard.write(office, "Reasons", "The letter went astray.")
    keyboard.press(office, "See what would happen")
    office.get_by_role("heading", name="What would happen").wait_for()
    look(office, axe, within=".rrn-main")
    assert "It still counts until 9 June 2027" in office.locator(".rrn-main").inner_text()
    keyboard.press(office, "Let them count until this day")
    office.get_by_text("Done to 1 record.").wait_for()
    look(office, axe, within=".rrn-main")
    keyboard.press(office, "Undo all of it")
    office.get_by_text("Undone for 1 record.").wait_for()
    look(office, axe, within=".rrn-main")
    keyboard.press(office, "Who did what")
    office.get_by_role("heading", name="Who did what").wait_for()
    look(office, axe, within=".rrn-main")
    assert "Undid something for many records" in office.locator(".rrn-main").inner_text()

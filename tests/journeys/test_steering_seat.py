"""Somebody is proposed for the steering group, joins, is confirmed; then her membership ends, and what becomes of the seat."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rrn.core import time
from rrn.core.time import start_of_day
from rrn.membership.actions import (
    agree_to_be_named,
    confirm_seat,
    join_as_individual,
    propose_seat,
)
from rrn.membership.models import RosterSeat
from rrn.membership.rules import Term, grace_end, last_day
from rrn.membership.tests.joining import ABOUT, fill_in_everything
from tests.cast import person
from tests.journeys.conftest import TELEPHONE, fits, look, sign_in

JOINED = date(2026, 11, 21)
GONE = grace_end(last_day(JOINED)) + timedelta(days=1)


@pytest.fixture
def day(monkeypatch, settings):
    """The house's clock, at noon of the day that was asked for; nobody is signed out by the years between."""
    settings.SESSION_COOKIE_AGE = 5 * 365 * 86400

    def move_to(day: date):
        monkeypatch.setattr(time, "_fixed", start_of_day(day) + timedelta(hours=12))
        return time.now()

    return move_to


def join(who, at):
    fill_in_everything(who, at, about=ABOUT | {"display_name": who.display_name})
    join_as_individual(person=who, by=who, at=at, client_key=f"join-{who.pk}")


def the_chair(office, at):
    """Whose membership begins later than that of the one whose seat this is about, so that it still counts in the end."""
    chair = person("Cher Chair")
    join(chair, at)
    term = Term(JOINED, JOINED + timedelta(days=2000))
    seat = propose_seat(person=chair, body="steering", role="chair", term=term, by=office, at=at)
    confirm_seat(seat=seat, by=office, at=at)
    agree_to_be_named(seat=seat, by=chair, at=at)
    return chair


def propose(office, who):
    office.goto("/office/steering-group/propose/")
    look(office, office.axe, within=".rrn-main")
    office.get_by_label("Email address").fill(who.email)
    office.get_by_label("Steering group").check()
    for group, (number, month, year) in (("First day of the term", (1, 12, 2026)), ("Last day of the term", (30, 11, 2031))):
        boxes = office.get_by_role("group", name=group)
        boxes.get_by_label("Day").fill(str(number))
        boxes.get_by_label("Month").fill(str(month))
        boxes.get_by_label("Year").fill(str(year))
    office.get_by_role("button", name="Propose her").click()
    office.wait_for_url("**/office/steering-group/*/")


def test_a_seat_from_the_proposal_until_it_is_under_review(page, arrive, axe, day):
    olu, mia = person("Olu Office", roles=("office",)), person("Mia Member")
    at = day(JOINED)
    office = arrive(olu)
    office.axe = axe

    propose(office, mia)
    look(office, axe, within=".rrn-main")
    office.get_by_role("button", name="Confirm the seat").click()
    refusal = office.get_by_role("alert").inner_text()
    assert "Mia Member is not a member yet. Joining is at /join/individual/" in refusal
    axe(office, within=".rrn-main")

    join(mia, at)
    office.get_by_role("button", name="Confirm the seat").click()
    assert "is confirmed" in office.get_by_role("status").inner_text()
    chair = the_chair(olu, day(JOINED + timedelta(days=100)))

    hers = arrive(mia, on_a_telephone=True)
    hers.goto("/my/")
    hers.get_by_role("link", name="Where it stands").click()
    look(hers, axe)
    hers.get_by_role("button", name="I agree to be named").click()
    hers.get_by_role("link", name="Declare an interest").click()
    look(hers, axe)
    hers.get_by_label("The interest").fill("Paid to teach at a university.")
    hers.get_by_label("Yes, with the name").check()
    hers.get_by_role("button", name="Declare it").click()
    hers.get_by_text("may stand in public").wait_for()

    assert "2 of 2 are members as of 1 March 2027" in public(page, axe)
    assert "Paid to teach at a university." in page.locator("main").inner_text()

    day(GONE)
    assert "1 of 2 are members" in public(page, axe)
    assert "Mia Member" in page.locator("main").inner_text()
    its_chair = arrive(chair, on_a_telephone=True)
    its_chair.goto("/my/")
    assert "1 seat waits for you as the chair" in its_chair.locator("main").inner_text()
    its_chair.get_by_role("link", name="Where it stands").click()
    look(its_chair, axe)
    waiting = its_chair.get_by_role("region", name="For you to settle").inner_text()
    assert "Mia Member" in waiting
    assert "The way back is /join/individual/" in waiting
    sign_in(office.context, olu)
    office.goto("/office/")
    assert office.get_by_role("row", name="Steering seat").get_by_role("link", name="Mia Member", exact=True).count() == 1

    day(GONE + timedelta(days=31))
    after = public(page, axe)
    assert "1 of 2 are members" in after
    assert "Seat under review" in after
    assert "Mia Member" not in after

    its_chair.goto("/my/steering-group/")
    its_chair.get_by_role("link", name="End the seat of Mia Member").click()
    look(its_chair, axe)
    its_chair.get_by_label("Why does the seat end?").fill("She does not want to renew.")
    its_chair.get_by_role("button", name="End the seat").click()
    its_chair.get_by_role("status").wait_for()
    assert "1 of 1 is a member" in public(page, axe)
    assert RosterSeat.objects.get(person=mia).why_ended == "She does not want to renew."


def public(page, axe) -> str:
    """The public page at 320 pixels and on a desk, and its words."""
    page.set_viewport_size(TELEPHONE)
    page.goto("/steering-group/")
    look(page, axe)
    page.set_viewport_size({"width": 1280, "height": 800})
    fits(page)
    return page.locator("main").inner_text()

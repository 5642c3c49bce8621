"""A mailing to a saved view: from the list to the letter, read by a second person, sent one by one, and what became of each."""

from __future__ import annotations

from datetime import date

import pytest

from rrn.accounts import desk
from rrn.core.time import start_of_day
from rrn.membership.tests.noticing import member_until
from rrn.post.models import Mail, Mailing
from tests.cast import person
from tests.journeys.conftest import TELEPHONE, fits, look

DAY = date(2026, 11, 20)
ENDS = date(2028, 5, 31)
TEXT = "Dear {name},\n\nyour membership runs until {status until}.\n\nWe have moved. Please donate your old letter paper."


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    from datetime import timedelta

    monkeypatch.setattr("rrn.core.time._fixed", start_of_day(DAY) + timedelta(hours=12))


def both_sizes(page, axe, within=".rrn-main"):
    page.set_viewport_size(TELEPHONE)
    look(page, axe, within=within)
    page.set_viewport_size({"width": 1280, "height": 800})
    fits(page)


def test_a_mailing_is_written_tested_agreed_to_and_arrives_one_by_one(arrive, axe, letters):
    olu, rui = person("Olu Office", roles=("office",)), person("Rui Reviewer", roles=("reviewer",))
    members = [person(name) for name in ("Anna One", "Bea Two", "Cora Three")]
    for member in members:
        member_until(ENDS, person=member)
    desk.save_view(list_name="members", name="Our individuals", query="kind=individual", shared=False, by=olu, at=start_of_day(DAY))

    office = arrive(olu)
    office.goto("/office/mailings/")
    both_sizes(office, axe)
    office.get_by_role("link", name="Write a mailing").click()
    both_sizes(office, axe)
    office.get_by_label("About their membership or account").check()
    office.get_by_label("Who gets it?").select_option(label="Our individuals (members)")
    office.get_by_label("Subject").fill("We have moved")
    office.get_by_label("The letter").fill("Dear {surname}")
    office.get_by_role("button", name="Save the draft").click()
    assert "“{surname}” is not a field" in office.get_by_role("alert").inner_text()
    both_sizes(office, axe)
    office.get_by_label("The letter").fill(TEXT)
    office.get_by_role("button", name="Save the draft").click()

    office.get_by_role("link", name="3 people get it").wait_for()
    both_sizes(office, axe)
    office.get_by_role("link", name="3 people get it").click()
    both_sizes(office, axe)
    office.get_by_role("link", name="Read it as Bea Two gets it").click()
    both_sizes(office, axe)
    assert "Dear Bea Two," in office.locator(".rrn-letter").inner_text()
    assert "31 May 2028" in office.locator(".rrn-letter").inner_text()
    office.get_by_role("button", name="Send me this one as a test").click()
    office.get_by_text("A test is on its way").wait_for()
    [test] = letters(olu.email)
    assert test.subject == "Test: We have moved"
    assert "Dear Bea Two," in test.body

    # Few people, but the letter says "donate": a second look.
    office.get_by_label("Why is this letter sent?").fill("The old address closes in a week.")
    office.get_by_label("I have read a test").check()
    office.get_by_label("It is about their membership or account:").check()
    office.get_by_role("button", name="Ask a second person").click()
    office.get_by_text("It waits for a second person.").first.wait_for()
    both_sizes(office, axe)
    assert not letters(members[0].email)

    second = arrive(rui)
    second.goto("/office/")
    second.get_by_role("row", name="Mailing to agree to").get_by_role("link", name="We have moved").first.click()
    look(second, axe)
    second.set_viewport_size(TELEPHONE)
    look(second, axe)
    assert "3 people get it" in second.locator("main").inner_text()
    second.get_by_role("button", name="I agree: let it leave").click()
    second.get_by_text("Rui Reviewer agreed.").wait_for()

    for member in members:
        got = [one for one in letters(member.email) if one.subject == "We have moved"]
        assert [one.to for one in got] == [[member.email]]
        assert f"Dear {member.display_name}," in got[0].body
    assert Mailing.objects.get().state == "done"

    office.reload()
    office.get_by_role("link", name="3: sent").click()
    both_sizes(office, axe)
    office.get_by_role("link", name="Anna One", exact=True).click()
    assert "We have moved" in office.locator(".rrn-main").inner_text()


def test_a_mailing_that_was_released_is_stopped_before_its_hour(arrive, axe, letters):
    olu = person("Olu Office", roles=("office",))
    anna = person("Anna One")
    member_until(ENDS, person=anna)
    office = arrive(olu)
    office.goto("/office/members/?kind=individual")
    office.get_by_role("link", name="Write to these").click()
    office.get_by_label("About their membership or account").check()
    office.get_by_label("Subject").fill("We have moved")
    office.get_by_label("The letter").fill("Dear {name}")
    office.get_by_role("button", name="Save the draft").click()
    boxes = office.get_by_role("group", name="Hold it until this day")
    for box, number in (("Day", "23"), ("Month", "11"), ("Year", "2026")):
        boxes.get_by_label(box).fill(number)
    office.get_by_label("I have read a test").check()
    office.get_by_label("It is about their membership or account:").check()
    office.get_by_role("button", name="Release it").click()
    office.get_by_text("It is released.").wait_for()
    assert "23 November 2026, 09:00" in office.locator(".rrn-main").inner_text()
    assert not letters(anna.email)
    office.get_by_label("Why is it stopped?").fill("The day of the move has changed.")
    office.get_by_role("button", name="Stop it for good").click()
    office.get_by_text("It is stopped.").wait_for()
    both_sizes(office, axe)
    assert not Mail.objects.filter(about_kind="post.mailing").exists()

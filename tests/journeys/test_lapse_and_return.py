"""A membership runs out and begins anew; another is suspended, and given back on appeal. Between the scenes the clock moves."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from rrn.core.time import today, travel
from tests.cast import person
from tests.journeys.conftest import look

JOINED = datetime(2026, 11, 21, 12, tzinfo=UTC)
IN_GRACE = datetime(2029, 1, 19, 12, tzinfo=UTC)
LAPSED = IN_GRACE + timedelta(days=1)


def a_member(name: str) -> Any:
    from rrn.membership.actions import join_as_individual
    from rrn.membership.tests.joining import fill_in_everything

    who = person(name)
    fill_in_everything(who, JOINED)
    join_as_individual(person=who, by=who, at=JOINED, client_key=name)
    return who


def has_rights(who: Any) -> bool:
    from rrn.membership.permissions import has_members_rights

    return has_members_rights(who, today())


def test_a_membership_runs_out_and_its_member_comes_back(arrive, axe, letters):
    cara = a_member("Cara Carer")
    with travel(IN_GRACE):
        page = arrive(cara, on_a_telephone=True)
        page.goto("/my/membership/")
        look(page, axe)
        assert page.get_by_text("It still counts until 19 January 2029, so that you can renew it.").is_visible()
        assert page.get_by_role("link", name="Renew your membership").is_visible()
        assert has_rights(cara)
    with travel(LAPSED):
        assert not has_rights(cara), "the moment the day is over, whatever the clock's worker has done"
        page = arrive(cara, on_a_telephone=True)
        page.goto("/my/membership/")
        look(page, axe)
        assert page.get_by_text("Your membership ended on 20 November 2028.").is_visible()
        page.get_by_role("link", name="Join again").click()
        look(page, axe)
        assert page.locator("h1").inner_text() == "Welcome back"
        she_promises_another_action(page, axe)
        assert page.locator("h1").inner_text() == "Welcome back: you are a member again"
        assert has_rights(cara)
        assert letters(cara.email)[-1].subject == "Welcome back: you are a member until 19 January 2031"
    kinds = list(cara.member.periods.order_by("starts_on").values_list("kind", "starts_on"))
    assert kinds == [("first", date(2026, 11, 21)), ("return", date(2029, 1, 20))]


def she_promises_another_action(page: Any, axe: Any) -> None:
    """The videos are complete already; what she said about herself stands in the form."""
    assert page.get_by_text("Of the videos you look only at those that are new to you.").is_visible()
    page.goto("/join/individual/action/")
    page.get_by_label("What will you do?").fill("I will ask the new school what they know about my son.")
    page.get_by_label("How will you know?").fill("His page hangs in the classroom.")
    for box, value in zip(("Day", "Month", "Year"), ("1", "6", "2029"), strict=True):
        page.get_by_label(box).fill(value)
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/check/")
    look(page, axe)
    assert page.get_by_text("Wales").first.is_visible(), "what she told us before is there to look at again"
    page.get_by_role("button", name="Join again").click()
    page.wait_for_url("**/done/")
    look(page, axe)


def test_a_suspension_is_appealed_and_taken_back_by_somebody_else(arrive, axe, letters):
    cara = a_member("Cara Carer")
    olu, rui = person("Olu Office", roles=("office",)), person("Rui Reviewer", roles=("reviewer",))
    with travel(JOINED + timedelta(days=30)):
        the_office_suspends(arrive(olu), axe, cara)
        assert not has_rights(cara)
        assert "They were sent to us twice." in letters(cara.email)[-1].body
        she_appeals(arrive(cara, on_a_telephone=True), axe)
        desk = arrive(olu)
        desk.goto("/office/")
        assert desk.get_by_text("Appeal about a suspension").count() == 0, "who decided has nothing to decide again"
    with travel(JOINED + timedelta(days=33)):
        somebody_else_agrees(arrive(rui), axe)
        assert has_rights(cara)
        assert letters(cara.email)[-1].subject == "Your appeal: we take the decision back"
        page = arrive(cara, on_a_telephone=True)
        page.goto("/my/membership/")
        look(page, axe)
        assert page.get_by_text("We agreed with your appeal").is_visible()


def the_office_suspends(page: Any, axe: Any, cara: Any) -> None:
    page.goto(f"/office/people/{cara.pk}/")
    look(page, axe)
    page.get_by_role("link", name="Suspend the membership").click()
    look(page, axe)
    page.get_by_label("Reasons").fill("Words of yours about a ward name two patients. They were sent to us twice.")
    page.get_by_role("button", name="See the letter first").click()
    look(page, axe)
    assert page.get_by_text("Your membership is suspended").is_visible()
    page.get_by_role("button", name="Suspend the membership").click()
    page.wait_for_url(f"**/office/people/{cara.pk}/")
    look(page, axe)
    assert page.get_by_text("Suspended since 21 December 2026.").is_visible()


def she_appeals(page: Any, axe: Any) -> None:
    page.goto("/my/membership/")
    look(page, axe)
    page.get_by_role("link", name="Appeal: ask that somebody else looks at this").click()
    look(page, axe)
    page.get_by_label("Why should somebody else look at the decision?").fill("They are invented names.")
    page.get_by_role("button", name="Send the appeal").click()
    page.wait_for_url("**/my/membership/")
    look(page, axe)
    assert page.get_by_text("We have your appeal.").is_visible()


def somebody_else_agrees(page: Any, axe: Any) -> None:
    page.goto("/office/")
    page.get_by_role("link", name=re.compile("^Decide")).first.click()
    look(page, axe)
    page.get_by_label("I took no part in this decision", exact=False).check()
    page.get_by_label("The appeal is right", exact=False).check()
    page.get_by_label("Reasons").fill("The names are invented.")
    page.get_by_role("button", name="Decide the appeal").click()
    page.wait_for_url("**/office/")

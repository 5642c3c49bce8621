"""The office follows a number of the ledger to its mail, looks what somebody would get, and sees what the clock asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from rrn.clock.actions import stop_before
from rrn.core.time import start_of_day, travel
from rrn.membership.notices import PERIOD_END
from rrn.membership.tests.noticing import member_until
from rrn.post.models import Mail, RuleKept
from rrn.post.noting import note_due, waiting_notices, write_notices
from tests.cast import person
from tests.journeys.conftest import look

ENDS = date(2028, 5, 31)
DUE = ENDS - timedelta(days=30)
NIGHT = start_of_day(DUE) + timedelta(minutes=3)


@pytest.fixture(autouse=True)
def _next_morning() -> Iterator[None]:
    with travel(NIGHT + timedelta(days=1, hours=9)):
        yield


@pytest.fixture
def office(house: str) -> Any:
    """Priya was reminded in the night before; since then the clock has stopped before something."""
    member_until(ENDS, person=person("Priya Nair"))
    RuleKept.objects.create(rule=PERIOD_END.name, since=DUE)
    note_due(at=NIGHT)
    write_notices(notices=waiting_notices(at=NIGHT), at=NIGHT)
    Mail.objects.update(state=Mail.State.SENT, sent_at=NIGHT)
    return person("Olu Office", roles=("office",))


@pytest.mark.parametrize("on_a_telephone", [True, False])
def test_a_number_of_the_ledger_leads_to_its_mail(arrive, axe, office, on_a_telephone):
    page = arrive(office, on_a_telephone=on_a_telephone)
    page.goto("/office/notices/")
    look(page, axe)
    lines_are_read_across(page)
    page.get_by_role("link", name="1 sent").click()
    page.wait_for_url("**/office/notices/list/**")
    look(page, axe)
    assert page.get_by_text("30 days before 31 May 2028").is_visible()
    page.locator(".rrn-office-list td a").click()
    page.wait_for_url("**/office/mail/**")
    look(page, axe)
    assert page.get_by_role("heading", level=1).inner_text()

    page.goto("/office/notices/?first_day=1&first_month=1&first_year=2028&last_day=7&last_month=1&last_year=2028")
    look(page, axe)
    assert page.get_by_text("No notice was due on these days.").is_visible()


def lines_are_read_across(page: Any) -> None:
    """A caption that is squeezed into one letter a line makes a table taller than its lines."""
    height = page.evaluate("document.querySelector('.rrn-office-list').getBoundingClientRect().height")
    assert height < 400, height


@pytest.mark.parametrize("on_a_telephone", [True, False])
def test_the_office_reads_what_somebody_would_get(arrive, axe, office, on_a_telephone):
    page = arrive(office, on_a_telephone=on_a_telephone)
    page.goto("/office/notices/")
    page.get_by_role("link", name="What would somebody get?").click()
    page.wait_for_url("**/office/notices/preview/")
    look(page, axe)
    page.get_by_label("Name or address of a person, or name of an organisation").fill("Priya")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**q=Priya**")
    look(page, axe)
    assert page.get_by_role("heading", name="To come for “Priya”").is_visible()
    assert "Dear Priya Nair," in page.locator(".rrn-letter").inner_text()
    page.get_by_role("link", name="Priya Nair").nth(1).click()
    page.wait_for_url("**place=1**")
    look(page, axe)

    page.goto("/office/notices/preview/?q=nobody-of-this-name")
    look(page, axe)
    assert page.get_by_text("Nothing is to come for “nobody-of-this-name”.").is_visible()


@pytest.mark.parametrize("on_a_telephone", [True, False])
def test_the_office_sees_before_what_the_clock_has_stopped(arrive, axe, office, on_a_telephone):
    by_day = {DUE - timedelta(days=number): 20 + number for number in range(9)}
    stop_before(duty=PERIOD_END.name, by_day=by_day, forecast=4, day=DUE, at=NIGHT)
    page = arrive(office, on_a_telephone=on_a_telephone)
    page.goto("/office/clock/")
    look(page, axe)
    page.get_by_role("link", name="End of a membership: 216, forecast 4").click()
    page.wait_for_url("**/office/clock/stops/**")
    look(page, axe)
    assert page.get_by_role("heading", level=1).inner_text().endswith("The clock has stopped before 216")
    page.get_by_role("button", name="Ask a second person to let it go on").click()
    page.wait_for_load_state()
    look(page, axe)

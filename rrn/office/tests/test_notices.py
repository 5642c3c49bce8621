"""The office reads the ledger: numbers that open their lists, the unexplained as a task, and what somebody would get."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from rrn.core.time import start_of_day, travel
from rrn.events.models import Line
from rrn.membership.notices import PERIOD_END
from rrn.membership.tests.noticing import lead, member_until
from rrn.organisations.models import Organisation
from rrn.post.models import Mail, Notice, RuleKept
from rrn.post.noting import note_due, waiting_notices, write_notices
from tests.cast import LONG_AGO, person

ENDS = date(2028, 5, 31)
DUE = ENDS - timedelta(days=30)
AT = start_of_day(DUE) + timedelta(hours=9)
TOMORROW = AT + timedelta(days=1)


@pytest.fixture
def office(client, office_person):
    client.force_login(office_person)
    return client


@pytest.fixture
def priya(db):
    found = person("Priya Nair")
    member_until(ENDS, person=found)
    RuleKept.objects.create(rule=PERIOD_END.name, since=DUE)
    return found


def night():
    note_due(at=AT)
    write_notices(notices=waiting_notices(at=AT), at=AT)
    Mail.objects.update(state=Mail.State.SENT)


def listed(**said):
    return f"{reverse('office:notice_list')}?{urlencode({'rule': PERIOD_END.name, 'day': DUE.isoformat()} | said)}"


def test_each_number_of_the_ledger_opens_its_list_and_the_list_its_mail(office, priya, django_assert_max_num_queries):
    night()
    with travel(TOMORROW), django_assert_max_num_queries(25):
        page = office.get(reverse("office:notices"))
    text = page.content.decode()
    assert listed(end="sent").replace("&", "&amp;") in text
    assert "1 sent" in text
    assert "cannot be explained" not in text
    with travel(TOMORROW), django_assert_max_num_queries(25):
        found = office.get(listed(end="sent")).content.decode()
    assert "Priya Nair" in found
    assert "30 days before 31 May 2028" in found
    assert reverse("office:mail", args=[Notice.objects.get().mail_id]) in found
    assert reverse("office:mail", args=[Notice.objects.get().mail_id]) in office.get(
        reverse("office:person", args=[priya.pk])
    ).content.decode()


def test_what_was_never_noted_is_a_task_of_that_day_and_can_be_noted_there(office, priya):
    with travel(TOMORROW):
        home = office.get(reverse("office:home")).content.decode()
        assert "Notices to explain" in home
        assert "1 of “End of a membership”" in home
        assert "expected and never noted" in office.get(listed(end="unexplained")).content.decode()
        answer = office.post(reverse("office:notices_again"), {"rule": PERIOD_END.name, "day": DUE.isoformat()}, follow=True)
        assert "1 noted." in answer.content.decode()
        assert Notice.objects.get().due_on == DUE
        assert Line.objects.filter(verb="notices.noted_again").count() == 1
        assert "Notices to explain" not in office.get(reverse("office:home")).content.decode()


def test_the_ledger_shows_the_days_that_were_asked_for(office, priya):
    night()
    days = {"first_day": "1", "first_month": "5", "first_year": "2028", "last_day": "1", "last_month": "5", "last_year": "2028"}
    with travel(TOMORROW + timedelta(days=200)):
        assert "1 sent" in office.get(reverse("office:notices"), days).content.decode()
        assert "1 sent" not in office.get(reverse("office:notices")).content.decode()
        wrong = office.get(reverse("office:notices"), days | {"first_year": "2020"}).content.decode()
    assert "Show at most 92 days at once" in wrong


def test_the_preview_shows_what_priya_would_get_and_sends_nothing(office, priya, django_assert_max_num_queries):
    with travel(AT - timedelta(days=1)), django_assert_max_num_queries(40):
        page = office.get(reverse("office:notice_preview"), {"q": "priya"}).content.decode()
    assert "Your membership ends on 31 May 2028" in page
    assert "Dear Priya Nair" in page
    assert priya.email in page
    assert page.count("<td data-label=\"When\">") == 6  # thirty days before and the five after it
    assert not Mail.objects.exists()


def test_the_preview_shows_the_next_of_a_rule_and_says_when_nothing_would_be_written(office, db):
    organisation = Organisation.objects.create(slug="o", name="Alder Trust", founded_at=LONG_AGO)
    member_until(ENDS, organisation=organisation)
    with travel(AT - timedelta(days=1)):
        page = office.get(reverse("office:notice_preview"), {"rule": PERIOD_END.name, "offset": "-30"}).content.decode()
        assert "Alder Trust" in page
        assert "No letter would be written. Nobody leads the organisation." in page
        lead(organisation, person=person("Lea Lead"))
        page = office.get(reverse("office:notice_preview"), {"rule": PERIOD_END.name, "offset": "-30"}).content.decode()
    assert "Alder Trust: the membership ends on 31 May 2028" in page


@pytest.mark.parametrize("address", ["notices", "notice_preview"])
def test_nobody_but_the_office_reads_the_ledger(client, reviewer, address):
    client.force_login(reviewer)
    assert client.get(reverse(f"office:{address}")).status_code == 403

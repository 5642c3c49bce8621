"""What the clock did in the past that was filled: every notice that the dates called for, each with its end, and no surprise after it."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from rrn.accounts.models import User
from rrn.clock import brake
from rrn.clock.duties import DUTIES, Tally
from rrn.clock.models import Halt, HighWater
from rrn.clock.queries import mail_health
from rrn.core.time import london_day, start_of_day
from rrn.demo.filling.nights import AFTER_MIDNIGHT
from rrn.demo.tests.network import DAY, filled_network
from rrn.events.models import Line
from rrn.membership.models import Boundary, Period
from rrn.post import ledger
from rrn.post.models import Mail, Notice, RuleKept
from rrn.post.notices import rules

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NETWORK = timedelta(days=1300)


# The second is the day after the clocks have gone forward, so that a reminder of a fortnight ago had another hour.
@pytest.fixture(scope="module", autouse=True, params=[DAY, date(2027, 3, 29)], ids=str)
def day(request, django_db_setup, django_db_blocker, house_databases, tmp_path_factory):
    """Whatever the day of the filling, people's dates lie as many days before it, and so do their mails."""
    with filled_network(house_databases, django_db_blocker, tmp_path_factory, request.param):
        yield request.param


@pytest.fixture
def noon(day):
    return start_of_day(day) + timedelta(hours=12)


def of(address: str, rule: str, day: date) -> list[tuple[int, int, str]]:
    """Her notices of one rule: offset, how many days ago, and what became of it."""
    person = User.objects.get(email=address)
    mine = Notice.objects.with_end().filter(rule=rule, recipient_id=str(person.pk)).order_by("due_on")
    return [(one.offset, (day - one.due_on).days, one.ended_as) for one in mine]


def test_the_ledger_has_no_notice_that_nobody_can_explain(day, noon):
    lines = ledger.ledger(ledger.Span(day - NETWORK, day), at=noon)
    assert sum(line.unexplained for line in lines) == 0
    assert all(line.expected == sum(line.ends.values()) for line in lines)
    assert len(lines) > 80


def test_every_rule_has_sent_notices_and_every_offset_of_the_end_of_a_membership():
    ends = Counter(Notice.objects.with_end().values_list("rule", "ended_as"))
    assert {rule.name for rule in rules()} == {name for name, end in ends if end == "sent"}
    sent = set(Notice.objects.filter(rule="membership.period_end").values_list("offset", flat=True))
    assert sent == {-90, -60, -30, -7, 0, 14, 30, 45}


def test_each_was_noted_and_written_in_the_first_minutes_of_its_day():
    for notice in Notice.objects.select_related("mail"):
        assert notice.noted_at == start_of_day(notice.due_on) + AFTER_MIDNIGHT
        assert notice.mail is not None
        assert london_day(notice.mail.queued_at) == notice.due_on


def test_who_lapsed_was_written_to_eight_times_and_who_is_in_grace_until_today(day):
    lapsed = [offset for offset, _, _ in of("greta.lindqvarn@post.example", "membership.period_end", day)]
    assert lapsed == [-90, -60, -30, -7, 0, 14, 30, 45]
    grace = of("anwar.millicent@post.example", "membership.period_end", day)
    assert [(offset, days) for offset, days, _ in grace] == [(-90, 119), (-60, 89), (-30, 59), (-7, 36), (0, 29), (14, 15)]
    assert [end for _, _, end in grace] == ["sent"] * 5 + ["bounced"]


def test_who_renewed_in_time_or_left_is_asked_no_more(day):
    renewed = of("joan.applegarthreed@post.example", "membership.period_end", day)
    period = Period.objects.filter(member__person__email="joan.applegarthreed@post.example").earliest("starts_on")
    assert [offset for offset, _, _ in renewed] == [-90, -60]
    assert renewed[-1][1] == (day - period.ends_on).days + 60
    assert of("lowri.pantglas@post.example", "membership.period_end", day) == []


def test_boundaries_passed_stand_in_the_diary_on_their_days(day):
    assert Boundary.objects.count() >= 20
    assert not Boundary.objects.filter(on__gt=day).exists()
    lines = Line.objects.filter(verb="membership.grace_began")
    assert {london_day(line.at) for line in lines} == set(Boundary.objects.filter(kind="grace").values_list("on", flat=True))


def test_the_clock_goes_on_from_there_without_a_surprise(day, noon):
    assert list(HighWater.objects.values_list("day", flat=True)) == [day]
    assert set(RuleKept.objects.values_list("noted_until", flat=True)) == {day}
    assert [(would.name, would.number, would.stops) for would in brake.would_do(day) if would.number or would.stops] == []
    before = Notice.objects.count(), Mail.objects.count(), Boundary.objects.count()
    for duty in DUTIES:
        if duty.by_day:
            tally = Tally(beat=lambda: True)
            duty.act(noon, tally)
            assert (duty.name, tally.done, tally.failed) == (duty.name, 0, 0)
    assert (Notice.objects.count(), Mail.objects.count(), Boundary.objects.count()) == before
    assert not Halt.objects.exists()
    assert mail_health(at=noon)["good"]


def test_the_next_days_are_forecast_and_go_through(day):
    for days in range(1, 8):
        assert not any(would.stops for would in brake.would_do(day + timedelta(days=days)))

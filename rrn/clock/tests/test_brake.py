"""The brake: what is more than three times the forecast, and more than fifty, waits until two people have looked."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from rrn.clock import actions, brake
from rrn.clock.duties import DUTIES, Tally
from rrn.clock.models import Forecast, Halt, HighWater
from rrn.clock.rules import Leap, days_forecast, leap_of, too_many
from rrn.clock.worker import Worker
from rrn.core.time import london_day, start_of_day, travel
from rrn.core.verdict import Refused
from rrn.events.models import Line
from rrn.membership.models import Boundary, Member, Period
from rrn.membership.notices import PERIOD_END
from rrn.membership.rules import grace_end
from rrn.membership.tests.factories import LONG_AGO, make_person
from rrn.post.models import Mail, Notice, RuleKept

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FIRST = date(2027, 3, 1)
NAME = PERIOD_END.name


def night(day: date):
    return start_of_day(day) + timedelta(minutes=5)


def members(count: int, ends_on: date) -> None:
    for _ in range(count):
        member = Member.objects.create(kind="individual", person=make_person(), made_at=LONG_AGO)
        Period.objects.create(
            member=member, kind="first", reference=f"B{member.pk}", starts_on=ends_on - timedelta(days=729),
            ends_on=ends_on, grace_ends_on=grace_end(ends_on), made_at=LONG_AGO,
        )  # fmt: skip


def run(day: date, leap: Leap | None = None, at=None) -> None:
    for duty in DUTIES:
        if duty.by_day:
            tally = Tally(beat=lambda: True, leap=leap)
            with travel(at or night(day)):
                duty.act(at or night(day), tally)
            assert tally.failed == 0


@pytest.fixture
def two_in_the_office(make_person):
    return make_person("Ola Office", roles=("office",)), make_person("Tia Trustee", roles=("trustee",))


@pytest.mark.parametrize(
    ("found", "forecast", "stops"),
    [(50, 0, False), (51, 0, True), (51, 17, False), (52, 17, True), (300, 100, False), (301, 100, True)],
)
def test_more_than_fifty_and_more_than_three_times_the_forecast_stop(found, forecast, stops):
    assert too_many(found=found, forecast=forecast) is stops


def test_what_the_dates_forecast_goes_without_a_question():
    members(60, FIRST + timedelta(days=91))
    run(FIRST)
    assert Forecast.objects.get(duty=NAME, day=FIRST + DAY).number == 60
    run(FIRST + DAY)
    assert Notice.objects.count() == 60
    assert not Halt.objects.exists()


def test_an_outage_of_days_is_forecast_day_by_day_and_goes():
    for number in range(1, 6):
        members(20, FIRST + timedelta(days=90 + number))
    run(FIRST)
    run(FIRST + timedelta(days=5))
    assert Notice.objects.count() == 100
    assert not Halt.objects.exists()


def test_weeks_away_are_more_than_was_forecast_and_nothing_of_them_is_done_before_somebody_has_looked():
    members(60, FIRST + timedelta(days=110))
    run(FIRST)
    run(FIRST + timedelta(days=25))
    halt = Halt.objects.get(duty=NAME)
    assert (halt.number, halt.forecast, halt.by_day) == (60, 0, {"2027-03-21": 60})
    assert not Notice.objects.exists()
    assert not Mail.objects.exists()
    assert Line.objects.filter(verb="clock.stopped").count() == 2  # the memberships that became due stop too
    assert not Boundary.objects.exists()


def test_a_clock_that_leaps_while_the_worker_is_awake_stops_though_the_days_were_forecast():
    for number in range(1, 6):
        members(20, FIRST + timedelta(days=90 + number))
    run(FIRST)
    run(FIRST + timedelta(days=5), leap=Leap(FIRST, FIRST + timedelta(days=5)))
    assert Halt.objects.get(duty=NAME).forecast == 20
    assert not Notice.objects.exists()


def test_a_worker_knows_that_its_clock_has_leapt_and_forgets_it_when_it_goes_back(noon):
    worker = Worker([])
    for at in (noon, noon + DAY, noon + 6 * DAY):
        with travel(at):
            worker.turn()
    assert worker.leap == Leap(london_day(noon + DAY), london_day(noon + 6 * DAY))
    with travel(noon + DAY):
        worker.turn()
    assert worker.leap is None


def test_the_days_after_a_leap_count_again():
    leap = Leap(FIRST, FIRST + timedelta(days=5))
    days = [FIRST + timedelta(days=number) for number in range(1, 8)]
    assert days_forecast(days, leap) == [days[0], days[5], days[6]]
    assert leap_of(seen=leap.came_to, before=leap, day=leap.came_to + DAY) == leap


def test_a_stop_costs_little_while_it_waits(django_assert_max_num_queries):
    members(60, FIRST + timedelta(days=110))
    run(FIRST)
    run(FIRST + timedelta(days=25))
    with django_assert_max_num_queries(30):
        run(FIRST + timedelta(days=25))
    assert Line.objects.filter(verb="clock.stopped").count() == 2


def stopped() -> Halt:
    members(60, FIRST + timedelta(days=110))
    run(FIRST)
    run(FIRST + timedelta(days=25))
    return Halt.objects.get(duty=NAME)


def test_two_people_let_it_go_on_and_the_diary_says_who_and_why(two_in_the_office):
    office, trustee = two_in_the_office
    halt, at = stopped(), night(FIRST + timedelta(days=25))
    actions.ask_to_release(halt=halt, number=60, reason="The server was away", by=office, at=at)
    run(FIRST + timedelta(days=25))
    assert not Notice.objects.exists()
    actions.agree_to_release(halt=halt, number=60, by=trustee, at=at)
    run(FIRST + timedelta(days=25))
    assert Notice.objects.filter(mail__isnull=False).count() == 60
    assert Halt.objects.get(duty=NAME).closed_at is not None
    assert list(Line.objects.filter(about_id=str(halt.pk)).order_by("pk").values_list("verb", flat=True)) == [
        "clock.stopped", "clock.release_asked", "clock.released",
    ]  # fmt: skip


def test_nobody_agrees_with_herself_and_nobody_agrees_to_another_number(two_in_the_office):
    office, trustee = two_in_the_office
    halt, at = stopped(), night(FIRST + timedelta(days=25))
    with pytest.raises(Refused):
        actions.ask_to_release(halt=halt, number=59, reason="Yes", by=office, at=at)
    with pytest.raises(PermissionDenied):
        actions.agree_to_release(halt=halt, number=60, by=trustee, at=at)
    with pytest.raises(PermissionDenied):
        actions.ask_to_release(halt=halt, number=60, reason="Yes", by=trustee, at=at)
    actions.ask_to_release(halt=halt, number=60, reason="Yes", by=office, at=at)
    with pytest.raises(PermissionDenied):
        actions.agree_to_release(halt=halt, number=60, by=office, at=at)


def test_a_release_is_for_what_was_looked_at_and_the_next_leap_is_asked_about_again(two_in_the_office):
    office, trustee = two_in_the_office
    members(60, FIRST + timedelta(days=150))
    halt, at = stopped(), night(FIRST + timedelta(days=25))
    actions.ask_to_release(halt=halt, number=60, reason="The server was away", by=office, at=at)
    actions.agree_to_release(halt=halt, number=60, by=trustee, at=at)
    run(FIRST + timedelta(days=25))
    run(FIRST + timedelta(days=65))
    assert Notice.objects.count() == 60
    assert Halt.objects.filter(duty=NAME, closed_at__isnull=True).get().released_at is None


def test_nobody_answers_in_two_working_days_and_she_goes_on_alone_a_day_later_unless_stopped(two_in_the_office):
    office, _ = two_in_the_office
    halt, day = stopped(), FIRST + timedelta(days=25)  # a Friday
    actions.ask_to_release(halt=halt, number=60, reason="The server was away", by=office, at=night(day))
    with pytest.raises(PermissionDenied):
        actions.release_alone(halt=halt, by=office, at=night(day + 3 * DAY))
    later = day + 6 * DAY  # after Easter Monday
    run(later)
    halt.refresh_from_db()
    actions.release_alone(halt=halt, by=office, at=night(later))
    run(later)
    assert not Notice.objects.exists()
    run(later + DAY, at=night(later + DAY) + timedelta(hours=1))
    assert Notice.objects.count() == 60


def test_left_until_tomorrow_it_is_measured_anew_tomorrow(two_in_the_office):
    office, _ = two_in_the_office
    halt, day = stopped(), FIRST + timedelta(days=25)
    actions.leave_halt(halt=halt, by=office, at=night(day))
    run(day)
    run(day + DAY)
    halt.refresh_from_db()
    assert (halt.day, halt.left_until, halt.asked_by) == (day + DAY, None, None)
    assert not Notice.objects.exists()


def test_a_clock_put_right_closes_the_stop_by_itself():
    halt = stopped()
    run(FIRST + DAY)
    halt.refresh_from_db()
    assert halt.closed_at is not None


def test_a_clock_that_goes_back_undoes_nothing_keeps_its_high_water_and_says_nothing_twice():
    members(5, FIRST + timedelta(days=90))
    run(FIRST)
    before = list(Notice.objects.values_list("pk", "closed_as", "mail"))
    for back in (timedelta(hours=1), timedelta(days=1), timedelta(days=400)):
        run(london_day(night(FIRST) - back), at=night(FIRST) - back)
    assert list(Notice.objects.values_list("pk", "closed_as", "mail")) == before
    assert HighWater.objects.get().day == FIRST


def test_what_is_recorded_after_a_clock_was_ahead_for_a_while_is_noted_on_its_day():
    members(5, FIRST + timedelta(days=90))
    run(FIRST)
    run(FIRST + timedelta(days=300))
    run(FIRST + DAY)
    members(3, FIRST + timedelta(days=92))
    run(FIRST + 2 * DAY)
    assert Notice.objects.filter(due_on=FIRST + 2 * DAY).count() == 3
    assert RuleKept.objects.get(rule=NAME).noted_until == FIRST + 2 * DAY


def everything_written():
    from django.apps import apps

    return {model._meta.label: list(model._default_manager.order_by("pk").values_list()) for model in apps.get_models()}


@pytest.mark.parametrize("days", [0, 1, 40, -10])
def test_a_dry_run_says_what_would_happen_for_each_kind_and_writes_nothing(days, noon):
    members(3, london_day(noon) + timedelta(days=90 + max(days, 0)))
    run(london_day(noon) - DAY)
    before, said = everything_written(), io.StringIO()
    with travel(noon):
        call_command("run_clock", "--dry-run", on=london_day(noon) + timedelta(days=days), stdout=said)
    assert everything_written() == before
    if days >= 0:
        assert f"End of a membership ({NAME}): 3, forecast" in said.getvalue()
    assert "@" not in said.getvalue()


def test_a_dry_run_ends_badly_where_the_brake_would_stop(noon):
    members(60, london_day(noon) + timedelta(days=120))
    run(london_day(noon))
    said = io.StringIO()
    with travel(noon), pytest.raises(CommandError, match="The brake would stop"):
        call_command("run_clock", "--dry-run", on=london_day(noon) + timedelta(days=30), stdout=said)
    assert "STOPS: End of a membership: 60" in said.getvalue()


def test_a_run_of_today_does_what_the_worker_would(noon):
    members(3, london_day(noon) + timedelta(days=90))
    with travel(noon):
        call_command("run_clock", stdout=io.StringIO())
        call_command("run_clock", stdout=io.StringIO())
    assert Notice.objects.filter(mail__isnull=False).count() == 3


@pytest.mark.parametrize("days", [-1, 1])
def test_another_day_is_only_looked_at_outside_the_demonstration(days, noon, settings):
    settings.DEMONSTRATION = False
    with travel(noon), pytest.raises(CommandError, match="Today is 2026-11-21"):
        call_command("run_clock", on=london_day(noon) + timedelta(days=days))
    settings.DEMONSTRATION = True
    with travel(noon):
        call_command("run_clock", on=london_day(noon) + timedelta(days=days), stdout=io.StringIO())
    assert HighWater.objects.get().day == london_day(noon) + timedelta(days=days)


def test_would_do_and_the_run_agree(noon):
    members(4, london_day(noon) + timedelta(days=90))
    (would,) = [one for one in brake.would_do(london_day(noon)) if one.name == NAME]
    assert (would.number, would.stops, len(would.first)) == (4, False, 3)

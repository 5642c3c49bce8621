from datetime import UTC, date, datetime

import pytest

from rrn.core.time import add_months, add_years, end_of_day, london_day, start_of_day


def test_an_instant_late_on_a_summer_evening_belongs_to_the_next_london_day():
    assert london_day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == date(2026, 7, 1)


def test_the_day_the_clocks_go_forward_has_twenty_three_hours():
    day = date(2026, 3, 29)
    assert (end_of_day(day) - start_of_day(day)).total_seconds() == 23 * 3600


@pytest.mark.parametrize(
    ("day", "two_years_on"),
    [(date(2024, 2, 29), date(2026, 2, 28)), (date(2026, 11, 21), date(2028, 11, 21))],
)
def test_two_years_on_is_the_same_day_and_a_leap_day_becomes_the_28th(day, two_years_on):
    assert add_years(day, 2) == two_years_on


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_the_month(day, months, later):
    assert add_months(day, months) == later

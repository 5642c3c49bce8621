"""Dates, days, the clock's reading, differences and lines."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template

from rrn.core import drawings
from rrn.core.templatetags import rrn as words

DAY = date(2026, 11, 21)


def test_a_date_is_written_out_in_full():
    assert words.full_date(DAY) == "21 November 2026"


def test_an_instant_is_written_as_its_london_day():
    assert words.full_date(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "2 July 2026"


@pytest.mark.parametrize(
    "to,sentence",
    [
        (date(2026, 11, 21), "today"),
        (date(2026, 11, 22), "tomorrow"),
        (date(2026, 11, 20), "yesterday"),
        (date(2026, 12, 14), "in 23 days"),
        (date(2026, 10, 10), "42 days ago"),
        (None, ""),
    ],
)
def test_days_are_counted_for_people(to, sentence):
    assert words.days_until(to, DAY) == sentence


@pytest.mark.parametrize(
    "due,done,start,sentence",
    [
        (date(2026, 12, 14), None, None, "Due in 23 days"),
        (DAY, None, None, "Due today"),
        (date(2026, 11, 20), None, None, "Overdue by 1 day"),
        (date(2026, 10, 10), None, None, "Overdue by 42 days"),
        (DAY, DAY, None, "Done on time"),
        (date(2026, 11, 9), DAY, None, "Done 12 days late"),
        (date(2027, 1, 10), DAY, None, "Done 50 days early"),
        (date(2027, 6, 1), None, date(2027, 1, 10), "Starts in 50 days"),
    ],
)
def test_the_clock_reads_in_words(due, done, start, sentence):
    assert words.clock_in_words(due, DAY, done, start) == sentence


def test_a_difference_is_struck_and_underlined_and_said_aloud():
    before, after = "all seven wards", "five of seven wards"

    assert str(words.words_removed(before, after)) == (
        '<del><span class="govuk-visually-hidden">removed: </span>all</del> seven wards'
    )
    assert str(words.words_added(before, after)) == (
        '<ins><span class="govuk-visually-hidden">added: </span>five of</ins> seven wards'
    )


def test_a_difference_stands_in_a_template_as_it_is():
    html = Template("{% load rrn %}{% words_added 'a b' 'a c' %}").render(Context())
    assert html == 'a <ins><span class="govuk-visually-hidden">added: </span>c</ins>'


def test_words_of_a_difference_are_escaped():
    assert "<script>" not in str(words.words_added("a", "<script>"))


def test_the_lowest_line_stays_level():
    lowest = drawings.easing(6)[0]
    assert lowest == "M0 380H450C697.5 380 725 380 1000 380"


def test_a_member_with_one_action_has_one_level_line():
    assert len(drawings.easing(1)) == 1


def test_a_ruler_past_its_due_day_is_late_and_stays_on_the_paper():
    ruler = drawings.ruler(date(2024, 1, 1), date(2025, 1, 1), DAY)
    assert ruler.late
    assert ruler.today == 6 + 12 * 24


def test_a_telephone_link_dials_digits():
    assert words.telephone_link("0121 415 6960") == "01214156960"


def test_pages_keep_the_filters_that_were_chosen(rf):
    from django.core.paginator import Paginator

    context = Context(
        {"request": rf.get("/members/?nation=wales&page=2"), "page": Paginator(range(80), 25).page(2)}
    )
    html = Template("{% load rrn %}{% pagination page before='Caddick' %}").render(context)

    assert "?nation=wales&amp;page=3" in html
    assert "Previous page, from Caddick" in html

import csv
import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrn.core.spreadsheets import DANGEROUS, safe_cell, write_csv

FORMULAS = [
    "=1+1",
    "+1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "\u200b=1",
    "\ufeff=1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_begins_like_a_formula_is_written_as_text(text):
    assert str(safe_cell(text)).startswith("'")


@pytest.mark.parametrize("text", ["Ann", "St Leah's School", "c. 300", "a=b", "007", "", "50-100"])
def test_ordinary_words_stay_as_they_are(text):
    assert safe_cell(text) == text


def test_numbers_stay_numbers_and_dates_are_written_out():
    assert safe_cell(-5) == -5
    assert safe_cell(date(2014, 6, 1)) == "2014-06-01"
    assert safe_cell(datetime(2014, 6, 1, 9, tzinfo=UTC)) == "2014-06-01 09:00:00+00:00"
    assert (safe_cell(None), safe_cell(True), safe_cell(False)) == ("", "Yes", "No")


def test_a_file_opens_as_utf8_and_keeps_commas_quotes_and_lines():
    out = io.StringIO(newline="")
    count = write_csv(out, header=["=Name", "Words"], rows=[["Siôn", 'a, "b"\nc'], ["-", None]])

    assert out.getvalue().startswith("\ufeff")
    assert count == 2
    assert list(csv.reader(io.StringIO(out.getvalue()[1:], newline=""))) == [
        ["'=Name", "Words"],
        ["Siôn", 'a, "b"\nc'],
        ["'-", ""],
    ]


@given(st.lists(st.lists(st.text(max_size=20), min_size=1, max_size=4), max_size=5))
def test_no_cell_of_any_text_begins_dangerously(rows):
    out = io.StringIO(newline="")
    write_csv(out, header=["A"], rows=rows)
    for row in csv.reader(io.StringIO(out.getvalue()[1:], newline="")):
        for cell in row:
            assert not cell or cell[0] not in DANGEROUS
            assert not cell.strip() or cell.strip()[0] not in DANGEROUS

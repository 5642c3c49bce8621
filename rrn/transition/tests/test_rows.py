from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrn.transition.rules.rows import LONGEST, PledgeRow, Reason, Refusal, RowReader

TODAY = date(2026, 3, 1)
FIELDS = tuple(LONGEST)
GOOD = {
    "entry": "5491",
    "date": "2016-05-04 12:00:00",
    "type": "Individual",
    "first_name": "Amy",
    "last_name": "Walker",
    "address": "Amy@Post.Example ",
    "job_title": "Nurse",
    "organisation": "",
    "website": "",
    "sector": "Social care",
    "nation": "Wales",
    "staff": "",
    "agrees": "I agree",
    "listing": "Yes",
}


def read(differs=0, **changes):
    said = GOOD | changes
    return RowReader(FIELDS, today=TODAY).read([7, differs, *(said[field] for field in FIELDS)])


def test_a_good_row_is_read_and_keeps_the_words_that_have_no_code():
    row = read()
    assert isinstance(row, PledgeRow)
    assert (row.number, row.address, row.sector, row.sector_words, row.nation) == (
        7, "amy@post.example", "", "Social care", "wales",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"address": ""}, Reason.NO_ADDRESS),
        ({"address": " \u00a0"}, Reason.NO_ADDRESS),
        ({"address": "asdf"}, Reason.NOT_AN_ADDRESS),
        ({"address": "a\u200b@post.example"}, Reason.NOT_AN_ADDRESS),
        ({"type": "Organisation"}, Reason.NO_ORGANISATION_NAME),
        ({"type": "Organisation", "organisation": " - "}, Reason.NO_ORGANISATION_NAME),
        ({"type": "Newsletter"}, Reason.UNKNOWN_TYPE),
        ({"type": ""}, Reason.UNKNOWN_TYPE),
        ({"first_name": "", "last_name": " "}, Reason.NO_NAME),
        ({"date": ""}, Reason.NO_DATE),
        ({"date": "01/31/2016"}, Reason.NOT_A_DATE),
        ({"date": 42000}, Reason.NOT_A_DATE),
        ({"date": {"error": "#VALUE!"}}, Reason.NOT_A_DATE),
        ({"date": "2026-03-02"}, Reason.IN_THE_FUTURE),
        ({"date": "2014-05-31"}, Reason.BEFORE_THE_PLEDGE),
        ({"agrees": "No"}, Reason.NOT_AGREED),
        ({"last_name": "x" * 101}, Reason.TOO_LONG),
        ({"last_name": "Li\u202eam"}, Reason.HIDDEN_CHARACTERS),
        ({"last_name": "A\x01B"}, Reason.HIDDEN_CHARACTERS),
        ({"last_name": "Zo\ufffd"}, Reason.DAMAGED_LETTERS),
        ({"last_name": {"truth": True}}, Reason.NOT_TEXT),
        ({"last_name": {"date": "2016-03-01T00:00:00"}}, Reason.NOT_TEXT),
        ({"last_name": 12}, Reason.NOT_TEXT),
        ({"job_title": {"error": "#N/A"}}, Reason.NOT_TEXT),
        ({"differs": -1}, Reason.TOO_FEW_CELLS),
        ({"differs": 1}, Reason.TOO_MANY_CELLS),
    ],
)
def test_a_row_is_refused_with_its_reason(changes, reason):
    outcome = read(**changes)
    assert isinstance(outcome, Refusal)
    assert outcome.reason is reason


@pytest.mark.parametrize(
    "changes",
    [
        {"date": "2026-03-01"},
        {"date": "2014-06-01"},
        {"date": {"date": "2016-05-04T12:00:00"}},
        {"type": " INDIVIDUAL "},
        {"type": "Organization", "organisation": "The Elms"},
        {"last_name": ""},
        {"last_name": "Null"},
        {"last_name": "007"},
        {"last_name": "<script>alert(1)</script>"},
        {"last_name": "محمد"},
        {"last_name": "👩\u200d👧 Lee"},
        {"job_title": '=HYPERLINK("http://shop.example","click")'},
        {"last_name": "Two\nLines"},
        {"staff": 40},
        {"entry": 5491.0},
    ],
)
def test_a_row_is_not_refused_for_what_is_only_unusual(changes):
    assert isinstance(read(**changes), PledgeRow)


def test_the_same_row_is_known_from_a_workbook_as_from_a_csv_file():
    from_workbook = read(
        entry=5491, date={"date": "2016-05-04T12:00:00"}, address="amy@post.example", staff=None
    )
    assert from_workbook.fingerprint == read().fingerprint
    assert read(job_title="Teacher").fingerprint != read().fingerprint


@given(
    st.lists(
        st.one_of(
            st.none(),
            st.text(max_size=40),
            st.integers(),
            st.floats(allow_nan=False, allow_infinity=False),
            st.fixed_dictionaries({"error": st.text(max_size=5)}),
        ),
        min_size=len(FIELDS),
        max_size=len(FIELDS),
    )
)
def test_every_row_whatever_it_holds_is_read_or_refused(cells):
    outcome = RowReader(FIELDS, today=TODAY).read([2, 0, *cells])
    assert isinstance(outcome, PledgeRow | Refusal)

import pytest

from rrn.transition.importing.bad_file import BadFile
from rrn.transition.rules.columns import PLEDGE_FORM, columns_of, mapping_from

HEADER = [*PLEDGE_FORM.values(), "Source Url", "User Agent", "User IP"]


def test_columns_are_found_by_name_in_any_order_case_and_spacing():
    shuffled = [f" {name.upper()} " for name in reversed(HEADER)]
    columns = columns_of(shuffled)
    assert dict(columns.places)["address"] == shuffled.index(" EMAIL ")


def test_visitors_computers_and_browsers_are_not_asked_for():
    wanted = {HEADER[place] for place in columns_of(HEADER).wanted}
    assert wanted.isdisjoint({"Source Url", "User Agent", "User IP"})


def test_a_missing_column_is_named():
    with pytest.raises(BadFile, match='"Email" is missing'):
        columns_of([name for name in HEADER if name != "Email"])


def test_a_doubled_column_is_never_guessed_at():
    with pytest.raises(BadFile, match="2 times"):
        columns_of([*HEADER, "EMAIL"])


def test_letters_of_another_alphabet_make_another_column():
    with pytest.raises(BadFile, match="missing"):
        columns_of(["Еmail" if name == "Email" else name for name in HEADER])


def test_columns_we_do_not_know_are_left_aside_even_twice():
    columns_of([*HEADER, "", "", "is_staff", "is_staff"])


def test_columns_that_need_not_be_there_may_be_away():
    columns = columns_of(
        ["Entry Date", "Pledge type", "Name (First)", "Name (Last)", "Email", "Organisation name"]
    )
    assert "website" not in columns.fields


@pytest.mark.parametrize("mapping", [[], "x", {"password": "Password"}, {"address": 3}, {"address": " "}])
def test_a_mapping_that_is_none_says_so(mapping):
    with pytest.raises(BadFile):
        mapping_from(mapping)

"""Every file here is read by a real child process, which costs a few hundredths of a second each."""

import gzip
import re
import stat
from datetime import date, datetime

import pytest
from openpyxl.comments import Comment

from rrn.transition.importing import limits, reading
from rrn.transition.importing.previewing import read_file
from rrn.transition.importing.reading import BadFile
from rrn.transition.rules.columns import PLEDGE_FORM

from .files import HEADER, PERSON, SHEET, as_csv, as_workbook, part_of, repacked, saved

TODAY = date(2026, 3, 1)


def read(folder, content, name="pledges.csv", **options):
    return read_file(saved(folder, "upload.bin", content), name=name, today=TODAY, **options)


# --- CSV, as many programs write it ---------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        as_csv(PERSON),
        as_csv(PERSON, encoding="utf-8-sig"),
        as_csv(PERSON, encoding="utf-16"),
        b"\xfe\xff" + as_csv(PERSON, encoding="utf-16-be"),
        as_csv(PERSON, encoding="cp1252"),
        as_csv(PERSON, delimiter=";"),
        as_csv(PERSON, delimiter="\t"),
        as_csv(PERSON, line_end="\n"),
        as_csv(PERSON, line_end="\r"),
        as_csv(PERSON).rstrip(),
        b"sep=;\r\n" + as_csv(PERSON, delimiter=";"),
        b"\xef\xbb\xbfsep=,\r\n" + as_csv(PERSON),
        b"\r\n\r\n" + as_csv(PERSON) + b"\r\n , ,,,,\r\n",
        as_csv([*PERSON, ""], header=[*HEADER, ""]),
        as_csv([f" {cell}\u00a0 " for cell in PERSON], header=[f" {name.upper()} " for name in HEADER]),
    ],
    ids=str.split(
        "utf8 bom utf16le utf16be cp1252 semicolon tab lf cr no-end sep sep-bom blank-lines extra padded"
    ),
)
def test_a_csv_file_is_read_however_it_was_written(tmp_path, content):
    (row,) = read(tmp_path, content).rows
    assert (row.first_name, row.address, row.made_at.date()) == ("Zoë", "zoe@post.example", date(2016, 5, 4))


def test_old_windows_letters_are_read_as_they_were_meant(tmp_path):
    person = [*PERSON[:3], "O\u2019Brien \u2013 Caf\u00e9\u2019s", *PERSON[4:]]
    (row,) = read(tmp_path, as_csv(person, encoding="cp1252")).rows
    assert row.last_name == "O\u2019Brien \u2013 Caf\u00e9\u2019s"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "no rows"),
        (b"\r\n" * 500, "no rows"),
        (b" " * 5000, "no rows"),
        (as_csv(), "no rows"),
        (as_csv(PERSON, encoding="utf-16-le"), "not a CSV file"),
        (as_csv(PERSON, encoding="utf-32"), "cannot read"),
        (as_csv(*[PERSON] * 50) + b"x,Case\xff\xfe,,,,\r\n", "Line 52"),
        (as_csv(PERSON) + b"\xed\xa0\x80\xed\xb0\x80,,,,,\r\n", "Line 3"),
        (as_csv(PERSON) + b"\xc3\xa9\x81,,,,,\r\n", "Line 3"),
        (as_csv(header=PERSON), "missing"),
        (as_csv([*PERSON, "x"], header=[*HEADER, "E-MAIL".replace("-", "")]), "2 times"),
        (as_csv(PERSON) + b"x" * (limits.MAX_LINE_CHARACTERS + 1), "Line 3 is longer"),
        (as_csv(PERSON) + b"," * 1_000_000, "Line 3 is longer"),
        (as_csv(["x" * (limits.MAX_CELL_CHARACTERS + 1), *PERSON[1:]]), "line 2 has a cell"),
        (as_csv(PERSON) + b'"open,,,,,\r\n' + as_csv(PERSON), "line 3"),
        (as_csv(header=[f"c{n}" for n in range(limits.MAX_COLUMNS + 1)]), "columns"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"x" * 300, "cannot be read|missing"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "not a CSV file"),
        (b"\x7fELF" + bytes(500), "not a CSV file"),
        (gzip.compress(b"x" * 100, mtime=0), "not a CSV file|cannot be read"),
        (b'{"people": [1, 2, 3]}', "missing"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "missing"),
    ],
)  # fmt: skip
def test_a_bad_csv_file_is_refused_whole_with_a_sentence(tmp_path, content, says):
    with pytest.raises(BadFile, match=says):
        read(tmp_path, content)


def test_a_short_or_long_row_is_refused_and_never_shifted(tmp_path):
    file = read(tmp_path, as_csv(PERSON, PERSON[:4], [*PERSON, "x"], [*PERSON, ""]))
    assert [(one.number, str(one.reason)) for one in file.refusals] == [
        (3, "fewer cells than the first row"),
        (4, "more cells than the first row"),
    ]
    assert len(file.rows) == 2


def test_a_row_says_the_line_on_which_it_begins(tmp_path):
    broken_name = [*PERSON[:3], "Two\r\nLines", *PERSON[4:]]
    file = read(tmp_path, as_csv(broken_name, ["", *PERSON[1:]]))
    assert [row.number for row in file.rows] == [2]
    assert file.rows[0].last_name == "Two Lines"
    assert [one.number for one in file.refusals] == [4]


def test_a_mapping_brings_in_other_columns(tmp_path):
    mapping = dict(
        zip(("date", "type", "first_name", "last_name", "address", "organisation"), "abcdef", strict=True)
    )
    file = read(tmp_path, as_csv(PERSON, header=list("abcdef")), mapping=mapping)
    assert len(file.rows) == 1


def test_what_we_do_not_take_over_never_leaves_the_child(tmp_path):
    path = saved(tmp_path, "pledges.csv", as_csv([*PERSON, "Mozilla/5.0"], header=[*HEADER, "User Agent"]))
    with reading.open_table(path, choose=lambda header: list(range(6))) as table:
        assert "Mozilla/5.0" not in str(list(table.rows))


# --- workbooks --------------------------------------------------------------------------------------


def workbook(*rows, **options):
    return as_workbook(*(rows or [PERSON]), **options)


def test_a_workbook_is_read_with_its_dates_and_numbers(tmp_path):
    header = [*HEADER, "Entry Id", "Number of staff"]
    person = [datetime(2016, 5, 4, 12), *PERSON[1:], 5491, 40.0]  # noqa: DTZ001 - as a workbook holds it
    (row,) = read(tmp_path, workbook(person, header=header), "pledges.xlsx").rows
    assert (row.entry, row.staff_words, row.made_at.date()) == ("5491", "40", date(2016, 5, 4))


def _count_from_1904(book):
    book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001


def _hide_a_sheet_before(book):
    book.create_sheet("Secret", 0).sheet_state = "hidden"


def _comment(book):
    book.active["A2"].comment = Comment("look", "somebody")


@pytest.mark.parametrize("prepare", [_count_from_1904, _hide_a_sheet_before, _comment])
def test_a_workbook_is_read_whatever_else_is_in_it(tmp_path, prepare):
    person = [datetime(2016, 5, 4, 12), *PERSON[1:]]  # noqa: DTZ001
    (row,) = read(tmp_path, workbook(person, prepare=prepare), "pledges.xlsx").rows
    assert row.made_at.date() == date(2016, 5, 4)


def test_a_workbook_that_lies_about_its_size_loses_no_row(tmp_path):
    content = workbook(PERSON, PERSON)
    sheet = part_of(content).replace(b'ref="A1:F3"', b'ref="A1:A1"')
    assert len(read(tmp_path, repacked(content, replace={SHEET: sheet}), "pledges.xlsx").rows) == 2


def test_formulas_are_never_run_and_errors_and_truth_values_are_no_names(tmp_path):
    rows = [[*PERSON[:3], name, *PERSON[4:]] for name in ("=1+1", True, "#N/A", datetime(2016, 3, 1))]  # noqa: DTZ001
    file = read(tmp_path, workbook(*rows), "pledges.xlsx")
    assert [row.last_name for row in file.rows] == [""]
    assert {str(one.reason) for one in file.refusals} == {"not text"}


GOOD = as_workbook(PERSON)
DOCTYPE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'


def _with_doctype(content, doctype=DOCTYPE, encoding="utf-8"):
    sheet = part_of(content).decode()
    start = sheet.index("<worksheet")
    text = '<?xml version="1.0"?>' + doctype.decode() + sheet[start:]
    return repacked(content, replace={SHEET: text.encode(encoding)})


def _laughs():
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]>'.encode()


def _with_shared_strings(place, strings=b"<si><t>Zo</t></si><si><r><t>Zo</t></r><r><t>e</t></r></si>"):
    """The person's first name as number `place` of the workbook's table of words; None: there is no such table."""
    sheet, names = part_of(GOOD), "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    start = sheet.index(b'<c r="C2"')
    end = sheet.index(b"</c>", start) + 4
    replace = {SHEET: sheet[:start] + b'<c r="C2" t="s"><v>' + place + b"</v></c>" + sheet[end:]}
    if strings is None:
        return repacked(GOOD, replace=replace)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'.encode()
    types = part_of(GOOD, "[Content_Types].xml")
    if b"sharedStrings" not in types:
        replace["[Content_Types].xml"] = types.replace(b"</Types>", override)
    table = f'<sst xmlns="{names}">'.encode() + strings + b"</sst>"
    return repacked(
        GOOD, replace=replace, add={"xl/sharedStrings.xml": table}, leave_out=["xl/sharedStrings.xml"]
    )


@pytest.mark.parametrize(("place", "name"), [(b"0", "Zo"), (b"1", "Zoe")])
def test_words_are_found_in_the_workbooks_table_of_words(tmp_path, place, name):
    (row,) = read(tmp_path, _with_shared_strings(place), "pledges.xlsx").rows
    assert row.first_name == name


def test_a_cell_without_a_place_stands_after_the_one_before(tmp_path):
    sheet = re.sub(rb'<(c|row) r="[A-Z]*[0-9]+"', rb"<\1", part_of(GOOD))
    (row,) = read(tmp_path, repacked(GOOD, replace={SHEET: sheet}), "pledges.xlsx").rows
    assert (row.number, row.address) == (2, "zoe@post.example")


def _symlink(entry):
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16


@pytest.mark.parametrize(
    "content",
    [
        _with_doctype(GOOD),
        _with_doctype(GOOD, b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'),
        _with_doctype(GOOD, _laughs()),
        _with_doctype(GOOD, encoding="utf-16"),
        repacked(
            GOOD, replace={SHEET: b"<worksheet>" + b"<x>" * 100_000 + b"</x>" * 100_000 + b"</worksheet>"}
        ),
        repacked(GOOD, replace={SHEET: part_of(GOOD)[:-40]}),
        repacked(GOOD, leave_out=[SHEET]),
        _with_shared_strings(b"0", strings=None),
        _with_shared_strings(b"999999"),
        _with_shared_strings(b"-1"),
        repacked(GOOD, leave_out=["[Content_Types].xml"]),
        repacked(GOOD, add={"../outside.txt": b"x"}),
        repacked(GOOD, add={"/outside.txt": b"x"}),
        repacked(GOOD, add={"xl/link.xml": b"/etc/passwd"}, change=_symlink),
        repacked(GOOD, add={f"xl/media/{n}.bin": b"x" for n in range(limits.MAX_ARCHIVE_MEMBERS)}),
        repacked(GOOD, add={"xl/media/bomb.bin": bytes(limits.MAX_PART_BYTES + 1)}),
        GOOD[:-100],
        GOOD[: len(GOOD) // 2] + bytes([GOOD[len(GOOD) // 2] ^ 1]) + GOOD[len(GOOD) // 2 + 1 :],
        b"GIF89a" + GOOD,
        b"<html>" + GOOD,
        as_csv(PERSON),
        b"<html><table></table></html>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096),
        as_workbook(header=["x" * (limits.MAX_CELL_CHARACTERS - 1)]),
        repacked(GOOD, replace={SHEET: part_of(GOOD).replace(b'r="2"', b'r="99999999"')}),
    ],
    ids=str.split(
        "entity external-dtd laughs utf16-dtd deep cut no-sheet no-strings bad-string negative-string no-types zip-slip absolute "
        "symlink many-parts bomb truncated bit-flip gif html-front csv html ole long-header row-99999999"
    ),
)
def test_a_bad_workbook_is_refused_whole_with_a_sentence(tmp_path, content):
    with pytest.raises(BadFile) as refusal:
        read(tmp_path, content, "pledges.xlsx")
    assert str(refusal.value).endswith(".")


def test_a_workbook_that_unpacks_to_more_than_it_said_is_stopped(tmp_path, monkeypatch):
    from rrn.transition.importing import xlsx_rows

    monkeypatch.setattr(xlsx_rows, "MAX_UNPACKED_BYTES", 100_000)
    bomb = repacked(GOOD, replace={SHEET: b"<worksheet>" + b" " * 2_000_000 + b"</worksheet>"})
    with pytest.raises(BadFile, match="too large"):
        list(xlsx_rows.xlsx_rows(saved(tmp_path, "bomb.xlsx", bomb)))


@pytest.mark.parametrize("name", ["pledges.xls", "pledges.ods", "pledges", "pledges.csv"])
def test_a_name_that_does_not_go_with_the_contents_is_refused(tmp_path, name):
    with pytest.raises(BadFile):
        read(tmp_path, GOOD, name)


@pytest.mark.parametrize(
    "name", ["a" * 300 + ".csv", "x\r\nSet-Cookie: a=b.csv", "../../evil.csv", "m\u202evsc.exe.csv"]
)
def test_a_hostile_name_is_only_ever_shown_plainly(tmp_path, name):
    file = read(tmp_path, as_csv(PERSON), name)
    assert file.name.isprintable()
    assert "/" not in file.name
    assert len(file.name) <= 200


def test_a_child_that_dies_leaves_the_file_unreadable(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "HOUSE", tmp_path)
    monkeypatch.setattr(reading.sys, "executable", "/bin/false")
    with pytest.raises(BadFile, match="cannot be read"):
        read(tmp_path, as_csv(PERSON))


def test_every_field_of_the_pledge_form_has_a_length():
    from rrn.transition.rules.rows import LONGEST

    assert set(LONGEST) == set(PLEDGE_FORM)

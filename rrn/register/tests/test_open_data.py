"""The data files: what the pages show, no more; safe in any spreadsheet; made once a day in small turns."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from rrn.core.renewals import renew_pending
from rrn.core.time import travel
from rrn.register.machines import opendata
from rrn.register.machines.columns import COLUMNS, FIGURES
from tests.scenes import plan_ready_to_send, published_plan

PUBLISHED = datetime(2026, 6, 14, 10, tzinfo=UTC)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = date(2026, 11, 21)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_day_in_november(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path, "base_url": None}}
    }
    with travel(NOON):
        yield


def make(day=DAY, at=NOON):
    renew_pending(at=at)
    return opendata.Builder().turn(day, at, go_on=lambda: True)


def body(answer) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def table(client, name="plans.csv"):
    return list(csv.DictReader(io.StringIO(body(client.get(f"/data/{name}")).decode("utf-8-sig"))))


def sheet(client):
    book = load_workbook(io.BytesIO(body(client.get("/data/plans.xlsx"))))
    return book["Actions"]


@pytest.mark.parametrize("kept", [False, True])
def test_there_is_one_row_for_each_action_that_stands_in_public_in_every_format(client, kept):
    published_plan(at=PUBLISHED, actions=3)
    published_plan("Corrie House", at=PUBLISHED, actions=2)
    plan_ready_to_send("Quiet House", at=PUBLISHED)
    if kept:
        assert make() == 1
    rows = table(client)
    shown = [client.get(f"/members/{slug}/plan/").content.decode().count('id="action-') for slug in ("hollin-park-school", "corrie-house")]
    assert len(rows) == sum(shown) == 5
    said = json.loads(body(client.get("/data/plans.json")))
    assert [row["action"] for row in said["rows"]] == [row["action"] for row in rows]
    cells = list(sheet(client).iter_rows(values_only=True))
    assert [list(cells[0]), len(cells)] == [[column.name for column in COLUMNS], 6]
    assert said["rows"][0]["practices"] == [] or isinstance(said["rows"][0]["practices"], list)


def test_every_file_says_its_day_its_licence_and_who_issues_it(client):
    published_plan(at=PUBLISHED)
    issuer = "Demonstration, not the Restraint Reduction Network"
    row = table(client)[0]
    assert (row["as_of"], row["licence"], row["issuer"]) == ("2026-11-21T12:00:00+00:00", "CC BY 4.0", issuer)
    said = json.loads(body(client.get("/data/plans.json")))
    assert (said["as_of"], said["licence"], said["issuer"]) == ("2026-11-21T12:00:00+00:00", "CC BY 4.0", issuer)
    book = load_workbook(io.BytesIO(body(client.get("/data/plans.xlsx"))))
    assert {issuer, "CC BY 4.0"} <= {row[1] for row in book["About"].iter_rows(values_only=True)}
    package = client.get("/data/schema.json").json()
    assert package["licenses"][0]["name"] == "CC BY 4.0"
    assert package["contributors"] == [{"title": issuer, "role": "publisher"}]
    assert table(client, "figures.csv")[0]["issuer"] == issuer


def test_the_status_in_a_file_is_that_of_its_day_with_from_and_to(client):
    published_plan(at=PUBLISHED)
    row = table(client)[0]
    assert (row["status"], row["status_words"], row["status_from"], row["status_to"]) == (
        "in_force", "Member, plan in force", "2026-06-14", "2028-06-13",
    )  # fmt: skip
    with travel(datetime(2028, 9, 1, 12, tzinfo=UTC)):
        row = table(client)[0]
        assert (row["status"], row["status_from"], row["status_to"]) == ("ended", "", "2028-06-13")
    with travel(datetime(2030, 9, 1, 12, tzinfo=UTC)):
        assert table(client) == []


def test_figures_are_those_of_the_page_with_their_definitions(client):
    published_plan(at=PUBLISHED)
    rows = table(client, "figures.csv")
    assert list(rows[0]) == [column.name for column in FIGURES]
    assert {row["series"]: row["number"] for row in rows if row["as_of"] == "2026-11-21"} == {
        "organisation_members": "1", "individual_members": "0", "plans_in_force": "1", "promised_actions": "2",
        "original_pledges": "0", "original_pledges_of_people": "0",
    }  # fmt: skip
    members = [(row["as_of"], row["number"]) for row in rows if row["series"] == "organisation_members"]
    assert members == [("2026-06-01", "0"), *((f"2026-{month:02}-01", "1") for month in range(7, 12)), ("2026-11-21", "1")]
    assert all(row["definition"] for row in rows)


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x.example","Y")', "@SUM(1)", "＝1+1", "+44", "-1", "\t=1", "|calc"])
def test_no_name_becomes_a_formula(client, name):
    plan = published_plan("Odd House", at=PUBLISHED)
    type(plan.organisation).objects.filter(pk=plan.organisation_id).update(name=name)
    assert table(client)[0]["organisation_name"] == f"'{name}"
    cell = sheet(client).cell(row=2, column=1)
    assert (cell.value, cell.data_type) == (f"'{name}".replace("\t", cell.value[1] if "\t" in name else ""), "s")
    assert json.loads(body(client.get("/data/plans.json")))["rows"][0]["organisation_name"] == name


def test_names_and_contacts_of_people_are_in_no_file(client):
    plan = published_plan(at=PUBLISHED)
    type(plan).objects.filter(pk=plan.pk).update(lead_name="Nerys Secret", lead_email="nerys@secret.example", summary="Draft Secret")
    for name in ("plans.csv", "plans.json"):
        assert b"ecret" not in body(client.get(f"/data/{name}"))


def test_the_schema_describes_exactly_the_columns_of_the_files(client):
    published_plan(at=PUBLISHED)
    resources = {one["name"]: one for one in client.get("/data/schema.json").json()["resources"]}
    fields = {field["name"]: field for field in resources["plans-json"]["schema"]["fields"]}
    row = json.loads(body(client.get("/data/plans.json")))["rows"][0]
    assert list(row) == list(fields) == list(table(client)[0])
    kinds = {"string": str, "integer": int, "date": str, "datetime": str, "array": list}
    for name, value in row.items():
        assert value is None or isinstance(value, kinds[fields[name]["type"]]), name
    page = client.get("/data/").content.decode()
    assert all(f">{name}</dt>" in page for name in fields)


def test_a_kept_file_is_streamed_with_its_length_and_not_sent_twice(client):
    published_plan(at=PUBLISHED)
    make()
    answer = client.get("/data/plans.csv")
    assert int(answer.headers["Content-Length"]) == len(body(answer))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="plans-2026-11-21.csv"'
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/data/plans.csv", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert client.get("/data/plans.csv", headers={"If-Modified-Since": answer.headers["Last-Modified"]}).status_code == 304


def test_while_todays_is_missing_yesterdays_is_served_with_its_day(client):
    published_plan(at=PUBLISHED)
    make(DAY - timedelta(days=1), NOON - timedelta(days=1))
    answer = client.get("/data/plans.csv")
    assert "plans-2026-11-20.csv" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert b"2026-11-20" in body(answer)
    assert "As of 20 November 2026, 12:00" in client.get("/data/").content.decode()


def test_a_large_network_without_files_asks_for_patience(client, monkeypatch):
    published_plan(at=PUBLISHED)
    monkeypatch.setattr(opendata, "SMALL", 0)
    answer = client.get("/data/plans.csv")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "600")
    assert b"being made" in answer.content


def test_files_are_made_in_small_turns_and_nobody_sees_half_of_them(client, monkeypatch):
    monkeypatch.setattr(opendata, "chunks", lambda day: _small(day))
    for number in range(5):
        published_plan(f"House {number}", at=PUBLISHED, actions=1)
    renew_pending(at=NOON)
    builder, turns = opendata.Builder(), 0
    while not (finished := builder.turn(DAY, NOON, go_on=_once())):
        turns += 1
        assert opendata.builds_kept() == []
        assert turns < 50
    assert (finished, turns > 3) == (1, True)
    assert len(table(client)) == 5
    assert builder.turn(DAY, NOON, go_on=lambda: True) == 0


def _small(day):
    from rrn.register.machines import reading

    return reading.chunks(day, size=1)


def _once():
    answers = iter([True])
    return lambda: next(answers, False)


def test_a_worker_that_ends_half_way_leaves_nothing_that_counts(client):
    published_plan(at=PUBLISHED)
    first = opendata.Builder()
    first.turn(DAY, NOON, go_on=_once())
    place = opendata.storage()
    from django.core.files.base import ContentFile

    place.save(f"{opendata.PLACE}/2026-11-21T120000Z/plans.csv", ContentFile(b"half"))
    assert opendata.latest("plans.csv", DAY) is None
    assert make() == 1
    assert len(table(client)) == 2


def test_files_older_than_seven_days_are_removed(client):
    published_plan(at=PUBLISHED)
    for ago in (9, 7, 6, 1):
        make(DAY - timedelta(days=ago), NOON - timedelta(days=ago))
    make()
    assert opendata.builds_kept() == [NOON - timedelta(days=ago) for ago in (0, 1, 6)]


def test_the_nights_duty_makes_them_once(client):
    from rrn.clock.duties import DUTIES
    from rrn.clock.worker import Worker

    published_plan(at=PUBLISHED)
    duty = [duty for duty in DUTIES if duty.name == "data files"]
    assert Worker(duty).turn() == 1
    assert Worker(duty).turn() == 0
    assert opendata.builds_kept() == [NOON]


def test_a_chunk_of_organisations_costs_the_same_queries_however_many_they_are(django_assert_max_num_queries):
    for number in range(6):
        published_plan(f"House {number}", at=PUBLISHED)
    renew_pending(at=NOON)
    with django_assert_max_num_queries(7):
        assert sum(len(rows) for rows in opendata.promises(NOON)) == 12


def test_a_name_that_is_no_file_is_not_found(client):
    for name in ("plans.exe", "..%2Fsecret-key", "files.json", "plans.csv/"):
        assert client.get(f"/data/{name}").status_code == 404


def test_numbers_stay_numbers_in_a_workbook_and_a_full_sheet_goes_on_in_another(monkeypatch, tmp_path):
    from rrn.core.workbooks import XlsxBook

    monkeypatch.setattr(XlsxBook, "ROWS_OF_A_SHEET", 2)
    book = XlsxBook()
    sheet = book.sheet("Rows", ["name", "number"])
    for number in range(5):
        sheet.add(["=1", Decimal(number)])
    with (tmp_path / "a.xlsx").open("wb") as file:
        book.save(file)
    read = load_workbook(tmp_path / "a.xlsx")
    assert read.sheetnames == ["Rows", "Rows 2", "Rows 3"]
    assert [(cell.value, cell.data_type) for cell in read["Rows 3"][2]] == [("'=1", "s"), (4, "n")]


def test_after_a_write_the_files_are_made_again_once_the_last_are_ten_minutes_old(client):
    published_plan(at=PUBLISHED)
    builder = opendata.Builder()
    renew_pending(at=NOON)
    assert builder.turn(DAY, NOON, go_on=lambda: True) == 1
    published_plan("Corrie House", at=PUBLISHED)
    renew_pending(at=NOON)
    assert builder.turn(DAY, NOON + timedelta(minutes=9), go_on=lambda: True) == 0
    assert len(table(client)) == 2
    later = NOON + timedelta(minutes=10)
    assert builder.turn(DAY, later, go_on=lambda: True) == 1
    assert {row["as_of"] for row in table(client)} == {"2026-11-21T12:10:00+00:00"}
    assert len(table(client)) == 4
    assert builder.turn(DAY, later + timedelta(hours=2), go_on=lambda: True) == 0


def test_a_build_that_takes_long_rests_long(monkeypatch):
    published_plan(at=PUBLISHED)
    renew_pending(at=NOON)
    with travel(NOON + timedelta(minutes=6)):
        assert make() == 1
    published_plan("Corrie House", at=PUBLISHED)
    renew_pending(at=NOON)
    assert [opendata.is_due(DAY, NOON + timedelta(minutes=minutes)) for minutes in (10, 59, 60)] == [False, False, True]


def test_whoever_takes_a_file_while_the_next_is_made_gets_it_whole(client):
    published_plan(at=PUBLISHED)
    make()
    answer = client.get("/data/plans.csv")
    published_plan("Corrie House", at=PUBLISHED)
    make(DAY, NOON + timedelta(minutes=11))
    assert len(body(answer)) == int(answer.headers["Content-Length"])
    assert len(opendata.builds_kept()) == 2
    published_plan("Birch House", at=PUBLISHED)
    make(DAY, NOON + timedelta(minutes=30))
    assert opendata.builds_kept() == [NOON + timedelta(minutes=minutes) for minutes in (30, 11)]


def test_a_summers_night_is_the_day_it_is_in_london():
    published_plan(at=PUBLISHED)
    late = datetime(2027, 6, 30, 23, 30, tzinfo=UTC)
    with travel(late):
        assert make(date(2027, 7, 1), late) == 1
        assert opendata.newest(date(2027, 7, 1))["plans.csv"].day == date(2027, 7, 1)
        assert next(iter(opendata.promises(late)))[0][-3] == "2027-07-01T00:30:00+01:00"
        assert not opendata.is_due(date(2027, 7, 1), late + timedelta(hours=1))

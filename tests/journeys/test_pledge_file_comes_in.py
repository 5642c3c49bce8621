"""The pledge file of 2014 is brought in, and everybody sees what became of it."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from rrn.transition.models import ImportedRow
from tests.cast import person
from tests.journeys.conftest import look

FILE = Path(__file__).resolve().parents[2] / "rrn" / "demo" / "fixtures" / "original-pledges.csv"
MANIFEST = json.loads(FILE.with_suffix(".manifest.json").read_text())


@pytest.fixture
def brought_in(house: str) -> None:
    call_command("import_pledges", str(FILE), apply=True, verbosity=0)


def test_the_totals_of_the_pledge_file_stand_on_the_pages(phone, arrive, axe, brought_in):
    assert (MANIFEST["organisations"], MANIFEST["people"]) == (375, 1613)
    everybody_sees_the_totals(phone, axe)
    office = arrive(person("Olu Office", roles=("office",)))
    the_office_sees_every_record(office, axe)
    the_office_sees_every_row_that_was_left_out_and_why(office, axe)


def everybody_sees_the_totals(page: Any, axe: Any) -> None:
    for address in ("/", "/figures/"):
        page.goto(address)
        counter = page.locator(".rrn-counter", has_text="organisations signed in 2014")
        assert counter.locator(".rrn-counter__number").inner_text() == "375"
        assert "And 1,613 people." in counter.inner_text()
        look(page, axe)
    assert column_sums(page.get_by_role("table", name="Original pledges by year")) == [375, 1613]


def column_sums(table: Any) -> list[int]:
    """What a reader gets who adds the years up."""
    rows = [re.findall(r"[\d,]+", row.inner_text()) for row in table.locator("tbody tr").all()]
    return [sum(int(row[column].replace(",", "")) for row in rows) for column in (1, 2)]


def the_office_sees_every_record(page: Any, axe: Any) -> None:
    page.goto("/office/pledges/")
    assert page.get_by_text("1,988 records, the earliest first.").is_visible()
    look(page, axe)
    for kind, records in (("Organisation", "375"), ("Individual", "1,613")):
        page.get_by_text(re.compile("^Filter")).click()
        page.get_by_label("Who took it").select_option(label=kind)
        page.get_by_role("button", name="Use these filters").click()
        page.get_by_text(f"{records} records, the earliest first.").wait_for()


def the_office_sees_every_row_that_was_left_out_and_why(page: Any, axe: Any) -> None:
    page.get_by_role("link", name="See the files they came from").click()
    page.get_by_role("link", name=FILE.name).click()
    page.get_by_role("heading", name="Rows that were left out").wait_for()
    assert page.get_by_text(re.compile("1,?613 people, 375 organisations")).is_visible()
    look(page, axe)
    assert Counter(reasons(page)) == Counter(row["why"] for row in MANIFEST["rejected_rows"])
    assert ImportedRow.objects.filter(decision=ImportedRow.Decision.REFUSE).count() == len(MANIFEST["rejected_rows"])


def reasons(page: Any) -> list[str]:
    """Every reason on every page of the list, without what it is about."""
    found: list[str] = []
    while True:
        table = page.get_by_role("table", name="Rows that were left out")
        found += [re.sub(r" \(.*\)$", "", words) for words in table.locator("tbody td:last-child").all_inner_texts()]
        further = page.get_by_role("link", name=re.compile("^Next"))
        if not further.count():
            return found
        page.goto(further.evaluate("link => link.href"))

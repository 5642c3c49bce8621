"""The demonstration's made-up pledge file goes through the real importer."""

import json
from collections import Counter
from datetime import UTC, date, datetime

import pytest

from rrn.demo import make_pledge_file
from rrn.demo.make_pledge_file import FIXTURES
from rrn.membership.models import OriginalPledge
from rrn.transition.actions import apply_import
from rrn.transition.importing.previewing import preview, read_file
from rrn.transition.queries import existing_pledges
from rrn.transition.rules.matching import NOTHING

TODAY = date(2026, 3, 1)
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def manifest():
    return json.loads((FIXTURES / "original-pledges.manifest.json").read_text())


@pytest.fixture(scope="module", params=["csv", "xlsx"])
def file(request):
    # The workbook takes about a second: a real one of two thousand rows.
    return read_file(FIXTURES / f"original-pledges.{request.param}", today=TODAY)


def test_the_committed_files_are_what_the_script_makes():
    for name, content in make_pledge_file.made().items():
        assert (FIXTURES / name).read_bytes() == content, (
            f"run python -m rrn.demo.make_pledge_file: {name} differs"
        )


def test_organisations_names_follow_no_pattern(file):
    """No way of making a name is seen often, no first or last word comes back on and on, nothing repeats in step."""
    names = list(dict.fromkeys(row.organisation for row in file.rows if row.kind.value == "organisation"))
    for place, most in ((0, 0.06), (-1, 0.12)):
        ((word, number), *_) = Counter(name.split()[place].casefold() for name in names).most_common(1)
        assert number / len(names) <= most, (word, number)
    in_step = sum(one.split()[-1] == other.split()[-1] for one, other in zip(names, names[13:], strict=False))
    assert in_step / len(names) < 0.15


def test_every_address_in_it_is_made_up(file):
    assert all(row.address.endswith(".example") for row in file.rows)
    assert all(not row.host or row.host.endswith(".example") for row in file.rows)


def test_the_file_holds_exactly_the_people_and_organisations_of_its_manifest(file, manifest):
    counts = preview(file, NOTHING).counts
    assert (counts.rows, counts.created_people, counts.created_organisations) == (
        manifest["rows"], manifest["people"], manifest["organisations"],
    )  # fmt: skip
    assert (manifest["people"], manifest["organisations"]) == (1613, 375)
    assert counts.matched == manifest["same_person_rows"] + manifest["same_organisation_rows"]


def test_the_rows_left_out_are_those_of_the_manifest_with_their_reasons(file, manifest):
    found = preview(file, NOTHING)
    said = sorted((int(one.cells[0]), str(one.reason)) for one in found.refusals)
    assert said == sorted((one["entry"], one["why"]) for one in manifest["rejected_rows"])
    assert found.refused_for == Counter(one["why"] for one in manifest["rejected_rows"])


def test_possible_duplicates_are_listed_and_not_merged(file, manifest):
    found = preview(file, NOTHING)
    assert sorted(list(one.who) for one in found.possible_duplicates) == manifest["possible_duplicates"]


@pytest.mark.django_db
def test_the_totals_are_in_the_database_and_the_workbook_then_brings_nothing_new(manifest):
    for name, expected in (("csv", True), ("xlsx", False)):
        file = read_file(FIXTURES / f"original-pledges.{name}", today=TODAY)
        seen = preview(file, existing_pledges(file.rows), list_near=False)
        assert bool(apply_import(file=file, expecting=seen.digest, by=None, at=AT)) is expected
        kinds = Counter(OriginalPledge.objects.values_list("kind", flat=True))
        assert kinds == {"individual": manifest["people"], "organisation": manifest["organisations"]}

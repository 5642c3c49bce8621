import csv
import json
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rrn.accounts.models import User
from rrn.core.verdict import Refused
from rrn.events.models import Line
from rrn.membership.models import OriginalPledge, OriginalPledgeEntry
from rrn.transition.actions import apply_import, note_looked
from rrn.transition.importing.previewing import ReadFile, preview, read_file, row_decisions
from rrn.transition.models import ImportBatch, ImportedRow, LookAlike, LookAlikePledge
from rrn.transition.queries import batches_to_look_at, existing_pledges, look_alikes, refused_rows
from tests.cast import person

from .files import HEADER, PERSON, as_csv, saved
from .rows import organisation_row, pledge_row

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def a_file(*rows, refusals=()):
    return ReadFile("pledges.csv", "0" * 64, (), list(rows), list(refusals))


def looked_at(file):
    return preview(file, existing_pledges(file.rows))


def bring_in(*rows):
    file = a_file(*rows)
    return apply_import(file=file, expecting=looked_at(file).digest, by=None, at=AT)


def test_a_file_becomes_records_with_their_rows_decisions_and_diary_lines():
    batch = bring_in(
        pledge_row(days=3, listing="yes", job_title="Nurse"),
        pledge_row(listing="no", sector_words="Social care"),
        organisation_row("The Elms", "elms.example"),
    )

    person = OriginalPledge.objects.get(kind="individual")
    assert (person.pledged_on, person.listing, person.sector_words) == (
        date(2016, 5, 4),
        "yes",
        "Social care",
    )
    assert person.entries.count() == 2
    assert person.batch == batch.reference
    assert sorted(ImportedRow.objects.values_list("decision", flat=True)) == ["create", "create", "match"]
    assert Line.objects.filter(verb="pledge.imported").count() == 2
    assert Line.objects.filter(verb="import.applied").count() == 1


def test_a_file_applied_again_changes_nothing_at_all():
    rows = [pledge_row(), pledge_row(days=1), organisation_row("The Elms")]
    bring_in(*rows)
    before = [
        list(model.objects.order_by("pk").values()) for model in (OriginalPledge, OriginalPledgeEntry, Line)
    ]

    assert bring_in(*rows) is None

    after = [
        list(model.objects.order_by("pk").values()) for model in (OriginalPledge, OriginalPledgeEntry, Line)
    ]
    assert before == after
    assert ImportBatch.objects.count() == 1


def test_a_later_file_adds_to_what_is_there_and_leaves_what_staff_corrected():
    bring_in(pledge_row(days=5, listing="yes"))
    OriginalPledge.objects.update(first_name="Amelia")

    bring_in(
        pledge_row(days=0, first_name="Amy-Jo", nation="wales", nation_words="Wales"),
        pledge_row(days=9, listing="no"),
    )

    person = OriginalPledge.objects.get()
    assert (person.first_name, person.nation, person.pledged_on, person.listing) == (
        "Amelia", "wales", date(2016, 5, 4), "no",
    )  # fmt: skip
    assert Line.objects.filter(verb="pledge.rows_added").count() == 1


def test_an_organisation_that_is_there_without_a_website_is_given_one():
    bring_in(organisation_row("The Elms"))
    bring_in(organisation_row("Elms", "elms.example", days=1))

    elms = OriginalPledge.objects.get()
    assert (elms.host, elms.website) == ("elms.example", "https://elms.example")


def test_a_row_for_a_merged_pledge_goes_to_what_it_was_merged_into():
    bring_in(pledge_row(address="old@post.example"), pledge_row(address="new@post.example"))
    old, new = (
        OriginalPledge.objects.get(address="old@post.example"),
        OriginalPledge.objects.get(address="new@post.example"),
    )
    OriginalPledge.objects.filter(pk=old.pk).update(merged_on=date(2026, 3, 1), merged_into=new)

    bring_in(pledge_row(days=1, address="old@post.example"))

    assert new.entries.count() == 2
    assert OriginalPledge.objects.count() == 2


def test_nothing_is_applied_when_something_has_changed_since_the_preview():
    file = a_file(pledge_row(days=1), pledge_row(address="other@post.example"))
    seen = looked_at(file)
    bring_in(pledge_row())

    with pytest.raises(Refused, match="new preview"):
        apply_import(file=file, expecting=seen.digest, by=None, at=AT)

    assert OriginalPledge.objects.count() == 1


def test_two_applying_one_preview_at_a_time_leave_one_batch(monkeypatch):
    file = a_file(pledge_row())
    seen = looked_at(file)
    bring_in(*file.rows)
    monkeypatch.setattr("rrn.transition.actions.existing_pledges", lambda rows: existing_pledges([]))

    with pytest.raises(Refused, match="new preview"):
        apply_import(file=file, expecting=seen.digest, by=None, at=AT)


def test_only_the_office_brings_pledges_in():
    stranger = User(email="stranger@post.example", date_joined=AT)
    stranger.save()
    file = a_file(pledge_row())

    with pytest.raises(PermissionDenied, match="office"):
        apply_import(file=file, expecting=looked_at(file).digest, by=stranger, at=AT)


@pytest.mark.parametrize("people", [2, 300])
def test_the_queries_do_not_grow_with_the_file(django_assert_num_queries, people):
    with django_assert_num_queries(37 if connection.vendor == "sqlite" else 34):
        bring_in(*(pledge_row(address=f"p{n}@post.example") for n in range(people)))


rows = st.lists(
    st.one_of(
        st.builds(
            pledge_row,
            days=st.integers(0, 3),
            address=st.sampled_from(["a@x.example", "b@x.example", "a+1@x.example"]),
            listing=st.sampled_from(["yes", "no", "unknown"]),
            entry=st.sampled_from(["", "1", "2"]),
        ),
        st.builds(
            organisation_row,
            name=st.sampled_from(["Elms", "The Elms", "Oaks", "Oaks Ltd"]),
            host=st.sampled_from(["", "a.example", "b.example"]),
            days=st.integers(0, 3),
        ),
    ),
    max_size=7,
)


def forget_batches():
    for model in (LookAlikePledge, LookAlike, ImportedRow, ImportBatch):
        model.objects.all().delete()


def forget_everything():
    forget_batches()
    OriginalPledgeEntry.objects.all().delete()
    OriginalPledge.objects.all().delete()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows, rows)
def test_applying_does_exactly_what_the_preview_said_and_nothing_twice(first, second):
    forget_everything()
    for some in (first, second):
        file = a_file(*some)
        seen = looked_at(file)
        there = OriginalPledge.objects.count()
        kept = OriginalPledgeEntry.objects.count()
        ImportBatch.objects.update(reference="earlier")
        forget_batches()

        batch = apply_import(file=file, expecting=seen.digest, by=None, at=AT)

        counts = seen.counts
        assert OriginalPledge.objects.count() == there + counts.created_people + counts.created_organisations
        fresh = {row.fingerprint for record in seen.decided.records for row in record.rows}
        assert OriginalPledgeEntry.objects.count() == kept + len(fresh)
        if batch:
            said = sorted((one.number, one.what.value) for one in row_decisions(seen))
            assert sorted(ImportedRow.objects.values_list("number", "decision")) == said
        assert looked_at(file).counts.nothing_new


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_rows_makes_no_difference_to_what_is_kept(some, source):
    def kept(of):
        forget_everything()
        bring_in(*of)
        facts = [
            field.name for field in OriginalPledge._meta.concrete_fields if field.name not in ("id", "batch")
        ]
        return sorted(map(repr, OriginalPledge.objects.values_list(*facts)))

    shuffled = list(some)
    source.shuffle(shuffled)
    assert kept(some) == kept(shuffled)


# --- the command ------------------------------------------------------------------------------------


def run(*arguments):
    out = StringIO()
    call_command("import_pledges", *map(str, arguments), stdout=out)
    return out.getvalue()


BAD = [*PERSON[:4], "=cmd|asdf", PERSON[5]]


def test_the_command_shows_and_writes_nothing_until_told(tmp_path):
    path = saved(tmp_path, "pledges.csv", as_csv(PERSON, BAD))
    shown = run(path)

    assert "1 new people" in shown
    assert "row 3: not an address" in shown
    assert "preview" in shown
    assert not OriginalPledge.objects.exists()


def test_the_command_applies_once_and_is_silent_the_second_time(tmp_path):
    path = saved(tmp_path, "pledges.csv", as_csv(PERSON))

    assert "Brought in as batch" in run(path, "--apply")
    assert "Nothing new" in run(path, "--apply")
    assert OriginalPledge.objects.count() == 1


def test_rows_left_out_are_written_so_that_no_program_runs_them(tmp_path):
    path = saved(tmp_path, "pledges.csv", as_csv(PERSON, BAD))
    run(path, "--refused", tmp_path / "refused.csv")

    with (tmp_path / "refused.csv").open(encoding="utf-8-sig", newline="") as kept:
        header, row = csv.reader(kept)
    assert header == ["Row", "Reason", "About", *HEADER]
    assert row[:3] == ["3", "not an address", "address"]
    assert "'=cmd|asdf" in row


def test_the_command_takes_a_mapping_and_a_day(tmp_path):
    path = saved(tmp_path, "pledges.csv", as_csv(PERSON, header=list("abcdef")))
    fields = ("date", "type", "first_name", "last_name", "address", "organisation")
    mapping = saved(tmp_path, "mapping.json", json.dumps(dict(zip(fields, "abcdef", strict=True))).encode())

    assert "1 new people" in run(path, "--mapping", mapping)
    assert "1 × date in the future" in run(path, "--mapping", mapping, "--today", "2016-05-03")


@pytest.mark.parametrize("content", [b"", b"nonsense", as_csv(PERSON, encoding="utf-32")])
def test_the_command_refuses_a_bad_file_with_one_sentence(tmp_path, content):
    with pytest.raises(CommandError) as refusal:
        run(saved(tmp_path, "pledges.csv", content), "--apply")
    assert str(refusal.value).endswith(".")
    assert "Traceback" not in str(refusal.value)


def test_the_command_says_when_there_is_no_such_file(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        run(tmp_path / "nothing.csv")


def alike_in(batch):
    return [(group.why, group.count, [member.pledge for member in group.members.all()]) for group in look_alikes(batch)]


def test_pledges_that_look_alike_are_kept_with_their_batch_and_not_merged():
    first = bring_in(organisation_row("The Elms", "elms.example"), pledge_row(address="amy.walker@a.example"))
    second = bring_in(
        organisation_row("Elms Ltd", "elms-ltd.example"), pledge_row(days=1, address="amy.walker@b.example")
    )

    elms, elms_ltd = OriginalPledge.objects.filter(kind="organisation").order_by("host")[::-1]
    amy, other_amy = OriginalPledge.objects.filter(kind="individual").order_by("address")
    assert alike_in(first) == []
    assert [(count, {one.pk for one in who}) for _, count, who in alike_in(second)] == [
        (2, {elms.pk, elms_ltd.pk}),
        (2, {amy.pk, other_amy.pk}),
    ]
    assert OriginalPledge.objects.filter(merged_on__isnull=True).count() == 4


def test_a_batch_waits_until_somebody_of_the_office_has_looked_and_the_first_stays_noted():
    amina, bea = person("Amina Office", roles=("office",)), person("Bea Office", roles=("office",))
    bring_in(organisation_row("Alone"))
    batch = bring_in(pledge_row(address="amy@a.example"), pledge_row(address="amy@b.example"))
    assert [(one.pk, one.groups) for one in batches_to_look_at()] == [(batch.pk, 1)]

    with pytest.raises(PermissionDenied):
        note_looked(batch=batch, by=person("Rui Reviewer", roles=("reviewer",)), at=AT)
    note_looked(batch=batch, by=amina, at=AT)
    note_looked(batch=batch, by=bea, at=AT)

    batch.refresh_from_db()
    assert (batch.looked_by, batch.looked_at, list(batches_to_look_at())) == (amina, AT, [])
    assert Line.objects.filter(verb="import.looked_at").count() == 1


def test_a_refused_row_keeps_its_entry_number_and_nothing_else(tmp_path):
    def said(entry, address):
        return [*PERSON[:4], address, "", entry]

    rows = said("1", "zoe@post.example"), said("4711", "not one"), said("amy@post.example", "")
    path = saved(tmp_path, "pledges.csv", as_csv(*rows, header=[*HEADER, "Entry Id"]))
    file = read_file(path, today=date(2026, 3, 1))

    batch = apply_import(file=file, expecting=looked_at(file).digest, by=None, at=AT)

    assert list(refused_rows(batch).values_list("entry", "reason")) == [("4711", "not an address"), ("", "no address")]

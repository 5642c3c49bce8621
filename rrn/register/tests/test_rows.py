"""Rows follow what is recorded: whoever writes, however often they are made again, and by two at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command

from rrn.core.renewals import renew_pending
from rrn.membership.actions import leave, suspend_member
from rrn.membership.models import Member, OriginalPledge, Period
from rrn.membership.queries import facts_of, with_facts
from rrn.organisations.actions import rename_organisation
from rrn.register.actions import (
    recount_totals,
    renew_all_rows,
    renew_pledges,
    renew_rows,
    renew_rows_out_of_date,
)
from rrn.register.facets import index_on
from rrn.register.figures import figures
from rrn.register.ledger import ORGANISATIONS, ledger
from rrn.register.models import Edition, Listing, MemberLine, Total
from rrn.register.queries import counters, latest_plans, rows_are_missing
from rrn.register.recorded import Some, facts_from, recorded
from rrn.register.worked_out import members_out_of_date
from tests.scenes import plan_ready_to_send, published_plan

PUBLISHED = datetime(2026, 6, 14, 10, tzinfo=UTC)
DAY = date(2026, 11, 21)
pytestmark = pytest.mark.django_db


def standing(model, *fields):
    return sorted(model.objects.values_list(*fields))


def everything():
    totals = [row for row in standing(Total, "series", "day", "change") if row[2]]
    return standing(MemberLine, "member_id", "spans", "promises"), standing(Listing, "pk", "name", "spans", "practices"), totals


def test_publishing_a_plan_makes_its_organisations_rows():
    plan = published_plan(at=PUBLISHED, actions=3)
    renew_pending(at=PUBLISHED)
    listing = Listing.objects.get()
    assert (listing.slug, listing.actions, listing.sort_key) == ("hollin-park-school", 3, "hollin park school")
    assert listing.summary == "Fewer people are held on the floor."
    assert listing.spans.startswith("2026-06-14,active,2026-06-14,2028-06-13;")
    assert MemberLine.objects.get().member == plan.organisation.member
    assert [counter.number for counter in counters(DAY)] == [1, 0, 1, 0]


def test_a_draft_is_in_no_row():
    plan_ready_to_send("Quiet House", at=PUBLISHED)
    renew_pending(at=PUBLISHED)
    assert not Listing.objects.exists()
    assert latest_plans(DAY) == []


def test_a_new_name_a_suspension_and_leaving_change_the_listing(client, make_person):
    plan = published_plan(at=PUBLISHED)
    lead, member = plan.started_by, plan.organisation.member
    rename_organisation(organisation=plan.organisation, name="Élan Park", by=lead, at=PUBLISHED)
    assert "Élan Park" in client.get("/members/").content.decode()
    office = make_person("Olive", roles=("office",))
    suspend_member(member=member, reason="Report outstanding", by=office, at=PUBLISHED + timedelta(days=9))
    renew_pending(at=PUBLISHED)
    assert index_on(DAY).counts({})["status"]["suspended"] == 1
    leave(member=member, by=office, at=PUBLISHED + timedelta(days=20))
    renew_pending(at=PUBLISHED)
    assert index_on(DAY).counts({})["status"]["ended"] == 1
    assert latest_plans(DAY) == []
    assert members_out_of_date(Some(ids=frozenset([member.pk]))) == []


def test_making_the_rows_again_changes_nothing():
    for number in range(3):
        published_plan(f"House {number}", at=PUBLISHED + timedelta(days=number))
    renew_pending(at=PUBLISHED)
    before, edition = everything(), Edition.objects.get().number
    assert renew_rows(members=set(Member.objects.values_list("pk", flat=True))) == 0
    assert renew_all_rows() == recount_totals() == 0
    assert everything() == before
    assert Edition.objects.get().number == edition


def test_rows_made_all_at_once_are_those_made_one_by_one():
    for number in range(4):
        published_plan(f"House {number}", at=PUBLISHED + timedelta(days=number), actions=number + 1)
    renew_pending(at=PUBLISHED)
    one_by_one = everything()
    for model in (Listing, MemberLine, Total, Edition):
        model.objects.all().delete()
    assert rows_are_missing()
    call_command("renew_register", if_missing=True, stdout=open("/dev/null", "w"))  # noqa: SIM115
    assert everything() == one_by_one


def test_a_line_changed_past_the_diary_is_found_by_the_nightly_look_and_put_right():
    plan = published_plan(at=PUBLISHED)
    renew_pending(at=PUBLISHED)
    Period.objects.update(left_on=date(2026, 9, 1))
    assert counters(DAY)[0].number == 1
    assert sum(renew_rows_out_of_date(on=DAY + timedelta(days=night)) for night in range(28)) == 1
    assert counters(DAY)[0].number == 0
    assert members_out_of_date(Some(ids=frozenset([plan.organisation.member.pk]))) == []


def test_totals_that_went_wrong_are_put_right_by_adding_the_lines_up_again():
    published_plan(at=PUBLISHED)
    renew_pending(at=PUBLISHED)
    Total.objects.filter(series="plans").update(change=7)
    assert recount_totals() == 2
    assert counters(DAY)[2].number == 1


def test_facts_read_for_many_are_the_facts_read_for_one():
    members = [published_plan(f"House {number}", at=PUBLISHED).organisation.member.pk for number in range(3)]
    known = recorded(Some(ids=frozenset(members)))
    for member in with_facts(Member.objects.filter(pk__in=members)):
        assert facts_from(known.histories[member.pk]) == facts_of(member)


def test_a_renewal_in_time_takes_the_place_of_the_plan_before_without_being_counted_twice():
    plan = published_plan(at=PUBLISHED)
    type(plan).objects.filter(pk=plan.pk).update(state="closed", closed_at=datetime(2028, 6, 1, 9, tzinfo=UTC))
    renew_rows(members=[plan.organisation.member.pk])
    assert ledger().on(date(2028, 5, 31), "plans") == 1
    assert ledger().on(date(2028, 6, 1), "plans") == 0


def test_merged_pledges_are_counted_once_and_the_pledge_is_a_series_of_its_own():
    def pledge(number, **more):
        return OriginalPledge.objects.create(
            kind="organisation", organisation_name=f"House {number}", address=f"{number}@a.example",
            pledged_on=date(2015, 1 + number, 2), batch="b", imported_at=PUBLISHED, **more,
        )  # fmt: skip

    first = pledge(1)
    pledge(2, merged_on=DAY, merged_into=first)
    pledge(3, claimed_on=date(2026, 10, 1))
    renew_pledges()
    assert [counter.number for counter in counters(DAY)] == [0, 0, 0, 2]
    assert "1 of the organisations have moved" in counters(DAY)[3].definition
    part = figures(DAY)[1][-1]
    assert part.tables[0].rows == [[2015, "2", "0"]]
    OriginalPledge.objects.filter(pk=first.pk).update(pledged_on=date(2014, 7, 1))
    renew_pledges()
    assert ledger().on(date(2014, 12, 31), "pledge:organisation") == 1
    assert ledger().on(DAY, "pledge:organisation") == 2


def test_numbers_of_other_days_come_from_the_same_totals():
    published_plan(at=PUBLISHED)
    renew_pending(at=PUBLISHED)
    sums = ledger()
    days = [date(2026, 6, 13), date(2026, 6, 14), date(2028, 8, 12), date(2028, 8, 13)]
    assert [sums.on(day, *ORGANISATIONS) for day in days] == [0, 1, 1, 0]
    assert [sums.on(day, "plans") for day in (date(2028, 6, 13), date(2028, 6, 14))] == [1, 0]

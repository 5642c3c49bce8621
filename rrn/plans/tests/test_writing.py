from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from rrn.core.verdict import Refused
from rrn.plans.actions import (
    add_action,
    confirm,
    move_action,
    put_back_action,
    remove_action,
    save_action,
    save_part,
    start_plan,
    withdraw_plan,
)
from rrn.plans.models import Edit, Plan
from rrn.plans.queries import CONFIRMATIONS_VERSION, actions_of, confirmed_kinds
from rrn.plans.rules import Part, edition
from rrn.plans.tests.scene import NOON, draft, organisation, seated
from tests.cast import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return organisation()


@pytest.fixture
def plan(school):
    where, lead = school
    return draft(where, lead, actions=2, ready=False)


def test_starting_twice_opens_the_same_draft(school):
    where, lead = school
    assert start_plan(organisation=where, by=lead, at=NOON) == start_plan(
        organisation=where, by=lead, at=NOON
    )
    assert Plan.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "may"), [("lead", True), ("editor", True), ("viewer", False), ("colleague", False)]
)
def test_leads_and_editors_write_and_nobody_else(plan, kind, may):
    who = seated(plan.organisation, kind)
    if may:
        assert save_part(plan=plan, part=Part.NOW, values={"where_now": "x"}, by=who, at=NOON).fields == (
            "where_now",
        )
    else:
        with pytest.raises(PermissionDenied, match="seat"):
            save_part(plan=plan, part=Part.NOW, values={"where_now": "x"}, by=who, at=NOON)


def test_a_stranger_writes_nothing(plan, stranger):
    with pytest.raises(PermissionDenied, match="no seat"):
        save_part(plan=plan, part=Part.NOW, values={"where_now": "x"}, by=stranger, at=NOON)


def test_another_organisations_lead_writes_nothing(plan):
    _, other = organisation("Dunstan Trust", lead=person("Odd Lead"))
    with pytest.raises(PermissionDenied):
        add_action(plan=plan, by=other, at=NOON)


def test_two_people_who_change_one_field_lose_no_word(plan, school):
    _, lead = school
    priya = seated(plan.organisation, "editor", "Priya Editor")
    seen = {"where_now": edition("")}
    save_part(plan=plan, part=Part.NOW, values={"where_now": "Hers"}, by=priya, at=NOON, expected=seen)

    saved = save_part(plan=plan, part=Part.NOW, values={"where_now": "His"}, by=lead, at=NOON, expected=seen)

    [conflict] = saved.conflicts
    assert (conflict.theirs, conflict.yours) == ("Hers", "His")
    assert conflict.sentence == (
        "Priya Editor changed the account of where you are now while you were writing."
    )
    plan.refresh_from_db()
    assert plan.where_now == "Hers"
    again = {"where_now": conflict.theirs_edition}
    save_part(plan=plan, part=Part.NOW, values={"where_now": "His"}, by=lead, at=NOON, expected=again)
    plan.refresh_from_db()
    assert plan.where_now == "His"
    assert Edit.objects.filter(field="where_now", before="Hers").exists()


def test_two_people_in_different_fields_do_not_meet(plan, school):
    _, lead = school
    editor = seated(plan.organisation, "editor")
    seen = {"where_now": edition(""), "how_known": edition("")}
    save_part(
        plan=plan,
        part=Part.NOW,
        values={"where_now": "Hers", "how_known": ""},
        by=editor,
        at=NOON,
        expected=seen,
    )
    saved = save_part(
        plan=plan,
        part=Part.NOW,
        values={"where_now": "", "how_known": "His"},
        by=lead,
        at=NOON,
        expected=seen,
    )
    plan.refresh_from_db()
    assert saved.conflicts == ()
    assert (plan.where_now, plan.how_known) == ("Hers", "His")


def test_a_field_of_another_part_is_never_taken(plan, school):
    _, lead = school
    with pytest.raises(TypeError):
        save_part(plan=plan, part=Part.NOW, values={"state": "published"}, by=lead, at=NOON)


def test_the_same_key_adds_one_action(plan, school):
    _, lead = school
    key = uuid4()
    assert add_action(plan=plan, by=lead, at=NOON, client_key=key) == add_action(
        plan=plan, by=lead, at=NOON, client_key=key
    )


def test_a_plan_has_twenty_actions_at_most(plan, school):
    _, lead = school
    for _ in range(18):
        add_action(plan=plan, by=lead, at=NOON)
    with pytest.raises(Refused, match="20"):
        add_action(plan=plan, by=lead, at=NOON)


def test_actions_move_one_place_and_stay_at_the_ends(plan, school):
    _, lead = school
    first, second = actions_of(plan)
    move_action(action=second, up=True, by=lead, at=NOON)
    assert actions_of(plan) == [second, first]
    move_action(action=second, up=True, by=lead, at=NOON)
    assert actions_of(plan) == [second, first]


def test_an_action_taken_out_keeps_its_words_and_can_come_back(plan, school):
    _, lead = school
    first, second = actions_of(plan)
    remove_action(action=first, by=lead, at=NOON)
    assert actions_of(plan) == [second]
    with pytest.raises(Refused, match="took this action out"):
        save_action(action=first, values={"what": "x"}, by=lead, at=NOON)
    put_back_action(action=first, by=lead, at=NOON)
    assert [one.what for one in actions_of(plan)] == [second.what, first.what]


def test_only_the_lead_confirms_and_may_take_back(plan, school):
    _, lead = school
    editor = seated(plan.organisation, "editor")
    with pytest.raises(PermissionDenied, match="That is Priya Nair"):
        confirm(plan=plan, kinds={"accuracy"}, wording_version=CONFIRMATIONS_VERSION, by=editor, at=NOON)
    confirm(
        plan=plan, kinds={"accuracy", "authority"}, wording_version=CONFIRMATIONS_VERSION, by=lead, at=NOON
    )
    confirm(plan=plan, kinds={"authority"}, wording_version=CONFIRMATIONS_VERSION, by=lead, at=NOON)
    assert confirmed_kinds(plan) == {"authority"}
    assert plan.confirmations.count() == 2


def test_a_confirmation_of_an_older_wording_does_not_count(plan, school):
    _, lead = school
    confirm(plan=plan, kinds={"accuracy"}, wording_version="2019-1", by=lead, at=NOON)
    assert confirmed_kinds(plan) == set()


def test_a_new_draft_starts_from_the_words_of_a_withdrawn_one(plan, school):
    where, lead = school
    save_part(plan=plan, part=Part.SUMMARY, values={"summary": "Plain"}, by=lead, at=NOON)
    withdraw_plan(plan=plan, by=lead, at=NOON)
    plan.refresh_from_db()
    fresh = start_plan(organisation=where, by=lead, at=NOON + timedelta(days=1), starting_from=plan)
    assert fresh.summary == "Plain"
    assert [one.what for one in actions_of(fresh)] == [one.what for one in actions_of(plan)]
    assert fresh.reference != plan.reference


def test_the_office_writes_for_somebody_on_the_telephone_and_both_are_named(plan, school, office_person):
    _, lead = school
    with pytest.raises(PermissionDenied):
        save_part(plan=plan, part=Part.SUMMARY, values={"summary": "x"}, by=office_person, at=NOON)
    save_part(
        plan=plan, part=Part.SUMMARY, values={"summary": "x"}, by=office_person, at=NOON, on_behalf_of=lead
    )
    edit = Edit.objects.get(field="summary")
    assert (edit.by, edit.on_behalf_of) == (office_person, lead)


def test_nobody_but_the_office_acts_for_somebody_else(plan, school, stranger):
    _, lead = school
    with pytest.raises(PermissionDenied, match="office"):
        save_part(
            plan=plan, part=Part.SUMMARY, values={"summary": "x"}, by=stranger, at=NOON, on_behalf_of=lead
        )

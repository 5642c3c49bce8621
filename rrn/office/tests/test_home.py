"""The first page: one list of what is to be done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rrn.office.tests import scenes
from rrn.organisations.actions import declare_interest
from rrn.post.models import Mail

pytestmark = pytest.mark.django_db


def test_a_plan_that_was_sent_waits_on_every_reviewers_list(desk, reviewer):
    plan = scenes.sent("Caddick House")

    page = desk(reviewer).get("/office/")

    assert page.status_code == 200
    assert "Caddick House" in page.text
    assert "Take it" in page.text
    assert f"/office/plans/{plan.reference}/" in page.text


def test_a_plan_she_has_an_interest_in_is_not_hers_to_do(desk, reviewer):
    plan = scenes.sent("Caddick House")
    declare_interest(
        person=reviewer, organisation=plan.organisation, kind="employer", words="", by=reviewer, at=scenes.NOON
    )

    assert "Caddick House" not in desk(reviewer).get("/office/").text


def test_what_is_hers_has_a_list_of_its_own(desk, reviewer):
    scenes.opened(reviewer, plan=scenes.sent("Mine"))
    scenes.sent("Somebody's")

    page = desk(reviewer).get("/office/?show=mine")

    assert "Mine" in page.text
    assert "Somebody" not in page.text


def test_the_last_day_but_one_is_urgent(desk, reviewer):
    scenes.sent("Caddick House", at=scenes.NOON - timedelta(days=25))

    assert 'class="rrn-soon"' in desk(reviewer).get("/office/").text


def test_a_moderator_sees_neither_plans_nor_mail(desk, moderator):
    scenes.sent("Caddick House")
    Mail.objects.update(state=Mail.State.BOUNCED)

    page = desk(moderator).get("/office/")

    assert page.status_code == 200
    assert "Nothing is to be done today" in page.text
    assert ">Plans<" not in page.text


def test_a_mail_that_came_back_is_the_offices_to_decide(desk, office_person, reviewer):
    scenes.sent()
    Mail.objects.update(state=Mail.State.BOUNCED)

    assert "Mail came back" in desk(office_person).get("/office/").text
    assert "Mail came back" not in desk(reviewer).get("/office/").text


def test_an_organisation_nobody_leads_is_to_be_done(desk, office_person):
    plan = scenes.draft("Farrow House")
    plan.organisation.seats.update(kind="viewer")

    assert "Nobody leads Farrow House" in desk(office_person).get("/office/").text


def test_twenty_plans_cost_no_more_queries_than_two(desk, office_person, django_assert_max_num_queries):
    for _ in range(20):
        scenes.sent()
    Mail.objects.update(state=Mail.State.BOUNCED)
    browser = desk(office_person)
    browser.get("/office/")

    with django_assert_max_num_queries(45):
        browser.get("/office/")


def test_wagtails_dashboard_is_ours_and_its_pages_wear_our_bar(desk, office_person):
    page = desk(office_person).get("/office/images/")

    assert "rrn-officebar" in page.text or page.status_code in (302, 403)


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/office/login/?next=/office/plans/", "/account/login/?next=/office/plans/"),
        ("/office/login/?next=https://elsewhere.example/", "/account/login/?next=/office/"),
        ("/office/password_reset/", "/account/password/reset/"),
        ("/office/logout/", "/account/logout/"),
    ],
)
def test_wagtails_doors_lead_to_the_one_door(client, address, leads_to):
    assert client.get(address)["Location"] == leads_to


def test_wagtails_users_are_our_roles(desk, office_person):
    assert desk(office_person).get("/office/users/")["Location"] == "/office/roles/"
    assert desk(office_person).get("/office/users/1/")["Location"] == "/office/roles/"


def test_a_stranger_is_asked_to_sign_in_and_a_reader_is_refused(client, desk, reader):
    assert client.get("/office/").status_code == 302
    assert desk(reader).get("/office/").status_code == 403


@pytest.mark.parametrize("address", ["/office/nowhere/", "/office/nowhere/at/all/", "/office/plans/RRN-NONE/", "/office/people/999999/"])
def test_an_address_that_nobody_answers_is_told_in_the_offices_clothes(desk, office_person, address):
    page = desk(office_person).get(address)

    assert page.status_code == 404
    assert "This page is not here" in page.text
    assert "Go to what is to be done" in page.text
    assert "2014 pledge" in page.text
    assert "Wagtail" not in page.text

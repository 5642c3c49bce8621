"""The whole made-up network, filled once as `make run` fills it, and looked at from outside."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.apps import apps
from django.db.models import F
from django.test import Client

from rrn.accounts.models import User
from rrn.core.time import end_of_day, london_day
from rrn.core.working_days import BANK_HOLIDAYS, is_working_day
from rrn.demo import invented
from rrn.demo.fill import STEPS, fill
from rrn.demo.models import Filled, Introduction
from rrn.demo.tests.network import DAY, NOW, filled_network
from rrn.events.models import Line
from rrn.learning.models import Video
from rrn.membership.models import ActionEnd, IndividualAction, LogoLicence, Member, OriginalPledge
from rrn.membership.queries import next_for, own_actions
from rrn.membership.roster import whole_roster
from rrn.membership.rules import COUNTING, ActionEnding, Standing
from rrn.organisations.models import Organisation, RegisterEntry, Seat
from rrn.organisations.permissions import leads_of
from rrn.plans.models import Action, Plan, PlanVersion, ReviewComment
from rrn.plans.pages import home_page
from rrn.plans.rules import State, last_due_day
from rrn.post.models import Mail, Mailing
from rrn.register.queries import counters

pytestmark = pytest.mark.slow
PLAN_STATES = {
    "in_force": State.PUBLISHED, "ending_soon": State.PUBLISHED, "grace": State.PUBLISHED, "lapsed": State.PUBLISHED,
    "suspended": State.PUBLISHED,
    "submitted_overdue": State.SUBMITTED,
}  # fmt: skip
MEMBER_STATES = {"in_force": "active", "ending_soon": "due", "grace": "grace", "lapsed": "lapsed", "suspended": "suspended"}
NAMES = [one["name"] for one in invented.organisations()]


@pytest.fixture(scope="module", autouse=True)
def network(django_db_setup, django_db_blocker, house_databases, tmp_path_factory):
    with filled_network(house_databases, django_db_blocker, tmp_path_factory):
        yield


def wanted(state, rows):
    return Counter(one["wanted_state"] for one in rows)[state]


def page(address):
    return Client().get(address)


def test_every_plan_stands_where_the_data_wants_it():
    expected = Counter(
        PLAN_STATES.get(one["wanted_state"], one["wanted_state"]) for one in invented.organisations()
    )
    assert Counter(Plan.objects.values_list("state", flat=True)) == {
        str(state): n for state, n in expected.items()
    } | {str(State.CLOSED): len(invented.earlier_plans())}


@pytest.mark.parametrize("organisation", invented.organisations(), ids=lambda one: one["slug"])
def test_an_organisation_is_what_the_data_says(organisation):
    made = Organisation.objects.get(name=organisation["name"])
    member = Member.objects.with_status(DAY).filter(organisation=made).first()
    expected = MEMBER_STATES.get(organisation["wanted_state"])
    if expected:
        assert member.status_now == expected
    else:
        assert member is None or member.status_now not in COUNTING
    assert RegisterEntry.objects.filter(organisation=made).count() == len(organisation["registers"])
    assert leads_of(made).count() == 1


def test_individuals_are_what_the_data_says():
    people = User.objects.in_bulk([one["email"] for one in invented.individuals()], field_name="email")
    for one in invented.individuals():
        member = Member.objects.with_status(DAY).filter(person=people[one["email"]]).first()
        found = member.status_now if member else "applied"
        assert (one["id"], found) == (one["id"], one["wanted_state"])
        if one["action"] and one["wanted_state"] != "applied":
            actions = IndividualAction.objects.filter(period__member=member).order_by("period__starts_on", "period__pk")
            told = [one[when]["what"] for when in ("before", "action", "again") if one.get(when)]
            assert [action.what for action in actions] == told


def test_individuals_are_in_every_state_of_an_action():
    """Half-way, due soon, overdue and ended each way: on the pages of made-up people, for whoever looks around."""
    of = {one["id"]: User.objects.get(email=one["email"]) for one in invented.individuals()}
    for name, words in (
        ("tomos-aberlyn", "half-way"),
        ("idris-bellwether", "The date of your action is"),
        ("wenna-polkerrow", "The date of your action was"),
        ("anwar-millicent", "Renew your membership by"),
        ("hester-vane-whitlow", "Renew your membership by"),
    ):
        assert any(words in one.words and not one.coming for one in next_for(of[name], DAY)), name
    assert set(ActionEnd.objects.values_list("how", flat=True)) == set(ActionEnding.values)
    second, first = own_actions(of["joan-applegarth-reed"])
    assert (second.period.kind, first.end.how) == ("renewal", "reached")


def test_everybody_in_the_data_has_an_account_and_her_seats():
    seats = {(seat.person.email, seat.organisation.name, seat.kind) for seat in Seat.objects.all()}
    name = {one["slug"]: one["name"] for one in invented.organisations()}
    assert seats == {
        (one["email"], name[seat["organisation"]], seat["seat"])
        for one in invented.people()
        for seat in one["seats"]
    }
    assert User.objects.count() == len(invented.people()) + len(invented.individuals())


def test_the_pledges_came_through_the_importer():
    assert Counter(OriginalPledge.objects.values_list("kind", flat=True)) == {
        "individual": 1613,
        "organisation": 375,
    }


def test_the_counters_of_the_home_page_are_those_of_the_data():
    counting = {state for state, status in MEMBER_STATES.items() if status in COUNTING}
    slugs = {one["slug"] for one in invented.organisations() if one["wanted_state"] in counting}
    running = {one["slug"] for one in invented.organisations() if one["wanted_state"] in {"in_force", "ending_soon"}}
    actions = sum(len(plan["actions"]) for slug, plan in invented.plans().items() if slug in running)
    people = sum(wanted(status, invented.individuals()) for status in COUNTING)
    numbers = [counter.number for counter in counters(DAY)]
    assert numbers == [len(slugs), people, len(running), 375]
    home = page("/").content.decode()
    assert f"They promise {actions} actions." in home
    assert all(f"{number:,}" in home for number in numbers)


def test_every_public_page_answers_for_who_has_published_and_for_nobody_else():
    published = set(
        Plan.objects.filter(published_at__isnull=False).values_list("organisation__slug", flat=True)
    )
    for slug in Organisation.objects.values_list("slug", flat=True):
        expected = 200 if slug in published else 404
        for address in ("", "plan/", "plan/1/", "plan/changes/"):
            assert (slug, address, page(f"/members/{slug}/{address}").status_code) == (
                slug,
                address,
                expected,
            )
    assert len(published) == 60


@pytest.mark.parametrize(
    "address", ["/", "/members/", "/members/?ended=1", "/figures/", "/demo/", "/demo/mail/", "/join/"]
)
def test_the_other_public_pages_answer(address):
    assert page(address).status_code == 200


def test_who_renewed_shows_both_plans_with_their_own_words():
    earlier, now = invented.earlier_plans()["wharfell"], invented.plans()["wharfell"]
    old, new = Plan.objects.filter(organisation__name="Wharfell House").order_by("published_at")
    assert (old.state, new.state) == (State.CLOSED, State.PUBLISHED)
    assert london_day(old.closed_at) == london_day(new.published_at) <= old.runs_until
    member = page("/members/wharfell-house/").content.decode()
    assert "The plan was published." in member
    assert "A new plan was published." in member
    assert "Membership was renewed, until" in member
    assert earlier["actions"][0]["what"] not in member
    before, after = (page(f"/members/wharfell-house/plan/{number}/").content.decode() for number in (1, 2))
    assert all(action["what"] in before and action["what"] not in after for action in earlier["actions"])
    assert all(action["what"] in after and action["what"] not in before for action in now["actions"])
    assert "This is an earlier version." in before
    assert "This is an earlier version." not in after


def test_every_due_date_lies_inside_its_plan():
    for action in Action.objects.filter(plan__published_at__isnull=False).select_related("plan"):
        assert action.plan.runs_from < action.due_on <= last_due_day(action.plan.runs_from)
    for action in Action.objects.filter(plan__state__in=[State.SUBMITTED, State.IN_REVIEW, State.ACCEPTED]):
        assert action.due_on > DAY


def test_what_was_measured_was_measured_before_the_plan_was_sent():
    for action in Action.objects.filter(baseline_on__isnull=False, plan__submitted_at__isnull=False):
        assert action.baseline_on < london_day(action.plan.submitted_at)


def test_the_network_works_on_working_days_and_nothing_lies_in_the_future():
    for plan in Plan.objects.all():
        for moment in (plan.submitted_at, plan.review_opened_at, plan.accepted_at, plan.published_at):
            assert moment is None or is_working_day(london_day(moment), BANK_HOLIDAYS)
    assert not Line.objects.filter(at__gte=end_of_day(DAY)).exists()
    assert not Mail.objects.filter(queued_at__gt=NOW).exists()


def test_who_was_asked_for_changes_sent_a_second_version_that_says_more():
    twice = Plan.objects.filter(versions__number=2)
    assert twice.count() == 6
    first, second = PlanVersion.objects.filter(plan=twice[0]).order_by("number")
    assert first.digest != second.digest
    assert ReviewComment.objects.filter(plan__state=State.CHANGES_ASKED, shown_at__isnull=False).exists()


def test_letters_of_the_past_have_left_when_they_were_written():
    came_back = Mail.objects.filter(returned__isnull=False)
    assert [mail.state for mail in came_back] == [Mail.State.BOUNCED] * 2, "one left and came back, one met a full mailbox"
    assert "anwar.millicent@post.example" in {mail.to for mail in came_back}
    assert set(Mail.objects.exclude(pk__in=came_back).values_list("state", flat=True)) == {Mail.State.SENT}
    assert Mail.objects.count() > 150
    assert not Mail.objects.filter(sent_at__gt=F("queued_at") + timedelta(minutes=1)).exists()


def test_some_have_accepted_the_logo_and_some_have_not():
    assert LogoLicence.objects.filter(accepted_at__isnull=False).count() > 30
    assert LogoLicence.objects.filter(accepted_at__isnull=True).count() > 10


def test_the_films_can_be_seen_and_read():
    for video in Video.objects.all():
        assert video.webm.size > 100_000
        assert video.sections.count() >= 5


def test_the_steering_group_shows_every_standing_and_the_trustees_sit():
    seats = whole_roster(DAY)
    standings = Counter(one.standing for one in seats["steering"])
    ended = next(one for one in seats["steering"] if one.standing is Standing.MEMBERSHIP_ENDED)

    assert standings == {Standing.SITS: 7, Standing.MEMBERSHIP_ENDED: 1, Standing.UNDER_REVIEW: 1, Standing.PROPOSED: 1}
    assert ended.since == DAY - timedelta(days=12)
    assert Counter(one.standing for one in seats["trustees"]) == {Standing.SITS: 6}
    assert b"<strong>7 of 9</strong> are members" in page("/steering-group/").content


def test_everybody_of_the_guide_can_be_been():
    told = [one["id"] for group in invented.guide() for one in group["people"]]
    assert Introduction.objects.count() == len(told) == len(set(told))


def test_every_address_in_the_network_is_made_up():
    hosts = set()
    for model in apps.get_models():
        if model._meta.app_label in ("wagtailcore", "contenttypes", "auth", "website", "sites"):
            continue
        fields = [
            field.name
            for field in model._meta.concrete_fields
            if field.get_internal_type() in ("EmailField", "URLField")
        ]
        for row in model._default_manager.values_list(*fields) if fields else ():
            hosts |= {
                host for value in row if value for host in re.findall(r"(?:@|https?://)([\w.-]+)", value)
            }
    assert {host for host in hosts if not host.endswith(".example")} == set()


def test_filling_again_changes_nothing():
    before = {model: model._default_manager.count() for model in apps.get_models()}
    assert fill(day=DAY + timedelta(days=1), now=NOW + timedelta(days=1)) == []
    assert {model: model._default_manager.count() for model in apps.get_models()} == before
    assert Filled.objects.count() == len(STEPS)


def test_who_waits_for_an_appeal_is_not_offered_another_plan():
    refused = Plan.objects.get(state=State.NOT_ACCEPTED)
    shown = home_page(refused.organisation, True, DAY)
    assert shown["next"].startswith("We have your appeal and answer by")
    assert not shown["can_begin"]


def test_the_office_has_somebody_to_reach():
    from rrn.post.models import AddressHold

    assert AddressHold.objects.filter(lifted_at__isnull=True).count() == 1


def test_a_letter_to_many_waits_for_a_second_person():
    mailing = Mailing.objects.get()
    gets = mailing.recipients.filter(left_out="").count()
    assert gets > 50, gets
    assert mailing.state == "submitted"
    assert not Mail.objects.filter(about_kind="post.mailing").exists()

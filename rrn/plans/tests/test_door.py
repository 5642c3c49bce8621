"""The door's pages, through the client."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from rrn.core.time import travel
from rrn.membership.queries import licence_of
from rrn.organisations.actions import give_seat
from rrn.organisations.models import Organisation, RegisterEntry, SeatKind
from rrn.plans.actions import (
    add_action,
    ask_changes,
    comment,
    open_review,
    remove_action,
    save_part,
    submit_plan,
)
from rrn.plans.forms.writing import WAS
from rrn.plans.models import Action, Plan
from rrn.plans.queries import DECLARATION_VERSION, actions_of
from rrn.plans.rules import Part, State, edition
from rrn.plans.tests.scene import LATER, NOON, draft, in_state, organisation, seated
from rrn.post.models import Mail
from tests.cast import person

pytestmark = pytest.mark.django_db
PAGES = (
    "plans:home",
    "plans:tasks",
    "plans:about",
    "plans:actions",
    "plans:confirmations",
    "plans:check",
    "organisations:seats",
)
PARTS = ("people", "now", "practices", "sharing", "summary", "shaped")


@pytest.fixture(autouse=True)
def _noon():
    with travel(NOON):
        yield


@pytest.fixture
def school():
    return organisation()


@pytest.fixture
def at_home(client, school):
    where, lead = school
    plan = draft(where, lead)
    client.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    return where, plan, lead


def sign_in(client, who):
    client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")


def test_a_stranger_sees_what_the_door_asks_and_how_to_get_an_account(client):
    page = client.get("/join/organisation/").content.decode()
    assert "Make an account" in page
    assert "15 working days" in page


def test_somebody_enters_an_organisation_and_is_its_lead(client, reader):
    sign_in(client, reader)
    posted = {"name": "Dunstan Trust", "sector": "health", "nation": "wales", "client_key": str(uuid4())}
    answer = client.post("/join/organisation/new/", posted)
    again = client.post("/join/organisation/new/", posted)
    assert answer["Location"] == again["Location"] == "/my/organisations/dunstan-trust/plan/"
    assert Organisation.objects.count() == Plan.objects.count() == 1
    assert client.get(answer["Location"]).status_code == 200


def test_a_form_with_a_mistake_keeps_the_text_and_says_which(client, reader):
    sign_in(client, reader)
    page = client.post("/join/organisation/new/", {"name": "Dunstan Trust"}).content.decode()
    assert "Choose the sector" in page
    assert "Dunstan Trust" in page
    assert "<title>Error: " in page


def test_typing_finds_listed_organisations_only(client, reviewer):
    in_state(State.SUBMITTED, reviewer, "Hidden House")
    in_state(State.PUBLISHED, reviewer, "Listed House")
    found = client.get("/join/organisation/search.json", {"q": "house"}).json()["results"]
    assert [one["name"] for one in found] == ["Listed House"]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_the_door_opens_for_the_lead(client, at_home, name):
    where, _, _ = at_home
    assert client.get(reverse(name, args=[where.slug])).status_code == 200


@pytest.mark.parametrize("part", PARTS)
def test_every_part_opens_for_the_lead(client, at_home, part):
    where, _, _ = at_home
    assert client.get(reverse("plans:part", args=[where.slug, part])).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_the_door_is_a_404_for_a_stranger(client, at_home, stranger, name):
    where, _, _ = at_home
    sign_in(client, stranger)
    assert client.get(reverse(name, args=[where.slug])).status_code == 404


def test_a_colleague_sees_her_organisation_and_nothing_of_the_plan(client, at_home):
    where, plan, _ = at_home
    sign_in(client, seated(where, "colleague"))
    page = client.get(where.get_home_url())
    assert page.status_code == 200
    assert plan.reference not in page.content.decode()
    for name in ("plans:tasks", "plans:actions", "plans:check", "organisations:seats"):
        assert client.get(reverse(name, args=[where.slug])).status_code == 404


def test_a_viewer_reads_and_is_told_why_she_does_not_write(client, at_home):
    where, _, _ = at_home
    sign_in(client, seated(where, "viewer"))
    address = reverse("plans:part", args=[where.slug, "now"])
    assert "lets you read this" in client.get(address).content.decode()
    assert client.post(address, {"where_now": "x"}).status_code == 403


def test_saving_a_part_goes_back_to_the_list(client, at_home):
    where, plan, _ = at_home
    address = reverse("plans:part", args=[where.slug, "now"])
    answer = client.post(
        address, {"where_now": "Here", WAS + "where_now": edition(""), WAS + "how_known": edition("")}
    )
    plan.refresh_from_db()
    assert answer["Location"] == reverse("plans:tasks", args=[where.slug])
    assert plan.where_now == "Here"


def test_autosave_answers_with_the_time_and_each_fields_edition(client, at_home):
    where, _, _ = at_home
    address = reverse("plans:part", args=[where.slug, "now"])
    posted = {"where_now": "Here", WAS + "where_now": edition(""), WAS + "how_known": edition("")}
    answer = client.post(address, posted, headers={"X-Autosave": "1"}).json()
    assert answer["saved_at"] == "12:00"
    assert answer["editions"][WAS + "where_now"] == edition("Here")
    assert answer["conflicts"] == []


def test_both_versions_are_shown_and_either_can_be_taken(client, at_home):
    where, plan, _ = at_home
    editor = seated(where, "editor", "Ed Itor")
    save_part(plan=plan, part=Part.NOW, values={"where_now": "Ed wrote this"}, by=editor, at=NOON)
    address = reverse("plans:part", args=[where.slug, "now"])
    posted = {"where_now": "I wrote this", WAS + "where_now": edition(""), WAS + "how_known": edition("")}
    page = client.post(address, posted)
    words = page.content.decode()
    assert page.status_code == 409
    assert "Ed Itor changed the account of where you are now while you were writing" in words
    assert "Ed wrote this" in words
    assert "I wrote this" in words
    posted[WAS + "where_now"] = edition("Ed wrote this")
    client.post(address, posted | {"theirs": "where_now"})
    plan.refresh_from_db()
    assert plan.where_now == "Ed wrote this"
    client.post(address, posted)
    plan.refresh_from_db()
    assert plan.where_now == "I wrote this"


def test_what_a_colleague_was_writing_when_the_plan_was_sent_is_given_back_to_her(client, at_home):
    where, plan, lead = at_home
    submit_plan(plan=plan, by=lead, at=NOON)
    posted = {
        "where_now": "We hold too often.",
        WAS + "where_now": edition(""),
        WAS + "how_known": edition(""),
    }
    page = client.post(reverse("plans:part", args=[where.slug, "now"]), posted)
    words = page.content.decode()
    assert page.status_code == 409
    assert "has been sent to us and cannot be changed now" in words
    assert "What you wrote is below" in words
    assert "We hold too often.</textarea>" in words
    assert "How do you know?" not in words


def test_what_somebody_wrote_in_an_action_that_was_taken_out_is_given_back_to_her(client, at_home):
    where, plan, lead = at_home
    action = actions_of(plan)[0]
    remove_action(action=action, by=lead, at=NOON)
    posted = {"what": "New words", "due_on_day": "31", "due_on_month": "2", "due_on_year": "2027"}
    posted |= {"practices": ["seclusion"], WAS + "what": edition(action.what)}
    page = client.post(reverse("plans:action", args=[where.slug, action.pk]), posted)
    words = page.content.decode()
    assert page.status_code == 409
    assert "Somebody took this action out while you were writing." in words
    for mine in ("New words</textarea>", "31 2 2027</textarea>", "Seclusion</textarea>"):
        assert mine in words


def test_autosave_says_that_the_plan_has_been_sent(client, at_home):
    where, plan, lead = at_home
    submit_plan(plan=plan, by=lead, at=NOON)
    address = reverse("plans:part", args=[where.slug, "now"])
    answer = client.post(address, {"where_now": "Here"}, headers={"X-Autosave": "1"})
    assert answer.status_code == 409
    assert answer.json()["refused"].startswith("This plan has been sent to us and cannot be changed now.")


def test_autosave_does_not_say_that_two_versions_are_below(client, at_home):
    where, plan, _ = at_home
    save_part(plan=plan, part=Part.NOW, values={"where_now": "Ed's"}, by=seated(where, "editor"), at=NOON)
    posted = {"where_now": "Mine", WAS + "where_now": edition("")}
    address = reverse("plans:part", args=[where.slug, "now"])
    (conflict,) = client.post(address, posted, headers={"X-Autosave": "1"}).json()["conflicts"]
    assert conflict["sentence"].endswith("while you were writing.")
    assert "Both versions are below; choose one." in client.post(address, posted).content.decode()


def test_a_date_that_is_no_date_is_said_and_the_rest_is_saved(client, at_home):
    where, plan, _ = at_home
    action = actions_of(plan)[0]
    address = reverse("plans:action", args=[where.slug, action.pk])
    posted = {
        "what": "New words",
        "due_on_day": "31",
        "due_on_month": "2",
        "due_on_year": "2027",
        "strategy": "4",
    }
    posted |= {
        WAS + name: edition(getattr(action, name))
        for name in ("what", "due_on", "strategy", "owner_role", "how_you_will_know")
    }
    posted |= {"owner_role": action.owner_role, "how_you_will_know": action.how_you_will_know}
    page = client.post(address, posted)
    action.refresh_from_db()
    assert "must be a real date" in page.content.decode()
    assert action.what == "New words"
    assert action.due_on is not None


def test_actions_are_added_ordered_taken_out_and_put_back(client, at_home):
    where, plan, _ = at_home
    key = str(uuid4())
    for _ in range(2):
        client.post(reverse("plans:add_action", args=[where.slug]), {"client_key": key})
    assert Action.objects.count() == 4
    last = actions_of(plan)[-1]
    client.post(reverse("plans:move_action", args=[where.slug, last.pk]), {"direction": "up"})
    assert actions_of(plan)[2] == last
    client.post(reverse("plans:remove_action", args=[where.slug, last.pk]))
    assert len(actions_of(plan)) == 3
    client.post(reverse("plans:put_back_action", args=[where.slug, last.pk]))
    assert actions_of(plan)[-1] == last


def test_a_register_number_that_looks_wrong_gets_helpful_words(client, at_home):
    where, _, _ = at_home
    address = reverse("plans:add_number", args=[where.slug])
    assert "5 or 6 digits" in client.post(address, {"scheme": "GB-EDU", "value": "12"}).content.decode()
    client.post(address, {"scheme": "GB-NIC", "value": "nic 100 001"})
    assert RegisterEntry.objects.get().normalised == "100001"


def test_sending_shows_the_reference_and_the_promised_day(client, at_home):
    where, plan, _ = at_home
    check = client.get(reverse("plans:check", args=[where.slug])).content.decode()
    assert "Send the plan" in check
    page = client.post(reverse("plans:check", args=[where.slug]), {"client_key": str(uuid4())}, follow=True)
    words = page.content.decode()
    assert plan.reference in words
    assert "We answer by 11 December 2026." in words


def test_what_is_missing_links_to_its_place(client, school):
    where, lead = school
    plan = draft(where, lead, ready=False)
    action = add_action(plan=plan, by=lead, at=NOON)
    sign_in(client, lead)
    words = client.get(reverse("plans:check", args=[where.slug])).content.decode()
    assert f"{reverse('plans:action', args=[where.slug, action.pk])}#id_due_on_day" in words
    assert "Action 4: choose its main strategy." in words
    assert "Send the plan" not in words


def test_an_editor_may_not_send(client, at_home):
    where, plan, _ = at_home
    sign_in(client, seated(where, "editor"))
    assert client.post(reverse("plans:check", args=[where.slug]), {}).status_code == 403
    plan.refresh_from_db()
    assert plan.state == State.DRAFT


@pytest.mark.parametrize("state", [state for state in State if state != State.CLOSED])
def test_the_plans_page_says_where_it_stands_in_every_position(client, reviewer, state):
    plan, lead = in_state(state, reviewer)
    sign_in(client, lead)
    for name in ("plans:home", "plans:tasks", "plans:actions", "plans:confirmations"):
        assert client.get(reverse(name, args=[plan.organisation.slug])).status_code == 200


def test_what_the_reviewer_asks_stands_beside_the_part(client, reviewer):
    plan, lead = in_state(State.SUBMITTED, reviewer)
    open_review(
        plan=plan, no_interest_declared=True, declaration_version=DECLARATION_VERSION, by=reviewer, at=LATER
    )
    action = actions_of(plan)[0]
    comment(plan=plan, action=action, words="How many children?", by=reviewer, at=LATER)
    ask_changes(plan=plan, words="One thing only.", by=reviewer, at=LATER)
    sign_in(client, lead)
    tasks = client.get(reverse("plans:tasks", args=[plan.organisation.slug])).content.decode()
    assert "We ask for changes by 23 December 2026" in tasks
    assert "1 comment from our reviewer" in tasks
    shown = client.get(reverse("plans:action", args=[plan.organisation.slug, action.pk])).content.decode()
    assert "How many children?" in shown
    assert "Rui Reviewer" not in shown


def test_withdrawing_says_first_what_will_happen(client, reviewer):
    plan, lead = in_state(State.SUBMITTED, reviewer)
    sign_in(client, lead)
    address = reverse("plans:withdraw", args=[plan.organisation.slug])
    assert "We stop reviewing it" in client.get(address).content.decode()
    client.post(address)
    plan.refresh_from_db()
    assert plan.state == State.WITHDRAWN
    client.post(reverse("plans:begin", args=[plan.organisation.slug]))
    assert Plan.objects.filter(state=State.DRAFT).count() == 1


def test_the_office_writes_for_whoever_is_on_the_telephone(client, at_home, office_person):
    where, plan, lead = at_home
    sign_in(client, office_person)
    address = reverse("plans:part", args=[where.slug, "summary"])
    assert client.post(address, {"summary": "x"}).status_code == 403
    client.post(reverse("plans:speak_for", args=[where.slug]), {"seat": lead.seats.get().pk})
    assert "You are doing this for Priya Nair" in client.get(address).content.decode()
    client.post(address, {"summary": "Said on the telephone", WAS + "summary": edition("")})
    plan.refresh_from_db()
    assert plan.summary == "Said on the telephone"
    assert plan.edits.get().on_behalf_of == lead


def test_nobody_else_speaks_for_somebody(client, at_home):
    where, _, _ = at_home
    assert client.get(reverse("plans:speak_for", args=[where.slug])).status_code == 403


def test_twenty_actions_cost_the_task_list_no_more_queries_than_three(
    client, at_home, django_assert_max_num_queries
):
    where, plan, lead = at_home
    for _ in range(17):
        add_action(plan=plan, by=lead, at=NOON)
    with django_assert_max_num_queries(22):
        client.get(reverse("plans:tasks", args=[where.slug]))
    with django_assert_max_num_queries(18):
        client.get(reverse("plans:actions", args=[where.slug]))


def test_a_due_date_in_three_boxes_is_saved(client, at_home):
    where, plan, lead = at_home
    action = add_action(plan=plan, by=lead, at=NOON)
    address = reverse("plans:action", args=[where.slug, action.pk])
    page = client.get(address)
    posted = {
        name: page.context["form"][name].initial or ""
        for name in page.context["form"].fields
        if name.startswith(WAS)
    }
    posted |= {"what": "Words", "due_on_day": "30", "due_on_month": "6", "due_on_year": "2027"}
    client.post(address, posted)
    action.refresh_from_db()
    assert (action.what, str(action.due_on)) == ("Words", "2027-06-30")


def nameless():
    return person("", email="nobody.knows@people.example")


def test_whoever_enters_an_organisation_without_a_name_is_asked_for_one(client, db):
    who = nameless()
    sign_in(client, who)
    assert "Your name, as your colleagues see it" in client.get("/join/organisation/new/").content.decode()
    posted = {"name": "Dunstan Trust", "sector": "health", "nation": "wales", "client_key": str(uuid4())}
    assert client.post("/join/organisation/new/", posted).status_code == 200
    assert client.post("/join/organisation/new/", posted | {"your_name": "n@x.example"}).status_code == 200
    assert client.post("/join/organisation/new/", posted | {"your_name": "Nia Noname"}).status_code == 302
    who.refresh_from_db()
    assert who.display_name == "Nia Noname"


def test_colleagues_never_read_an_address_in_place_of_a_name(client, school):
    where, lead = school
    plan = draft(where, lead)
    who = nameless()
    give_seat(organisation=where, person=who, kind=SeatKind.LEAD, by=None, at=NOON)
    save_part(plan=plan, part=Part.NOW, values={"where_now": "Hers"}, by=who, at=NOON)
    sign_in(client, lead)
    posted = {"where_now": "Mine", WAS + "where_now": edition("")}
    conflict = client.post(reverse("plans:part", args=[where.slug, "now"]), posted).content.decode()
    assert "A colleague changed the account of where you are now" in conflict
    submit_plan(plan=plan, by=who, at=NOON)
    for name, args in (("plans:tasks", []), ("plans:version", [1]), ("organisations:seats", [])):
        page = client.get(reverse(name, args=[where.slug, *args])).content.decode()
        assert who.email not in page
        assert "colleague" in page


def test_a_lead_accepts_the_licence_for_the_logo(client, reviewer, django_assert_max_num_queries):
    plan, lead = in_state(State.PUBLISHED, reviewer)
    where = plan.organisation
    address = reverse("plans:logo_licence", args=[where.slug])
    sign_in(client, lead)
    with travel(LATER):
        for name in ("plans:home", "plans:tasks"):
            assert address in client.get(reverse(name, args=[where.slug])).content.decode()
        assert "accept this licence" in client.post(address).content.decode()
        assert licence_of(where).accepted_at is None
        client.post(address, {"accepted": "on"})
        with django_assert_max_num_queries(14):
            page = client.get(address).content.decode()
    licence = licence_of(where)
    assert (licence.accepted_by, licence.accepted_at, licence.terms_version) == (lead, LATER, "2026-11")
    assert licence.number in page
    assert "accepted by Priya Nair on 23 November 2026" in page


def test_nobody_but_a_lead_of_a_member_accepts_the_licence(client, reviewer, office_person):
    plan, lead = in_state(State.PUBLISHED, reviewer)
    where = plan.organisation
    address = reverse("plans:logo_licence", args=[where.slug])
    for who in (seated(where, "editor"), office_person):
        sign_in(client, who)
        with travel(LATER):
            assert "Only the organisation&#x27;s lead accepts" in client.get(address).content.decode()
            assert client.post(address, {"accepted": "on"}).status_code == 403
    sign_in(client, lead)
    with travel(LATER + timedelta(days=1000)):
        assert "does not count now" in client.get(address).content.decode()
        assert client.post(address, {"accepted": "on"}).status_code == 403
    assert licence_of(where).accepted_at is None


def test_the_letter_of_publication_leads_to_where_the_licence_is_offered(client, reviewer):
    plan, lead = in_state(State.PUBLISHED, reviewer)
    letter = Mail.objects.filter(to=lead.email, subject__startswith="Your plan is published").get()
    assert plan.organisation.get_home_url() + "\n" in letter.text + "\n"
    sign_in(client, lead)
    home = client.get(plan.organisation.get_home_url()).content.decode()
    assert reverse("plans:logo_licence", args=[plan.organisation.slug]) in home

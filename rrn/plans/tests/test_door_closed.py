"""What the door shows to who may not write, and when a step is not open any more."""

import pytest
from django.urls import reverse

from rrn.core.time import travel
from rrn.organisations.models import Organisation
from rrn.plans.queries import actions_of
from rrn.plans.rules import State
from rrn.plans.tests.scene import NOON, draft, in_state, organisation, seated

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon():
    with travel(NOON):
        yield


def sign_in(client, who):
    client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")


@pytest.fixture
def at_home(client):
    where, lead = organisation()
    plan = draft(where, lead)
    sign_in(client, lead)
    return where, plan, lead


def test_a_viewer_reads_a_whole_action_and_no_hints_for_writing_it(client, at_home):
    where, plan, _ = at_home
    address = reverse("plans:action", args=[where.slug, actions_of(plan)[0].pk])
    assert "What a reader may ask" in client.get(address).text
    sign_in(client, seated(where, "viewer"))
    page = client.get(address).text
    for words in ("Deputy head", "30 June 2027", "reviewed each half term", "Action 1 of 3"):
        assert words in page
    assert "What a reader may ask" not in page


def test_a_viewer_reads_about_the_organisation_and_is_offered_no_change(client, at_home):
    where, _, _ = at_home
    Organisation.objects.filter(pk=where.pk).update(
        website="https://hollin.example", part_covered="All of it"
    )
    check = reverse("plans:check", args=[where.slug])
    assert "Change<span" in client.get(check).text
    sign_in(client, seated(where, "viewer"))
    page = client.get(reverse("plans:about", args=[where.slug])).text
    for words in ("Hollin Park School", "All of it", "Education", "England", "https://hollin.example"):
        assert words in page
    reading = client.get(check).text
    assert "Change<span" not in reading
    assert "Change the actions" not in reading


def test_an_accepted_plan_offers_no_withdrawal_and_says_why(client, reviewer):
    plan, lead = in_state(State.ACCEPTED, reviewer)
    sign_in(client, lead)
    address = reverse("plans:withdraw", args=[plan.organisation.slug])
    for answer in (client.get(address, follow=True), client.post(address, follow=True)):
        assert "Withdraw it" not in answer.text
        assert "We have decided about this plan, so it cannot be withdrawn any more." in answer.text


def test_while_an_appeal_waits_its_page_says_by_when_we_answer(client, reviewer):
    plan, lead = in_state(State.NOT_ACCEPTED, reviewer)
    sign_in(client, lead)
    address = reverse("plans:appeal", args=[plan.organisation.slug])
    assert "Send the appeal" in client.get(address).text
    client.post(address, {"words": "Please look again."})
    page = client.get(address).text
    assert "We have your appeal and answer by" in page
    assert "Send the appeal" not in page

"""What the pages of a member, of its plan and of its history say, on the days that change what is true."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from rrn.core.renewals import renew_pending
from rrn.core.time import travel
from rrn.membership.actions import close_member, leave, suspend_member
from rrn.organisations.actions import rename_organisation
from rrn.plans.actions import save_action
from rrn.plans.models import Plan, PlanVersion, Publication
from rrn.plans.queries import actions_of
from rrn.plans.versions import digest_of, language_of
from rrn.register import history, queries
from tests.keeping import Visitor
from tests.scenes import plan_ready_to_send, published_plan, read_and_published

PUBLISHED = datetime(2026, 6, 14, 10, tzinfo=UTC)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
PAGE = "/members/hollin-park-school/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_day_in_november():
    with travel(NOON):
        yield


def read(client, address=PAGE):
    return " ".join(client.get(address).content.decode().split())


def published_again(plan, change, *, at=NOON):
    """A second version of the same plan, as an amendment publishes one."""
    words = change(PlanVersion.objects.filter(plan=plan).latest("number").words)
    version = PlanVersion.objects.create(
        plan=plan, number=2, words=words, digest=digest_of(words), sent_at=at, sent_by=plan.started_by
    )
    return Publication.objects.create(
        organisation=plan.organisation, plan=plan, version=version, number=2, published_at=at
    )


def test_names_before_stand_in_the_history(client):
    plan = published_plan(at=PUBLISHED)
    rename_organisation(organisation=plan.organisation, name="Hollin Academy", by=plan.started_by, at=NOON)
    assert "It was called Hollin Park School until this day." in read(client)


def test_the_four_reports_have_their_place_and_nothing_is_claimed_of_them(client):
    published_plan(at=PUBLISHED)
    before = read(client)
    with travel(datetime(2026, 12, 20, 12, tzinfo=UTC)):
        after = read(client)

    assert before.count("Not due yet. The report will stand here.") == 4
    assert "14 December 2026" in before
    assert after.count("Not due yet.") == 3
    assert "This day has passed. No report stands here yet." in after


def test_reports_are_not_asked_for_after_a_membership_has_ended(client):
    plan = published_plan(at=PUBLISHED)
    leave(member=plan.organisation.member, by=plan.started_by, at=NOON)
    page = read(client)

    assert page.count("Not asked for: the membership ended on 21 November 2026.") == 4
    assert "Left the network" in page
    assert "The plan stays public, marked as ended." in page
    assert "published a plan that said what it would change" in page
    assert "Next:" not in page


def test_the_next_date_is_the_nearest_of_action_report_and_end(client):
    published_plan(at=PUBLISHED, due_on=date(2026, 12, 1))
    assert "action 1 is due, <span class=\"rrn-date\">1 December 2026</span>" in read(client)
    with travel(datetime(2026, 12, 2, 12, tzinfo=UTC)):
        assert "the report for month 6 of the plan, <span class=\"rrn-date\">14 December 2026</span>" in read(client)


def test_a_suspension_says_since_when_and_that_the_promise_stays(client, make_person):
    plan, office = published_plan(at=PUBLISHED), make_person("Olive", roles=("office",))
    suspend_member(member=plan.organisation.member, reason="Secret reason", by=office, at=NOON - timedelta(days=3))
    page = read(client)

    assert "since 18 November 2026" in page
    assert "Suspended since 18 November 2026. What was promised stays public." in page
    assert "The network suspended the membership." in page
    assert "Secret reason" not in page


def test_what_was_decided_stays_in_the_history_after_it_was_taken_back(client, make_person):
    plan, office = published_plan(at=PUBLISHED), make_person("Olive", roles=("office",))
    member = plan.organisation.member
    suspend_member(member=member, reason="Secret reason", by=office, at=NOON - timedelta(days=20))
    member.suspensions.update(ended_on=date(2026, 11, 5))
    close_member(member=member, reason="It closed", by=office, at=NOON - timedelta(days=9))
    member.endings.update(ended_on=date(2026, 11, 15))

    page = read(client)

    assert "The network suspended the membership." in page
    assert "Suspended from 1 November 2026 to 5 November 2026: the suspension was lifted." in page
    assert "The organisation closed." in page
    assert "The network took back its decision of 12 November 2026 on the end of the membership." in page


DUE_PASSED = "The due date has passed. Whether it was done by then is not recorded here yet."


def test_a_suspension_hides_no_due_date_that_has_passed(client, make_person):
    plan, office = published_plan(at=PUBLISHED, due_on=date(2026, 12, 1)), make_person("Olive", roles=("office",))
    suspend_member(member=plan.organisation.member, reason="Secret reason", by=office, at=NOON)
    before = read(client, f"{PAGE}plan/").count(DUE_PASSED)
    with travel(datetime(2026, 12, 2, 12, tzinfo=UTC)):
        after = read(client, f"{PAGE}plan/").count(DUE_PASSED)

    assert (before, after > 0) == (0, True)


@pytest.mark.parametrize(("due", "said"), [(date(2026, 12, 1), True), (date(2026, 12, 10), True), (date(2026, 12, 11), False)])
def test_after_an_end_the_due_dates_up_to_it_have_passed_and_no_later_one(client, due, said):
    plan = published_plan(at=PUBLISHED, due_on=due)
    with travel(datetime(2026, 12, 10, 12, tzinfo=UTC)):
        leave(member=plan.organisation.member, by=plan.started_by, at=datetime(2026, 12, 10, 12, tzinfo=UTC))
    with travel(datetime(2027, 3, 1, 12, tzinfo=UTC)):
        assert (DUE_PASSED in read(client, f"{PAGE}plan/")) is said


def test_a_member_in_its_grace_is_told_of_with_both_dates(client):
    published_plan(at=PUBLISHED)
    with travel(datetime(2028, 7, 1, 12, tzinfo=UTC)):
        page = read(client)
    assert 'Renewal due</strong> <span class="rrn-date">since 14 June 2028</span>' in page
    assert "The membership ran until 13 June 2028. It still counts until 12 August 2028" in page


def test_an_organisation_that_closed_keeps_its_page_and_says_so(client, make_person):
    plan, office = published_plan(at=PUBLISHED), make_person("Olive", roles=("office",))
    close_member(member=plan.organisation.member, reason="It closed", by=office, at=NOON)
    page = read(client)
    assert "Organisation closed" in page
    assert "The organisation closed." in page


def test_a_second_version_is_compared_with_the_first_word_by_word(client):
    plan = published_plan(at=PUBLISHED)

    def less(words):
        first, second = words["actions"]
        added = second | {"id": 9999, "number": 2, "what": "Every hold is talked over within a day."}
        return words | {"actions": [first | {"target": "Half of the pupils"}, added]}

    published_again(plan, less)
    page = read(client, f"{PAGE}plan/changes/")

    assert "2 versions" in page
    assert "Action 1 changed." in page
    assert "Action 2 is new." in page
    assert "Action 2 was taken out." in page
    assert '<span class="govuk-visually-hidden">added: </span>' in page
    assert "Promised, 14 June 2026" in page
    assert "Version 2 was published." in page
    assert "This is an earlier version." in read(client, f"{PAGE}plan/1/")


def test_a_new_plan_takes_the_place_of_the_old_one_and_is_not_compared():
    plan = published_plan(at=PUBLISHED)
    publications = queries.published_versions(plan.organisation)
    later = Publication(plan=Plan(pk=plan.pk + 1), number=2, published_at=NOON, version=publications[0].version)
    newest, first = history.editions([*publications, later])
    assert (newest.new_plan, newest.actions, first.before) == (True, [], None)


def test_on_paper_the_foot_says_where_todays_status_stands(client, settings):
    published_plan(at=PUBLISHED)
    for address in (PAGE, f"{PAGE}plan/", f"{PAGE}plan/1/", f"{PAGE}plan/changes/"):
        page = read(client, address)
        assert f"Check today’s status at {settings.BASE_URL}{PAGE}<" in page
        assert 'class="rrn-check__code"' in page


def test_words_in_welsh_say_so_and_our_own_words_do_not(client):
    plan = published_plan(at=PUBLISHED)

    def welsh(words):
        first, second = words["actions"]
        return words | {"language": "cy", "summary": "Llai o ddal.", "actions": [first, second | {"language": "en-gb"}]}

    published_again(plan, welsh)
    page, whole, listed = read(client), read(client, f"{PAGE}plan/"), read(client, "/members/")

    assert 'lang="cy"><p>Llai o ddal.' in page
    assert 'lang="cy"><p>Llai o ddal.' in whole
    assert '<p lang="cy">Llai o ddal.</p>' in listed
    assert whole.count('class="rrn-action__title" lang="cy"') == 1
    assert whole.count('class="rrn-action__title"') == 2
    assert '<h2 id="summary-title">In plain words</h2>' in whole


def test_a_version_from_before_the_question_of_language_is_in_english():
    assert language_of({"actions": []}) == "en-gb"
    assert language_of({"language": "cy"}, {"language": "en-gb"}) == "en-gb"
    assert language_of({"language": "cy"}, {}) == "cy"


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}plan/", f"{PAGE}plan/changes/"])
def test_a_long_history_costs_no_more_queries_than_a_short_one(client, django_assert_max_num_queries, address):
    plan = published_plan(at=PUBLISHED)
    published_again(plan, lambda words: words | {"summary": "Fewer holds."})
    with django_assert_max_num_queries(15):
        client.get(address)


def test_a_renewed_plan_is_told_as_a_new_plan_and_not_as_a_version_of_the_old():
    old = published_plan(at=PUBLISHED)
    published_again(old, lambda words: words | {"summary": "Fewer, still."}, at=PUBLISHED + timedelta(days=20))
    publications = queries.published_versions(old.organisation)
    renewed = Publication(plan=Plan(pk=old.pk + 1), number=3, published_at=NOON, version=publications[0].version)
    found = queries.member_or_none(old.organisation.slug, NOON.date())
    told = history.timeline(found=found, publications=[*publications, renewed], names=[], pledge=None, day=NOON.date())

    published = [(entry["words"], entry["kind"]) for entry in told if "published" in entry["words"]]
    assert published == [
        ("A new plan was published.", "published"), ("Version 2 was published.", "changed"), ("The plan was published.", "published"),
    ]  # fmt: skip


# -- Values that were not known when they were promised --------------------------------------------------------------

TO_COME = "Not known yet. The organisation will have it by 4 January 2027."
PASSED = "Not known when it was promised. The organisation said that it would have it by 4 January 2027. Nothing is recorded here yet."
ON_THE_DAY, THE_DAY_AFTER = datetime(2027, 1, 4, 23, 30, tzinfo=UTC), datetime(2027, 1, 5, 0, 30, tzinfo=UTC)


def awaited(name):
    """A published plan whose first action does not know one of its values yet."""
    plan = plan_ready_to_send(at=PUBLISHED)
    save_action(
        action=actions_of(plan)[0], values={name: "", f"{name}_known_by": date(2027, 1, 4)}, by=plan.started_by, at=PUBLISHED
    )
    return read_and_published(plan, at=PUBLISHED)


@pytest.mark.parametrize("name", ["baseline", "target"])
def test_a_value_to_come_is_said_to_come_until_its_day_and_then_that_the_day_has_passed(client, name):
    awaited(name)
    with travel(ON_THE_DAY):
        before = read(client, f"{PAGE}plan/")
    with travel(THE_DAY_AFTER):
        after = read(client, f"{PAGE}plan/")

    assert (before.count(TO_COME), before.count(PASSED)) == (1, 0)
    assert (after.count(TO_COME), after.count(PASSED)) == (0, 1)


def test_a_kept_page_says_so_from_the_first_minute_of_the_next_day(page_store):
    with travel(PUBLISHED):
        awaited("baseline")
        renew_pending(at=PUBLISHED)
    visitor = Visitor()
    with travel(ON_THE_DAY):
        visitor.ask(f"{PAGE}plan/")
        before = visitor.ask(f"{PAGE}plan/").text
        assert visitor.woken == 1
    with travel(THE_DAY_AFTER):
        after = visitor.ask(f"{PAGE}plan/").text

    assert TO_COME in before
    assert TO_COME not in after
    assert PASSED in after


@pytest.mark.parametrize("name", ["baseline", "target"])
def test_machines_are_told_the_day_and_not_a_sentence_about_it(client, name):
    awaited(name)
    said = client.get("/api/v1/organisations/hollin-park-school/plan").json()["plan"]["promised"]
    assert [said[0][name], said[0][f"{name}_known_by"], said[1][f"{name}_known_by"]] == ["", "2027-01-04", None]

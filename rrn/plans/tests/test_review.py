from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from rrn.core.time import add_years, london_day
from rrn.core.verdict import Refused
from rrn.membership.models import LogoLicence, Period
from rrn.organisations.actions import declare_interest, end_interest, end_seat
from rrn.organisations.models import InterestKind, Seat
from rrn.plans.actions import (
    NotReady,
    accept_plan,
    appeal,
    ask_changes,
    comment,
    confirm,
    decide_appeal,
    declare_no_interest,
    hand_back_review,
    not_accept_plan,
    open_review,
    publish_plan,
    reopen_review,
    resubmit_plan,
    return_to_draft,
    save_action,
    save_part,
    set_publication_day,
    start_plan,
    submit_plan,
    take_back_comment,
    withdraw_plan,
)
from rrn.plans.models import Baseline, Plan, PlanVersion, Publication
from rrn.plans.permissions import comments_visible_to, drafts_visible_to, plans_visible_to, reviews_visible_to
from rrn.plans.queries import (
    CONFIRMATIONS_VERSION,
    DECLARATION_VERSION,
    actions_of,
    listed_organisations,
    plan_page,
    plans_to_publish,
    plans_to_return,
    review_queue,
    since_last_time,
)
from rrn.plans.rules import Part, State
from rrn.plans.tests.scene import (
    ALL_THREE,
    LATER,
    NOON,
    draft,
    in_state,
    open_for_review,
    organisation,
    seated,
)
from rrn.post.models import Mail
from tests.cast import person

pytestmark = pytest.mark.django_db
SAFE_PROMISE = date(2026, 12, 11)


def declared(plan, by, at=LATER):
    return open_review(
        plan=plan, no_interest_declared=True, declaration_version=DECLARATION_VERSION, by=by, at=at
    )


# -- Sending -------------------------------------------------------------------------------------------------------


def test_sending_freezes_the_words_and_promises_a_day(reviewer):
    plan, lead = in_state(State.SUBMITTED, reviewer)
    version = plan.versions.get()
    assert plan.promised_on == SAFE_PROMISE
    assert version.words["actions"][0]["owner_role"] == "Deputy head"
    assert "lead_name" not in version.words
    assert Mail.objects.get(template="plans/emails/received.txt").to == lead.email


def test_a_version_cannot_be_changed_or_deleted(reviewer):
    plan, _ = in_state(State.SUBMITTED, reviewer)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        PlanVersion.objects.filter(plan=plan).update(digest="x")
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        PlanVersion.objects.filter(plan=plan)._raw_delete("default")


def test_what_is_missing_is_said_in_sentences_and_nothing_is_sent():
    where, lead = organisation()
    plan = draft(where, lead, actions=1, ready=False)
    save_action(action=actions_of(plan)[0], values={"owner_role": ""}, by=lead, at=NOON)
    with pytest.raises(NotReady, match="Action 1: give the role that owns it"):
        submit_plan(plan=plan, by=lead, at=NOON)
    assert not plan.versions.exists()


@pytest.mark.parametrize("kind", ["editor", "viewer", "colleague"])
def test_only_the_lead_sends_the_plan(kind):
    where, lead = organisation()
    plan = draft(where, lead)
    with pytest.raises(PermissionDenied, match="That is Priya Nair"):
        submit_plan(plan=plan, by=seated(where, kind), at=NOON)


def test_a_double_press_sends_once():
    where, lead = organisation()
    plan, key = draft(where, lead), uuid4()
    submit_plan(plan=plan, by=lead, at=NOON, client_key=key)
    submit_plan(plan=plan, by=lead, at=NOON, client_key=key)
    assert plan.versions.count() == 1
    assert Mail.objects.filter(template="plans/emails/received.txt").count() == 1


def test_a_sent_plan_cannot_be_written_or_sent_again(reviewer):
    plan, lead = in_state(State.SUBMITTED, reviewer)
    with pytest.raises(Refused, match="has been sent to us"):
        save_part(plan=plan, part=Part.SUMMARY, values={"summary": "x"}, by=lead, at=LATER)
    with pytest.raises(Refused, match="cannot be sent"):
        submit_plan(plan=plan, by=lead, at=LATER)


def test_there_is_one_plan_before_publication(reviewer):
    plan, lead = in_state(State.SUBMITTED, reviewer)
    assert start_plan(organisation=plan.organisation, by=lead, at=LATER) == plan


@pytest.mark.parametrize("state", [State.SUBMITTED, State.IN_REVIEW, State.CHANGES_ASKED])
def test_a_plan_is_withdrawn_until_it_is_decided(state, reviewer):
    plan, lead = in_state(state, reviewer)
    withdraw_plan(plan=plan, by=lead, at=LATER)
    plan.refresh_from_db()
    assert plan.state == State.WITHDRAWN
    assert not plan.reviews.filter(ended_at__isnull=True).exists()


@pytest.mark.parametrize("state", [State.ACCEPTED, State.PUBLISHED])
def test_a_decided_plan_is_not_withdrawn(state, reviewer):
    plan, lead = in_state(state, reviewer)
    with pytest.raises(Refused):
        withdraw_plan(plan=plan, by=lead, at=LATER)


# -- Interest ------------------------------------------------------------------------------------------------------


def test_a_reviewer_who_works_there_is_refused_with_the_sentence(reviewer):
    plan, _ = in_state(State.SUBMITTED, reviewer)
    Seat.objects.create(organisation=plan.organisation, person=reviewer, kind="viewer", started_at=NOON)
    with pytest.raises(PermissionDenied, match="no interest in the organisation must review"):
        declared(plan, reviewer)


def test_an_interest_lasts_twenty_four_months_after_a_seat_ended(reviewer):
    plan, _ = in_state(State.SUBMITTED, reviewer)
    seat = Seat.objects.create(
        organisation=plan.organisation, person=reviewer, kind="viewer", started_at=NOON
    )
    end_seat(seat=seat, by=reviewer, at=NOON)
    with pytest.raises(PermissionDenied):
        declared(plan, reviewer, at=NOON + timedelta(days=700))
    assert declared(plan, reviewer, at=NOON + timedelta(days=732))


def test_a_customer_declared_is_refused_until_it_fades(reviewer):
    plan, _ = in_state(State.SUBMITTED, reviewer)
    interest = declare_interest(
        person=reviewer,
        organisation=plan.organisation,
        kind=InterestKind.CUSTOMER,
        words="",
        by=reviewer,
        at=NOON,
    )
    with pytest.raises(PermissionDenied):
        declared(plan, reviewer)
    end_interest(interest=interest, by=reviewer, at=NOON)
    with pytest.raises(PermissionDenied):
        declared(plan, reviewer)


def test_nobody_publishes_their_own_organisations_plan(reviewer):
    plan, _ = in_state(State.ACCEPTED, reviewer)
    Seat.objects.create(organisation=plan.organisation, person=reviewer, kind="viewer", started_at=LATER)
    with pytest.raises(PermissionDenied, match="no interest"):
        publish_plan(plan=plan, by=reviewer, at=LATER)


def test_a_plan_opens_only_after_the_declaration(reviewer, stranger):
    plan, _ = in_state(State.SUBMITTED, reviewer)
    assert not reviews_visible_to(reviewer, london_day(LATER)).exists()
    with pytest.raises(PermissionDenied, match="Declare"):
        open_review(plan=plan, no_interest_declared=False, declaration_version="1", by=reviewer, at=LATER)
    with pytest.raises(PermissionDenied, match="reviewers"):
        declared(plan, stranger)
    assert declared(plan, reviewer) == declared(plan, reviewer)
    assert reviews_visible_to(reviewer, london_day(LATER)).get() == plan


def test_one_reviewer_at_a_time_until_it_is_handed_back(reviewer):
    plan, _ = in_state(State.IN_REVIEW, reviewer)
    other = person("Oda Other", roles=("reviewer",))
    with pytest.raises(Refused, match="Rui Reviewer is reviewing"):
        declared(plan, other)
    hand_back_review(plan=plan, by=reviewer, at=LATER)
    with pytest.raises(PermissionDenied, match="Declare"):
        comment(plan=plan, words="x", by=other, at=LATER)
    assert declared(plan, other).reviewer == other


# -- Changes -------------------------------------------------------------------------------------------------------


def test_comments_are_seen_by_the_organisation_once_changes_are_asked(reviewer):
    plan, lead = in_state(State.IN_REVIEW, reviewer)
    said = comment(plan=plan, action=actions_of(plan)[0], words="By whom?", by=reviewer, at=LATER)
    gone = comment(plan=plan, part=Part.NOW, words="Never mind", by=reviewer, at=LATER)
    take_back_comment(comment=gone, by=reviewer, at=LATER)
    assert not comments_visible_to(lead, plan).exists()
    ask_changes(plan=plan, by=reviewer, at=LATER)
    assert comments_visible_to(lead, plan).get() == said
    with pytest.raises((Refused, PermissionDenied)):
        take_back_comment(comment=said, by=reviewer, at=LATER)


def test_asking_for_changes_stops_the_promise_and_sending_again_goes_on(reviewer):
    plan, lead = in_state(State.CHANGES_ASKED, reviewer)
    assert plan.promised_on is None
    assert plan.changes_by == london_day(LATER) + timedelta(days=30)
    assert plan.review_days_left == 14  # asked on the Monday after the Friday
    confirm(plan=plan, kinds=ALL_THREE, wording_version=CONFIRMATIONS_VERSION, by=lead, at=LATER)
    save_part(plan=plan, part=Part.SUMMARY, values={"summary": "Shorter"}, by=lead, at=LATER)
    plan = resubmit_plan(plan=plan, by=lead, at=LATER + timedelta(days=7))
    assert plan.state == State.IN_REVIEW
    assert plan.promised_on == date(2026, 12, 18)
    assert [one.field for one in since_last_time(plan).fields] == ["summary"]
    assert Mail.objects.filter(template="plans/emails/sent_again.txt", to=reviewer.email).exists()


def test_what_was_changed_is_confirmed_as_accurate_again(reviewer):
    plan, lead = in_state(State.CHANGES_ASKED, reviewer)
    with pytest.raises(NotReady, match="accurate"):
        resubmit_plan(plan=plan, by=lead, at=LATER)


def test_changes_need_words_and_a_day_that_can_be_kept(reviewer):
    plan, _ = in_state(State.IN_REVIEW, reviewer)
    with pytest.raises(Refused, match="Say what"):
        ask_changes(plan=plan, by=reviewer, at=LATER)
    with pytest.raises(Refused, match="later day"):
        ask_changes(plan=plan, words="x", answer_by=london_day(LATER), by=reviewer, at=LATER)


def test_when_the_asked_day_has_passed_the_plan_is_a_draft_with_nothing_lost(reviewer):
    plan, lead = in_state(State.CHANGES_ASKED, reviewer)
    last = plan.changes_by
    assert not plans_to_return(last).exists()
    with pytest.raises(Refused):
        return_to_draft(plan=plan, at=LATER)
    late = LATER + timedelta(days=31)
    [due] = plans_to_return(last + timedelta(days=1))
    plan = return_to_draft(plan=due, at=late)
    assert plan.state == State.DRAFT
    assert len(actions_of(plan)) == 3
    assert comments_visible_to(lead, plan).count() == 0
    confirm(plan=plan, kinds=ALL_THREE, wording_version=CONFIRMATIONS_VERSION, by=lead, at=late)
    plan = submit_plan(plan=plan, by=lead, at=late)
    assert plan.versions.count() == 2
    assert plan.submitted_at == NOON


# -- Deciding and publishing ---------------------------------------------------------------------------------------


def test_publishing_freezes_the_baselines_and_starts_the_two_years(reviewer):
    plan, lead = in_state(State.PUBLISHED, reviewer)
    day = london_day(LATER)
    period = Period.objects.get(member__organisation=plan.organisation)
    assert (plan.runs_from, plan.runs_until) == (day, add_years(day, 2) - timedelta(days=1))
    assert (period.starts_on, period.ends_on) == (plan.runs_from, plan.runs_until)
    assert Baseline.objects.filter(plan=plan).count() == 3
    assert LogoLicence.objects.get().member == period.member
    assert Mail.objects.get(template="plans/emails/published.txt").to == lead.email
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Baseline.objects.filter(plan=plan).update(due_on=day)


@pytest.mark.parametrize("by_the_clock", [False, True])
def test_nothing_is_published_without_its_organisations_agreement(reviewer, by_the_clock):
    plan, _ = in_state(State.ACCEPTED, reviewer)
    plan.confirmations.filter(kind="publication").update(taken_back_at=NOON)
    Plan.objects.filter(pk=plan.pk).update(publish_on=NOON.date())
    with pytest.raises(Refused, match="has not agreed to publication"):
        publish_plan(plan=plan, by=None if by_the_clock else reviewer, at=LATER)
    assert not Publication.objects.exists()


def test_publishing_twice_is_refused(reviewer):
    plan, _ = in_state(State.PUBLISHED, reviewer)
    with pytest.raises(Refused):
        publish_plan(plan=plan, by=reviewer, at=LATER)
    assert Period.objects.count() == 1


def test_points_to_learn_are_public_with_the_plan(reviewer):
    plan, _ = in_state(State.IN_REVIEW, reviewer)
    accept_plan(plan=plan, points_to_learn=["Say how families see the figures.", " "], by=reviewer, at=LATER)
    publish_plan(plan=plan, by=reviewer, at=LATER)
    page = plan_page(plan.organisation)
    assert page.points_to_learn == ["Say how families see the figures."]
    assert page.publication.number == 1
    assert plan_page(plan.organisation, 2) is None


def test_the_clock_publishes_on_the_day_that_was_set_and_not_before(reviewer):
    plan, _ = in_state(State.IN_REVIEW, reviewer)
    day = date(2026, 12, 1)
    accept_plan(plan=plan, publish_on=day, by=reviewer, at=LATER)
    assert not plans_to_publish(date(2026, 11, 30)).exists()
    with pytest.raises(Refused, match="not come"):
        publish_plan(plan=plan, by=None, at=LATER)
    [due] = plans_to_publish(day)
    assert publish_plan(plan=due, by=None, at=NOON + timedelta(days=12)).state == State.PUBLISHED


def test_publishing_refuses_a_due_date_that_is_past_and_the_plan_can_go_back(reviewer):
    plan, _ = in_state(State.ACCEPTED, reviewer)
    late = NOON + timedelta(days=300)
    with pytest.raises(Refused, match="30 June 2027"):
        publish_plan(plan=plan, by=reviewer, at=late)
    with pytest.raises(Refused, match="30 June 2027"):
        set_publication_day(plan=plan, on=london_day(late), by=reviewer, at=late - timedelta(days=60))
    plan = reopen_review(plan=plan, reason="A due date has passed.", by=reviewer, at=late)
    open_for_review(plan, reviewer, at=late)
    assert ask_changes(plan=plan, words="Choose a new date.", by=reviewer, at=late)


def test_a_renewal_takes_the_place_of_the_plan_before_which_stays_readable(reviewer):
    first, lead = in_state(State.PUBLISHED, reviewer)
    autumn = LATER.replace(year=2028, month=9)
    second = draft(first.organisation, lead)
    for action in actions_of(second):
        save_action(action=action, values={"due_on": date(2029, 6, 30)}, by=lead, at=autumn)
    submit_plan(plan=second, by=lead, at=autumn)
    open_for_review(second, reviewer, at=autumn)
    accept_plan(plan=second, by=reviewer, at=autumn)
    publish_plan(plan=second, by=reviewer, at=autumn)
    first.refresh_from_db()
    assert first.state == State.CLOSED
    assert Plan.objects.filter(organisation=first.organisation, state=State.PUBLISHED).count() == 1
    assert plan_page(first.organisation, 1).plan == first
    assert plan_page(first.organisation).publication.number == 2
    assert Period.objects.filter(member__organisation=first.organisation).count() == 2


def test_a_refusal_has_reasons_and_somebody_else_decides_the_appeal(reviewer, trustee):
    plan, lead = in_state(State.NOT_ACCEPTED, reviewer)
    made = appeal(plan=plan, words="They have measures.", by=lead, at=LATER)
    assert made.decide_by == date(2026, 12, 21)
    with pytest.raises(Refused, match="appeal is being decided"):
        start_plan(organisation=plan.organisation, by=lead, at=LATER)
    with pytest.raises(PermissionDenied, match="Somebody else decides"):
        decide_appeal(appeal=made, upheld=True, reasons="x", by=reviewer, at=LATER)
    with pytest.raises(PermissionDenied, match="Declare that you have no interest"):
        decide_appeal(appeal=made, upheld=True, reasons="They do.", by=trustee, at=LATER)
    declare_no_interest(plan=plan, declaration_version="2026-1", by=trustee, at=LATER)
    decide_appeal(appeal=made, upheld=True, reasons="They do.", by=trustee, at=LATER)
    plan.refresh_from_db()
    assert plan.state == State.SUBMITTED
    with pytest.raises(PermissionDenied, match="turned this plan down"):
        declared(plan, reviewer)


def test_nobody_publishes_or_moves_the_day_without_having_declared(reviewer, make_person):
    plan, _ = in_state(State.ACCEPTED, reviewer)
    other = make_person("Olga Other", roles=("reviewer",))
    for act in (
        lambda: publish_plan(plan=plan, by=other, at=LATER),
        lambda: set_publication_day(plan=plan, on=date(2026, 12, 2), by=other, at=LATER),
        lambda: reopen_review(plan=plan, reason="x", by=other, at=LATER),
    ):
        with pytest.raises(PermissionDenied, match="Declare that you have no interest"):
            act()
    declare_no_interest(plan=plan, declaration_version="2026-1", by=other, at=LATER)
    declare_no_interest(plan=plan, declaration_version="2026-1", by=other, at=LATER)
    assert plan.declarations.count() == 1
    set_publication_day(plan=plan, on=date(2026, 12, 2), by=other, at=LATER)
    assert Mail.objects.filter(template="plans/emails/day_moved.txt").count() == 1


def test_whoever_has_an_interest_cannot_declare_that_she_has_none(reviewer, make_person):
    plan, _ = in_state(State.ACCEPTED, reviewer)
    other = make_person("Olga Other", roles=("reviewer",))
    Seat.objects.create(organisation=plan.organisation, person=other, kind="viewer", started_at=NOON)
    with pytest.raises(PermissionDenied, match="no interest"):
        declare_no_interest(plan=plan, declaration_version="2026-1", by=other, at=LATER)


def test_not_accepting_needs_reasons(reviewer):
    plan, _ = in_state(State.IN_REVIEW, reviewer)
    with pytest.raises(Refused, match="reasons"):
        not_accept_plan(plan=plan, reasons=" ", by=reviewer, at=LATER)


# -- Who sees what -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "sees"), [("lead", True), ("editor", True), ("viewer", True), ("colleague", False)]
)
def test_a_draft_is_seen_by_those_on_the_plan(kind, sees, reviewer, stranger, office_person):
    plan, _ = in_state(State.DRAFT, reviewer)
    who = seated(plan.organisation, kind)
    assert drafts_visible_to(who).filter(pk=plan.pk).exists() is sees
    assert plans_visible_to(who).filter(pk=plan.pk).exists() is sees
    assert not plans_visible_to(stranger).exists()
    assert not plans_visible_to(reviewer).exists()
    assert drafts_visible_to(office_person).get() == plan


def test_a_published_plan_is_everybodys(reviewer, stranger):
    plan, _ = in_state(State.PUBLISHED, reviewer)
    assert plans_visible_to(stranger).get() == plan
    assert [one.name for one in listed_organisations("hollin")] == ["Hollin Park School"]


def test_an_organisation_that_only_drafts_is_found_by_nobody(reviewer):
    in_state(State.SUBMITTED, reviewer)
    assert listed_organisations("hollin") == []


def test_the_queue_shows_the_oldest_promise_first_and_where_there_is_an_interest(reviewer, stranger):
    where, lead = organisation("Early School")
    early = submit_plan(plan=draft(where, lead), by=lead, at=NOON - timedelta(days=7))
    late, _ = in_state(State.IN_REVIEW, reviewer, "Late School")
    Seat.objects.create(organisation=where, person=reviewer, kind="viewer", started_at=NOON)
    rows = review_queue(reviewer, london_day(LATER))
    assert [row.plan for row in rows] == [early, late]
    assert [row.has_interest for row in rows] == [True, False]
    assert rows[1].reviewer_is_me
    assert review_queue(stranger, london_day(LATER)) == []


def test_twenty_plans_cost_the_queue_no_more_queries_than_one(reviewer, django_assert_num_queries):
    for number in range(20):
        where, lead = organisation(f"School {number}")
        submit_plan(plan=draft(where, lead, actions=1), by=lead, at=NOON)
    assert reviewer.reviews_plans
    with django_assert_num_queries(3):
        assert len(review_queue(reviewer, london_day(LATER))) == 20


def test_publications_cannot_be_changed(reviewer):
    plan, _ = in_state(State.PUBLISHED, reviewer)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Publication.objects.filter(plan=plan).update(number=9)

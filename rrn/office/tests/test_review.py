"""Reading a plan for the network: declare, read, comment, decide."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from rrn.office.tests import scenes
from rrn.organisations.models import Interest, Seat
from rrn.plans import actions
from rrn.plans.models import Appeal, Plan, Review, ReviewComment
from rrn.post.models import Mail
from tests.cast import person

pytestmark = pytest.mark.django_db


def address(plan, *parts):
    return "/".join(["/office/plans", plan.reference, *parts, ""])


def test_a_plan_opens_only_after_the_declaration(desk, reviewer):
    plan = scenes.sent()
    browser = desk(reviewer)

    assert browser.get(address(plan))["Location"] == address(plan, "declare")
    assert "eleven times" not in browser.get(address(plan, "declare")).text
    assert browser.post(address(plan, "declare"), {}).status_code == 200
    assert not Review.objects.exists()
    assert browser.post(address(plan, "declare"), {"no_interest": "on"})["Location"] == address(plan)
    assert "eleven times" in browser.get(address(plan)).text


@pytest.mark.parametrize("step", ["", "declare"])
def test_a_reviewer_with_a_seat_there_is_refused_with_the_sentence(desk, reviewer, step):
    plan = scenes.sent()
    Seat.objects.create(organisation=plan.organisation, person=reviewer, kind="colleague", started_at=scenes.SENT)

    page = desk(reviewer).get(address(plan, *([step] if step else [])))

    assert page.status_code == 403
    assert "Someone with no interest in the organisation must review its plan." in page.text
    assert "eleven times" not in page.text


def test_who_declares_an_interest_leaves_the_plan_to_others(desk, reviewer):
    plan = scenes.sent()
    browser = desk(reviewer)

    browser.post(address(plan, "interest"), {"kind": "customer", "words": "We train them"})

    assert Interest.objects.get().person == reviewer
    assert browser.get(address(plan)).status_code == 403
    assert "You have an interest in it" in browser.get("/office/plans/").text


def test_the_second_reviewer_reads_in_words_that_somebody_was_first(desk, reviewer, office_person):
    plan = scenes.opened(office_person)

    page = desk(reviewer).post(address(plan, "declare"), {"no_interest": "on"})

    assert page.status_code == 409
    assert "Olu Office is reviewing this plan." in page.text


def test_a_reviewer_reads_roles_and_never_private_contacts(desk, reviewer):
    plan = scenes.opened(reviewer)

    page = desk(reviewer).get(address(plan)).text

    assert "Head of care" in page
    assert "Private Person" not in page
    assert "private@people.example" not in page
    assert plan.lead.email not in page
    assert str(plan.lead) not in page


def test_a_comment_stands_beside_its_action_and_a_second_press_is_one(desk, reviewer):
    plan = scenes.opened(reviewer)
    action = plan.actions.get()
    browser, sent = desk(reviewer), {"words": "How often do you meet?", "action": action.pk, "client_key": uuid.uuid4()}

    for _ in range(2):
        answer = browser.post(address(plan, "comment"), sent)

    assert answer["Location"] == f"{address(plan)}#action-{action.pk}"
    assert ReviewComment.objects.get().action == action
    assert "How often do you meet?" in browser.get(address(plan)).text


def test_a_comment_that_comes_too_late_keeps_its_words(desk, reviewer):
    plan = scenes.opened(reviewer)
    actions.ask_changes(plan=plan, by=reviewer, at=scenes.NOON, words="Say how often.")

    page = desk(reviewer).post(address(plan, "comment"), {"words": "One more thing", "part": "now"})

    assert page.status_code == 409
    assert "One more thing" in page.text


def test_a_comment_can_be_taken_back_until_it_is_seen(desk, reviewer):
    plan = scenes.opened(reviewer)
    said = actions.comment(plan=plan, words="Not so", by=reviewer, at=scenes.NOON)

    desk(reviewer).post(address(plan, "comment", str(said.pk), "back"))

    assert ReviewComment.objects.get().taken_back_at


def test_what_changed_since_the_last_version_is_shown_word_by_word(desk, reviewer):
    plan = scenes.sent_again(reviewer)

    page = desk(reviewer).get(address(plan)).text

    assert "Changed since the last version" in page
    assert '<del><span class="govuk-visually-hidden">removed: </span>after</del>' in page
    assert '<span class="govuk-visually-hidden">added: </span>within three days of</ins>' in page
    assert "Sent again, version 2" in page


def test_the_page_of_a_step_says_what_will_happen_and_shows_the_letter(desk, reviewer):
    plan = scenes.opened(reviewer)
    browser = desk(reviewer)
    day = {"answer_by_day": "21", "answer_by_month": "12", "answer_by_year": "2026"}

    first = browser.get(address(plan, "ask-changes")).text
    letter = browser.post(address(plan, "ask-changes"), day | {"words": "Say how often.", "letter": "1"}).text

    assert "Our clock is paused" in first
    assert 'value="21"' in first
    assert "We ask for changes to your plan by 21 December 2026" in letter
    plan.refresh_from_db()
    assert plan.state == "in_review"


def test_changes_are_asked_for_by_the_day(desk, reviewer):
    plan = scenes.opened(reviewer)
    sent = {"words": "Say how often.", "answer_by_day": "21", "answer_by_month": "12", "answer_by_year": "2026"}

    answer = desk(reviewer).post(address(plan, "ask-changes"), sent)

    assert answer["Location"] == "/office/plans/"
    plan.refresh_from_db()
    assert (plan.state, plan.changes_by) == ("changes_asked", date(2026, 12, 21))


def test_a_refusal_of_the_rules_stands_above_the_form_and_keeps_the_words(desk, reviewer):
    plan = scenes.opened(reviewer)
    sent = {"words": "Say how often.", "answer_by_day": "1", "answer_by_month": "1", "answer_by_year": "2026"}

    page = desk(reviewer).post(address(plan, "ask-changes"), sent)

    assert page.status_code == 409
    assert "Give a later day by which you ask for the changes." in page.text
    assert "Say how often." in page.text


def test_an_accepted_plan_is_published_now(desk, reviewer):
    plan = scenes.opened(reviewer)

    desk(reviewer).post(address(plan, "accept"), {"when": "now", "points": "- Say who counts\n\n- Say how"})

    plan.refresh_from_db()
    assert plan.state == "published"
    assert [point.words for point in plan.points_to_learn.all()] == ["Say who counts", "Say how"]
    assert Mail.objects.filter(about_id=str(plan.pk), template="plans/emails/published.txt").exists()


def test_an_accepted_plan_waits_for_its_day_which_can_be_changed(desk, reviewer, office_person):
    plan = scenes.opened(reviewer)
    browser = desk(reviewer)
    day = {"publish_on_day": "1", "publish_on_month": "12", "publish_on_year": "2026"}

    browser.post(address(plan, "accept"), {"when": "day", **day})
    plan.refresh_from_db()
    assert (plan.state, plan.publish_on) == ("accepted", date(2026, 12, 1))

    assert desk(office_person).get(address(plan)).status_code == 302
    assert desk(office_person).post(address(plan, "publish")).status_code == 403
    desk(office_person).post(address(plan, "declare"), {"no_interest": "on"})
    desk(office_person).post(address(plan, "publication-day"), {"on_day": "2", "on_month": "12", "on_year": "2026"})
    plan.refresh_from_db()
    assert plan.publish_on == date(2026, 12, 2)

    desk(office_person).post(address(plan, "publish"))
    plan.refresh_from_db()
    assert plan.state == "published"


def test_on_a_day_without_the_day_is_asked_again(desk, reviewer):
    plan = scenes.opened(reviewer)

    page = desk(reviewer).post(address(plan, "accept"), {"when": "day"})

    assert "Enter the day of publication" in page.text
    assert Plan.objects.get().state == "in_review"


def test_a_plan_is_not_accepted_with_reasons(desk, reviewer):
    plan = scenes.opened(reviewer)

    desk(reviewer).post(address(plan, "not-accept"), {"reasons": "Two actions have no measure."})

    assert plan.decisions.get().reasons == "Two actions have no measure."


def test_a_plan_is_handed_back_to_the_queue(desk, reviewer):
    plan = scenes.opened(reviewer)

    desk(reviewer).post(address(plan, "hand-back"))

    assert not plan.reviews.filter(ended_at__isnull=True).exists()


def test_an_accepted_plan_goes_back_into_review(desk, reviewer):
    plan = scenes.accepted(reviewer, publish_on=date(2026, 12, 1))

    desk(reviewer).post(address(plan, "reopen"), {"reason": "A date has passed."})

    plan.refresh_from_db()
    assert plan.state == "in_review"


def test_only_who_has_the_plan_open_decides(desk, reviewer, office_person):
    plan = scenes.opened(office_person)

    page = desk(reviewer).post(address(plan, "accept"), {"when": "now"})

    assert page.status_code == 403
    assert "Olu Office is reviewing this plan." in page.text


def test_an_appeal_is_decided_by_somebody_else(desk, reviewer, trustee):
    plan = scenes.turned_down(reviewer)
    appeal = actions.appeal(plan=plan, words="Both have measures.", by=plan.lead, at=scenes.NOON)

    refused = desk(reviewer).get(f"/office/appeals/{appeal.pk}/")
    asked = desk(trustee).post(f"/office/appeals/{appeal.pk}/", {"upheld": "yes", "reasons": "They have."})
    assert "I declare that I have none of these" in asked.text
    assert not Appeal.objects.get().decided_at
    desk(trustee).post(f"/office/appeals/{appeal.pk}/", {"no_interest": "on"})
    answer = desk(trustee).post(f"/office/appeals/{appeal.pk}/", {"upheld": "yes", "reasons": "They have."})

    assert refused.status_code == 403
    assert "Somebody else decides the appeal." in refused.text
    assert answer.status_code == 302
    assert Appeal.objects.get().upheld
    plan.refresh_from_db()
    assert plan.state == "submitted"


def test_the_office_reads_a_draft_and_a_reviewer_does_not_know_of_it(desk, office_person, reviewer):
    plan = scenes.draft()

    assert "eleven times" in desk(office_person).get(address(plan)).text
    assert desk(reviewer).get(address(plan)).status_code == 404


def test_a_moderator_does_not_come_to_the_plans(desk, moderator):
    plan = scenes.sent()

    assert desk(moderator).get(address(plan)).status_code == 403
    assert desk(moderator).get("/office/plans/").status_code == 403


def test_twenty_actions_cost_no_more_queries_than_one(desk, reviewer, django_assert_max_num_queries):
    plan = scenes.opened(reviewer, plan=scenes.sent(promises=20))
    for action in plan.actions.all():
        actions.comment(plan=plan, words="Say more", action=action, by=reviewer, at=scenes.NOON)
    browser = desk(reviewer)
    browser.get(address(plan))

    with django_assert_max_num_queries(40):
        browser.get(address(plan))


def test_a_reviewer_without_a_second_factor_comes_no_further(desk):
    plan = scenes.sent()
    newcomer = person("Nia New", roles=("reviewer",), second_factor=False)

    assert "second-factor" in desk(newcomer).get(address(plan))["Location"]

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from rrn.core.verdict import Refused
from rrn.events.models import Line
from rrn.learning.tests.factories import complete_both
from rrn.membership.actions import join_as_individual, leave, save_joining_answers
from rrn.membership.models import IndividualAction, IndividualDetails, JoiningDraft, Member, Period
from rrn.membership.permissions import has_members_rights
from rrn.membership.queries import own_status
from rrn.membership.rules import JoiningFacts, Status, gaps_before_joining
from rrn.membership.tests.joining import ABOUT, ACTION, fill_in_everything
from rrn.post.models import Mail

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 21)


def press_join(person, at, *, by=None, client_key="first press"):
    return join_as_individual(person=person, by=by or person, at=at, client_key=client_key)


def test_joining_starts_two_years_with_her_action_and_a_mail(reader, noon):
    fill_in_everything(reader, noon)

    period = press_join(reader, noon)

    assert (period.starts_on, period.ends_on) == (DAY, date(2028, 11, 20))
    assert period.action.by_when == date(2027, 6, 30)
    assert period.action.listed_at is None
    assert IndividualDetails.objects.get(member=period.member).listed_at is None
    assert has_members_rights(reader, DAY)
    mail = Mail.objects.get(to=reader.email)
    assert mail.subject == "You are a member until 20 November 2028"
    assert "30 June 2027" in mail.text
    assert not JoiningDraft.objects.exists()


def test_what_she_agreed_to_is_kept_with_its_version_and_news_is_apart(reader, noon):
    fill_in_everything(reader, noon, about=ABOUT | {"news": True, "versions": {"news": "2025-01"}})
    press_join(reader, noon)
    agreed = dict(reader.consents.values_list("purpose", "wording_version"))
    assert agreed == {"membership": "2026-11", "terms": "2026-11", "news": "2025-01"}


def test_two_presses_of_one_button_are_one_membership(reader, noon):
    fill_in_everything(reader, noon)
    assert press_join(reader, noon) == press_join(reader, noon)
    assert (Period.objects.count(), IndividualAction.objects.count(), Mail.objects.count()) == (1, 1, 1)


def test_a_second_window_cannot_join_again(reader, noon):
    fill_in_everything(reader, noon)
    press_join(reader, noon)
    with pytest.raises(Refused, match="can be renewed from 22 August 2028"):
        press_join(reader, noon, client_key="another window")


def test_join_names_what_is_missing_and_changes_nothing(make_person, noon):
    person = make_person(confirmed=False)
    with pytest.raises(Refused) as refusal:
        press_join(person, noon)
    for words in ("a confirmed address", "the first video", "the second video", "your action", "your role"):
        assert words in str(refusal.value)
    assert not Period.objects.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"what": " "}, "what you will do"),
        ({"how_i_will_know": ""}, "how you will know"),
        ({"by_when": ["31", "2", "2027"]}, "the day by which"),
        ({"by_when": ["21", "11", "2026"]}, "between 22 November 2026 and 20 November 2028"),
        ({"by_when": ["21", "11", "2028"]}, "between 22 November 2026 and 20 November 2028"),
        ({"by_when": None}, "the day by which"),
    ],
)
def test_an_action_says_what_by_when_within_two_years_and_how_she_will_know(change, words):
    done = JoiningFacts(
        address_confirmed=True, adult=True, terms_agreed=True, places_completed=frozenset({1, 2}),
        action=ACTION | change, about=ABOUT,
    )  # fmt: skip
    [gap] = gaps_before_joining(done, DAY)
    assert words in gap.words


@pytest.mark.parametrize("name", ["role", "nation", "sector", "display_name", "agree"])
def test_nothing_that_is_asked_for_may_be_left_out(reader, noon, name):
    fill_in_everything(reader, noon, about=ABOUT | {name: ""})
    with pytest.raises(Refused):
        press_join(reader, noon)


def test_somebody_who_is_not_an_adult_cannot_join(reader, noon):
    reader.adult_confirmed_at = None
    fill_in_everything(reader, noon)
    with pytest.raises(Refused, match="adult"):
        press_join(reader, noon)


def test_the_office_joins_somebody_on_the_telephone_and_the_diary_says_so(reader, office_person, noon):
    complete_both(reader, noon)
    for step, answers in (("action", ACTION), ("about", ABOUT)):
        save_joining_answers(person=reader, step=step, answers=answers, by=office_person, at=noon)

    press_join(reader, noon, by=office_person)

    line = Line.objects.get(verb="membership.joined")
    assert (line.by_id, line.for_id) == (str(office_person.pk), str(reader.pk))


def test_nobody_else_joins_or_fills_in_for_somebody(reader, stranger, noon):
    fill_in_everything(reader, noon)
    with pytest.raises(PermissionDenied):
        press_join(reader, noon, by=stranger)
    with pytest.raises(PermissionDenied):
        save_joining_answers(person=reader, step="about", answers={}, by=stranger, at=noon)


def test_somebody_who_left_can_come_back_the_same_day_with_a_new_period(reader, noon):
    fill_in_everything(reader, noon)
    press_join(reader, noon)
    leave(member=reader.member, by=reader, at=noon)
    assert own_status(reader, DAY) == Status.LEFT
    for step, answers in (("action", ACTION), ("about", ABOUT)):
        save_joining_answers(person=reader, step=step, answers=answers, by=reader, at=noon)
    back = press_join(reader, noon, client_key="back")
    assert (back.kind, back.starts_on) == ("return", DAY)
    assert own_status(reader, DAY) == Status.ACTIVE
    assert Member.objects.count() == 1


def test_a_renewal_in_time_begins_the_day_after_with_an_action_of_its_own(reader, noon):
    fill_in_everything(reader, noon)
    press_join(reader, noon)
    later = noon + timedelta(days=700)
    for step, answers in (("action", ACTION | {"by_when": ["1", "6", "2029"]}), ("about", ABOUT)):
        save_joining_answers(person=reader, step=step, answers=answers, by=reader, at=later)
    renewal = press_join(reader, later, client_key="renewal")
    assert (renewal.kind, renewal.starts_on) == ("renewal", date(2028, 11, 21))
    assert IndividualAction.objects.count() == 2

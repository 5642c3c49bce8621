"""One list for each person: what is left of each promise, whose it is, and what was cut."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from rrn.accounts import desk
from rrn.accounts.models import TakenToDo
from rrn.core import todos
from rrn.core.time import travel
from rrn.core.todos import CALENDAR, MOST, WORKING, left_in_words
from rrn.core.verdict import Refused
from rrn.events.models import Line
from rrn.office import takings
from rrn.office.tests.scenes import NOON
from rrn.post.actions import take_message
from tests.cast import person

pytestmark = pytest.mark.django_db
SATURDAY = date(2026, 11, 21)


@pytest.fixture
def colleague():
    return person("Cora Colleague", roles=("office",))


@pytest.fixture
def message():
    return take_message(name="Cal Carer", address="cal@people.example", topic="plan", words="Where?", client_key=uuid4(), at=NOON)


def named(message) -> dict[str, str]:
    return {"source": "messages", "key": f"/office/messages/{message.pk}/"}


@pytest.mark.parametrize(
    ("due", "counted", "said"),
    [
        (date(2026, 11, 24), WORKING, "2 working days left"),
        (date(2026, 11, 23), WORKING, "1 working day left"),
        (date(2026, 11, 21), WORKING, "today"),
        (date(2026, 11, 19), WORKING, "overdue by 1 working day"),
        (date(2026, 11, 24), CALENDAR, "3 days left"),
        (date(2026, 11, 20), CALENDAR, "overdue by 1 day"),
        (date(2026, 11, 20), "", ""),
        (None, WORKING, ""),
    ],
)
def test_what_is_left_is_counted_as_the_promise_was_given(due, counted, said):
    assert left_in_words(due, SATURDAY, counted) == said


def test_a_message_says_how_much_of_its_promise_is_left(desk_of, office_person, message):
    assert "27 November 2026, 5 working days left" in desk_of(office_person).get("/office/").text


@pytest.fixture
def desk_of(desk):
    return desk


def test_what_somebody_takes_is_hers_on_every_list(desk_of, office_person, colleague, message):
    mine, theirs = desk_of(office_person), desk_of(colleague)

    mine.post("/office/todo/take/", named(message))

    assert str(message) in mine.get("/office/?show=mine").text
    assert "Olu Office" in theirs.get("/office/").text
    assert str(message) not in theirs.get("/office/?show=mine").text
    assert str(message) not in theirs.get("/office/?show=free").text
    assert theirs.post("/office/todo/take/", named(message)).status_code == 409


def test_two_at_once_are_one_pair_of_hands(office_person, colleague, message):
    takings.take(**named(message), by=office_person, at=NOON)
    with pytest.raises(Refused, match="Olu Office has taken this"):
        takings.take(**named(message), by=colleague, at=NOON)
    assert TakenToDo.objects.filter(ended_at__isnull=True).count() == 1


def test_it_is_handed_over_to_somebody_on_whose_list_it_stands(office_person, colleague, reviewer, message):
    takings.take(**named(message), by=office_person, at=NOON)
    with pytest.raises(Refused, match="not on her list"):
        takings.hand_over(**named(message), to=reviewer, by=office_person, at=NOON)

    takings.hand_over(**named(message), to=colleague, by=office_person, at=NOON)

    held = takings.todo_of(**named(message), user=colleague, at=NOON)
    assert (held.mine, held.with_whom) == (True, "Cora Colleague")
    assert list(Line.objects.filter(about_kind="accounts.takentodo").values_list("verb", flat=True)) == ["todo.handed_over", "todo.taken"]


def test_given_back_it_is_everybodys_again(office_person, colleague, message):
    takings.take(**named(message), by=office_person, at=NOON)
    takings.give_back(**named(message), by=office_person, at=NOON)
    assert not takings.todo_of(**named(message), user=colleague, at=NOON).taken
    with pytest.raises(Refused):
        takings.give_back(**named(message), by=office_person, at=NOON)


def test_after_twenty_eight_days_it_is_everybodys_again(office_person, colleague, message):
    takings.take(**named(message), by=office_person, at=NOON)
    later = NOON + timedelta(days=29)
    assert not takings.todo_of(**named(message), user=colleague, at=later).taken
    takings.take(**named(message), by=colleague, at=later)
    assert takings.todo_of(**named(message), user=colleague, at=later).mine


def test_what_was_taken_before_a_to_do_began_was_another_one(office_person, message):
    desk.take_todo(**named(message), person=office_person, by=office_person, at=NOON - timedelta(days=3))
    assert not takings.todo_of(**named(message), user=office_person, at=NOON).taken


def test_a_plan_is_taken_on_its_own_page_only(desk_of, reviewer):
    from rrn.office.tests import scenes

    plan = scenes.sent("Caddick House")
    url = f"/office/plans/{plan.reference}/"
    answer = desk_of(reviewer).post("/office/todo/take/", {"source": "plans", "key": url})
    assert answer.status_code == 409
    assert "taken on its own page" in answer.text


def test_a_list_that_was_cut_opens_the_whole_one(desk_of, office_person):
    for number in range(MOST + 1):
        take_message(
            name=f"Caller {number}", address="cal@people.example", topic="plan", words="Where?", client_key=uuid4(), at=NOON
        )
    page = desk_of(office_person).get("/office/").text
    assert "50 and more" in page
    assert 'href="/office/messages/?state=open"' in page


def test_every_room_is_asked_and_says_where_a_thing_is_done(office_person):
    names = {source.name for source in todos.sources()}
    assert names >= {
        "plans", "appeals", "member_appeals", "contacts", "steering", "videos", "pledges", "messages", "mail", "help_now", "pages",
    }  # fmt: skip


def test_the_list_costs_the_same_however_many_have_taken_something(desk_of, office_person, django_assert_max_num_queries):
    client = desk_of(office_person)
    for number in range(20):
        sent = take_message(
            name=f"Caller {number}", address="cal@people.example", topic="plan", words="Where?", client_key=uuid4(), at=NOON
        )
        takings.take(**named(sent), by=office_person, at=NOON)
    with travel(NOON), django_assert_max_num_queries(45):
        client.get("/office/")

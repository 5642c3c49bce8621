"""A list with its filters under a name: private, shared, removed, brought back, and inherited."""

from __future__ import annotations

import pytest

from rrn.accounts.actions import end_role
from rrn.accounts.models import SavedView
from rrn.office import lists, saved
from rrn.office.tests.scenes import NOON
from rrn.organisations.models import Organisation
from tests.cast import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague():
    return person("Cora Colleague", roles=("office",))


def keep(by, *, name="In Wales", query="nation=wales", shared=False, list_name="organisations"):
    return saved.save(list_name=list_name, name=name, query=query, shared=shared, by=by, at=NOON)[0]


def test_a_view_keeps_only_what_its_list_can_be_asked(desk, office_person):
    answer = desk(office_person).post(
        "/office/views/save/", {"list": "organisations", "name": "Wales", "query": "nation=wales&colour=red&password__startswith=a&sector=nonsense"}
    )
    assert SavedView.objects.get().query == "nation=wales"
    assert answer.headers["Location"] == "/office/organisations/?nation=wales"


def test_what_a_list_no_longer_knows_is_said_when_the_view_is_opened(desk, office_person):
    view = keep(office_person)
    SavedView.objects.filter(pk=view.pk).update(query="nation=wales&gone=1")
    page = desk(office_person).get(f"/office/views/{view.pk}/", follow=True)
    assert "This list cannot be asked for “gone”" in page.text


def test_a_private_view_is_its_owners_and_a_shared_one_the_offices(desk, office_person, colleague):
    mine, ours = keep(office_person), keep(office_person, name="Shared", shared=True)
    theirs = desk(colleague)
    assert theirs.get(f"/office/views/{mine.pk}/").status_code == 404
    assert theirs.get(f"/office/views/{ours.pk}/").status_code == 302
    assert theirs.post(f"/office/views/{ours.pk}/remove/").status_code == 403
    assert "Olu Office’s, shared" in theirs.get("/office/views/").text


def test_the_home_page_shows_each_view_with_how_many_it_holds_today(desk, office_person):
    for number in range(3):
        Organisation.objects.create(slug=f"o{number}", name=f"O {number}", nation="wales", founded_at=NOON)
    keep(office_person)
    keep(office_person, name="Due", list_name="members", query="status=due")
    keep(office_person, name="Reviewers", list_name="people", query="role=reviewer")
    page = desk(office_person).get("/office/")
    assert [(str(one["view"]), one["count"]) for one in page.context["views"]] == [("Due", "0"), ("In Wales", "3"), ("Reviewers", "0")]


def test_counting_many_views_is_one_query(office_person, django_assert_num_queries):
    views = [keep(office_person, name=name, query="status=due", list_name="members") for name in "abcdef"]
    views += [keep(office_person, name="q", query="q=care"), keep(office_person, name="m", query="to_decide=yes", list_name="mail")]
    office_person.__dict__.pop("roles", None)
    assert office_person.is_office
    with django_assert_num_queries(1):
        assert lists.counts(views, user=office_person, day=NOON.date()) == ["0"] * 8


def test_removed_is_brought_back(desk, office_person):
    view, browser = keep(office_person), desk(office_person)
    browser.post(f"/office/views/{view.pk}/remove/")
    assert browser.get(f"/office/views/{view.pk}/").status_code == 404
    assert "Bring it back" in browser.get("/office/views/").text
    browser.post(f"/office/views/{view.pk}/back/")
    assert browser.get(f"/office/views/{view.pk}/").status_code == 302


def test_two_views_of_a_list_have_two_names(desk, office_person):
    keep(office_person)
    answer = desk(office_person).post("/office/views/save/", {"list": "organisations", "name": "In Wales", "query": "nation=england"})
    assert "Choose another name" in answer.text
    assert SavedView.objects.count() == 1


def test_a_shared_view_of_somebody_who_left_is_taken_up_by_who_changes_it(desk, office_person, colleague):
    view = keep(office_person, shared=True)
    browser = desk(colleague)
    assert browser.get(f"/office/views/{view.pk}/change/").status_code == 403
    boss = person("Sue Peruser", superuser=True)
    end_role(person=office_person, role="office", by=boss, at=NOON)

    browser.post(f"/office/views/{view.pk}/change/", {"name": "Wales again", "shared": "on"})

    view.refresh_from_db()
    assert (view.owner, view.name) == (colleague, "Wales again")


def test_without_a_filter_there_is_nothing_to_save(desk, office_person):
    answer = desk(office_person).post("/office/views/save/", {"list": "members", "name": "All", "query": "colour=red"})
    assert "Choose a filter first" in answer.text


def test_every_list_reads_back_the_address_it_writes():
    for office_list in lists.LISTS.values():
        form = office_list.form()
        for name, field in form.fields.items():
            values = [value for value, _ in getattr(field, "choices", []) if value] or ["care"]
            if hasattr(field, "read"):
                query = f"{name}_day=1&{name}_month=2&{name}_year=2027"
            else:
                query = f"{name}={values[0]}"
            asked = lists.read(office_list, query)
            assert (asked.query, asked.dropped) == (query, ()), (office_list.name, name)
            assert lists.read(office_list, asked.query).said == asked.said

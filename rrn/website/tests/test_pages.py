"""The public pages say what they must, and the way to help is on every one."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string

from rrn.core.time import now
from rrn.website.actions import change_help_contact, check_help_contact, keep_help_contact
from rrn.website.models import HelpContact
from rrn.website.notices import help_contacts
from rrn.website.queries import contacts_to_check
from rrn.website.views import check_help_contact as check_help_contact_page

pytestmark = pytest.mark.django_db
PAGES = [
    "/", "/join/", "/help-now/", "/help-now/england/", "/help-now/scotland/", "/help-now/wales/", "/help-now/northern-ireland/",
    "/contact/", "/accessibility/", "/privacy/", "/terms/", "/components/",
]  # fmt: skip


@pytest.fixture
def office(django_user_model):
    return django_user_model(pk=1, is_superuser=True)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_leads_to_help_and_loads_nothing_from_elsewhere(client, page):
    html = client.get(page).content.decode()

    assert 'href="/help-now/"' in html
    assert html.count("<h1") == 1
    assert not re.search(r'(?:src|action)="https?:', html)
    assert not re.search(r'<link(?! rel="(canonical|alternate)")[^>]*href="https?:', html)


@pytest.mark.parametrize("page", PAGES)
def test_no_id_stands_twice_on_a_page(client, page):
    ids = re.findall(r'\sid="([^"]+)"', client.get(page).content.decode())
    twice = {each for each in ids if ids.count(each) > 1}
    assert twice == set()


@pytest.mark.parametrize("nation", ["england", "scotland", "wales", "northern-ireland"])
def test_the_emergency_number_comes_first_in_every_nation(client, nation):
    html = client.get(f"/help-now/{nation}/").content.decode()
    main = html[html.index("<main") :]

    assert main.index("tel:999") < main.index("tel:116123")
    assert "We cannot investigate." in main
    assert "Exit this page" in main


def test_no_other_nation_is_given_a_page_of_help(client):
    assert client.get("/help-now/other-country/").status_code == 404


def test_the_numbers_shipped_are_exactly_the_national_ones():
    numbers = set(HelpContact.objects.exclude(number="").values_list("number", flat=True))
    assert numbers == {"999", "101", "111", "116 123", "0800 1111"}


def test_nhs_111_is_not_given_for_northern_ireland(client):
    assert "tel:111" not in client.get("/help-now/northern-ireland/").content.decode()


def test_an_unchecked_number_says_so(client):
    assert "Not yet checked by the network’s office" in client.get("/help-now/wales/").content.decode()


# The pages on the way with who may read them, the page's own fields, its other language, the menus: four for every page.
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/help-now/", 5),  # and whom to turn to
        ("/help-now/wales/", 5),
        ("/about/", 4),
        ("/about/story/", 4),
        ("/join/", 4),
        ("/join/questions/", 4),
        ("/contact/", 4),
        ("/contact/?about=risk", 5),
        ("/news/", 5),  # and how much news there is
    ],
)
def test_a_page_of_the_office_costs_exactly_so_many_queries_however_deep_it_lies(client, django_assert_num_queries, path, queries):
    client.get(path)  # the kinds of pages are looked up once in a process
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


def test_checking_a_number_shows_who_and_when(client, office, noon):
    contact = HelpContact.objects.get(name="Samaritans")

    check_help_contact(contact=contact, checked_by="safeguarding lead", by=office, at=noon)

    assert "Checked on 21 November 2026 by safeguarding lead" in client.get("/help-now/").content.decode()


def test_a_check_is_due_again_after_six_months(office, noon):
    contact = HelpContact.objects.get(name="Samaritans")
    check_help_contact(contact=contact, checked_by="office", by=office, at=noon)

    assert contact not in contacts_to_check(date(2027, 5, 21))
    assert contact in contacts_to_check(date(2027, 5, 22))


def test_a_changed_number_has_to_be_checked_again(office, noon):
    contact = HelpContact.objects.get(name="Samaritans")
    check_help_contact(contact=contact, checked_by="office", by=office, at=noon)

    changed = change_help_contact(
        contact=contact, number="116 123", what_for="For anybody.", hours="", website="", by=office, at=noon
    )

    assert changed.checked_on is None


def test_only_the_office_checks_a_number(django_user_model):
    stranger = django_user_model(pk=2)
    with pytest.raises(PermissionDenied, match="kept by the office"):
        check_help_contact(contact=HelpContact.objects.first(), checked_by="me", by=stranger, at=now())


def test_a_check_has_a_day_and_a_role_or_neither():
    contact = HelpContact.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        HelpContact.objects.filter(pk=contact.pk).update(checked_on=date(2026, 11, 21), checked_by="")


@pytest.mark.parametrize("support", ["yes", "no", ""])
@pytest.mark.parametrize("authorise", ["yes", "no", ""])
def test_any_answer_to_the_first_two_questions_may_join(client, support, authorise):
    html = client.get(
        "/join/", {"support": support, "authorise": authorise, "committed": "yes"}
    ).content.decode()
    assert "Your organisation can join" in html


def test_only_the_third_question_decides(client):
    html = client.get("/join/", {"support": "yes", "authorise": "yes", "committed": "no"}).content.decode()
    assert "would not fit yet" in html
    assert "Read what others have promised" in html


@pytest.mark.parametrize("support", ["yes", "no", ""])
@pytest.mark.parametrize("authorise", ["yes", "no", ""])
def test_whoever_is_told_that_a_person_can_join_is_led_to_that_door(client, support, authorise):
    html = client.get("/join/", {"support": support, "authorise": authorise, "committed": "no"}).content.decode()
    answer = html.split('role="status"', 1)[1].split("<form", 1)[0]
    assert "can join as an individual" in answer
    assert '<a href="/join/individual/">' in answer


def test_the_third_question_left_open_is_asked_for(client):
    html = client.get("/join/", {"support": "yes"}).content.decode()
    assert "Answer the third question: it is the one that decides" in html
    assert "<title>Error: " in html


def test_answers_of_another_kind_change_nothing(client):
    assert client.get("/join/", {"committed": "<script>"}).status_code == 200


@pytest.mark.parametrize("page", ["400.html", "403.html", "403_csrf.html", "404.html", "503.html"])
def test_an_error_page_leads_on(rf, page):
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/nowhere/")
    request.user = AnonymousUser()
    html = render_to_string(page, {"exception": ""}, request=request)
    assert "/help-now/" in html
    assert html.count("<h1") == 1


def test_the_page_for_our_own_faults_needs_no_context_at_all():
    html = render_to_string("500.html", {})
    assert "Something broke on our side" in html
    assert "/help-now/" in html


def test_a_missing_page_is_answered_in_our_words(client):
    response = client.get("/nowhere/at/all/")
    assert response.status_code == 404
    assert "This page is not here" in response.content.decode()


def test_the_home_page_shows_what_the_register_counts_and_publishes(client, monkeypatch):
    counter = {
        "number": "143",
        "noun": "organisations with a published plan",
        "definition": "In force today.",
        "href": "/members/",
    }
    plan = {"name": "Ysgol Bryn Helyg", "href": "/members/helyg/", "place": "Education, Wales", "sentence": "Every pupil has a plan.",
            "actions": 4, "published_on": date(2026, 11, 12)}  # fmt: skip
    monkeypatch.setattr("rrn.website.reading.counters", lambda on: [counter])
    monkeypatch.setattr("rrn.website.reading.latest_plans", lambda on: [plan])

    html = client.get("/").content.decode()

    assert "In force today." in html
    assert "4 actions" in html
    assert "Published 12 November 2026" in html


def test_the_home_page_is_whole_without_any_figures(client):
    html = client.get("/").content.decode()
    assert "Latest published plans" not in html
    assert "What happens to a promise" in html


def test_an_entry_that_was_corrected_is_checked_in_the_same_visit(office, noon):
    contact = HelpContact.objects.get(name="Childline")
    facts = {"number": "0800 1111", "what_for": "For every child.", "hours": "", "website": ""}

    kept = keep_help_contact(contact=contact, facts=facts, checked_by="office", by=office, at=noon)

    assert kept.what_for == "For every child."
    assert kept.checked_on == date(2026, 11, 21)


def test_unchecked_numbers_wait_for_the_office_and_for_nobody_else(office, django_user_model):
    [one] = help_contacts(office, date(2026, 11, 21))
    assert one.about.startswith(f"{HelpContact.objects.count()} on")
    HelpContact.objects.update(checked_on=date(2026, 6, 1), checked_by="Amina")
    assert list(help_contacts(office, date(2026, 11, 21))) == []
    [again] = help_contacts(office, date(2026, 12, 2))
    assert again.due == date(2026, 12, 1)
    assert list(help_contacts(django_user_model(pk=2), date(2026, 11, 21))) == []


def test_the_page_that_checks_a_number_is_the_offices(client):
    contact = HelpContact.objects.first()
    assert client.get(f"/help-now/check/{contact.pk}/").status_code == 302


def test_the_office_checks_a_number_on_its_page(rf, office):
    contact = HelpContact.objects.get(name="Childline")
    wrong = rf.post("/", {"number": "0800 1111", "what_for": "", "checked_by": ""})
    wrong.user = office

    html = check_help_contact_page(wrong, contact.pk).content.decode()

    assert "Fill in “What they can be asked”" in html
    assert "Fill in “Who checked it”" in html

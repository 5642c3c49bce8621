"""Organisations, people, letters, pledges and roles in the office."""

from __future__ import annotations

from datetime import date

import pytest

from rrn.accounts.models import RoleGrant
from rrn.events.models import Line
from rrn.membership.models import OriginalPledge
from rrn.office.tests import scenes
from rrn.organisations.actions import add_register, rename_organisation
from rrn.organisations.rules import Scheme
from rrn.post.models import Mail
from rrn.transition.models import ImportBatch, ImportedRow, LookAlike, LookAlikePledge
from tests.cast import person

pytestmark = pytest.mark.django_db

LISTS = ["/office/organisations/", "/office/people/", "/office/mail/", "/office/pledges/", "/office/pledges/files/"]


@pytest.fixture
def superuser(db):
    return person("Sue Peruser", superuser=True)


@pytest.mark.parametrize("address", LISTS)
def test_peoples_details_are_the_offices_alone(desk, office_person, reviewer, moderator, superuser, address):
    assert desk(office_person).get(address).status_code == 200
    assert desk(reviewer).get(address).status_code == 403
    assert desk(moderator).get(address).status_code == 403
    refused = desk(superuser).get(address)
    assert refused.status_code == 403
    assert "read by the office only" in refused.text


@pytest.mark.parametrize("words", ["caddick", "Old Name", "reference", "rx1", "RX 1"])
def test_an_organisation_is_found_by_each_of_its_names_and_numbers(desk, office_person, words):
    scenes.draft("Another One")
    plan = scenes.draft("Old Name House")
    lead = plan.lead
    rename_organisation(organisation=plan.organisation, name="Caddick Care", by=lead, at=scenes.NOON)
    add_register(organisation=plan.organisation, scheme=Scheme.NHS_ODS, value="RX1", by=lead, at=scenes.NOON)
    words = plan.reference if words == "reference" else words

    page = desk(office_person).get("/office/organisations/", {"q": words}).text

    assert "Caddick Care" in page
    assert "Another One" not in page


def test_the_page_of_an_organisation_has_what_the_telephone_needs(desk, office_person):
    plan = scenes.sent("Caddick Care")

    page = desk(office_person).get(f"/office/organisations/{plan.organisation.slug}/").text

    for words in ("Caddick Care", plan.reference, "Sent to us", "Lena Lead", "Has applied. The plan is with us.", "Write for"):
        assert words in page
    assert Mail.objects.get(about_id=str(plan.pk)).subject in page


def test_whoever_opens_a_persons_page_stands_in_the_diary(desk, office_person, reader):
    page = desk(office_person).get(f"/office/people/{reader.pk}/")

    assert reader.email in page.text
    line = Line.objects.get(verb="office.read", about_id=str(reader.pk))
    assert line.by_id == str(office_person.pk)


def test_a_refused_reading_writes_no_line(desk, reviewer, reader):
    desk(reviewer).get(f"/office/people/{reader.pk}/")

    assert not Line.objects.filter(verb="office.read").exists()


def test_people_are_found_by_name_or_address(desk, office_person, reader, stranger):
    page = desk(office_person).get("/office/people/", {"q": "rosa"}).text

    assert reader.email in page
    assert stranger.email not in page


def test_an_empty_search_says_what_was_looked_for(desk, office_person):
    assert "Nobody has “harness”" in desk(office_person).get("/office/people/", {"q": "harness"}).text


@pytest.mark.parametrize(("address", "most"), [("/office/organisations/", 12), ("/office/people/", 14), ("/office/mail/", 12)])
def test_thirty_rows_cost_no_more_queries_than_two(desk, office_person, django_assert_max_num_queries, address, most):
    for _ in range(30):
        scenes.sent()
    browser = desk(office_person)
    browser.get(address)

    with django_assert_max_num_queries(most):
        assert "Next page" in browser.get(address).text


def a_mail_that(state):
    scenes.sent()
    Mail.objects.update(state=state)
    return Mail.objects.get()


def test_a_mail_that_is_unsure_goes_out_again_under_its_old_number(desk, office_person):
    mail = a_mail_that(Mail.State.UNSURE)

    desk(office_person).post(f"/office/mail/{mail.pk}/again/")

    after = Mail.objects.get()
    assert (after.state, after.message_id, after.attempts) == (Mail.State.QUEUED, mail.message_id, 0)
    assert Line.objects.filter(verb="mail.sent_again").exists()


def test_a_mail_that_came_back_is_left_with_the_reason(desk, office_person):
    mail = a_mail_that(Mail.State.BOUNCED)
    browser = desk(office_person)

    assert "Say in a few words" in browser.post(f"/office/mail/{mail.pk}/leave/", {"why": ""}).text
    browser.post(f"/office/mail/{mail.pk}/leave/", {"why": "She has left."})

    assert Mail.objects.get().decided_at == scenes.NOON
    assert "Mail came back" not in browser.get("/office/").text
    assert "What shall happen?" not in browser.get(f"/office/mail/{mail.pk}/").text


def test_a_mail_is_decided_about_once(desk, office_person):
    mail = a_mail_that(Mail.State.BOUNCED)
    browser = desk(office_person)
    browser.post(f"/office/mail/{mail.pk}/leave/", {"why": "She has left."})

    page = browser.post(f"/office/mail/{mail.pk}/again/", follow=True).text

    assert "Somebody has decided about this mail already." in page


def test_roles_are_given_and_ended_by_who_runs_the_installation(desk, office_person, superuser, reader):
    browser = desk(superuser)

    assert desk(office_person).get("/office/roles/give/").status_code == 403
    browser.post("/office/roles/give/", {"email": reader.email.upper(), "role": "reviewer"})
    grant = RoleGrant.objects.get(person=reader)
    assert "Rosa Reader" in browser.get("/office/roles/").text
    assert "signed out everywhere" in browser.get(f"/office/roles/{grant.pk}/end/").text
    browser.post(f"/office/roles/{grant.pk}/end/")

    assert RoleGrant.objects.get(person=reader).ended_at == scenes.NOON


def test_a_role_for_nobody_is_asked_again(desk, superuser):
    page = desk(superuser).post("/office/roles/give/", {"email": "no.one@people.example", "role": "reviewer"})

    assert "There is no account with this address." in page.text


def test_the_office_sees_roles_and_why_it_cannot_give_them(desk, office_person, reviewer):
    page = desk(office_person).get("/office/roles/").text

    assert "Rui Reviewer" in page
    assert "given and ended by the person who runs the installation" in page


def a_pledge(name, address):
    return OriginalPledge.objects.create(
        kind="individual", pledged_on=date(2015, 3, 1), first_name=name, address=address, batch="b", imported_at=scenes.SENT
    )


def test_a_pledge_is_found_and_its_reading_is_written_down(desk, office_person):
    ada, bea = a_pledge("Ada", "ada@people.example"), a_pledge("Bea", "bea@people.example")
    browser = desk(office_person)

    page = browser.get("/office/pledges/", {"q": "ada@"}).text
    browser.get(f"/office/pledges/{bea.pk}/")

    assert ada.first_name in page
    assert "Bea" not in page
    assert Line.objects.get(verb="office.read").about_id == str(bea.pk)
    assert "The 2014 pledge" in browser.get("/office/").text


def a_file(groups=0, refused=1):
    batch = ImportBatch.objects.create(
        reference="2026-1", file_name="pledges.csv", file_digest="a", preview_digest="b", applied_at=scenes.SENT, rows=3,
        created_people=2, created_organisations=0, matched_rows=0, known_rows=0, refused_rows=refused,
    )  # fmt: skip
    for number in range(3, 3 + refused):
        ImportedRow.objects.create(batch=batch, number=number, decision="refuse", reason="no address", entry=f"47{number}")
    for place in range(groups):
        group = LookAlike.objects.create(batch=batch, place=place, why="same name at different addresses", count=2)
        for name in ("ada", "eda"):
            LookAlikePledge.objects.create(look_alike=group, pledge=a_pledge(name.title(), f"{name}{place}@people.example"))
    return batch


def test_a_file_shows_the_rows_that_were_left_out_and_why(desk, office_person):
    a_file()
    browser = desk(office_person)

    assert "pledges.csv" in browser.get("/office/pledges/files/").text
    page = browser.get("/office/pledges/files/2026-1/").text
    assert "no address" in page
    assert "473" in page
    sheet = browser.get("/office/pledges/files/2026-1/left-out.csv")
    assert sheet.content.decode("utf-8-sig").splitlines() == ["Row,Entry number,Why,About", "3,473,no address,"]


def test_pledges_that_look_alike_wait_on_the_list_until_somebody_has_looked(desk, office_person, reviewer):
    a_file(groups=1)
    browser = desk(office_person)
    assert "Pledges that look alike" in browser.get("/office/").text
    assert "Pledges that look alike" not in desk(reviewer).get("/office/").text

    page = browser.get("/office/pledges/files/2026-1/").text
    for words in ("Ada", "ada0@people.example", "eda0@people.example", "Same name at different addresses", "I have looked at these"):
        assert words in page
    after = browser.post("/office/pledges/files/2026-1/looked/", follow=True).text

    assert f"{office_person} looked at these on" in after
    assert "I have looked at these" not in after
    assert "Pledges that look alike" not in browser.get("/office/").text


def test_pledges_that_look_alike_are_named_by_who_pledged_with_the_employer_second(desk, office_person):
    a_file(groups=1)
    OriginalPledge.objects.filter(first_name="Ada").update(last_name="Bright", organisation_name="Dunstan Trust")
    OriginalPledge.objects.filter(first_name="Eda").update(
        kind="organisation", last_name="Bright", organisation_name="Hollin House", host="hollin.example"
    )

    page = desk(office_person).get("/office/pledges/files/2026-1/").text

    assert ">Ada Bright</a>" in page
    assert "<br>Works for Dunstan Trust<br>ada0@people.example" in page
    assert ">Hollin House</a>" in page
    assert "<br>hollin.example" in page
    assert "</a>," not in page


def test_a_long_file_costs_no_more_queries_and_its_two_lists_turn_their_own_pages(desk, office_person, django_assert_max_num_queries):
    a_file(groups=30, refused=30)
    browser = desk(office_person)

    with django_assert_max_num_queries(16):
        page = browser.get("/office/pledges/files/2026-1/").text
    assert "?alike=2" in page
    assert "?page=2" in page
    assert "?page=2&amp;alike=1" in browser.get("/office/pledges/files/2026-1/?page=2&alike=2").text

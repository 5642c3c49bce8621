"""A mailing in the office: from a view to people, each once; what is said of who does not get it; results; the worker's turn."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core import mail as tray
from django.urls import reverse

from rrn.accounts.actions import give_consent
from rrn.clock.duties import Tally, send_due_mails
from rrn.core.time import london_day, travel
from rrn.membership.actions import confirm_seat, propose_seat
from rrn.membership.rules import Term
from rrn.membership.tests.noticing import member_until
from rrn.office import audiences, mailings
from rrn.office.tests.scenes import NOON
from rrn.organisations.actions import found_organisation
from rrn.organisations.models import Seat
from rrn.post import mailings as actions
from rrn.post.mailing_rules import State
from rrn.post.models import AddressHold, Mail, Mailing
from tests.cast import person

DAY = london_day(NOON)
TEXT = "Dear {name},\n\nyour membership runs until {status until}.\n\nhttps://example.org/a/"


def member(name):
    found = person(name)
    member_until(date(2028, 5, 31), person=found)
    return found


def write(office_person, *, kind="service", text=TEXT, audience="members?kind=individual", reach="leads"):
    name, _, query = audience.partition("?")
    said = {"kind": kind, "reach": reach, "subject": "Until {status until}", "text": text, "view_list": name, "view_query": query, "view_name": "A view"}
    return actions.start_mailing(client_key=uuid4(), said=said, by=office_person, at=NOON)


def tally():
    return Tally(beat=lambda: True)


def hand_in(mailing, by):
    gets = mailings.who_gets(mailing, user=by, day=DAY)
    readers = [*gets.readers, *(reader for reader, _ in gets.left_out)]
    return actions.submit_mailing(mailing=mailing, version=mailing.version, readers=readers, reason="Read it.", not_before=None, by=by, at=NOON)


def test_a_person_who_is_found_twice_gets_one_mail(office_person):
    lena = person("Lena Lead")
    for name in ("Elder Care", "Younger Care"):
        found_organisation(name=name, by=lena, at=NOON)
    found = audiences.found_by(write(office_person, audience="organisations?"), user=office_person, day=DAY)
    assert [reader.words["name"] for reader in found.readers] == ["Lena Lead"]
    assert found.again == 1


def test_an_organisation_nobody_leads_is_left_out_by_name(office_person, desk):
    lena = person("Lena Lead")
    organisation = found_organisation(name="Elder Care", by=lena, at=NOON)
    Seat.objects.filter(organisation=organisation).update(kind="viewer")
    mailing = write(office_person, audience="organisations?", text="Dear {name}")
    page = desk(office_person).get(reverse("office:mailing_people", args=[mailing.pk]) + "?outcome=left_out").content.decode()
    assert "Elder Care" in page
    assert "Nobody holds a seat" in page
    everybody = write(office_person, audience="organisations?", text="Dear {name}", reach="seats")
    assert [reader.words["organisation"] for reader in audiences.found_by(everybody, user=office_person, day=DAY).readers] == ["Elder Care"]


def test_news_goes_to_those_who_asked_and_the_page_says_who_did_not(office_person, desk):
    asked, silent = member("Anna Asked"), member("Sila Silent")
    give_consent(person=asked, purpose="news", by=asked, at=NOON)
    mailing = write(office_person, kind="news")
    gets = mailings.who_gets(mailing, user=office_person, day=DAY)
    assert [reader.recipient[1] for reader in gets.readers] == [str(asked.pk)]
    assert gets.reasons == [("Its reader has not asked for news.", 1)]
    assert "1 left out" in desk(office_person).get(reverse("office:mailing", args=[mailing.pk])).content.decode()
    assert str(silent.pk) in {reader.recipient[1] for reader, _ in gets.left_out}


def test_consent_that_ends_between_the_release_and_the_sending_keeps_the_mail_here(office_person):
    from rrn.accounts.actions import withdraw_consent

    anna = member("Anna Asked")
    give_consent(person=anna, purpose="news", by=anna, at=NOON)
    mailing = hand_in(write(office_person, kind="news"), office_person)
    mailings.write_the_mailings(NOON, tally())
    withdraw_consent(person=anna, purpose="news", by=anna, at=NOON)
    send_due_mails(NOON, tally())
    assert Mail.objects.get(about_kind="post.mailing").state == Mail.State.SUPPRESSED
    assert not [one for one in tray.outbox if anna.email in one.to]
    assert [name for name, _, many in mailings.tally_of(mailing) if many] == ["suppressed"]


def test_each_leaves_alone_in_its_to_line_with_her_own_words(office_person):
    people = [member(name) for name in ("Anna One", "Bea Two", "Cora Three")]
    mailing = hand_in(write(office_person), office_person)
    mailings.write_the_mailings(NOON, tally())
    mailings.write_the_mailings(NOON, tally())
    send_due_mails(NOON, tally())
    mailing.refresh_from_db()
    assert mailing.state == State.DONE
    left = [one for one in tray.outbox if one.subject == "Until 31 May 2028"]
    assert sorted(one.to[0] for one in left) == sorted(one.email for one in people)
    assert all(len(one.to) == 1 and not one.cc and not one.bcc for one in left)
    assert not any("List-Unsubscribe" in one.extra_headers for one in left)


def test_a_mailing_stands_on_the_timeline_of_whoever_got_it(office_person, desk):
    anna = member("Anna One")
    hand_in(write(office_person), office_person)
    mailings.write_the_mailings(NOON, tally())
    assert "Until 31 May 2028" in desk(office_person).get(reverse("office:person", args=[anna.pk])).content.decode()


def test_an_address_on_hold_is_left_out_with_the_reason(office_person):
    anna = member("Anna One")
    AddressHold.objects.create(address=anna.email, since=NOON - timedelta(days=1), why="hard", evidence="550")
    gets = mailings.who_gets(write(office_person), user=office_person, day=DAY)
    assert gets.reasons == [("Mail to this address came back, so it is on hold.", 1)]


def test_a_test_goes_to_whoever_writes_and_counts_for_nobody(office_person, desk):
    member("Anna One")
    mailing = write(office_person)
    answer = desk(office_person).post(reverse("office:mailing_test", args=[mailing.pk]), follow=True).content.decode()
    assert "words of Anna One" in answer
    mail = Mail.objects.get(about_kind="post.mailing")
    assert (mail.to, mail.subject) == (office_person.email, "Test: Until 31 May 2028")
    assert "This is a test." in mail.text
    assert not mailing.recipients.exists()


def test_the_preview_shows_her_own_words_and_not_those_of_somebody_else(office_person, desk, stranger):
    anna = member("Anna One")
    mailing = write(office_person)
    page = desk(office_person).get(reverse("office:mailing_person", args=[mailing.pk, anna.pk])).content.decode()
    assert "Dear Anna One," in page
    assert "runs until 31 May 2028" in page
    assert desk(office_person).get(reverse("office:mailing_person", args=[mailing.pk, stranger.pk])).status_code == 404


def test_a_field_that_is_not_listed_is_refused_on_the_form(office_person, desk):
    said = {"kind": "service", "reach": "leads", "audience": "members?kind=individual", "subject": "Hello", "text": "Dear {password}"}
    page = desk(office_person).post(reverse("office:mailing_start") + "?to=members%3Fkind%3Dindividual", said).content.decode()
    assert "“{password}” is not a field" in page
    assert not Mailing.objects.exists()


def test_two_colleagues_on_one_draft_are_told_and_nothing_is_lost(office_person, desk):
    mailing = write(office_person)
    browser, address = desk(office_person), reverse("office:mailing_write", args=[mailing.pk])
    said = {"kind": "service", "reach": "leads", "audience": "members?kind=individual", "subject": "Hello", "version": 1}
    assert browser.post(address, said | {"text": "The first."}).status_code == 302
    page = browser.post(address, said | {"text": "The second."}).content.decode()
    assert "saved this draft while you had it open" in page
    assert "The second." in page
    mailing.refresh_from_db()
    assert mailing.text == "The first."


def test_a_large_one_is_a_to_do_of_a_second_person_and_of_nobody_who_wrote_it(office_person, reviewer, desk, settings):
    settings.RRN = settings.RRN | {"MAILING_ALONE_UP_TO": 1}
    member("Anna One"), member("Bea Two")
    mailing = hand_in(write(office_person), office_person)
    assert mailing.state == State.SUBMITTED
    assert "Mailing to agree to" not in desk(office_person).get(reverse("office:home")).content.decode()
    assert "Mailing to agree to" in desk(reviewer).get(reverse("office:home")).content.decode()
    second = reverse("office:mailing_second", args=[mailing.pk])
    page = desk(reviewer).get(second).content.decode()
    assert "2 people get it" in page
    assert "Anna One" not in page
    desk(reviewer).post(reverse("office:mailing_agree", args=[mailing.pk]), {"number": 2})
    mailing.refresh_from_db()
    assert (mailing.state, mailing.agreed_by) == (State.RELEASED, reviewer.pk)


def test_what_came_back_is_a_task_and_stands_in_the_results(office_person, desk):
    anna = member("=Anna One")
    mailing = hand_in(write(office_person), office_person)
    mailings.write_the_mailings(NOON, tally())
    Mail.objects.filter(about_kind="post.mailing").update(state=Mail.State.BOUNCED, reason="The address was refused (550).")
    browser = desk(office_person)
    assert "1 of “Until {status until}”" in browser.get(reverse("office:home")).content.decode()
    page = browser.get(reverse("office:mailing_people", args=[mailing.pk]) + "?outcome=bounced").content.decode()
    assert "The address was refused (550)." in page
    assert reverse("office:person", args=[anna.pk]) in page
    sheet = browser.post(reverse("office:mailing_results", args=[mailing.pk])).content.decode("utf-8-sig")
    rows = list(csv.reader(StringIO(sheet)))
    assert rows[1][:4] == ["'=Anna One", "", "Came back", "The address was refused (550)."]
    assert anna.email not in sheet


@pytest.mark.parametrize("route", ["mailing", "mailing_people"])
def test_more_people_cost_no_more_queries(office_person, desk, django_assert_num_queries, route):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for number in range(2):
        member(f"Anna {number}")
    mailing = write(office_person)
    browser, address = desk(office_person), reverse(f"office:{route}", args=[mailing.pk])
    browser.get(address)
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    for number in range(12):
        member(f"Bea {number}")
    with CaptureQueriesContext(connection) as many:
        browser.get(address)
    assert len(many) == len(few) <= 25
    hand_in(mailing, office_person)
    with CaptureQueriesContext(connection) as frozen:
        browser.get(address)
    assert len(frozen) <= 25


def test_one_step_of_the_worker_costs_no_more_for_many(office_person):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost():
        with CaptureQueriesContext(connection) as asked, travel(NOON):
            mailings.write_the_mailings(NOON, tally())
        return len(asked)

    member("Anna One")
    hand_in(write(office_person), office_person)
    few = cost()
    for number in range(20):
        member(f"Bea {number}")
    hand_in(write(office_person), office_person)
    assert cost() <= few
    assert Mail.objects.filter(about_kind="post.mailing").count() == 22


def test_a_member_of_the_steering_group_reads_it_without_an_office(office_person, desk, settings):
    settings.RRN = settings.RRN | {"MAILING_ALONE_UP_TO": 0}
    rosa = member("Rosa Roster")
    seat = propose_seat(person=rosa, body="steering", role="member", term=Term(DAY, date(2028, 1, 1)), by=office_person, at=NOON)
    confirm_seat(seat=seat, by=office_person, at=NOON)
    mailing = hand_in(write(office_person), office_person)
    second = reverse("office:mailing_second", args=[mailing.pk])
    assert second in desk(rosa).get(reverse("website:my")).content.decode()
    assert desk(rosa).get(reverse("office:mailing", args=[mailing.pk])).status_code == 403
    desk(rosa).post(reverse("office:mailing_agree", args=[mailing.pk]), {"number": 1})
    mailing.refresh_from_db()
    assert mailing.agreed_by == rosa.pk


def test_a_filter_that_the_list_no_longer_knows_reaches_nobody_instead_of_everybody(office_person, desk):
    member("Anna One")
    mailing = write(office_person, audience="members?colour=red")
    page = desk(office_person).get(reverse("office:mailing", args=[mailing.pk]))
    assert page.status_code == 409
    assert "reaches nobody by mistake" in page.content.decode()
    assert desk(office_person).get(reverse("office:mailing_write", args=[mailing.pk])).status_code == 200

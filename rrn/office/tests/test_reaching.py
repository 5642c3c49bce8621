"""Holds in the office, letters on paper and calls, and the timeline that shows them."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from rrn.core.verdict import Refused
from rrn.membership.tests.joining import fill_in_everything
from rrn.office.tests.scenes import NOON
from rrn.office.todos import mails as todos_about_mail
from rrn.post.actions import queue_mail
from rrn.post.holding import note_bounce
from rrn.post.models import AddressHold, Call, Mail, Notice, PaperLetter
from rrn.post.paper import note_call, post_letter, sheet, write_letter
from rrn.post.queries import hold_of

pytestmark = pytest.mark.django_db
DAY = NOON.date()


@pytest.fixture
def member(reader):
    from rrn.membership.actions import join_as_individual

    fill_in_everything(reader, NOON)
    join_as_individual(person=reader, by=reader, at=NOON, client_key="reader")
    return reader


def came_back(person):
    mail = queue_mail(
        to=person.email, template="post/emails/gathered.txt", context={"first": "One", "count": 1}, at=NOON, recipient=person
    )
    Mail.objects.filter(pk=mail.pk).update(state="sent", sent_at=NOON)
    assert note_bounce(number=mail.message_id, address=person.email, hard=True, said_by="return", evidence="550 5.1.1 gone", at=NOON)
    return mail


def unsaid(person):
    return Notice.objects.create(
        rule="membership.period_end", offset=-30, anchor_on=date(2026, 12, 21), due_on=DAY, recipient_kind="accounts.user",
        recipient_id=str(person.pk), about_kind="membership.period", about_id=str(person.member.periods.get().pk), noted_at=NOON, closed_as="no_address",
        reason="Mail to this address came back, so it is on hold.",
    )  # fmt: skip


def letter_to(person, by, **more):
    words = {"name": "Rosa", "address": "1 High Street\nLeeds", "subject": "Your membership", "text": "Dear Rosa,\n\nHello.", "large_print": False}
    return write_letter(recipient=person, **(words | more), client_key=uuid4(), by=by, at=NOON)


def to_reach(office):
    return [todo for todo in todos_about_mail(office, DAY) if todo.what == "Letter or call"]


def test_a_member_whose_mail_comes_back_is_the_offices_to_reach_until_somebody_has(member, office_person, stranger):
    came_back(stranger)
    assert to_reach(office_person) == [], "who is no member and leads nothing asks for no letter"
    came_back(member)
    [todo] = to_reach(office_person)
    assert member.email in todo.about
    call = {"spoken_with": "Rosa", "called_on": DAY, "said": "She changes it.", "follows": ""}
    note_call(recipient=member, **call, client_key=uuid4(), by=office_person, at=NOON)
    assert to_reach(office_person) == []


def test_the_only_lead_of_an_organisation_is_reached_too_and_one_of_two_is_not(office_person, make_person):
    from rrn.organisations.actions import found_organisation
    from rrn.organisations.models import Seat

    lead = make_person("Lena Lead")
    organisation = found_organisation(name="Elm House", by=lead, at=NOON)
    came_back(lead)
    assert len(to_reach(office_person)) == 1
    Seat.objects.create(organisation=organisation, person=make_person("Lou Lead"), kind="lead", started_at=NOON)
    assert to_reach(office_person) == []


def test_the_office_lifts_a_hold_on_its_page_with_a_reason(desk, office_person, member):
    came_back(member)
    hold = AddressHold.objects.get()
    page = f"/office/mail/holds/{hold.pk}/"
    client = desk(office_person)
    assert member.email in client.get("/office/mail/holds/?state=open").text
    assert "550 5.1.1 gone" in client.get(page).text
    assert "On hold since" in client.get(f"/office/people/{member.pk}/").text
    assert "Say in a few words" in client.post(page, {"why": ""}).text
    assert hold_of(member.email) is not None
    client.post(page, {"why": "She said so on the telephone."})
    assert hold_of(member.email) is None
    assert "She said so on the telephone." in client.get(page).text


def test_a_letter_takes_the_place_of_a_notice_once_it_is_posted(desk, office_person, member):
    notice, client = unsaid(member), desk(office_person)
    page = f"/office/letters/person/{member.pk}/write/?notice={notice.pk}"
    assert client.get(page).status_code == 200
    sent = {
        "name": "Rosa Reader", "address": "1 High Street\nLeeds", "subject": "Your membership", "text": "Dear Rosa,\n\nHello.",
        "client_key": str(uuid4()),
    }  # fmt: skip
    for _ in range(2):
        client.post(page, sent)
    letter = PaperLetter.objects.get()
    notice.refresh_from_db()
    assert notice.closed_as == "no_address", "a letter on the desk has told nobody"
    assert client.get(f"/office/letters/{letter.pk}/letter.pdf").content.startswith(b"%PDF")
    for day, answer in ((DAY + timedelta(days=1), 200), (DAY, 302), (DAY, 200)):
        posted = {"on_day": day.day, "on_month": day.month, "on_year": day.year}
        assert client.post(f"/office/letters/{letter.pk}/posted/", posted).status_code == answer
    notice.refresh_from_db()
    assert (notice.closed_as, notice.reason) == ("letter", "A letter was posted on 21 November 2026.")
    shown = client.get(f"/office/people/{member.pk}/").text
    assert "Posted on 21 November 2026" in shown


def test_a_call_takes_the_place_of_a_notice_and_stands_on_the_timeline(desk, office_person, member, stranger):
    notice, client = unsaid(member), desk(office_person)
    assert "Nobody was told" in client.get(f"/office/people/{member.pk}/").text
    said = {
        "spoken_with": "Rosa", "called_on_day": 21, "called_on_month": 11, "called_on_year": 2026, "said": "She renews by telephone.",
        "follows": "We write the plan with her.", "client_key": str(uuid4()),
    }  # fmt: skip
    client.post(f"/office/calls/person/{stranger.pk}/?notice={notice.pk}", said | {"client_key": str(uuid4())})
    notice.refresh_from_db()
    assert notice.closed_as == "no_address", "a call with somebody else closes nothing of hers"
    for _ in range(2):
        client.post(f"/office/calls/person/{member.pk}/?notice={notice.pk}", said)
    notice.refresh_from_db()
    assert notice.closed_as == "call"
    assert Call.objects.filter(recipient_id=str(member.pk)).count() == 1
    shown = client.get(f"/office/people/{member.pk}/").text
    assert "She renews by telephone." in shown
    assert "What follows: We write the plan with her." in shown


def test_a_mail_that_came_back_begins_the_letter_with_its_own_words(desk, office_person, member):
    mail = came_back(member)
    shown = desk(office_person).get(f"/office/letters/person/{member.pk}/write/?mail={mail.pk}").text
    assert mail.subject in shown
    assert mail.text.partition("\n\n-- \n")[0][:40] in shown
    assert "You get this because" not in shown, "the foot of a mail is about mail"


def test_the_sheet_is_tagged_for_screen_readers_and_always_the_same(office_person, member):
    letter = letter_to(member, office_person, subject="*Stars* #panic() $x$", text="- one\n- two\n\nhttps://example.org/#x")
    made = sheet(letter)
    assert made == sheet(letter)
    assert b"pdfuaid" in made
    assert b"StructTreeRoot" in made
    assert len(sheet(letter_to(member, office_person, large_print=True))) > 1000


def test_a_letter_of_the_demonstration_says_so(settings):
    from rrn.post.paper import sender_lines

    settings.RRN = settings.RRN | {"POSTAL_ADDRESS": "1 The Street | Birmingham"}
    assert sender_lines()[:4] == ["Restraint Reduction Network", "Demonstration, not the Restraint Reduction Network", "1 The Street", "Birmingham"]


def test_a_letter_is_posted_once_and_not_before_it_was_written(office_person, member):
    letter = letter_to(member, office_person)
    for day in (DAY - timedelta(days=1), DAY + timedelta(days=1)):
        with pytest.raises(Refused):
            post_letter(letter=letter, on=day, by=office_person, at=NOON)
    post_letter(letter=letter, on=DAY, by=office_person, at=NOON)
    with pytest.raises(Refused, match="already"):
        post_letter(letter=letter, on=DAY, by=office_person, at=NOON)


def test_erasing_a_person_empties_her_letters_calls_and_holds(office_person, member):
    from rrn.privacy.actions import erase_address

    came_back(member)
    letter_to(member, office_person)
    note_call(recipient=member, spoken_with="Rosa", called_on=DAY, said="Hello", follows="", client_key=uuid4(), by=office_person, at=NOON)
    address = member.email
    erase_address(address=address, by=None, at=NOON + timedelta(hours=1))
    letter, call, hold = PaperLetter.objects.get(), Call.objects.get(), AddressHold.objects.get()
    assert (letter.name, letter.address, letter.text, call.said, hold.address) == ("", "", "", "", "")
    assert not Mail.objects.filter(to=address).exists()

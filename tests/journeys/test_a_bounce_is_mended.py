"""A member's mail is refused; she is told on her own page, confirms her address by a code, and her mail goes out again."""

from __future__ import annotations

import re
import time
from email import message_from_bytes
from typing import Any

import pytest

from rrn.core.time import now
from rrn.post.actions import queue_mail
from rrn.post.models import Mail
from rrn.post.queries import hold_of
from rrn.post.tests.mailserver import Behaviour, line_to, serving
from tests.cast import person
from tests.journeys.conftest import look


@pytest.fixture
def server(house, monkeypatch):
    """The worker's mail goes over a real line to a server of our own."""
    behaviour = Behaviour()
    with serving(behaviour) as port:
        monkeypatch.setattr("rrn.clock.duties.get_connection", lambda: line_to(port))
        yield behaviour


def write(who: Any, what: str) -> Mail:
    context = {"first": what, "count": 1}
    mail = queue_mail(to=who.email, template="post/emails/gathered.txt", context=context, at=now(), recipient=who)
    assert mail is not None
    return mail


def the_worker_takes_its_turn() -> None:
    from rrn.clock.worker import Worker

    worker = Worker()
    worker.turn()
    worker.leave()


def state_of(mail: Mail) -> str:
    mail.refresh_from_db()
    return mail.state


def newest_code(server: Behaviour) -> str:
    letter = message_from_bytes(server.taken[-1].as_bytes())
    words = letter.get_payload()[0].get_payload(decode=True).decode()
    found = re.search(r"^(\d{6})\s*$", words, re.MULTILINE)
    assert found, words
    return found.group(1)


def test_a_bounce_is_mended_by_its_reader(arrive, axe, server):
    rosa = person("Rosa Reader")
    server.refused[rosa.email] = "550 5.1.1 No such mailbox here"
    first = write(rosa, "the first")
    the_worker_takes_its_turn()
    assert state_of(first) == "bounced"
    page = arrive(rosa, on_a_telephone=True)
    page.goto("/my/")
    look(page, axe)
    assert page.get_by_role("heading", name="Our mail does not reach you").is_visible()
    assert page.get_by_text(f"Mail to {rosa.email} came back on").is_visible()
    second = write(rosa, "the second")
    the_worker_takes_its_turn()
    assert state_of(second) == "suppressed"
    server.refused.clear()  # her mailbox is mended
    she_confirms_her_address(page, axe, server)
    assert hold_of(rosa.email) is None
    assert page.get_by_role("heading", name="Our mail does not reach you").count() == 0
    third = write(rosa, "the third")
    the_worker_takes_its_turn()
    assert state_of(third) == "sent"
    assert server.numbers()[-1] == third.message_id


def she_confirms_her_address(page: Any, axe: Any, server: Behaviour) -> None:
    page.get_by_role("link", name="Confirm this address").click()
    look(page, axe)
    page.get_by_role("button", name="Send a code").click()
    page.get_by_label("Code").wait_for()
    look(page, axe)
    the_worker_takes_its_turn()
    code = newest_code(server)
    page.get_by_label("Code").fill(f"{(int(code) + 1) % 10**6:06d}")
    page.get_by_role("button", name="Confirm my address").click()
    page.get_by_text("That code is not right.", exact=False).first.wait_for()
    look(page, axe)
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Confirm my address").click()
    page.wait_for_url("**/my/")
    look(page, axe)
    assert page.get_by_text("We write to this address again.").is_visible()


def test_the_office_reaches_her_by_letter_and_lifts_the_hold(arrive, axe, server):
    from rrn.organisations.actions import found_organisation

    lena, olu = person("Lena Lead"), person("Olu Office", roles=("office",))
    found_organisation(name="Elm House", by=lena, at=now())
    server.refused[lena.email] = "550 5.1.1 No such mailbox here"
    write(lena, "the first")
    the_worker_takes_its_turn()
    desk = arrive(olu)
    desk.goto("/office/")
    desk.get_by_role("link", name="Reach her", exact=False).first.click()
    look(desk, axe)
    assert desk.get_by_text("550 5.1.1 No such mailbox here").is_visible()
    desk.get_by_role("link", name="Write a letter", exact=False).first.click()
    look(desk, axe)
    desk.get_by_label("Postal address").fill("1 High Street\nLeeds\nLS1 1AA")
    desk.get_by_label("Subject").fill("Your mail comes back")
    desk.get_by_label("The letter").fill("Dear Lena,\n\nMail to you comes back. Please ring us.")
    desk.get_by_role("button", name="Make the letter").click()
    desk.get_by_role("button", name="It is posted").wait_for()
    look(desk, axe)
    with desk.expect_download() as sheet:
        desk.get_by_role("link", name="Get the PDF to print").click()
    assert sheet.value.path().read_bytes().startswith(b"%PDF")
    desk.get_by_role("button", name="It is posted").click()
    desk.get_by_text("The letter is marked as posted.").wait_for()
    look(desk, axe)
    desk.goto("/office/mail/holds/")
    look(desk, axe)
    desk.get_by_role("link", name=lena.email).click()
    desk.get_by_label("How do you know that mail reaches this address again?").fill("She rang: the mailbox was full.")
    desk.get_by_role("button", name="Lift the hold").click()
    desk.get_by_text("goes to", exact=False).first.wait_for()
    look(desk, axe)
    assert hold_of(lena.email) is None


def test_she_stops_the_news_from_its_mail_and_chooses_large_print(arrive, axe, server):
    from rrn.accounts.actions import give_consent
    from rrn.accounts.queries import wants_news

    rosa = person("Rosa Reader")
    give_consent(person=rosa, purpose="news", by=rosa, at=now())
    news = queue_mail(
        to=rosa.email, template="post/emails/gathered.txt", context={"first": "x", "count": 1}, at=now(), recipient=rosa, kind=Mail.Kind.NEWS
    )
    the_worker_takes_its_turn()
    assert state_of(news) == "sent"
    page = arrive(on_a_telephone=True)
    page.goto("".join(server.taken[-1]["List-Unsubscribe"].split()).strip("<>"))
    look(page, axe)
    page.get_by_role("button", name="Stop the news").click()
    page.get_by_role("heading", name="No more news").wait_for()
    look(page, axe)
    assert not wants_news(rosa)
    page.get_by_role("button", name="Send me the news again").click()
    page.get_by_role("heading", name="The news comes again").wait_for()
    look(page, axe)
    assert wants_news(rosa)
    hers = arrive(rosa, on_a_telephone=True)
    hers.goto("/account/mail/")
    look(hers, axe)
    hers.get_by_label("Send me our mails and letters in large print").check()
    hers.get_by_label("Send me the network’s news by mail", exact=False).uncheck()
    hers.get_by_role("button", name="Save").click()
    hers.get_by_text("Saved.", exact=False).wait_for()
    look(hers, axe)
    assert not wants_news(rosa)
    mail = write(rosa, "in large print")
    the_worker_takes_its_turn()
    assert state_of(mail) == "sent"
    time.sleep(0.1)
    html = server.taken[-1].get_payload()[1].get_payload(decode=True).decode()
    assert "font: 24px/36px" in html

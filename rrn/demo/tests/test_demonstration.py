"""The made-up world: filled once, opened from this machine only, and no letter leaves it."""

from datetime import date, timedelta

import pytest
from django.core.mail import get_connection
from django.test import Client

from rrn.accounts.models import Role, RoleGrant, User
from rrn.core.time import now, start_of_day
from rrn.demo.fill import Step, fill, morning_of
from rrn.demo.models import Introduction
from rrn.demo.people import PASSWORD, fill_staff, introduce_everybody
from rrn.demo.queries import code_of
from rrn.events.models import Line
from rrn.post.actions import queue_mail, send_mail
from rrn.post.models import Mail

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 21)
STAFF = [Step("staff", fill_staff), Step("guide", introduce_everybody)]


@pytest.fixture
def filled(noon):
    """The staff only: the past that is filled after them has tests of its own."""
    fill(day=DAY, now=noon, steps=STAFF)


@pytest.fixture
def letter(noon):
    return queue_mail(
        to="ada@home.example", template="accounts/emails/login_code.txt", context={"code": "123456"}, at=noon
    )


def holders(role):
    return RoleGrant.objects.filter(role=role, ended_at__isnull=True).count()


def test_the_staff_are_all_there_and_came_through_the_real_doors(filled):
    counts = {role: holders(role) for role in Role}
    assert counts == {
        Role.OFFICE: 2, Role.REVIEWER: 3, Role.MODERATOR: 2, Role.SAFEGUARDING_LEAD: 1, Role.SAFEGUARDING_DEPUTY: 1,
        Role.TRUSTEE: 3, Role.LIVED_EXPERIENCE_READER: 2, Role.EDITOR: 1,
    }  # fmt: skip
    assert Line.objects.filter(verb="role.granted").count() == sum(counts.values())
    assert all(person.email.endswith(".example") for person in User.objects.all())


def test_filling_again_changes_nothing(filled, noon):
    before = User.objects.count(), Line.objects.count()
    assert fill(day=DAY, now=noon + timedelta(days=1), steps=STAFF) == []
    assert (User.objects.count(), Line.objects.count()) == before


def test_a_step_that_fails_leaves_nothing_half_done(noon):
    def fails(at):
        fill_staff(at)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fill(day=DAY, now=noon, steps=[Step("staff", fails)])
    assert not User.objects.exists()


def test_dates_count_from_the_chosen_day_and_never_from_the_future(noon):
    assert morning_of(DAY, noon) == start_of_day(DAY) + timedelta(hours=9)
    early = start_of_day(DAY) + timedelta(hours=2)
    assert morning_of(DAY, early) == early
    assert morning_of(DAY + timedelta(days=9), noon) == start_of_day(DAY + timedelta(days=9))


def test_a_visitor_becomes_somebody_of_the_staff_with_one_press(client, filled):
    office = User.objects.get(email="amina.ashwend@staff.network.example")
    assert client.post(f"/demo/be/{office.pk}/")["Location"] == "/office/"
    assert office.email in client.get("/account/").content.decode()


def test_a_visitor_goes_from_one_person_to_the_next(client, filled):
    first, second = User.objects.filter(role_grants__role=Role.LIVED_EXPERIENCE_READER).order_by("pk")
    client.post(f"/demo/be/{first.pk}/")
    assert client.post(f"/demo/be/{second.pk}/")["Location"] == "/my/"
    assert second.email in client.get("/account/").content.decode()


def test_the_real_door_opens_with_what_the_page_says(client, filled):
    office = User.objects.get(email="amina.ashwend@staff.network.example")
    page = client.get("/demo/").content.decode()
    assert PASSWORD in page
    assert code_of(office) in page
    client.post("/account/login/", {"login": office.email, "password": PASSWORD})
    client.post("/account/2fa/authenticate/", {"code": code_of(office)})
    assert client.get("/account/").status_code == 200


def test_nobody_is_become_by_a_link_and_nobody_who_is_not_introduced(client, filled, person_not_introduced):
    reader = Introduction.objects.last().person
    assert client.get(f"/demo/be/{reader.pk}/").status_code == 405
    assert client.post(f"/demo/be/{person_not_introduced.pk}/").status_code == 404


@pytest.fixture
def person_not_introduced(reader):
    return reader


@pytest.mark.parametrize("address", ["/demo/", "/demo/mail/"])
def test_elsewhere_there_is_nothing(filled, address):
    assert Client().get(address, REMOTE_ADDR="192.0.2.4").status_code == 404
    assert (
        Client().get(address, REMOTE_ADDR="192.0.2.4", headers={"X-Forwarded-For": "127.0.0.1"}).status_code
        == 404
    )
    assert Client().get(address, REMOTE_ADDR="::1").status_code == 200


def test_where_there_is_no_demonstration_there_is_no_page(client, filled, settings):
    settings.DEMONSTRATION = False
    assert client.get("/demo/").status_code == 404


def test_twenty_people_cost_no_more_queries_than_one(client, filled, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get("/demo/")


def test_every_mail_is_in_the_tray_newest_first(client, letter, noon):
    queue_mail(to="b@home.example", template="accounts/emails/unknown_account.txt", context={}, at=noon)
    page = client.get("/demo/mail/").content.decode()
    assert page.index("There is no account") < page.index("Your code is 123456")
    assert "There is no account" not in client.get("/demo/mail/?to=ada@home.example").content.decode()


def test_a_long_tray_goes_page_by_page(client, letter, noon, django_assert_max_num_queries):
    for number in range(55):
        queue_mail(
            to=f"p{number}@home.example", template="accounts/emails/unknown_account.txt", context={}, at=noon
        )
    with django_assert_max_num_queries(2):
        page = client.get("/demo/mail/").content.decode()
    assert "Older mail" in page
    last = Mail.objects.order_by("-pk")[49].pk
    assert "Your code is 123456" in client.get(f"/demo/mail/?before={last}").content.decode()
    assert client.get("/demo/mail/?before=nonsense").status_code == 200


def test_a_letter_is_shown_in_words_and_in_a_box_that_runs_nothing(client, letter):
    page = client.get(f"/demo/mail/{letter.pk}/")
    assert "123456" in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    box = client.get(f"/demo/mail/{letter.pk}/page/")
    policy = box["Content-Security-Policy"]
    assert "sandbox allow-popups" in policy
    assert "allow-scripts" not in policy
    assert "default-src 'none'" in policy
    assert box["X-Frame-Options"] == "SAMEORIGIN"


def test_the_mail_server_of_the_demonstration_takes_everything_and_sends_nothing(
    letter, settings, mailoutbox
):
    connection = get_connection("rrn.demo.mail.LetterTrayBackend")
    Mail.objects.filter(pk=letter.pk).update(state=Mail.State.SENDING)
    send_mail(mail=letter, connection=connection, at=now())
    letter.refresh_from_db()
    assert letter.state == Mail.State.SENT
    assert mailoutbox == []

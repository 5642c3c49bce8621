import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from rrn.accounts.first_admin import is_open, make_first_admin, make_secret
from rrn.accounts.models import User
from rrn.core.time import travel
from rrn.core.verdict import Refused

pytestmark = pytest.mark.django_db
FORM = {"email": "ines@install.example", "display_name": "Ines", "password": "kettle window bench"}


def printed_secret():
    out = io.StringIO()
    call_command("first_admin", stdout=out)
    return out.getvalue().split()[-1]


def test_the_printed_secret_makes_the_first_account_and_the_door_closes_itself(client, noon):
    with travel(noon):
        assert client.get("/account/first-admin/").status_code == 200
        answer = client.post("/account/first-admin/", FORM | {"secret": printed_secret()})
        assert answer.status_code == 302
        person = User.objects.get()
        assert (person.is_superuser, person.is_office, person.has_second_factor) == (True, True, False)
        assert client.get("/account/first-admin/").status_code == 404
        with pytest.raises(CommandError, match="already"):
            call_command("first_admin")


def test_a_wrong_secret_makes_nothing(client, noon):
    answer = client.post("/account/first-admin/", FORM | {"secret": "guessed"})
    assert "not right, or it has run out" in answer.content.decode()
    assert not User.objects.exists()


def test_a_secret_runs_out_after_an_hour(noon):
    secret = make_secret(at=noon)
    with pytest.raises(Refused, match="run out"):
        make_first_admin(
            secret=secret, email="a@b.example", display_name="A", hashed_password="x", at=noon + timedelta(hours=1, seconds=1)
        )
    assert is_open()


def test_two_people_with_a_secret_at_once_make_one_account(noon, in_another_thread):
    secret = make_secret(at=noon)

    def make(number):
        try:
            make_first_admin(secret=secret, email=f"a{number}@b.example", display_name="A", hashed_password="x", at=noon)
        except Refused:
            return False
        return True

    tries = [in_another_thread(lambda n=n: make(n)) for n in range(4)]
    assert [answer.result() for answer in tries].count(True) == 1

from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from rrn.clock.actions import take_lease
from rrn.clock.worker import Worker
from rrn.core.time import travel
from rrn.events.actions import record
from rrn.post.models import Mail


@pytest.mark.django_db
def test_a_host_that_reaches_its_database_is_ready(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True})
    assert answer["Cache-Control"] == "no-store"


def test_a_host_without_its_database_is_not_ready(client, monkeypatch):
    def away(*args):
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", away)
    assert client.get("/readyz").status_code == 503


@pytest.mark.django_db
def test_a_dead_worker_shows_in_health_and_takes_no_page_away(client, noon):
    with travel(noon):
        assert client.get("/healthz").json()["clock"]["worker_alive"] is False
        assert client.get("/healthz").status_code == client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_a_house_where_all_is_well_says_so(client, noon):
    with travel(noon):
        Worker().turn()
        answer = client.get("/healthz").json()
    assert answer["good"] is True
    assert set(answer) == {"good", "clock", "mail", "sealing", "disk"}


@pytest.mark.django_db
def test_mail_that_waits_and_lines_that_are_not_sealed_show_in_health(client, noon, reader):
    Mail.objects.create(to="a@b.example", subject="s", text="t", message_id="<1@x>", queued_at=noon, next_try_at=noon)
    record("person.greeted", about=reader, by=None, at=noon)
    with travel(noon + timedelta(minutes=11)):
        answer = client.get("/healthz").json()
    assert (answer["mail"]["good"], answer["mail"]["oldest_seconds"]) == (False, 660)
    assert answer["sealing"]["good"] is False


@pytest.mark.django_db
def test_health_costs_a_handful_of_queries(client, noon, django_assert_max_num_queries):
    take_lease(name="worker", owner="w", at=noon)
    with django_assert_max_num_queries(8):
        client.get("/healthz")

"""The clock is seen: on /healthz, on the office's home, by a monitor outside; and /readyz never depends on it."""

from __future__ import annotations

import http.server
import threading
import time
from datetime import timedelta

import pytest

from rrn.clock.actions import note_run, note_setback, take_lease
from rrn.clock.duties import DUTIES
from rrn.clock.models import Halt, HighWater
from rrn.clock.monitor import ping
from rrn.clock.worker import Worker
from rrn.core.time import london_day, travel

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def ran(at, hours):
    note_run(name="notices due", begun_at=at - hours * HOUR, at=at - hours * HOUR, done=0, failed=0)
    take_lease(name="worker", owner="w", at=at)


@pytest.mark.parametrize(("hours", "late"), [(26, []), (27, ["notices due"])])
def test_after_26_hours_without_success_a_duty_is_late(client, noon, hours, late):
    ran(noon, hours)
    with travel(noon):
        answer = client.get("/healthz").json()["clock"]
        assert answer["late"] == late
        assert answer["duties"]["notices due"]["seconds_since_success"] == hours * 3600
        assert client.get("/readyz").status_code == 200


def home(client, office_person):
    client.force_login(office_person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.get("/office/").text


def test_the_office_reads_what_a_late_clock_means_and_what_to_do(client, noon, office_person):
    ran(noon, 27)
    with travel(noon):
        page = home(client, office_person)
    assert "For more than 26 hours the clock has not managed: notices due." in page
    assert "Ask whoever looks after the machine" in page


def test_the_office_reads_that_no_worker_is_alive(client, noon, office_person):
    with travel(noon):
        page = home(client, office_person)
    assert "The clock’s worker is not running." in page
    assert "nothing is lost" in page


def test_where_all_is_well_there_is_no_banner(client, noon, office_person):
    ran(noon, 1)
    with travel(noon):
        assert "rrn-panel--warning" not in home(client, office_person)


def test_a_day_before_the_high_water_mark_and_a_stop_are_seen(client, noon, office_person):
    ran(noon, 1)
    HighWater.objects.create(name="clock", day=london_day(noon) + timedelta(days=3), reached_at=noon)
    Halt.objects.create(duty="membership.period_end", day=london_day(noon), number=80, forecast=3, by_day={"2026-11-21": 80}, stopped_at=noon)
    with travel(noon):
        answer = client.get("/healthz").json()["clock"]
        page = home(client, office_person)
    assert (answer["good"], answer["stopped"], answer["behind_its_last_day"]) == (False, 1, True)
    assert "The clock has stopped before 80: End of a membership. The forecast was 3" in page
    assert "Today is before 24 November 2026" in page


def test_what_was_put_aside_is_one_line_on_the_offices_list_and_a_table_behind_it(client, noon, office_person):
    ran(noon, 1)
    for number in (4, 5):
        note_setback(duty="notices to mails", record=f"post.notice:{number}", error=ValueError("Priya"), at=noon)
    with travel(noon):
        assert "The clock could not do 2 records" in home(client, office_person)
        page = client.get("/office/clock/").text
    assert "post.notice:4" in page
    assert "ValueError" in page
    assert "Priya" not in page


class Monitor(http.server.BaseHTTPRequestHandler):
    heard: list[str] = []
    wait = 0.0

    def do_GET(self):
        time.sleep(self.wait)
        self.heard.append(self.path)
        self.send_response(302 if self.path == "/elsewhere" else 200)
        self.send_header("Location", "/secret")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def monitor():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Monitor)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Monitor.heard.clear()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_a_monitor_hears_from_a_clock_that_is_well_and_nothing_from_one_that_is_late(noon, settings, monitor):
    settings.CLOCK_PING = f"{monitor}/rrn"
    ran(noon, 1)
    assert ping(at=noon) == 1
    assert ping(at=noon + 27 * HOUR) == 0
    assert Monitor.heard == ["/rrn"]


def test_a_monitor_is_never_followed_elsewhere_and_one_that_is_away_holds_nothing_up(noon, settings, monitor):
    settings.CLOCK_PING = f"{monitor}/elsewhere"
    assert ping(at=noon) == 0
    assert Monitor.heard == ["/elsewhere"]
    settings.CLOCK_PING = "http://127.0.0.1:9"
    begun = time.monotonic()
    with travel(noon):
        Worker([duty for duty in DUTIES if duty.name == "monitor outside"]).turn()
    assert time.monotonic() - begun < 6


def test_without_an_address_nobody_outside_is_told(noon, settings):
    assert settings.CLOCK_PING == ""
    assert ping(at=noon) == 0

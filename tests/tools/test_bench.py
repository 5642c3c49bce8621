"""What measures keeps working: seeding, asking and counting, at thirty organisations."""

from __future__ import annotations

import http.server
import json
import threading
from datetime import date

import pytest

from bench import pages
from bench.load import ask
from bench.network import Network, organisation, plan
from bench.seed import seed
from bench.server import family_of, processor_seconds, serving

DAY = date(2026, 11, 21)


@pytest.mark.django_db
def test_a_small_network_is_seeded_with_everything_that_public_pages_show(client, noon):
    from rrn.core.time import travel
    from rrn.membership.models import Member, OriginalPledge, Period
    from rrn.plans.models import Action, Baseline, PlanVersion, Publication
    from rrn.plans.versions import digest_of
    from rrn.register.actions import renew_all_rows

    lines: list[str] = []
    rows = seed(30, DAY, lines.append)
    assert (Member.objects.count(), Period.objects.count(), Publication.objects.count()) == (159, 159, 30)
    assert OriginalPledge.objects.count() == 129
    assert Action.objects.count() == Baseline.objects.count() > 80
    assert rows > 700
    version = PlanVersion.objects.select_related("plan").first()
    assert version.digest == digest_of(version.words)
    assert [action["id"] for action in version.words["actions"]] == list(version.plan.actions.values_list("pk", flat=True))
    with travel(noon):
        renew_all_rows()
        assert client.get("/members/").status_code == 200
        assert client.get("/members/organisation-17/plan/").status_code == 200


@pytest.mark.django_db
def test_seeding_refuses_a_database_that_is_in_use():
    seed(1, DAY, lambda line: None)
    with pytest.raises(SystemExit):
        seed(1, DAY, lambda line: None)


def test_the_same_size_seed_and_day_give_the_same_network():
    first, second = Network(30, DAY), Network(375000, DAY)
    assert [organisation(first, 7), plan(first, 7)] == [organisation(second, 7), plan(second, 7)]
    assert organisation(first, 8) != organisation(first, 7)


class Hello(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200 if self.path == "/" else 404)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *args):
        pass


def test_the_load_counts_answers_their_times_and_what_went_wrong():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hello)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    load = ask([address + "/", address + "/missing"], connections=2, seconds=0.2)
    server.shutdown()
    assert load.requests > 2
    assert 0 < load.bad < load.requests
    assert load.bytes == 5 * load.requests
    assert 0 < load.share(0.5) <= load.share(0.99)


def test_the_processor_time_of_a_family_is_counted():
    import os

    assert os.getpid() in family_of(os.getpid())
    before = processor_seconds([os.getpid()])
    sum(number * number for number in range(2_000_000))
    assert processor_seconds([os.getpid()]) > before


@pytest.mark.slow
def test_a_server_is_started_measured_and_ended():
    with serving("bench.bare:application", env={}, workers=1) as bare:
        figure = pages.measure(bare, pages.Measure("a bare Django view", ("/",), afresh=False), seconds=0.5, connections=2)
        assert (figure.bad, figure.size) == (0, 5)
        assert figure.milliseconds > 0
    assert family_of(bare.process) == [bare.process]


def test_the_table_says_what_is_over_its_goal_and_how_it_was():
    found = [pages.Figure("a bare Django view", 0.2, 5000, 1, 2, 0, 5), pages.Figure("P2 home", 8.0, 100, 1, 2, 3, 900, goal=6.0)]
    said = pages.table(found, {"P2 home": 30.0})
    assert "40.00" in said
    assert "30.00" in said
    assert "3 WERE NOT 200" in said
    assert said.rstrip().endswith("OVER")


def test_the_figures_written_down_can_be_read():
    for kept in pages.last().values():
        assert {"ratios", "figures"} <= set(kept) <= {"ratios", "figures", "said"}
    json.dumps(pages.last())

from datetime import timedelta

import pytest

from rrn.clock.actions import give_back_lease, take_lease
from rrn.clock.models import Lease

pytestmark = pytest.mark.django_db


def test_only_one_worker_holds_the_lease(noon):
    assert take_lease(name="worker", owner="first", at=noon)
    assert not take_lease(name="worker", owner="second", at=noon + timedelta(seconds=30))


def test_the_holder_keeps_the_lease_as_long_as_it_beats(noon):
    for seconds in range(0, 300, 20):
        assert take_lease(name="worker", owner="first", at=noon + timedelta(seconds=seconds))
    assert not take_lease(name="worker", owner="second", at=noon + timedelta(seconds=300))


def test_a_worker_that_was_killed_is_followed_by_another_within_ten_minutes(noon):
    take_lease(name="worker", owner="killed", at=noon)
    assert take_lease(name="worker", owner="next", at=noon + timedelta(seconds=61))
    assert not take_lease(name="worker", owner="killed", at=noon + timedelta(seconds=62))


def test_a_worker_that_stops_in_good_order_is_followed_at_once(noon):
    take_lease(name="worker", owner="first", at=noon)
    give_back_lease(name="worker", owner="first", at=noon + timedelta(seconds=1))
    assert take_lease(name="worker", owner="second", at=noon + timedelta(seconds=2))


def test_nobody_gives_back_what_somebody_else_holds(noon):
    take_lease(name="worker", owner="first", at=noon)
    give_back_lease(name="worker", owner="second", at=noon)
    assert Lease.objects.get().owner == "first"


def test_eight_workers_at_once_and_one_gets_the_lease(noon, in_another_thread):
    tries = [in_another_thread(lambda n=n: take_lease(name="worker", owner=f"w{n}", at=noon)) for n in range(8)]
    assert [answer.result() for answer in tries].count(True) == 1

from datetime import UTC, datetime

import pytest

from rrn.office.history import history_of
from tests.scenes import published_plan


@pytest.mark.django_db
def test_what_happened_at_one_instant_stands_in_the_order_of_its_steps():
    plan = published_plan(at=datetime(2026, 11, 21, 12, tzinfo=UTC))
    words = [event.words for event in history_of(plan)]
    assert words[0] == "Published"
    assert words[1].endswith("accepted it")
    assert words[-1] == "Sent, version 1"

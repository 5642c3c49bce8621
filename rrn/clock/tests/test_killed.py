"""A real worker, killed while it notes, writes and sends to a real mail server: nothing is lost and nothing comes twice."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.db import connections

from bench.faults.kill_worker import Killing


def address_of_this_database() -> str:
    where = connections["default"].settings_dict
    if connections["default"].vendor == "sqlite":
        return f"sqlite:///{where['NAME']}"
    who = f"{quote(where['USER'])}:{quote(where['PASSWORD'] or '')}"
    if str(where["HOST"]).startswith("/"):
        return f"postgresql://{who}@/{where['NAME']}?host={where['HOST']}&port={where['PORT']}"
    return f"postgresql://{who}@{where['HOST']}:{where['PORT']}/{where['NAME']}"


@pytest.mark.slow
def test_a_worker_killed_five_times_during_300_notices_loses_none_and_sends_none_twice(committed_db, tmp_path):
    env = {"DJANGO_SETTINGS_MODULE": "bench.faults.settings", "DATABASE_URL": address_of_this_database(), "RRN_VAR": str(tmp_path)}
    figure = Killing(300, 5, 1, env, delay=0.005).run()
    assert figure.good, str(figure)
    assert figure.kills == 5

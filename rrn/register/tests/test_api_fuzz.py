"""The API against its own description: whatever is asked, nothing breaks and every answer is one that is described."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_schema_conformance,
    status_code_conformance,
)

from rrn.core.time import travel
from rrn.register.machines import api
from tests.scenes import plan_ready_to_send, published_plan

PUBLISHED = datetime(2026, 6, 14, 10, tzinfo=UTC)
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance, positive_data_acceptance,
    negative_data_rejection,
]  # fmt: skip
OPERATIONS = list(api.description()["paths"])
# Those that have a parameter.
CAN_BE_ASKED_WRONG = [path for path, operation in api.description()["paths"].items() if operation["get"].get("parameters")]
EXAMPLES = 25
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def network(db):
    """The application itself, without a server, inside the test's own transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield from described()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def described():
    with travel(datetime(2026, 11, 21, 12, tzinfo=UTC)):
        published_plan(at=PUBLISHED)
        published_plan("Corrie House", at=PUBLISHED, nation="scotland", sector="health", actions=1)
        plan_ready_to_send("Quiet House", at=PUBLISHED)
        yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture
def cookies(client, reader):
    client.force_login(reader, backend="allauth.account.auth_backends.AuthenticationBackend")
    return {"Cookie": f"sessionid={client.cookies['sessionid'].value}"}


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["as described", "otherwise"])
@pytest.mark.parametrize("path", OPERATIONS)
def test_every_answer_is_one_that_is_described_for_a_stranger_and_for_somebody_signed_in(network, cookies, path, mode):
    if mode is GenerationMode.NEGATIVE and path not in CAN_BE_ASKED_WRONG:
        return
    asked = []

    @settings(max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate], derandomize=True,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(case=network[path]["GET"].as_strategy(generation_mode=mode))
    def ask(case):
        asked.append(case)
        case.call_and_validate(headers=cookies if len(asked) % 2 else {}, checks=CHECKS)

    ask()
    assert len(asked) > 1 or path not in CAN_BE_ASKED_WRONG


def test_the_fuzzer_asks_about_what_is_there_too(client, network):
    """Slugs that it makes up are nobody's: these are somebody's."""
    for path in OPERATIONS:
        real = path.replace("{slug}", "hollin-park-school").replace("{number}", "1")
        case = network[path]["GET"].Case(path_parameters={"slug": "hollin-park-school", "number": 1} if "{" in path else {})
        answer = case.call_and_validate(checks=CHECKS)
        assert answer.status_code == 200, real

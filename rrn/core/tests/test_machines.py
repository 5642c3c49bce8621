"""What programs ask every site for."""

import pytest

from rrn.core.views import NOT_FOR_MACHINES

pytestmark = pytest.mark.django_db


def test_search_engines_leave_the_demonstration_alone(client, settings):
    settings.DEMONSTRATION = True
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_search_engines_find_what_is_public_and_not_what_is_peoples_own(client, settings):
    settings.DEMONSTRATION = False
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    closed = [f"Disallow: {path}" for path in NOT_FOR_MACHINES]
    assert answer.text.splitlines() == ["User-agent: *", *closed, "", "Sitemap: http://testserver/sitemap.xml"]
    assert {"/account/", "/my/", "/office/"} <= set(NOT_FOR_MACHINES)


def test_the_sign_is_found_by_its_old_name(client):
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.url) == (302, "/static/rrn/favicon.svg")

"""Deny by default: every address says whom it is for, and every answer to every kind of person is written down."""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from rrn.core.audience import LIBRARIES, Audience
from rrn.core.time import travel
from rrn.website.views import page as page_of_the_tree
from tests.databases import copy_of_its_own
from tests.house.matrix import given, room_pages, rows
from tests.house.scene import AT, KINDS, MEMBERS, STRANGERS, Scene, build_scene
from tests.house.streets import Address, every_address, our_addresses

# Everybody, those who see most first: a page's queries are counted for the first it opens for.
ASKING = ("office", "lead", *(kind for kind in reversed(KINDS) if kind not in ("office", "lead")))
PRIVATE = ("private", "no-store")
# An address without a row fails one test, by name, and not three.
WRITTEN_DOWN = [address for address in our_addresses() if address.name in rows()]
NOT_FOR_EVERYONE = [a for a in WRITTEN_DOWN if a.audience not in (Audience.EVERYONE, Audience.DEMONSTRATION)]


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker, house_databases) -> Iterator[Scene]:
    with copy_of_its_own(house_databases, django_db_blocker, "scene"), travel(AT):
        with transaction.atomic():
            built = build_scene()
            for page in room_pages():
                getattr(page, "prepare", lambda scene: None)(built)
        yield built


@pytest.fixture(autouse=True)
def nobody_is_slowed_down(monkeypatch):
    """Limits are tested where they are made; here one machine asks as eighteen people."""
    from django.core.cache import cache

    cache.clear()


def ask(scene: Scene, kind: str, method: str, path: str, data: object = None) -> object:
    """One request, of which nothing stays: neither in the database nor in the browser."""
    client = scene.clients[kind]
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        answer = client.post(path, data or {}) if method == "post" else client.get(path)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def test_every_address_of_ours_has_an_audience():
    without = [address.route for address in our_addresses() if address.audience is None]
    assert without == []


def test_every_address_of_a_library_stands_behind_a_listed_prefix():
    beside = [a.route for a in every_address() if not a.is_ours and not a.route.startswith(tuple(LIBRARIES))]
    assert beside == []


def test_every_address_of_ours_has_a_row_and_every_row_an_address():
    names = {address.name for address in our_addresses()}
    missing, left_over = sorted(names - set(rows())), sorted(set(rows()) - names)
    assert (missing, left_over) == ([], []), "Write the row in rrn/<room>/tests/addresses.py; tests/house/matrix.py says how."


def test_no_two_addresses_share_a_name():
    names = Counter(address.name for address in our_addresses())
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("address", WRITTEN_DOWN, ids=lambda address: address.name)
def test_everybody_gets_the_answer_written_down_for_them(address: Address, scene: Scene):
    row = rows()[address.name]
    path = reverse(address.name, kwargs=dict(given(row.kwargs, scene)))
    differing = []
    for kind in KINDS:
        expected = row.expected(kind, address.audience, scene)
        got = (
            ask(scene, kind, "get", path + row.query).status_code,
            ask(scene, kind, "post", path + row.query, given(row.data, scene)).status_code,
        )
        if got != expected:
            differing.append(f"{kind}: expected {expected}, got {got}")
    assert not differing, f"{path}\n" + "\n".join(differing)


@pytest.mark.parametrize("address", NOT_FOR_EVERYONE, ids=lambda address: address.name)
def test_nothing_that_is_not_for_everyone_may_be_kept_by_a_cache(address: Address, scene: Scene):
    row = rows()[address.name]
    path = reverse(address.name, kwargs=dict(given(row.kwargs, scene))) + row.query
    for kind in ("stranger", "lead", "office", "superuser"):
        kept = ask(scene, kind, "get", path).headers.get("Cache-Control", "")
        assert any(word in kept for word in PRIVATE), (path, kind, kept)


@pytest.mark.parametrize("address", WRITTEN_DOWN, ids=lambda address: address.name)
def test_nothing_is_posted_without_a_page_of_ours(address: Address, scene: Scene):
    row = rows()[address.name]
    if not row.csrf:
        assert address.audience is Audience.EVERYONE
        return
    path = reverse(address.name, kwargs=dict(given(row.kwargs, scene)))
    for kind in ("stranger", "lead", "superuser"):
        client = scene.clients[kind]
        client.handler.enforce_csrf_checks = True
        try:
            status = ask(scene, kind, "post", path, given(row.data, scene)).status_code
        finally:
            client.handler.enforce_csrf_checks = False
        assert status in (302, 403, 405), (path, kind, status)


FOR_EVERYONE = [a for a in WRITTEN_DOWN if a.audience in (Audience.EVERYONE, Audience.DEMONSTRATION)]
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


@pytest.mark.parametrize("address", [a for a in FOR_EVERYONE if rows()[a.name].post == 405], ids=lambda address: address.name)
def test_what_is_only_read_says_so_to_whoever_writes(address: Address, scene: Scene):
    """Whether a form is one of ours is asked where something can be sent, and there alone."""
    row = rows()[address.name]
    path = reverse(address.name, kwargs=dict(given(row.kwargs, scene))) + row.query
    for kind in ("stranger", "lead", "office"):
        client = scene.clients[kind]
        client.handler.enforce_csrf_checks = True
        try:
            answers = [client.generic(method, path, b"") for method in UNSAFE]
        finally:
            client.handler.enforce_csrf_checks = False
        for method, answer in zip(UNSAFE, answers, strict=True):
            assert (answer.status_code, answer.headers.get("Allow", "")[:9]) == (405, "GET, HEAD"), (path, kind, method)


def test_nothing_that_can_be_sent_goes_without_asking_whether_the_form_is_ours():
    """A page of the tree asks when it knows that it takes something: the contact page, below."""
    ours = [a for a in our_addresses() if getattr(a.view, "csrf_exempt", False) and not getattr(a.view, "reads_only", False)]
    unasked = {a.name for a in ours if getattr(a.view, "__wrapped__", None) is not page_of_the_tree}
    assert sorted(unasked) == sorted(name for name, row in rows().items() if not row.csrf)


def test_the_one_page_of_the_tree_that_takes_something_asks_whether_the_form_is_ours(scene: Scene):
    client = scene.clients["stranger"]
    client.handler.enforce_csrf_checks = True
    try:
        for path in ("/contact/", "/contact/?about=other"):
            assert client.post(path, {"words": "Where is it?"}).status_code == 403
            assert client.generic("PUT", path, b"").headers["Allow"] == "GET, HEAD, POST"
        assert client.post("/nowhere/at-all/").status_code == 404
    finally:
        client.handler.enforce_csrf_checks = False


def queries_of(scene: Scene, kind: str, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as found:
        ask(scene, kind, "get", path)
    said = (query["sql"] for query in found.captured_queries)
    return [sql for sql in said if not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT"))]


@pytest.mark.parametrize("address", WRITTEN_DOWN, ids=lambda address: address.name)
def test_no_page_costs_more_queries_than_its_bound(address: Address, scene: Scene):
    """Asked by the first of these whom the page opens for, each of whom sees more than the one after."""
    row = rows()[address.name]
    opens_for = [kind for kind in ASKING if row.expected(kind, address.audience, scene)[0] == 200]
    if not opens_for:
        return
    path = reverse(address.name, kwargs=dict(given(row.kwargs, scene))) + row.query
    asked = queries_of(scene, opens_for[0], path)
    too_many = len(asked) > row.queries
    assert not too_many, f"{path} for {opens_for[0]}: {len(asked)} queries, not {row.queries}\n" + "\n".join(sql[:160] for sql in asked)


def plain_library_addresses(prefix: str) -> list[str]:
    """Those without a part to fill in that a library answers: where a page of ours stands in front, its own row says."""
    plain = {a.route for a in every_address() if a.route.startswith(prefix) and not re.search(r"[<(^$\\]", a.route)}
    return sorted(route for route in plain if getattr(resolve(route).func, "audience", None) is None)


def test_the_frame_of_the_office_opens_for_staff_only(scene: Scene):
    open_doors = [
        (path, kind, status)
        for path in plain_library_addresses("/office/")
        for kind in (*STRANGERS, "lead", "lived_experience_reader")
        if (status := ask(scene, kind, "get", path).status_code) not in ((302,) if kind in STRANGERS else (403, 404))
    ]
    assert open_doors == []


def test_no_page_of_the_account_library_breaks_for_anybody(scene: Scene):
    broken = [
        (path, kind, status)
        for path in plain_library_addresses("/account/")
        for kind in ("stranger", "unconfirmed", "individual", "office")
        if (status := ask(scene, kind, "get", path).status_code) >= 500
    ]
    assert broken == []


def test_the_scene_holds_everybody_the_matrix_is_about(scene: Scene):
    assert set(scene.people) == set(KINDS)
    assert all(scene.clients[kind].session.get("_auth_user_id") for kind in MEMBERS)
    assert not any(scene.clients[kind].session.get("_auth_user_id") for kind in STRANGERS)


HOSTILE_QUERY = "&".join(f"{name}=a%00b" for name in ("q", "after", "before", "key", "cursor", "page", "show", "state", "nation", "topic"))


@pytest.mark.parametrize("address", WRITTEN_DOWN, ids=lambda address: address.name)
def test_a_zero_byte_in_what_an_address_asks_breaks_no_page(address: Address, scene: Scene):
    """PostgreSQL keeps none in a text: a view that passed one on would fall over there, and only there."""
    path = reverse(address.name, kwargs=dict(given(rows()[address.name].kwargs, scene)))
    for kind in ("stranger", "office"):
        assert ask(scene, kind, "get", f"{path}?{HOSTILE_QUERY}").status_code < 500


def test_no_page_has_a_zero_byte_in_its_name(scene: Scene):
    for path in ("/a%00b/", "/news/a%00b/", "/members/a%00b/", "/office/plans/a%00b/", "/cy/a%00b/"):
        assert ask(scene, "office", "get", path).status_code == 404

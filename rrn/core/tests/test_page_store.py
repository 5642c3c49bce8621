"""Kept pages: nothing private gets in, nothing is shown past its day, and a change is visible at once."""

from __future__ import annotations

import gzip
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from rrn.core.audience import Audience, address
from rrn.core.pagestore.marks import Stored
from rrn.core.tests import kept_urls
from rrn.core.time import end_of_day, london_day, travel
from tests.keeping import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_addresses(settings):
    settings.ROOT_URLCONF = "rrn.core.tests.kept_urls"
    kept_urls.made.clear()
    kept_urls.told["words"] = "first"
    kept_urls.has_read.clear()
    kept_urls.may_answer.clear()


def test_a_kept_page_is_answered_without_waking_django(visitor):
    first, second = visitor.ask("/plain/"), visitor.ask("/plain/")
    assert (first.body, first.headers) == (second.body, second.headers)
    assert visitor.woken == 1


def test_the_answer_carries_what_django_said_and_may_be_asked_for_again_each_time(visitor):
    visitor.ask("/plain/")
    headers = visitor.ask("/plain/").headers
    assert headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert headers["vary"] == "Accept-Encoding, Cookie"
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert "script-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "x-request-id" not in headers
    assert "set-cookie" not in headers


def test_it_comes_compressed_to_who_takes_that(visitor):
    plain = visitor.ask("/plain/")
    packed = visitor.ask("/plain/", accept_encoding="br, gzip;q=0.8")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert int(packed.headers["content-length"]) == len(packed.body)
    assert "content-encoding" not in visitor.ask("/plain/", accept_encoding="gzip;q=0").headers


def test_only_the_head_is_sent_to_who_asks_for_the_head(visitor):
    full = visitor.ask("/plain/")
    head = visitor.ask("/plain/", method="HEAD")
    assert (head.body, head.headers["content-length"]) == (b"", str(len(full.body)))
    assert visitor.woken == 1


@pytest.mark.parametrize("accepts", ["", "gzip"])
def test_who_has_it_already_is_told_so(visitor, accepts):
    tag = visitor.ask("/plain/", accept_encoding=accepts).headers["etag"]
    again = visitor.ask("/plain/", accept_encoding=accepts, if_none_match=f'"other", W/{tag}')
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    assert visitor.ask("/plain/", if_none_match='"other"').status == 200
    assert visitor.woken == 1


def test_a_page_with_other_words_has_another_tag(visitor):
    before = visitor.ask("/plain/").headers["etag"]
    kept_urls.told["words"] = "secnd"
    visitor.shelf.forget(["plain"])
    assert visitor.ask("/plain/", if_none_match=before).status == 200


@pytest.mark.parametrize("path", kept_urls.MUST_NOT_GET_IN)
def test_what_might_be_somebody_s_own_is_not_kept(visitor, path):
    first, second = visitor.ask(f"/{path}"), visitor.ask(f"/{path}")
    assert visitor.woken == 2
    assert first.headers["cache-control"] == second.headers["cache-control"] == "private, no-store"
    assert not [file for file in visitor.shelf.days.rglob("*") if file.is_file()]


def test_a_page_is_made_without_knowing_who_asks(visitor):
    visitor.ask("/nosy/", cookie="favourite=blue", user_agent="Ada's browser", referer="http://a.example/", accept_language="cy")
    said = visitor.ask("/nosy/").text
    assert not any(word in said for word in ("blue", "Ada", "a.example", "cy"))
    assert "AnonymousUser" in said
    assert visitor.woken == 1


@pytest.mark.parametrize("cookie", ["sessionid=abc", "csrftoken=x; sessionid=abc", "messages=abc", "a=b;sessionid =abc"])
def test_who_brings_a_session_or_a_message_goes_through_and_leaves_nothing(visitor, cookie):
    answer = visitor.ask("/plain/", cookie=cookie)
    assert answer.headers["cache-control"] == "private, no-store"
    visitor.ask("/plain/")
    visitor.ask("/plain/", cookie=cookie)
    assert visitor.woken == 3


def test_a_cookie_against_forged_forms_keeps_nobody_out(visitor):
    for letter in "ab":
        visitor.ask("/plain/", cookie=f"csrftoken={letter * 32}")
    assert visitor.woken == 1


def test_a_person_s_page_is_never_a_stranger_s(visitor, client, reader):
    client.force_login(reader)
    session = client.cookies["sessionid"].value
    assert str(reader) in visitor.ask("/nosy/", cookie=f"sessionid={session}").text
    assert str(reader) not in visitor.ask("/nosy/").text


def test_a_password_in_the_header_goes_through(visitor):
    visitor.ask("/plain/")
    visitor.ask("/plain/", authorization="Basic abc")
    assert visitor.woken == 2


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "", "testserver:80:80"])
def test_a_name_that_is_not_ours_goes_through_to_be_refused(visitor, host):
    visitor.ask("/plain/")
    assert visitor.ask("/plain/", host=host).status == 400


def test_pages_are_made_under_our_own_name_only_and_shown_under_all_of_ours(visitor):
    visitor.ask("/plain/", host="localhost:8000")
    visitor.ask("/plain/")
    visitor.ask("/plain/", host="localhost:8000")
    assert visitor.woken == 2


def test_where_everything_is_https_nothing_is_answered_without_it(settings, page_store):
    settings.BASE_URL, settings.SECURE_SSL_REDIRECT = "https://testserver", True
    settings.SECURE_HSTS_SECONDS, settings.SECURE_PROXY_SSL_HEADER = 60, ("HTTP_X_FORWARDED_PROTO", "https")
    visitor = Visitor()
    visitor.ask("/plain/", x_forwarded_proto="https")
    answer = visitor.ask("/plain/", x_forwarded_proto="https")
    assert (answer.status, answer.headers["strict-transport-security"], visitor.woken) == (200, "max-age=60", 1)
    assert visitor.ask("/plain/", x_forwarded_proto="http").status == 301
    assert visitor.ask("/plain/").status == 301
    assert visitor.ask("/plain/", scheme="https").status == 200


def test_only_the_listed_parameters_make_a_kept_page(visitor):
    for asked in ("/plain/?q=a&sector=health&sector=care", "/plain/?utm=x", "/plain/?q=a&utm=x"):
        visitor.ask(asked)
        visitor.ask(asked)
    assert visitor.woken == 1 + 2 + 2
    assert "a</p>" in visitor.ask("/plain/?q=a").text
    assert "b</p>" in visitor.ask("/plain/?q=b").text


@pytest.mark.parametrize("address", [f"/plain/?q={'a' * 400}", "/plain/%2e%2e/", "/plain//", "/../plain/", "/plain/\xe9/"])
def test_unusual_addresses_are_not_kept(visitor, address):
    visitor.ask(address)
    visitor.ask(address)
    assert visitor.woken == 2


def test_no_page_is_shown_past_midnight_though_nothing_else_is_alive(visitor):
    late = datetime(2026, 7, 1, 22, 59, 59, tzinfo=UTC)  # a minute before midnight in London's summer
    with travel(late):
        assert "2026-07-01" in visitor.ask("/plain/").text
        assert "2026-07-01" in visitor.ask("/plain/").text
    with travel(late + timedelta(seconds=1)):
        assert "2026-07-02" in visitor.ask("/plain/").text
    assert visitor.woken == 2


@pytest.mark.parametrize("month, hour", [(7, 22), (11, 23)])
def test_each_day_s_pages_lie_in_its_own_folder(visitor, month, hour):
    last = datetime(2026, month, 10, hour, 59, 59, tzinfo=UTC)
    for at in (last, last + timedelta(seconds=1)):
        with travel(at):
            visitor.ask("/plain/")
    zone = "+01" if month == 7 else "+00"
    assert sorted(folder.name for folder in visitor.shelf.days.iterdir()) == [f"2026-{month:02}-10{zone}", f"2026-{month:02}-11{zone}"]


def test_a_page_that_changes_within_the_day_is_not_shown_longer_and_nginx_does_not_see_it(visitor, noon):
    with travel(noon):
        visitor.ask("/until-soon/")
        visitor.ask("/plain/")
    with travel(noon + timedelta(minutes=59, seconds=59)):
        assert "12:00" in visitor.ask("/until-soon/").text
    with travel(noon + timedelta(hours=1)):
        assert "13:00" in visitor.ask("/until-soon/").text
    seen = {path.name for path in (visitor.shelf.days / "2026-11-21+00" / "whole").iterdir()}
    assert seen == {"plain"}


def test_nginx_finds_the_page_and_its_compressed_form_and_no_page_with_headers_of_its_own(visitor, noon):
    with travel(noon):
        body = visitor.ask("/plain/").body
        visitor.ask("/own-policy/")
        visitor.ask("/plain/?q=a")
    whole = visitor.shelf.days / "2026-11-21+00" / "whole"
    files = {str(path.relative_to(whole)) for path in whole.rglob("*") if path.is_file()}
    assert files == {"plain/index.html", "plain/index.html.gz"}
    assert (whole / "plain" / "index.html").read_bytes() == body
    stat = (whole / "plain" / "index.html").stat()
    assert visitor.ask("/own-policy/").headers["content-security-policy"] == "default-src 'none'"
    with travel(noon):
        assert visitor.ask("/plain/").headers["etag"] == f'"{int(stat.st_mtime):x}-{stat.st_size:x}"'


def test_what_a_write_takes_away_is_made_anew_and_the_rest_stays(visitor):
    for asked in ("/plain/", "/plain/?q=a", "/other/first/", "/other/second/"):
        visitor.ask(asked)
    kept_urls.told["words"] = "changed"
    visitor.shelf.forget(["plain", "of-first"])
    assert all("changed" in visitor.ask(asked).text for asked in ("/plain/", "/plain/?q=a", "/other/first/"))
    assert "changed" not in visitor.ask("/other/second/").text
    visitor.shelf.forget_everything()
    assert "changed" in visitor.ask("/other/second/").text


def test_a_write_takes_tomorrow_s_page_away_too(visitor, noon):
    for at in (noon, end_of_day(london_day(noon))):
        with travel(at):
            visitor.ask("/plain/")
    kept_urls.told["words"] = "changed"
    visitor.shelf.forget(["plain"])
    for at in (noon, end_of_day(london_day(noon))):
        with travel(at):
            assert "changed" in visitor.ask("/plain/").text


@pytest.mark.parametrize("forget", [lambda shelf: shelf.forget(["plain"]), lambda shelf: shelf.forget_everything()])
def test_a_page_begun_before_a_write_is_not_kept_after_it(visitor, forget):
    asking = threading.Thread(target=visitor.ask, args=("/held/",))
    asking.start()
    assert kept_urls.has_read.wait(5)
    kept_urls.told["words"] = "changed"
    forget(visitor.shelf)
    kept_urls.may_answer.set()
    asking.join(5)
    assert visitor.ask("/held/").text == "changed"


def test_however_many_ask_for_a_cold_page_it_is_made_once(page_store):
    def ask(visitor):
        return visitor.ask("/held/").text

    visitors = [Visitor() for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(ask, visitor) for visitor in visitors]
        assert kept_urls.has_read.wait(5)
        kept_urls.told["words"] = "made twice"
        kept_urls.may_answer.set()
        assert {future.result() for future in asked} == {"first"}


def test_without_room_on_the_disk_pages_are_served_all_the_same(visitor, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("rrn.core.pagestore.shelf.os.replace", full)
    assert visitor.ask("/plain/").status == visitor.ask("/plain/").status == 200
    assert visitor.woken == 2
    monkeypatch.undo()
    assert not [file for file in visitor.shelf.days.rglob("*") if file.is_file()]


def test_a_very_large_page_is_served_and_not_kept(visitor):
    assert visitor.ask("/huge/").body == visitor.ask("/huge/").body
    assert visitor.woken == 2


def test_a_folder_that_cannot_be_written_keeps_nobody_from_a_page(settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.PAGE_STORE = tmp_path / "file" / "pages"
    assert Visitor().ask("/plain/").status == 200


def test_only_addresses_for_everyone_can_be_marked():
    with pytest.raises(ImproperlyConfigured):
        address("x/", kept_urls.plain, audience=Audience.SIGNED_IN, name="x", stored=Stored())


def test_an_unmarked_page_costs_the_door_nothing_but_a_look(visitor):
    visitor.ask("/unmarked/")
    assert not visitor.shelf.folder.exists()

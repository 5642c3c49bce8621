"""Writes take kept pages away after their commit, on every host; the most asked are there before midnight."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from rrn.core import renewals
from rrn.core.models import Renewal
from rrn.core.pagestore import renewing
from rrn.core.pagestore.asked import IN_MEMORY, MOST, Asked, most_asked
from rrn.core.pagestore.keeper import Keeper
from rrn.core.pagestore.names import Key, day_folder
from rrn.core.pagestore.shelf import Shelf
from rrn.core.pagestore.space import Space
from rrn.core.tests import kept_urls
from rrn.core.time import end_of_day, london_day, looking_ahead, now, travel
from rrn.events.actions import record
from tests.keeping import Visitor, keeping_the_connection

PLAIN = Key("/plain/", "")


@pytest.fixture(autouse=True)
def own_addresses(settings, monkeypatch):
    settings.ROOT_URLCONF = "rrn.core.tests.kept_urls"
    settings.PAGE_STORE_WARM = ("/plain/", "/gone/")
    kept_urls.told["words"] = "first"
    kept_urls.made.clear()
    kept_urls.has_read.clear()
    kept_urls.may_answer.clear()
    for registry in ("_RENEWERS", "_LAST"):
        monkeypatch.setattr(renewals, registry, {})
    monkeypatch.setattr(renewing, "_TOLD", {})
    renewing.tell_of("accounts.user", lambda records: ("plain",))


@pytest.fixture
def elsewhere(tmp_path):
    """Another host's shelf, which hears of a write only by looking."""
    shelf = Shelf(tmp_path / "elsewhere")
    shelf.begin()
    return shelf


def lies_there(shelf, key=PLAIN, at=None):
    return os.path.exists(shelf.head_path(day_folder(at or now()), key.name))


def test_a_publication_is_visible_as_soon_as_it_is_committed(committed_db, visitor, make_person, noon):
    reader = make_person()
    visitor.ask("/plain/")
    with transaction.atomic():
        kept_urls.told["words"] = "published"
        record("person.changed", about=reader, by=None, at=noon)
        assert "first" in visitor.ask("/plain/").text
    assert "published" in visitor.ask("/plain/").text


def test_a_write_that_did_not_happen_takes_nothing_away(committed_db, visitor, make_person, noon):
    reader = make_person()
    visitor.ask("/plain/")
    with transaction.atomic():
        record("person.changed", about=reader, by=None, at=noon)
        transaction.set_rollback(True)
    visitor.ask("/plain/")
    assert visitor.woken == 1


def test_a_page_that_is_being_made_while_somebody_publishes_is_not_kept(committed_db, visitor, make_person, in_another_thread, noon):
    reader = make_person()
    asked = in_another_thread(lambda: visitor.ask("/held/").text)
    assert kept_urls.has_read.wait(5)
    kept_urls.told["words"] = "published"
    record("person.changed", about=reader, by=None, at=noon)
    kept_urls.may_answer.set()
    asked.result(5)
    assert visitor.ask("/held/").text == "published"


@pytest.mark.slow
def test_whatever_order_many_writers_and_readers_come_in_the_last_word_is_what_is_kept(
    committed_db, page_store, make_person, in_another_thread, noon
):
    people = [make_person() for _ in range(3)]
    stop = threading.Event()

    def look():
        visitor = Visitor()
        while not stop.is_set():
            visitor.ask("/plain/")

    def write(person):
        for number in range(8):
            with transaction.atomic():
                record("person.changed", about=person, by=None, at=noon)
                kept_urls.told["words"] = f"{person.pk} {number}"

    looking = [in_another_thread(look) for _ in range(3)]
    for writing in [in_another_thread(lambda person=person: write(person)) for person in people]:
        writing.result(60)
    stop.set()
    for each in looking:
        each.result(10)
    assert kept_urls.told["words"] in Visitor().ask("/plain/").text


def test_another_host_hears_of_a_write_within_one_round(committed_db, visitor, elsewhere, make_person, settings, noon):
    reader = make_person()
    keeper = Keeper(elsewhere)
    settings.PAGE_STORE = elsewhere.folder
    there = Visitor()
    keeper.begin()
    there.ask("/plain/")
    settings.PAGE_STORE = visitor.shelf.folder  # the write happens on this host
    kept_urls.told["words"] = "published"
    record("person.changed", about=reader, by=None, at=noon)
    settings.PAGE_STORE = elsewhere.folder
    keeper.take_away(now())
    assert "published" in there.ask("/plain/").text
    keeper.take_away(now())
    there.ask("/plain/")
    assert there.woken == 2


@pytest.mark.django_db
def test_a_renewal_that_waited_long_is_seen_when_it_is_asked_for_and_when_it_is_done(page_store, elsewhere, settings, noon):
    settings.PAGE_STORE = elsewhere.folder
    keeper, there = Keeper(elsewhere), Visitor()
    keeper.begin()
    row = Renewal.objects.create(kind="accounts.user", record="1", at=noon - timedelta(days=2))
    for _ in range(2):
        there.ask("/plain/")
        keeper.take_away(now())
        assert not lies_there(elsewhere)
        there.ask("/plain/")
        keeper.take_away(now())
        assert lies_there(elsewhere)
        Renewal.objects.filter(pk=row.pk).update(done_at=now())


@pytest.mark.django_db
def test_a_new_release_begins_with_nothing_of_the_old_one(visitor):
    visitor.ask("/plain/")
    Keeper(visitor.shelf).begin()
    assert not lies_there(visitor.shelf)


@pytest.mark.django_db
def test_key_pages_are_made_before_anybody_asks(visitor):
    keeper = Keeper(visitor.shelf)
    with keeping_the_connection():
        assert keeper.turn(now()) == 2
        assert keeper.turn(now()) == 0  # what cannot be kept is not tried again at once
    visitor.ask("/plain/")
    assert visitor.woken == 0


@pytest.mark.django_db
def test_before_midnight_tomorrow_s_pages_are_made_as_they_will_be_then(visitor):
    evening = datetime(2026, 7, 1, 22, 40, tzinfo=UTC)  # twenty to midnight in London
    with travel(evening):
        visitor.ask("/plain/?q=bread")
        visitor.ask("/plain/?q=bread")
        visitor.door.asked.write()
        with keeping_the_connection():
            Keeper(visitor.shelf).turn(evening)
        assert "2026-07-01" in visitor.ask("/plain/").text
    woken = visitor.woken
    with travel(end_of_day(london_day(evening))):
        assert "2026-07-02" in visitor.ask("/plain/").text
        assert "2026-07-02" in visitor.ask("/plain/?q=bread").text
    assert visitor.woken == woken


@pytest.mark.django_db
def test_by_day_nothing_is_made_for_tomorrow(visitor, noon):
    with travel(noon), keeping_the_connection():
        Keeper(visitor.shelf).turn(noon)
    assert not lies_there(visitor.shelf, at=noon + timedelta(days=1))


@pytest.mark.django_db
def test_yesterday_s_folder_is_cleared_away_and_tomorrow_s_stays(visitor, noon):
    days = [noon + timedelta(days=away) for away in (-1, 0, 1)]
    for at in days:
        with travel(at):
            visitor.ask("/plain/")
    with travel(noon):
        Keeper(visitor.shelf).sweep(noon)
    assert [lies_there(visitor.shelf, at=at) for at in days] == [False, True, True]
    assert not (visitor.shelf.folder / "gone").exists()


def test_looking_ahead_is_seen_by_this_thread_alone(noon):
    seen = []
    with looking_ahead(noon):
        other = threading.Thread(target=lambda: seen.append(now()))
        other.start()
        other.join()
        assert now() == noon
    assert seen[0] != noon
    assert now() != noon


def test_what_is_asked_for_most_is_counted_over_processes_and_bounded(tmp_path):
    for process, often in (("a", 3), ("b", 5)):
        asked = Asked(tmp_path)
        asked.place = tmp_path / "asked" / f"{process}.json"
        for number in range(IN_MEMORY + 10):
            asked.note(Key(f"/{process}-{number}/", ""))
            if number % 100 == 0:
                for _ in range(often):
                    asked.note(PLAIN)
        assert len(asked.counts) <= IN_MEMORY
        asked.write()
    found = most_asked(tmp_path)
    assert (found[0], len(found)) == (PLAIN, MOST)


def test_a_list_nobody_wrote_to_for_days_or_that_is_broken_counts_for_nothing(tmp_path):
    asked = Asked(tmp_path)
    asked.note(PLAIN)
    asked.write()
    os.utime(asked.place, (0, 0))
    (tmp_path / "asked" / "broken.json").write_text("[[1")
    assert most_asked(tmp_path) == []


@pytest.mark.django_db
def test_a_day_s_folder_holds_so_many_pages_and_strangers_questions_take_no_address_s_place(visitor):
    visitor.shelf.space = Space(pages=2, asked=3)
    for number in range(6):
        visitor.ask(f"/plain/?q={number}")
        visitor.ask(f"/other/{number}/")
    names = [path.name[0] for path in visitor.shelf.days.glob("*/heads/*/*")]
    assert (names.count("q"), names.count("p")) == (3, 2)


@pytest.mark.django_db
def test_a_day_s_folder_holds_so_many_bytes(visitor):
    visitor.shelf.space = Space(size=10)
    visitor.ask("/plain/")
    visitor.ask("/plain/")
    assert visitor.woken == 2


@pytest.mark.django_db
def test_the_disk_is_never_filled_to_the_brim(visitor):
    visitor.shelf.space = Space(leave_free=2**62)
    visitor.ask("/plain/")
    assert not lies_there(visitor.shelf)


@pytest.mark.django_db
def test_a_half_written_file_after_a_power_cut_is_no_page_and_is_cleared_by_the_next_write(visitor):
    visitor.ask("/plain/")
    for path in [*visitor.shelf.days.rglob("*/heads/*/*"), *visitor.shelf.days.rglob("*/tags/*/*")]:
        path.write_bytes(b"{")
    assert visitor.ask("/plain/").status == 200
    for path in visitor.shelf.days.rglob("*/tags/*/*"):
        path.write_bytes(b"{")
    visitor.shelf.forget(["plain"])
    assert not lies_there(visitor.shelf)


@pytest.mark.django_db
def test_a_page_whose_bytes_are_not_its_own_is_not_shown(visitor):
    visitor.ask("/plain/")
    body = next(visitor.shelf.days.rglob("index.html"))
    body.write_bytes(b"something else")
    assert b"something else" not in Visitor().ask("/plain/").body

"""What is derived for the public is made again after each write, however the writing process ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from rrn.core import renewals
from rrn.core.models import Renewal
from rrn.events.actions import record, record_many


@pytest.fixture
def renewed(monkeypatch):
    monkeypatch.setattr(renewals, "_RENEWERS", {})
    monkeypatch.setattr(renewals, "_LAST", {})
    seen = []
    renewals.register("accounts.user", name="test", renew=seen.append)
    return seen


@pytest.mark.django_db
def test_a_line_in_the_diary_asks_for_renewal_in_its_own_transaction(renewed, reader, noon):
    record("person.changed", about=reader, by=None, at=noon)
    assert renewals.waiting(noon) == 1
    assert renewals.renew_pending(at=noon) == 1
    assert renewed == [{str(reader.pk)}]
    assert renewals.waiting(noon) == 0


@pytest.mark.django_db
def test_a_kind_that_nobody_derives_from_costs_nothing(renewed, reader, noon):
    renewals.ask_for(kind="plans.plan", records=["1"], at=noon)
    assert not Renewal.objects.filter(kind="plans.plan").exists()


@pytest.mark.django_db
def test_very_many_records_are_all_of_them(renewed, reader, noon):
    renewals.ask_for(kind="accounts.user", records=map(str, range(renewals.MOST + 1)), at=noon)
    renewals.renew_pending(at=noon)
    assert renewed == [None]


@pytest.mark.django_db
def test_lines_written_in_bulk_ask_once_for_each_record(renewed, reader, stranger, noon):
    record_many("person.changed", about=[(reader, {}), (stranger, {}), (reader, {})], by=None, at=noon)
    renewals.renew_pending(at=noon)
    assert renewed == [{str(reader.pk), str(stranger.pk)}]


@pytest.mark.django_db
def test_one_bad_record_waits_longer_each_time_and_holds_nobody_up(renewed, reader, stranger, noon):
    def renew(records):
        if str(reader.pk) in records:
            raise ValueError("made up")
        renewed.append(records)

    renewals.register("accounts.user", name="test", renew=renew)
    record("person.changed", about=reader, by=None, at=noon)
    record("person.changed", about=stranger, by=None, at=noon)
    assert renewals.renew_pending(at=noon) == 1
    assert renewed == [{str(stranger.pk)}]
    assert renewals.waiting(noon) == 0
    assert renewals.waiting(noon + timedelta(minutes=1)) == 1
    renewals.renew_pending(at=noon + timedelta(minutes=1))
    assert Renewal.objects.get(done_at__isnull=True).tries == 2


def test_after_the_commit_it_is_done_in_the_same_breath(committed_db, renewed, make_person, noon):
    reader = make_person()
    with transaction.atomic():
        record("person.changed", about=reader, by=None, at=noon)
        assert renewed == []
    assert renewed == [{str(reader.pk)}]


def test_a_renewal_that_fails_after_the_commit_does_not_undo_the_write(committed_db, renewed, make_person, noon):
    def renew(records):
        raise ValueError("made up")

    renewals.register("accounts.user", name="test", renew=renew)
    reader = make_person()
    record("person.changed", about=reader, by=None, at=noon)
    assert Renewal.objects.get(kind="accounts.user").done_at is None


@pytest.mark.django_db
def test_what_was_done_a_day_ago_is_forgotten(renewed, reader, noon):
    Renewal.objects.all().delete()  # what migrations asked for
    record("person.changed", about=reader, by=None, at=noon)
    renewals.renew_pending(at=noon)
    assert renewals.forget_old_renewals(at=noon) == 0
    assert renewals.forget_old_renewals(at=noon + timedelta(days=1, seconds=1)) == 1


@pytest.mark.django_db
def test_what_is_made_from_derived_rows_waits_until_those_are_renewed(renewed, reader, noon):
    order = []
    renewals.register("accounts.user", name="pages", renew=lambda records: order.append("pages"), last=True)
    renewals.register("accounts.user", name="rows", renew=lambda records: order.append("rows"))
    record("person.changed", about=reader, by=None, at=noon)
    renewals.renew_pending(at=noon)
    assert order == ["rows", "pages"]


def test_a_write_does_not_wait_for_another_kinds_wishes_that_were_left_before_it(committed_db, renewed, make_person, noon):
    """A fill leaves everything of one kind to be made again, and a page that is published meanwhile has nothing to do with it."""
    renewals.register("plans.plan", name="test", renew=lambda records: renewed.append("every plan"))
    who = make_person("Peter")
    Renewal.objects.create(kind="plans.plan", record="", at=noon)
    renewed.clear()
    with transaction.atomic():
        renewals.ask_for(kind="accounts.user", records=[str(who.pk)], at=noon)
    assert renewed == [{str(who.pk)}]
    assert renewals.waiting(noon) == 1


@pytest.mark.django_db
def test_what_concerns_everything_of_a_kind_comes_after_what_concerns_a_few(renewed, reader, noon):
    renewals.register("plans.plan", name="test", renew=lambda records: renewed.append("every plan"))
    renewals.ask_for(kind="plans.plan", records=[""], at=noon)
    renewals.ask_for(kind="accounts.user", records=[str(reader.pk)], at=noon)
    assert renewals.renew_pending(at=noon) == 2
    assert renewed == [{str(reader.pk)}, "every plan"]

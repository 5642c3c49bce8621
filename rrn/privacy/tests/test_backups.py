"""There and back on both databases, while people go on writing."""

import json
import tarfile
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from rrn.accounts.models import User
from rrn.core.frozen import missing_triggers
from rrn.core.verdict import Refused
from rrn.privacy.actions import note_erasure
from rrn.privacy.backups import make_backup, read_keys, restore_backup, write_keys
from rrn.privacy.models import Erasure
from tests.cast import person

PASSPHRASE = "seven herons on the weir"


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.MEDIA_ROOT, settings.PRIVATE_FILES = tmp_path / "media", tmp_path / "files"
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "certificate.pdf").write_bytes(b"certificate")


def addresses():
    return set(User.objects.values_list("email", flat=True))


def test_what_was_there_comes_back_and_what_came_later_is_gone(committed_db, tmp_path, settings, noon):
    person("Ada", email="ada@people.example")
    make_backup(to=tmp_path / "monday.tar.gz", at=noon)
    person("Bea", email="bea@people.example")
    (settings.PRIVATE_FILES / "certificate.pdf").unlink()
    (settings.PRIVATE_FILES / "later.pdf").write_bytes(b"later")

    restore_backup(source=tmp_path / "monday.tar.gz", at=noon)

    assert addresses() == {"ada@people.example"}
    assert [file.name for file in settings.PRIVATE_FILES.iterdir()] == ["certificate.pdf"]
    assert missing_triggers() == []


def test_every_write_acknowledged_before_the_backup_is_in_it(committed_db, in_another_thread, tmp_path, noon):
    acknowledged, enough, stop = [], threading.Event(), threading.Event()

    def write():
        while not stop.is_set() and len(acknowledged) < 2000:
            address = f"writer{len(acknowledged)}@people.example"
            User.objects.create(email=address, date_joined=noon)
            acknowledged.append(address)
            if len(acknowledged) == 10:
                enough.set()

    writing = in_another_thread(write)
    assert enough.wait(10)
    before = set(acknowledged)
    make_backup(to=tmp_path / "while-writing.tar.gz", at=noon)
    stop.set()
    writing.result(timeout=30)
    connection.close()

    restore_backup(source=tmp_path / "while-writing.tar.gz", at=noon)
    assert before <= addresses() <= set(acknowledged)


def test_erasures_kept_apart_are_applied_in_an_empty_place(committed_db, tmp_path, noon):
    person("Ada", email="ada@people.example")
    make_backup(to=tmp_path / "yesterday.tar.gz", at=noon)
    note_erasure(kind="address", value=" Ada@people.example", at=noon)
    call_command("backup", str(tmp_path / "today.tar.gz"), without_keys=True, erasures_to=tmp_path / "erasures.json")
    Erasure.objects.all().delete()  # as if the machine had been lost

    call_command("restore", str(tmp_path / "yesterday.tar.gz"), replace=True, erasures=tmp_path / "erasures.json")
    assert "ada@people.example" not in addresses()
    assert "ada" not in Erasure.objects.get().digest


def test_a_restore_does_not_replace_people_unasked(committed_db, tmp_path, noon):
    person("Ada")
    make_backup(to=tmp_path / "a.tar.gz", at=noon)
    with pytest.raises(CommandError, match="Say --replace"):
        call_command("restore", str(tmp_path / "a.tar.gz"))


def test_a_damaged_archive_changes_nothing(committed_db, tmp_path, noon):
    person("Ada", email="ada@people.example")
    (tmp_path / "broken.tar.gz").write_bytes(b"not an archive")
    with pytest.raises(Refused, match="not a backup"):
        restore_backup(source=tmp_path / "broken.tar.gz", at=noon)
    assert addresses() == {"ada@people.example"}


def test_a_backup_never_overwrites_another_and_only_its_owner_may_read_it(committed_db, tmp_path, noon):
    made = make_backup(to=tmp_path / "a.tar.gz", at=noon)
    assert made.stat().st_mode & 0o777 == 0o600
    with pytest.raises(Refused, match="never overwrites"):
        make_backup(to=made, at=noon)


def test_the_archive_holds_no_key_and_the_keys_open_with_the_passphrase_only(committed_db, tmp_path, settings, noon, monkeypatch):
    monkeypatch.setenv("RRN_BACKUP_PASSPHRASE", PASSPHRASE)
    call_command("backup", str(tmp_path / "a.tar.gz"))
    with tarfile.open(tmp_path / "a.tar.gz") as archive:
        assert sorted(archive.getnames()) == ["database", "files", "files/certificate.pdf", "manifest.json"]
    keys = tmp_path / "a.tar.gz.keys"
    assert settings.SECRET_KEY not in json.dumps(keys.read_text())
    assert read_keys(source=keys, passphrase=PASSPHRASE) == {"RRN_SECRET_KEY": settings.SECRET_KEY}
    with pytest.raises(Refused, match="does not open"):
        read_keys(source=keys, passphrase="another long passphrase")


def test_keys_are_not_sealed_with_a_short_passphrase(tmp_path):
    with pytest.raises(Refused, match="at least 12"):
        write_keys(to=tmp_path / "k", passphrase="short")


def test_keys_are_sealed_or_left_out_on_purpose(committed_db, tmp_path, monkeypatch):
    monkeypatch.delenv("RRN_BACKUP_PASSPHRASE", raising=False)
    with pytest.raises(CommandError, match="or say --without-keys"):
        call_command("backup", str(tmp_path / "a.tar.gz"))

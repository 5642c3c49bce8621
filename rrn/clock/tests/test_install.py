import io
import socket

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

from rrn.clock import install
from rrn.clock.worker import Worker

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def nobody_listens(settings):
    """A port of this machine on which nothing answers."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", door.getsockname()[1]
        yield


def ids(found):
    return [said.id for said in found]


def test_a_mail_server_that_does_not_answer_is_named(nobody_listens):
    assert ids(install.check_mail()) == ["install.E002"]


def test_mail_without_a_short_time_out_is_refused(settings):
    settings.EMAIL_TIMEOUT = None
    assert ids(install.check_mail()) == ["install.E001"]


def test_a_place_that_cannot_be_written_to_is_named(settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.PRIVATE_FILES = tmp_path / "file" / "files"
    assert ids(install.check_places()) == ["install.E005"]


def test_private_files_never_stand_inside_the_public_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.PRIVATE_FILES = tmp_path / "files"
    assert ids(install.check_places()) == ["install.E006"]


def test_days_are_london_days(settings):
    assert install.check_zone() == []
    settings.TIME_ZONE = "UTC"
    assert ids(install.check_zone()) == ["install.E004"]


@pytest.mark.django_db
def test_a_worker_that_is_away_is_named():
    assert ids(install.check_worker()) == ["install.E009"]
    Worker().turn()
    assert install.check_worker() == []


@pytest.mark.django_db
def test_the_command_names_what_is_in_the_way_and_fails():
    out = io.StringIO()
    with pytest.raises(CommandError, match="keep"):
        call_command("check_install", stdout=out)
    assert "NOT READY: No worker has been heard of" in out.getvalue()


def test_the_ordinary_check_looks_at_the_code_only(nobody_listens):
    found = run_checks(include_deployment_checks=True)
    assert [said.id for said in found if said.id.startswith("install.")] == []

"""What an installer should know before opening the doors. A room with something of its own to look at has
checks of its own; `manage.py check_install` runs them all, with Django's deployment checks.
"""

from __future__ import annotations

import smtplib
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from rrn.clock.queries import worker_is_alive
from rrn.core.install import install_check
from rrn.core.time import now

LONGEST_MAIL_TIMEOUT = 5


@install_check
def check_mail() -> list[CheckMessage]:
    """Ask the mail server, and nobody else: no mail is sent."""
    if not settings.EMAIL_TIMEOUT or settings.EMAIL_TIMEOUT > LONGEST_MAIL_TIMEOUT:
        return [Error("Mail has no time-out of at most five seconds.", hint="Set EMAIL_TIMEOUT = 5.", id="install.E001")]
    mail = get_connection()
    try:
        mail.open()
    except (OSError, smtplib.SMTPException) as failure:
        hint = "Look at RRN_MAIL_HOST, RRN_MAIL_PORT, RRN_MAIL_USER and RRN_MAIL_PASSWORD."
        return [Error(f"The mail server does not answer ({type(failure).__name__}).", hint=hint, id="install.E002")]
    mail.close()
    return []


@install_check
def check_zone() -> list[CheckMessage]:
    """Days are London days; without the zone's rules none of them would be right."""
    try:
        ZoneInfo("Europe/London")
    except ZoneInfoNotFoundError:
        return [Error("This machine does not know the zone Europe/London.", hint="Install tzdata.", id="install.E003")]
    if settings.TIME_ZONE != "Europe/London" or not settings.USE_TZ:
        return [Error("TIME_ZONE must stay Europe/London with USE_TZ on.", id="install.E004")]
    return []


def writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".can-write"
        probe.write_text("")
        probe.unlink()
    except OSError:
        return False
    return True


@install_check
def check_places() -> list[CheckMessage]:
    """State, public media and private files must be writable; private files must stand outside the public ones."""
    places = {"RRN_VAR": Path(settings.VAR_DIR), "media": Path(settings.MEDIA_ROOT), "files": Path(settings.PRIVATE_FILES)}
    if settings.PAGE_STORE:
        places["pages"] = Path(settings.PAGE_STORE)
    found: list[CheckMessage] = [
        Error(f"{folder} ({name}) cannot be written to.", hint="Give it to the user that runs the server.", id="install.E005")
        for name, folder in places.items()
        if not writable(folder)
    ]
    if Path(settings.PRIVATE_FILES).resolve().is_relative_to(Path(settings.MEDIA_ROOT).resolve()):
        found.append(Error("Private files stand inside the public media folder.", id="install.E006"))
    return found


@install_check
def check_tables() -> list[CheckMessage]:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as failure:
        return [Error(f"The database does not answer ({type(failure).__name__}).", hint="Look at DATABASE_URL.", id="install.E007")]
    if waiting:
        return [Error(f"{len(waiting)} migrations wait.", hint="Run manage.py migrate.", id="install.E008")]
    return []


@install_check
def check_worker() -> list[CheckMessage]:
    try:
        alive = worker_is_alive(at=now())
    except DatabaseError:
        return []  # said by check_tables
    if alive:
        return []
    hint = "Start rrn-worker.service, or manage.py worker."
    return [Error("No worker has been heard of for two minutes: mail is not sent.", hint=hint, id="install.E009")]


@install_check
def check_monitor() -> list[CheckMessage]:
    if not settings.CLOCK_PING or settings.CLOCK_PING.startswith(("https://", "http://")):
        return []
    hint = "Write an address that begins with https://, or nothing."
    return [Error("RRN_CLOCK_PING is not an address.", hint=hint, id="install.E010")]


@install_check
def check_demonstration() -> list[CheckMessage]:
    if not settings.DEMONSTRATION:
        return []
    return [Warning("This is the demonstration, not an installation.", hint="DJANGO_SETTINGS_MODULE=config.settings.production", id="install.W001")]

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Bring the tables up to date, and fill the demonstration where there is one. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.REDIS_URL:
            call_command("createcachetable", database="limits", verbosity=0)
        call_command("migrate", verbosity=0, interactive=False)
        if settings.DEMONSTRATION and "fill_demo" in get_commands():
            self.stdout.write("Filling the demonstration network.")
            call_command("fill_demo")
        call_command("renew_register", if_missing=True)
